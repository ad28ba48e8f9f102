import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';

export function define(command: Command, context: Context): void {
  command
    .description('Explain the fields of a kind: their type, default and meaning, in the words of the schema.')
    .argument('<path>', 'a kind, and a field of it: unit, unit.spec.placement')
    .option('--recursive', 'the names and types of all fields below, without their descriptions');
  examples(
    command,
    `
# What a Unit is made of
muster explain unit

# Where a unit may run
muster explain unit.spec.placement

# All fields of a Machine at a glance
muster explain machine --recursive`,
  );
  action<{ recursive?: boolean }>(command, context, async ([path = ''], options) => {
    const { explain } = await import('../../schemas/explain.ts');
    const result = explain(path, { recursive: options.recursive === true });
    if ('error' in result) {
      throw usageError(`${result.error}${result.suggestion ? `; did you mean ${result.suggestion}?` : ''}`);
    }
    context.print(result.text.endsWith('\n') ? result.text : `${result.text}\n`);
    return 0;
  });
}
