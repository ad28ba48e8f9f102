import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { type MachineOption, machineOption, type NamespaceOption, namespaceOption } from '../options.ts';

type Options = MachineOption & NamespaceOption & { tty?: boolean; sudo?: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Open a terminal on a machine, or on the one that runs a unit: with the keys, jump hosts and strict host keys that muster
itself uses. With a command, run that instead, its arguments as they are. The exit code is the remote one.`,
    )
    .usage('MACHINE|UNIT [options] [-- COMMAND…]')
    .argument('<where>', 'a machine, or a unit: web-1, hello, machine/web-1, unit/hello')
    .argument('[command...]', 'a program and its arguments, after --')
    .option('-t, --tty', 'a terminal also for a command')
    .option('--sudo', 'as root, through sudo -n');
  machineOption(command);
  namespaceOption(command);
  examples(
    command,
    `
# A terminal
muster ssh web-1

# Where a unit runs
muster ssh hello

# One command
muster ssh web-1 -- uptime`,
  );
  action<Options>(command, context, async (words, options) => {
    const [where = '', ...program] = words;
    const { findMachine } = await import('../find-machine.ts');
    const client = await context.open('objects');
    const { machine, machines } = await findMachine(client, where, {
      namespace: options.namespace ?? context.settings().namespace,
      ...(options.machine === undefined ? {} : { machine: options.machine }),
    });
    const { targetOf } = await import('../machine-target.ts');
    const { runOnMachine } = await import('../remote-terminal.ts');
    return runOnMachine(context, targetOf(machine, machines, context.settings()), program, {
      tty: options.tty === true || program.length === 0,
      sudo: options.sudo === true,
    });
  });
}
