import type { InspectEvent, InspectRequest, PlacementRef } from '../controllers/operations.ts';
import type { Context } from './command.ts';
import { CommandError, exitCode } from './command-error.ts';

type Line = Extract<InspectEvent, { type: 'line' }>;

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
  following: (event: Extract<InspectEvent, { type: 'following' }>) => void = () => undefined,
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
      // systemctl's code for "no such unit".
      request.inspect === 'status' ? 4 : exitCode.failed,
    );
  }
  return inspection;
}
