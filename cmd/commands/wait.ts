import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type AllNamespacesOption,
  allNamespacesOption,
  type NamespaceOption,
  namespaceOption,
  type SelectorOption,
  selectorOption,
} from '../options.ts';

type Options = NamespaceOption &
  AllNamespacesOption &
  SelectorOption & { for?: string; timeout: string; all?: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Wait until objects are as said.

  --for=condition=Ready            a condition is True (=False for another value)
  --for=sync=Synced                the machines hold what is desired; also health=Healthy, phase=synced
  --for=create, --for=delete       it exists, it is gone
  --for=jsonpath='{.status.x}'=y   any field; without =y, that it is there

Exit codes: 0 met, 1 timed out, 3 can no longer be met (deleted, or stalled until somebody mends it).`,
    )
    .usage('KIND NAME… | KIND/NAME… --for=WHAT [options]')
    .argument('<words...>', 'a kind and names or globs, or KIND/NAME')
    .option('--for <what>', 'what to wait for')
    .option('--timeout <duration>', 'how long', '30s')
    .option('--all', 'all objects of the kind');
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  examples(
    command,
    `
# Until a unit runs everywhere it should
muster wait unit/hello --for=condition=Ready

# Until all machines hold what is desired
muster wait units --all --for=sync=Synced --timeout 2m

# Until a unit is gone from every machine
muster wait unit/hello --for=delete`,
  );
  action<Options>(command, context, async (words, options) => {
    if (options.for === undefined)
      throw usageError('wait for what? --for=condition=Ready, --for=sync=Synced, --for=delete …');
    const { parseDuration } = await import('../duration.ts');
    const { parseTargets } = await import('../resources.ts');
    const { parseGoal } = await import('../wait-goal.ts');
    const { isMet, waitFor } = await import('../wait-for.ts');
    const goal = parseGoal(options.for);
    const targets = parseTargets(words);
    if (
      targets.some((target) => target.name === undefined) &&
      options.selector === undefined &&
      !options.all
    ) {
      throw usageError('for which ones? Give names, -l LABELS or --all');
    }
    const where = {
      namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
      selector: options.selector,
      timeoutMs: parseDuration(options.timeout, '--timeout'),
    };
    let client = await context.open('objects');
    // Without a server somebody has to bring about what is waited for.
    if (client.where === 'local' && !(await isMet(client, targets, goal, where))) {
      client = await context.open('controllers');
    }
    return waitFor(context, client, targets, goal, where);
  });
}
