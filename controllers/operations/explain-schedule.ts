import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { ScheduleEvent, ScheduleRequest } from '../operations.ts';
import { explain } from '../scheduling/explain.ts';
import { schedule } from '../scheduling/schedule.ts';
import { runningName, type Spot } from '../scheduling/spot.ts';
import { checkObjects } from './check-objects.ts';
import { connectMachines } from './connect-machines.ts';
import { Overlay } from './overlay.ts';
import { selectUnits } from './select.ts';

/** What the scheduler would do with what is stored, or with manifests in front of it. Changes nothing anywhere. */
export async function* explainSchedule(
  core: Core,
  request: ScheduleRequest,
  signal: AbortSignal,
): AsyncIterable<ScheduleEvent> {
  const begun = performance.now();
  const overlay = new Overlay(core.cluster);
  let selected: ReadonlySet<string> | null = null;
  if (request.objects !== undefined) {
    const edits = checkObjects(request.objects).map((object): Edit => ({ do: 'apply', object }));
    const results = await core.commit(edits, { dryRun: true });
    for (const { object } of results) overlay.put(object);
    selected = new Set(results.map(({ object }) => objectKey(object)));
  }
  const units = overlay.all('Unit');
  const { machine: only, ...selection } = request;
  selected ??= new Set(selectUnits(units, selection).map(objectKey));
  const machines = overlay.all('Machine');
  const stored = machines.filter(({ metadata }) => core.cluster.get('Machine', metadata.name) !== undefined);
  await connectMachines(
    core,
    stored.map(({ metadata }) => metadata.name),
    signal,
  );
  const input = core.schedulerInput(units, machines);
  const plan = schedule(input);
  const isMeant = ({ namespace, unit }: { namespace: string; unit: string }) =>
    selected?.has(`${namespace}/${unit}`) === true;
  const named = ({ namespace, unit, instance }: Omit<Spot, 'machine'>) => ({
    namespace,
    unit: runningName(unit, instance),
  });
  for (const decision of ['keep', 'place', 'remove', 'abandon'] as const) {
    for (const spot of plan[decision]) {
      if (!isMeant(spot) || (only !== undefined && spot.machine !== only)) continue;
      const reason = 'reason' in spot ? String(spot.reason) : 'it may stay';
      const from = 'from' in spot && typeof spot.from === 'string' ? { from: spot.from } : {};
      yield { type: 'spot', decision, ...named(spot), machine: spot.machine, reason, ...from };
    }
  }
  for (const each of plan.unplaced.filter(isMeant))
    yield { type: 'unplaced', ...named(each), message: each.message, machines: each.machines };
  for (const each of plan.stuck.filter(isMeant)) {
    const message = `should leave ${each.machine}: ${each.message}`;
    yield { type: 'stuck', ...named(each), message, machines: each.machines };
  }
  for (const each of request.explain ? explain(input, plan).filter(isMeant) : [])
    yield { type: 'explained', ...named(each), message: '', machines: each.machines };
  const durationMs = Math.round(performance.now() - begun);
  yield { type: 'done', units: selected.size, machines: machines.length, durationMs };
}
