import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import { type NamespaceOption, namespaceOption, outputOption } from '../options.ts';

type Options = NamespaceOption & { replace?: boolean; output?: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Store units from unit files or manifests and place them nowhere: spec.state is submitted, until muster load installs or
muster start runs them. A unit that is stored already and whose file has changed is an error without --replace; one that is
placed is replaced by muster apply.`,
    )
    .argument('[files...]', 'unit files and manifests')
    .option('--replace', 'put changed files in the place of what is stored');
  namespaceOption(command);
  outputOption(command, 'name or json; without it, a line for each');
  examples(
    command,
    `
# Two units, to be started later
muster submit hello.service world.service

# A template: muster start hello@1 makes an instance of it
muster submit hello@.service`,
  );
  action<Options>(command, context, async (words, options) => {
    if (words.length === 0) throw usageError('which files? muster submit hello.service');
    const { submitFiles } = await import('../submit-files.ts');
    return (await submitFiles(context, words, 'submitted', options)).code;
  });
}
