import type { Command } from 'commander';
import type { RebootRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { outputOption } from '../options.ts';

interface Options {
  drain: boolean;
  timeout: string;
  output?: string;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      `Reboot a machine with care: drain it, reboot it, wait until it has booted and its units are as declared, and let units
be placed there again. When a unit cannot leave, nothing is rebooted.`,
    )
    .argument('<machine>', "the machine's name")
    .option('--no-drain', 'leave its units there; they are down while it boots')
    .option('--timeout <duration>', 'how long all of it may take', '10m');
  outputOption(command, 'json or name; without it, progress as it happens');
  examples(
    command,
    `
# One machine after the other
for machine in web-1 web-2 web-3; do muster reboot $machine || break; done`,
  );
  action<Options>(command, context, async ([word = ''], options) => {
    const { parseDuration } = await import('../duration.ts');
    const { showProgress } = await import('../show-progress.ts');
    const request: RebootRequest = {
      machine: word.replace(/^machines?\//, ''),
      drain: options.drain,
      timeoutMs: parseDuration(options.timeout, '--timeout'),
    };
    const client = await context.open('controllers');
    const code = await showProgress(context, client, 'reboot', request, options, { done: 'as declared' });
    if (code === 0) context.print(`machine.muster.dev/${request.machine} rebooted\n`);
    return code;
  });
}
