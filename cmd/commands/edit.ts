import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { type NamespaceOption, namespaceOption, type WaitingOption, waitingOption } from '../options.ts';

export function define(command: Command, context: Context): void {
  command
    .description(
      `Edit an object in your editor ($MUSTER_EDITOR, $VISUAL, $EDITOR, else vi). It is stored when the editor is closed, and the
machines are made as it says. When it is not valid, the editor opens again with the errors on top.`,
    )
    .usage('KIND NAME | KIND/NAME [options]')
    .argument('<words...>', 'a kind and a name, or KIND/NAME');
  namespaceOption(command);
  waitingOption(command);
  examples(
    command,
    `
# A unit
muster edit unit hello

# A machine, with another editor
MUSTER_EDITOR=nano muster edit machine web-1`,
  );
  action<NamespaceOption & WaitingOption>(command, context, async (words, options) => {
    const { parseOneTarget } = await import('../resources.ts');
    const { editObject } = await import('../edit-object.ts');
    const { resource, name } = parseOneTarget(words, 'edit');
    const client = await context.open('operations');
    const namespace = resource.namespaced ? (options.namespace ?? context.settings().namespace) : undefined;
    return editObject(context, client, resource, namespace, name, options);
  });
}
