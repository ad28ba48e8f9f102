import type { Outcome, ProgressEvent } from '../controllers/operations.ts';
import type { Client, OperationName } from './client.ts';
import type { Context } from './command.ts';
import { CommandError, exitCode, usageError } from './command-error.ts';
import { colorsFor } from './output/color.ts';
import { liveProgress } from './output/progress-live.ts';
import { plainProgress } from './output/progress-plain.ts';
import { qualifiedName } from './resources.ts';

/** What a progress view is told; what is printed when is its own matter. */
export interface ProgressView {
  show(event: ProgressEvent): void;
  /** Restores the terminal; called once, also when the operation broke off. */
  end(): void;
}

/** `wording.done` says of a placement what it has become: `as declared`, `removed`. Runs an operation, shows what it reports, and gives the exit code of its outcome. */
export async function showProgress(
  context: Context,
  client: Client,
  operation: OperationName,
  request: { dryRun?: string; timeoutMs: number },
  options: { output?: string },
  wording: { done: string; none?: string; seen?: (event: ProgressEvent) => void },
): Promise<number> {
  const view = viewFor(context, options.output, request, wording.done);
  let outcome: Outcome | undefined;
  let objects = 0;
  try {
    for await (const event of client.operation<ProgressEvent>(operation, request, context.terminal.signal)) {
      if (event.type === 'done') outcome = event;
      if (event.type === 'object') objects++;
      wording.seen?.(event);
      view.show(event);
    }
  } finally {
    view.end();
  }
  if (context.terminal.signal.aborted) {
    context.warn('interrupted: what had begun on the machines is left as it is; run the same command again');
    return exitCode.interrupted;
  }
  // Nobody asked to wait for an outcome.
  if (!outcome && (request.timeoutMs === 0 || (request.dryRun ?? 'none') !== 'none')) return exitCode.ok;
  if (!outcome) throw new CommandError('the server ended before it was done; run the same command again');
  if (
    wording.none !== undefined &&
    outcome.total === 0 &&
    objects === 0 &&
    outcome.machinesFailed.length === 0
  ) {
    throw new CommandError(wording.none);
  }
  return exitCodeOf(outcome);
}

function viewFor(
  context: Context,
  output: string | undefined,
  request: { dryRun?: string; timeoutMs: number },
  done: string,
): ProgressView {
  const waits = request.timeoutMs > 0 && (request.dryRun ?? 'none') === 'none';
  if (output === 'json') return jsonProgress(context);
  if (output === 'name') return nameProgress(context);
  if (output !== undefined) throw usageError(`-o ${output}: the formats are name and json`);
  const { terminal } = context;
  const colors = colorsFor(terminal, context.settings().color);
  const dryRun = (request.dryRun ?? 'none') !== 'none';
  if (waits && terminal.stdout.isTTY && terminal.environment.TERM !== 'dumb') {
    return liveProgress(terminal.stdout, colors, done);
  }
  return plainProgress(
    (line) => context.print(`${line}\n`),
    (line) => context.warn(line),
    colors,
    {
      dryRun,
      waits,
      done,
    },
  );
}

function nameProgress(context: Context): ProgressView {
  return {
    show(event) {
      if (event.type === 'object') context.print(`${qualifiedName(event.kind, event.name)}\n`);
      else if (event.type === 'done') {
        for (const failure of event.failed) {
          context.warn(`error: ${failure.unit} on ${failure.machine}: ${failure.reason}: ${failure.message}`);
        }
        for (const machine of event.machinesFailed) {
          context.warn(`error: ${machine.machine}: ${machine.reason}: ${machine.message}`);
        }
      }
    },
    end() {},
  };
}

/** One document at the end: the objects and the outcome. */
function jsonProgress(context: Context): ProgressView {
  const objects: unknown[] = [];
  const steps: unknown[] = [];
  const unplaced: unknown[] = [];
  const moves: unknown[] = [];
  return {
    show(event) {
      const { type, ...rest } = event;
      if (type === 'object') objects.push(rest);
      if (type === 'step') steps.push(rest);
      if (type === 'unplaced') unplaced.push(rest);
      if (type === 'move') moves.push(rest);
      if (type === 'done') {
        context.print(
          `${JSON.stringify({ objects, ...(moves.length > 0 ? { moves } : {}), steps, unplaced, outcome: rest }, null, 2)}\n`,
        );
      }
    },
    end() {},
  };
}

/** 4 when nothing went wrong except that machines could not be reached or used. */
export function exitCodeOf(outcome: Outcome): number {
  const lost = new Set(outcome.machinesFailed.map((machine) => machine.machine));
  const failed = outcome.failed.filter((placement) => !lost.has(placement.machine));
  if (failed.length > 0 || outcome.unplaced > 0) return exitCode.failed;
  if (lost.size > 0) return exitCode.someMachines;
  return outcome.timedOut || outcome.failed.length > 0 ? exitCode.failed : exitCode.ok;
}
