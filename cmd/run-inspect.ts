import type { InspectEvent, InspectRequest, PlacementRef } from '../controllers/operations.ts';
import { ApiError } from './api-error.ts';
import type { Context } from './command.ts';
import { CommandError, exitCode } from './command-error.ts';

type Line = Extract<InspectEvent, { type: 'line' }>;
type Following = Extract<InspectEvent, { type: 'following' }>;
/** systemctl's exit code of `status` for a unit that there is not. */
const noSuchUnit = 4;

/** What became of an inspection: the exit status of each program, and the machines that could not be asked. */
export interface Inspection {
  exits: (PlacementRef & { code: number })[];
  failedMachines: number;
}

/** Runs a read-only program about units on their machines and hands each line on as it comes. */
export async function runInspect(
  context: Context,
  request: InspectRequest,
  showLine: (line: Line) => void,
  following: (event: Following) => void = () => undefined,
): Promise<Inspection> {
  try {
    return await inspectUnits(context, request, showLine, following);
  } catch (error) {
    const unknown = error instanceof ApiError && error.reason === 'NotFound';
    if (unknown && request.inspect === 'status') throw new CommandError(error.message, noSuchUnit);
    throw error;
  }
}

async function inspectUnits(
  context: Context,
  request: InspectRequest,
  showLine: (line: Line) => void,
  following: (event: Following) => void,
): Promise<Inspection> {
  const client = await context.open('operations');
  const inspection: Inspection = { exits: [], failedMachines: 0 };
  for await (const event of client.operation<InspectEvent>('inspect', request, context.terminal.signal)) {
    if (event.type === 'line') showLine(event);
    else if (event.type === 'exit') inspection.exits.push(event);
    else if (event.type === 'following') following(event);
    else if (event.state === 'back') context.warn(`machine ${event.machine}: connected again`);
    else if (event.state === 'lost') {
      context.warn(
        `machine ${event.machine}: ${event.message}; its journal is taken up again where it broke off`,
      );
    } else {
      inspection.failedMachines++;
      context.warn(`error: machine ${event.machine}: ${event.reason}: ${event.message}`);
    }
  }
  if (inspection.exits.length === 0 && inspection.failedMachines === 0 && !context.terminal.signal.aborted) {
    const names = request.units?.join(', ');
    throw new CommandError(
      `no placed unit matches${names ? ` ${names}` : ''}; see muster get placements`,
      request.inspect === 'status' ? noSuchUnit : exitCode.failed,
    );
  }
  return inspection;
}
