import type { Placement } from '../../schemas/types.ts';
import { isHeldReason } from '../../units/desired.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { InspectEvent, InspectRequest, PlacementRef } from '../operations.ts';
import { askUnits } from './ask-units.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf } from './converge.ts';
import { type JournalReading, readJournals } from './journals.ts';
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
    void readLogs(core, placements, request, channel, signal).then(() => channel.end());
    yield* channel;
    return;
  }
  void Promise.all(
    machines.map((machine) => askMachine(core, machine, placements, request, channel, signal)),
  ).then(() => channel.end());
  yield* channel;
}

/** One reader per machine; while following, also of units, and on machines, that come to it later. */
async function readLogs(
  core: Core,
  placements: Placement[],
  request: InspectRequest,
  channel: Channel<InspectEvent>,
  signal: AbortSignal,
): Promise<void> {
  const readings = new Map<string, JournalReading>();
  const read = (refs: PlacementRef[], machines: number) => {
    for (const [machine, here] of byMachine(refs)) {
      const known = readings.get(machine);
      if (known !== undefined) known.join(here);
      else {
        const units = new Map(here.map((ref) => [ref.unit, ref]));
        readings.set(machine, readJournals({ core, machine, machines, units, request, channel, signal }));
      }
    }
  };
  const refs = placements.map(refOf);
  read(refs, byMachine(refs).size);
  const stop = core.happenings.listen((happening) => {
    if (request.follow !== true || happening.type !== 'placement-new') return;
    const added = selectPlacements(core.cluster, request).filter((each) => objectKey(each) === happening.key);
    const strange = added.flatMap(({ spec }) => (readings.has(spec.machine) ? [] : [spec.machine]));
    void connectMachines(core, strange, signal).then(() => read(added.map(refOf), readings.size));
  });
  for (let known = 0; known < readings.size; ) {
    known = readings.size;
    await Promise.allSettled([...readings.values()].map(({ done }) => done));
  }
  stop();
}

function byMachine(refs: PlacementRef[]): Map<string, PlacementRef[]> {
  const grouped = new Map<string, PlacementRef[]>();
  for (const ref of refs) grouped.set(ref.machine, [...(grouped.get(ref.machine) ?? []), ref]);
  return grouped;
}

/** What systemd cannot know: that the unit is not started for the sake of one on another machine. */
function tellWait(placement: Placement, channel: Channel<InspectEvent>): void {
  const ready = placement.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready === undefined || !isHeldReason(ready.reason)) return;
  channel.push({ type: 'line', ...refOf(placement), stream: 'stdout', text: `muster: ${ready.message}` });
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
  const here = placements.filter((placement) => placement.spec.machine === machine);
  const units = here.map(refOf);
  if (request.inspect === 'status') for (const placement of here) tellWait(placement, channel);
  try {
    await askUnits({ link, units, request, tell: (event) => channel.push(event), signal });
  } catch (error) {
    failed('ConnectionLost', error instanceof Error ? error.message : String(error));
  }
}
