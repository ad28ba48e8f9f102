import { setTimeout as sleep } from 'node:timers/promises';
import type { InspectRequest } from '../controllers/operations.ts';
import { ApiError } from './api-error.ts';
import type { Context } from './command.ts';
import type { LogPrinter } from './output/log-lines.ts';
import { runInspect } from './run-inspect.ts';

const againMs = 1000;

/** What there is, in the order of time. */
export async function printLogs(
  context: Context,
  request: InspectRequest,
  printer: LogPrinter,
): Promise<number> {
  const inspection = await runInspect(context, request, printer.line);
  printer.end();
  return inspection.failedMachines > 0 || inspection.exits.some((exit) => exit.code !== 0) ? 1 : 0;
}

/** What comes, until Ctrl-C; when the server goes away, on from the last line of each machine as soon as it is back. */
export async function followLogs(
  context: Context,
  request: InspectRequest,
  printer: LogPrinter,
): Promise<number> {
  const { signal } = context.terminal;
  const after = new Map<string, string>();
  let told = false;
  while (!signal.aborted) {
    try {
      const inspection = await runInspect(
        context,
        { ...request, after: Object.fromEntries(after) },
        (line) => {
          if (line.cursor !== undefined) after.set(line.machine, line.cursor);
          printer.line(line);
        },
        ({ machine, cursor, machines }) => {
          told = false;
          after.set(machine, cursor);
          printer.caughtUp(machine, machines);
        },
      );
      // Nothing was followed: no machine could be asked.
      if (after.size === 0) {
        printer.end();
        return inspection.failedMachines > 0 ? 1 : 0;
      }
    } catch (error) {
      if (after.size === 0 || (error instanceof ApiError && error.reason === 'NotFound')) throw error;
    }
    if (signal.aborted) break;
    if (!told)
      context.warn('the server went away: the logs go on where they broke off, as soon as it is back');
    told = true;
    await sleep(againMs, undefined, { signal }).catch(() => undefined);
  }
  printer.end();
  return 0;
}
