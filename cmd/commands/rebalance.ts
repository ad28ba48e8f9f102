import type { Command } from 'commander';
import type { RebalanceRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import { outputOption, type WaitingOption, waitingOption } from '../options.ts';

type Options = WaitingOption & { dryRun?: boolean; output?: string; maxMoves: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Move some units from machines with many to machines with few. Units never move for that by themselves. Every move
is one that the scheduler might have made: constraints and spreads hold, cordoned machines neither give nor take, and
each is handed over as its placement.handover says. What is global, pinned or replaces others stays.

Exit codes: 0 all have moved, or the machines are even; 1 some have not moved.`,
    )
    .option('--max-moves <number>', 'move at most so many units', '5');
  command.option('--dry-run', 'change nothing: only say what would move, and why');
  waitingOption(command);
  outputOption(command, 'json or name; without it, progress as it happens');
  examples(
    command,
    `
# What would move, and why
muster rebalance --dry-run

# After a machine was added
muster rebalance --max-moves 20`,
  );
  action<Options>(command, context, async (words, options) => {
    if (words.length > 0) throw usageError('rebalance takes no names: it is about all machines');
    const { parseCount } = await import('../count.ts');
    const { parseDuration } = await import('../duration.ts');
    const { showProgress } = await import('../show-progress.ts');
    const maxMoves = parseCount(options.maxMoves, '--max-moves');
    if (maxMoves === 0) throw usageError('--max-moves 0: a number from 1');
    const request: RebalanceRequest = {
      maxMoves,
      dryRun: options.dryRun === true ? 'server' : 'none',
      timeoutMs: options.wait ? parseDuration(options.timeout, '--timeout') : 0,
    };
    const client = await context.open('controllers');
    let moves = 0;
    const code = await showProgress(context, client, 'rebalance', request, options, {
      done: 'moved',
      seen: (event) => {
        if (event.type === 'move') moves += 1;
      },
    });
    if (moves === 0 && options.output === undefined)
      context.warn('nothing to move: no move would make the machines more even');
    return code;
  });
}
