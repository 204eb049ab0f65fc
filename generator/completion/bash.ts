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
  if [[ $word == -* ]]; then
    case $command in
${commands.map(flagCase).join('\n')}
    esac
  else
    case $command in
${commands.map(argumentCase).join('\n')}
    esac
  fi
}
complete -F _event_jobs event-jobs
`;
}

function valueCases({ name, options }: Completed): string[] {
  const withValue = options.filter(({ value }) => value !== 'none');
  return withValue.map(({ flags, value }) => `    ${flags.map((flag) => `'${name} ${flag}'`).join('|')}) ${reply(value)}; return ;;`);
}

function flagCase({ name, options }: Completed): string {
  return `      ${name}) ${reply(longFlags(options))} ;;`;
}

/** Where no word is expected, the flags are what else there is. */
function argumentCase({ name, options, argument }: Completed): string {
  return `      ${name}) ${reply(argument === 'none' ? longFlags(options) : argument)} ;;`;
}

function longFlags(options: readonly CompletedOption[]): string[] {
  return options.map(({ flags }) => flags.at(-1) ?? '');
}

function reply(value: Value): string {
  if (value === 'none' || value === 'text') return ':';
  if (typeof value !== 'string') return `COMPREPLY=($(compgen -W $'${value.join('\\n')}' -- "$word"))`;
  return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen ${value === 'file' ? '-f' : '-d'} -- "$word"))`;
}
