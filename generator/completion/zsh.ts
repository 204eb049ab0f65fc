import type { Completed, CompletedOption, Value } from './completed.ts';

export function zshCompletion(commands: readonly Completed[]): string {
  return `#compdef event-jobs
_event-jobs() {
  local -a commands=(
${commands.map(({ name, does }) => `    ${quoted(`${name}:${does}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(commandCase).join('\n')}
  esac
}
# As a file in $fpath it is the function's body; sourced, it has to be made known.
if [ "$funcstack[1]" = _event-jobs ]; then _event-jobs "$@"; else compdef _event-jobs event-jobs; fi
`;
}

function commandCase({ name, options, argument }: Completed): string {
  const all = [...options.map(optionSpec), ...(argument === 'none' ? [] : [quoted(`1${action(argument)}`)])];
  return `    ${name})\n      _arguments \\\n        ${all.join(' \\\n        ')}\n      ;;`;
}

/** As zshcompsys(1) has them: `*{-f,--filename}'[means]:value:_files'`, and `=-` where a value stands behind an equals sign, if at all. */
function optionSpec({ flags, means, value, optional, repeatable }: CompletedOption): string {
  const names = flags.length > 1 ? `{${flags.join(',')}}` : `${flags[0]}${optional ? '=-' : ''}`;
  const exclusive = repeatable ? "'*'" : `'(${flags.join(' ')})'`;
  return `${exclusive}${names}${quoted(`[${means.replaceAll(/[[\]\\]/g, '\\$&')}]${optional ? ':' : ''}${action(value)}`)}`;
}

function action(value: Value): string {
  if (value === 'none') return '';
  if (value === 'file') return ':file:_files';
  if (value === 'directory') return ':directory:_files -/';
  return value === 'text' ? ':value: ' : `:value:(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
