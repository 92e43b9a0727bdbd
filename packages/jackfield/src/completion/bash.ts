import { type CompletionWords, everyOption, firstWords, type OptionWords } from './words.ts';

/** A completion script for bash. Every word in it is one of our own: letters, digits and dashes. */
export function bashCompletion(words: CompletionWords): string {
  const common = flags(words.options);
  return `# bash completion of jackfield: source <(jackfield completion bash)
_jackfield() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} first='' second='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      -*) ;;
      *) if [[ -z $first ]]; then first=$word; elif [[ -z $second ]]; then second=$word; fi ;;
    esac
  done
  COMPREPLY=()
  case $previous in
${valueCases(everyOption(words))}
  esac
  if [[ $current == -* ]]; then
    local options='${common}'
    case "$first $second" in
${words.commands
  .filter(({ options }) => options.length > 0)
  .map(({ name, options }) => `      '${name}'*) options+=' ${flags(options)}' ;;`)
  .join('\n')}
    esac
    COMPREPLY=($(compgen -W "$options" -- "$current"))
    return
  fi
  case $first in
    '') COMPREPLY=($(compgen -W '${[...firstWords(words).keys()].join(' ')}' -- "$current")) ;;
${[...firstWords(words)]
  .filter(([, seconds]) => seconds.length > 0)
  .map(
    ([first, seconds]) =>
      `    ${first}) [[ -z $second ]] && COMPREPLY=($(compgen -W '${seconds.join(' ')}' -- "$current")) ;;`,
  )
  .join('\n')}
  esac
}
complete -F _jackfield jackfield
`;
}

function flags(options: readonly OptionWords[]): string {
  return options.map(({ name }) => `--${name}`).join(' ');
}

function valueCases(options: readonly OptionWords[]): string {
  const lists = options.flatMap(({ name, value }) => (Array.isArray(value) ? [{ name, words: value.join(' ') }] : []));
  const named = (wanted: string): string =>
    options.flatMap(({ name, value }) => (value === wanted ? [`--${name}`] : [])).join(' | ');
  return [
    `    ${named('file')}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return ;;`,
    `    ${named('folder')}) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")); return ;;`,
    ...lists.map(({ name, words }) => `    --${name}) COMPREPLY=($(compgen -W '${words}' -- "$current")); return ;;`),
    `    ${named('any')}) return ;;`,
  ].join('\n');
}
