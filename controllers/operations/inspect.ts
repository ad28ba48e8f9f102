import type { Placement } from '../../schemas/types.ts';
import type { Core } from '../core.ts';
import type { InspectEvent, InspectRequest } from '../operations.ts';
import { askUnits } from './ask-units.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf } from './converge.ts';
import { readJournals } from './journals.ts';
import { noSuchUnits, selectPlacements } from './select.ts';

/** Runs systemctl or journalctl where the selected units are, and streams what they print. */
export async function* inspect(
  core: Core,
  request: InspectRequest,
  signal: AbortSignal,
): AsyncIterable<InspectEvent> {
  const placements = selectPlacements(core.cluster, request);
  if (placements.length === 0) throw noSuchUnits(core.cluster, request);
  const machines = [...new Set(placements.map((placement) => placement.spec.machine))];
  await connectMachines(core, machines, signal);
  const channel = new Channel<InspectEvent>(signal);
  if (request.inspect === 'logs') {
    const readings = machines.map((machine) => {
      const here = placements.filter((placement) => placement.spec.machine === machine).map(refOf);
      const units = new Map(here.map((ref) => [ref.unit, ref]));
      return readJournals({ core, machine, machines: machines.length, units, request, channel, signal });
    });
    void Promise.allSettled(readings).then(() => channel.end());
    yield* channel;
    return;
  }
  void Promise.all(
    machines.map((machine) => askMachine(core, machine, placements, request, channel, signal)),
  ).then(() => channel.end());
  yield* channel;
}

async function askMachine(
  core: Core,
  machine: string,
  placements: Placement[],
  request: InspectRequest,
  channel: Channel<InspectEvent>,
  signal: AbortSignal,
): Promise<void> {
  const failed = (reason: string, message: string) =>
    channel.push({ type: 'machine', machine, state: 'failed', reason, message });
  const link = core.agent(machine)?.link;
  if (link == null) {
    const error = core.agent(machine)?.state.error;
    failed(error?.reason ?? 'NoMachine', error?.message ?? `there is no machine ${machine}`);
    return;
  }
  const units = placements.filter((placement) => placement.spec.machine === machine).map(refOf);
  try {
    await askUnits({ link, units, request, tell: (event) => channel.push(event), signal });
  } catch (error) {
    failed('ConnectionLost', error instanceof Error ? error.message : String(error));
  }
}
