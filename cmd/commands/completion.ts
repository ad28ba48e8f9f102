import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';

const bash = `# bash completion of muster; asks muster itself, so that names of units and machines complete, too
_muster() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(muster __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${COMPREPLY[0]} == :files ]]; then
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//[@:]/}
complete -o bashdefault -F _muster muster
`;

const zsh = `#compdef muster
_muster() {
  local -a lines
  lines=("\${(@f)$(muster __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${lines[1]}" == ":files" ]]; then
    _files
    return
  fi
  local -a described
  local line
  for line in $lines; do
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}\${\${line#*$'\\t'}:+:\${line#*$'\\t'}}")
  done
  _describe 'muster' described
}
compdef _muster muster
`;

const fish = `# fish completion of muster
function __muster_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (muster __complete -- $words[2..-1] 2>/dev/null)
  if test "$lines[1]" = ":files"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c muster -f -a '(__muster_complete)'
`;

const scripts: Record<string, string> = { bash, zsh, fish };

export function define(command: Command, context: Context): void {
  command
    .description(
      'Print the completion script of a shell. It completes commands, flags, kinds, and the names that exist.',
    )
    .argument('<shell>', 'bash, zsh or fish');
  examples(
    command,
    `
# In ~/.bashrc
source <(muster completion bash)

# In ~/.zshrc
source <(muster completion zsh)

# Once, for fish
muster completion fish > ~/.config/fish/completions/muster.fish`,
  );
  action(command, context, async ([shell = '']) => {
    const script = scripts[shell];
    if (script === undefined) throw usageError(`"${shell}" is not one of bash, zsh, fish`);
    context.print(script);
    return 0;
  });
}
