import type { AnyObject, Placement, Unit } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import type { Step } from '../../units/step.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { ProgressEvent, StateVerb, VerbRequest } from '../operations.ts';
import { isLeaving, isSubmitted, newPlacement } from '../placement-objects.ts';
import { type Schedule, schedule } from '../scheduling/schedule.ts';
import { runningName } from '../scheduling/spot.ts';
import { connectMachines } from './connect-machines.ts';
import { converge } from './converge.ts';
import { isAbout, itemNames, planStates, type StateChange } from './plan-states.ts';
import { convergeInOrder, workInOrder } from './related.ts';
import { noSuchUnits } from './select.ts';

/** Stores what is desired from now on, and follows it until it is so. */
export async function* changeState(
  core: Core,
  request: VerbRequest & { verb: StateVerb },
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const since = Date.now();
  const begun = performance.now();
  const left = () => Math.max(1, request.timeoutMs - (performance.now() - begun));
  core.work();
  await core.reconcile();
  const plan = () =>
    planStates(core.cluster.all('Unit'), core.cluster.all('Placement'), request.verb, request);
  const changes = plan();
  if (changes.length === 0) throw noSuchUnits(core.cluster, request);
  const before = placementsOf(core, changes);
  const places = request.verb === 'start' || request.verb === 'load';
  if (places) await connectMachines(core, machinesToSearch(core, changes), signal);
  await core.commit(editsOf(core, changes));
  await core.reconcile();
  if (request.timeoutMs === 0) return;

  if (places) {
    // What is still on its way off a machine comes back only when it has gone.
    const leaving = placementsOf(core, changes).filter(isLeaving);
    if (leaving.length > 0) {
      core.work(leaving);
      for await (const event of converge(core, leaving, { timeoutMs: left(), signal, since })) {
        if (event.type !== 'done') yield event;
      }
      await core.reconcile();
    }
  }
  const about = new Set(changes.flatMap((change) => [...itemNames(change)]));
  const unplaced = core.schedule.unplaced.filter(({ namespace, unit, instance }) =>
    about.has(`${namespace}/${runningName(unit, instance)}`),
  );
  for (const { namespace, unit, instance, message, machines } of unplaced) {
    yield { type: 'unplaced', namespace, unit: runningName(unit, instance), message, machines };
  }
  const known = new Set(before.map(objectKey));
  const meant = () => {
    const found = placementsOf(core, changes).filter(
      (placement) =>
        (!isLeaving(placement) || known.has(objectKey(placement))) &&
        (request.machine === undefined || placement.spec.machine === request.machine),
    );
    workInOrder(core, found);
    return found;
  };
  await connectMachines(core, [...new Set(meant().map((placement) => placement.spec.machine))], signal);
  // What is in their way is known when their machines have answered.
  const followed = meant();
  const successors = async () => {
    await core.reconcile();
    return meant();
  };
  const starts = request.verb === 'start' || request.verb === 'load';
  const options = { timeoutMs: left(), signal, since, ...(starts ? { successors } : {}) };
  for await (const event of convergeInOrder(core, followed, options)) {
    if (event.type === 'done' && request.verb === 'stop') await stopOnce(core, followed);
    if (event.type !== 'done') yield event;
    else yield { ...event, unplaced: unplaced.length, durationMs: Math.round(performance.now() - begun) };
  }
  await core.flushStatuses();
}

/** What runs all the same, by its timer or for a unit that needs it, ends once: whoever starts it may start it again. */
async function stopOnce(core: Core, placements: Placement[]): Promise<void> {
  const running = placements.filter((placement) => {
    const reading = core.stateOf(objectKey(placement))?.context.reading;
    return reading?.desired.state === 'inactive' && reading.observed.loaded?.active === 'active';
  });
  await Promise.allSettled(
    running.map(({ metadata, spec }) => {
      const unit = runningName(spec.unit, spec.instance ?? null);
      const steps: Step[] = [{ do: 'stop', unit, reason: 'muster stop' }];
      return core.agent(spec.machine)?.perform(objectKey({ metadata }), steps);
    }),
  );
}

function placementsOf(core: Core, changes: StateChange[]): Placement[] {
  return core.cluster
    .all('Placement')
    .filter((placement) => changes.some((change) => isAbout(change, placement)))
    .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}

/** How units would be placed with the changes, on machines as they are known now. */
function scheduleWith(core: Core, changes: StateChange[], everyMachine: boolean): Schedule {
  const changed = new Map(changes.map(({ unit }) => [objectKey(unit), unit]));
  const units = core.cluster.all('Unit').map((unit) => changed.get(objectKey(unit)) ?? unit);
  const input = core.schedulerInput(units);
  if (!everyMachine) return schedule(input);
  return schedule({
    ...input,
    machines: input.machines.map((entry) => ({ ...entry, ready: 'yes' as const })),
  });
}

/** All machines when something has yet to find its place, otherwise none. */
function machinesToSearch(core: Core, changes: StateChange[]): string[] {
  const about = new Set(changes.flatMap((change) => [...itemNames(change)]));
  const searching = scheduleWith(core, changes, true).place.some(({ namespace, unit, instance }) =>
    about.has(`${namespace}/${runningName(unit, instance)}`),
  );
  return searching ? core.cluster.all('Machine').map((machine) => machine.metadata.name) : [];
}

/** One transaction: an instance that is to begin stopped is never seen without that. */
function editsOf(core: Core, changes: StateChange[]): Edit[] {
  const units = changes.map(({ unit }): Edit => {
    const { namespace = 'default', name } = unit.metadata;
    const { state, instances } = unit.spec;
    const change = (stored: AnyObject): AnyObject =>
      stored.kind === 'Unit' ? { ...stored, spec: withWords(stored.spec, state, instances) } : stored;
    return { do: 'change', kind: 'Unit', namespace, name, change };
  });
  const placements = changes.flatMap((change) =>
    change.placements
      .filter(({ placement, state }) => placement.spec.state !== state && !isSubmitted(change.unit))
      .map(({ placement, state }): Edit => {
        const { namespace = 'default', name } = placement.metadata;
        const edit = (stored: AnyObject) => withPlacementState(stored, state);
        return { do: 'change', kind: 'Placement', namespace, name, change: edit };
      }),
  );
  return [...units, ...placements, ...creations(core, changes)];
}

function withWords(
  spec: Unit['spec'],
  state: Unit['spec']['state'],
  instances: Unit['spec']['instances'],
): Unit['spec'] {
  return {
    ...spec,
    ...(state === undefined ? {} : { state }),
    ...(instances === undefined ? {} : { instances }),
  };
}

function creations(core: Core, changes: StateChange[]): Edit[] {
  const begins = changes.flatMap((change) =>
    change.begin.map(({ instance, state }) => ({ unit: change.unit, instance, state })),
  );
  if (begins.length === 0) return [];
  return scheduleWith(core, changes, false).place.flatMap((spot): Edit[] => {
    const begin = begins.find(
      ({ unit, instance }) =>
        objectKey(unit) === `${spot.namespace}/${spot.unit}` && instance === spot.instance,
    );
    if (begin === undefined) return [];
    const object = newPlacement(spot, begin.unit, spot.reason);
    return [{ do: 'create', object: { ...object, spec: { ...object.spec, state: begin.state } } }];
  });
}

function withPlacementState(stored: AnyObject, state: 'active' | 'inactive' | undefined): AnyObject {
  if (stored.kind !== 'Placement') return stored;
  const { state: _was, ...spec } = stored.spec;
  return { ...stored, spec: state === undefined ? spec : { ...spec, state } };
}
