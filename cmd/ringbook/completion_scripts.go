package main

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: ${enum}."`
}

// Help says where the script goes.
func (*completionCommand) Help() string {
	return `To use it:

  bash   echo 'source <(ringbook completion bash)' >> ~/.bashrc
  zsh    echo 'source <(ringbook completion zsh)' >> ~/.zshrc   (after compinit)
  fish   ringbook completion fish > ~/.config/fish/completions/ringbook.fish`
}

// Run prints the script. It asks the program itself for what fits, so that it
// need not be printed anew for another version.
func (c *completionCommand) Run(t *terminal) error {
	script := bashCompletion
	switch c.Shell {
	case "zsh":
		script = zshCompletion
	case "fish":
		script = fishCompletion
	}
	t.printf("%s", script)
	return nil
}

// bashCompletion puts words together again that bash takes apart at "=" and
// ":", and takes off what stands before the last of these.
const bashCompletion = `# bash completion of ringbook
_ringbook() {
  local line=${COMP_LINE:0:COMP_POINT} typed words candidate
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  typed=${words[${#words[@]}-1]}
  local prefix=${typed%"${typed##*[=:]}"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ $candidate == *= ]] && compopt -o nospace
    COMPREPLY+=("${candidate#"$prefix"}")
  done < <("${words[0]}" ` + completeCommand + ` "${words[@]:1}" 2>/dev/null)
}
complete -o default -F _ringbook ringbook
`

const zshCompletion = `#compdef ringbook
# zsh completion of ringbook
_ringbook() {
  local -a all assignments others
  all=("${(@f)$("${words[1]}" ` + completeCommand + ` "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  assignments=(${(M)all:#*=})
  others=(${all:#*=})
  (( $#assignments )) && compadd -S '' -- $assignments
  (( $#others )) && compadd -- $others
  (( $#assignments + $#others )) || _files
}
if [ "$funcstack[1]" = _ringbook ]; then
  _ringbook "$@"
else
  compdef _ringbook ringbook
fi
`

const fishCompletion = `# fish completion of ringbook
function __ringbook_complete
  set -l words (commandline -opc)
  $words[1] ` + completeCommand + ` $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c ringbook -f -a '(__ringbook_complete)'
complete -c ringbook -n 'not __ringbook_complete | string length -q' -F
`
