import type { Completed, CompletedOption, Value } from './completed.ts';

/** For bash 3.2 (macOS's) and later; without the bash-completion package. */
export function bashCompletion(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for event-jobs
_event_jobs() {
  local IFS=$'\\n' word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  # bash takes --flag=value for three words.
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W $'${[...names, '--help', '--version'].join('\\n')}' -- "$word"))
    return
  fi
  [[ $word == -* ]] || case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case $command in
${commands.map(wordCase).join('\n')}
  esac
}
complete -F _event_jobs event-jobs
`;
}

function valueCases({ name, options }: Completed): string[] {
  return options.flatMap(({ flags, value }) =>
    value === 'none' ? [] : [`    ${flags.map((flag) => `'${name} ${flag}'`).join('|')}) ${reply(value)}; return ;;`],
  );
}

function reply(value: Exclude<Value, 'none'>): string {
  if (value === 'text') return ':';
  if (typeof value !== 'string') return words(value);
  return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen ${value === 'file' ? '-f' : '-d'} -- "$word"))`;
}

function words(all: readonly string[]): string {
  return `COMPREPLY=($(compgen -W $'${all.join('\\n')}' -- "$word"))`;
}

function wordCase({ name, options, words: more }: Completed): string {
  return `    ${name}) ${words([...more, ...options.map(longest)])} ;;`;
}

function longest({ flags }: CompletedOption): string {
  return flags.at(-1) ?? '';
}
