// Scripts that complete the command line in a shell: they ask the program what may come next, also behind npx.

/** The shells with a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What the program prints for a script: a candidate a line, its description behind a tab, and this where files may come. */
export const FILES_LINE = ':files';

/** A script for the shell. It passes the words typed so far on standard input, one a line, to `completion SHELL --words`. */
export const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `# bash completion for xmppspec

_xmppspec() { _xmppspec_reply 1 "\${COMP_WORDS[0]}"; }

_xmppspec_npx() {
  if [ "\${COMP_WORDS[1]}" = xmppspec ] && [ "$COMP_CWORD" -gt 1 ]; then _xmppspec_reply 2 npx --no-install xmppspec; fi
}

# The place of the first word after the program, and how the program is run.
_xmppspec_reply() {
  local from="$1" cur="\${COMP_WORDS[COMP_CWORD]}" line
  shift
  COMPREPLY=()
  if [ "$cur" = "=" ]; then cur=""; fi
  while IFS= read -r line; do
    if [ "$line" = "${FILES_LINE}" ]; then
      mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <(printf '%s\\n' "\${COMP_WORDS[@]:from:COMP_CWORD-from+1}" | "$@" completion bash --words 2> /dev/null)
  if [[ "\${#COMPREPLY[@]}" -eq 1 && "\${COMPREPLY[0]}" == *[/-] ]]; then compopt -o nospace 2> /dev/null; fi
}

complete -o filenames -F _xmppspec xmppspec
complete -p npx > /dev/null 2>&1 || complete -o filenames -o default -F _xmppspec_npx npx
`,
  zsh: `#compdef xmppspec

_xmppspec() { _xmppspec_reply 2 "\${(Q)words[1]}" }

_xmppspec_npx() {
  if [[ "$words[2]" = xmppspec ]] && (( CURRENT > 2 )); then
    _xmppspec_reply 3 npx --no-install xmppspec
  else
    \${_xmppspec_before_npx:-_files}
  fi
}

# The place of the first word after the program, and how the program is run.
_xmppspec_reply() {
  local from=$1 line files
  local -a whole partial
  shift
  for line in "\${(@f)$(print -rl -- "\${(@Q)words[from,CURRENT]}" | "$@" completion zsh --words 2> /dev/null)}"; do
    case $line in
      '') ;;
      ${FILES_LINE}) files=1 ;;
      *[/-]) partial+=("$line") ;;
      *$'\\t'*) whole+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) whole+=("\${line//:/\\\\:}") ;;
    esac
  done
  if (( \${#partial} )); then compadd -S '' -- "\${(@)partial}"; fi
  if (( \${#whole} )); then _describe argument whole; fi
  if [[ -n $files ]]; then _files; fi
}

if [ "$funcstack[1]" = "_xmppspec" ]; then
  _xmppspec "$@"
else
  _xmppspec_before_npx="\${_comps[npx]}"
  compdef _xmppspec xmppspec
  compdef _xmppspec_npx npx
fi
`,
  fish: `# fish completion for xmppspec

# The words typed after the program, and how the program is run.
function __xmppspec_reply
    set -l typed (commandline -opc)
    set -e typed[1..(math $argv[1] - 1)]
    for line in (printf '%s\\n' $typed (commandline -ct | string collect --allow-empty) | command $argv[2..-1] completion fish --words 2> /dev/null)
        if test "$line" = ${FILES_LINE}
            __fish_complete_path (commandline -ct)
        else
            printf '%s\\n' $line
        end
    end
end

complete -c xmppspec -f -a '(__xmppspec_reply 2 (commandline -opc)[1])'
complete -c npx -n 'string match -q -- xmppspec (commandline -opc)[2]' -f -a '(__xmppspec_reply 3 npx --no-install xmppspec)'
`,
};
