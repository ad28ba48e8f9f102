import type { Command } from 'commander';
import type { ApplyRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type DryRunOption,
  dryRunOption,
  type FilesOption,
  filesOption,
  type NamespaceOption,
  namespaceOption,
  outputOption,
  type WaitingOption,
  waitingOption,
} from '../options.ts';

type Options = FilesOption & NamespaceOption & DryRunOption & WaitingOption & { output?: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Make machines as the manifests say: store them, place the units, write what differs, and wait until every unit
is as declared. Doing it again changes nothing. When any manifest is wrong, all errors are printed and nothing is applied.

Exit codes: 0 converged, 1 failed, 2 usage or invalid manifest (nothing was changed), 4 some machines failed.`,
    )
    .usage('-f PATH… [options]');
  filesOption(command);
  namespaceOption(command);
  dryRunOption(command);
  waitingOption(command);
  outputOption(command, 'name or json; without it, progress as it happens');
  examples(
    command,
    `
# Everything in a folder and the folders below it
muster apply -R -f manifests/

# A plain unit file, placed on the machine with the fewest units
muster apply -f hello.service

# What would be stored, with nothing changed anywhere
muster apply -f manifests/ --dry-run=server

# From another program
generate-manifests | muster apply -f -`,
  );
  action<Options>(command, context, async (words, options) => {
    if (words.length > 0 || !options.filename) {
      throw usageError('which manifests? Name a file or folder: muster apply -f manifests/');
    }
    const { dryRunMode } = await import('../dry-run.ts');
    const { readManifests } = await import('../read-manifests.ts');
    const { showProgress } = await import('../show-progress.ts');
    const dryRun = dryRunMode(options);
    const objects = await readManifests(context, options);
    if (dryRun === 'client') {
      const { qualifiedName } = await import('../resources.ts');
      for (const object of objects) {
        context.print(`${qualifiedName(object.kind, object.metadata.name)} valid (dry run)\n`);
      }
      return 0;
    }
    const { parseDuration } = await import('../duration.ts');
    const request: ApplyRequest = {
      objects,
      dryRun,
      timeoutMs: options.wait ? parseDuration(options.timeout, '--timeout') : 0,
    };
    const client = await context.open('operations');
    return showProgress(context, client, 'apply', request, options, { done: 'as declared' });
  });
}
