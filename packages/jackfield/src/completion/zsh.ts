import { type CompletionWords, firstWords, type OptionWords } from './words.ts';

/** A completion script for zsh. */
export function zshCompletion(words: CompletionWords): string {
  return `#compdef jackfield
# zsh completion of jackfield: jackfield completion zsh > "\${fpath[1]}/_jackfield"
_jackfield() {
  local -a common=(${specifications(words.options)})
  local first='' second='' word
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    [[ $word == -* ]] && continue
    if [[ -z $first ]]; then first=$word; elif [[ -z $second ]]; then second=$word; fi
  done
  case "$first $second" in
${words.commands
  .filter(({ options }) => options.length > 0)
  .map(({ name, options }) => `    '${name}'*) common+=(${specifications(options)}) ;;`)
  .join('\n')}
  esac
  if [[ -z $first ]]; then
    _arguments -S $common "1:command:(${[...firstWords(words).keys()].join(' ')})"
    return
  fi
  case $first in
${[...firstWords(words)]
  .filter(([, seconds]) => seconds.length > 0)
  .map(([first, seconds]) => `    ${first}) [[ -z $second ]] && { compadd -- ${seconds.join(' ')}; return; } ;;`)
  .join('\n')}
  esac
  _arguments -S $common '*: :_default'
}
compdef _jackfield jackfield
`;
}

function specifications(options: readonly OptionWords[]): string {
  return options.map((option) => quoted(`--${option.name}[${plain(option.help)}]${action(option)}`)).join(' ');
}

function action({ name, value }: OptionWords): string {
  if (value === undefined) return '';
  if (value === 'file') return `:${name}:_files`;
  if (value === 'folder') return `:${name}:_files -/`;
  return value === 'any' ? `:${name}: ` : `:${name}:(${value.join(' ')})`;
}

/** Brackets and colons mean something there. */
const plain = (text: string): string => text.replaceAll(/[[\]:]/g, ' ');
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
