import type { AnyObject, Placement } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { ApplyRequest, Outcome, ProgressEvent } from '../operations.ts';
import { schedule } from '../scheduling/schedule.ts';
import { runningName } from '../scheduling/spot.ts';
import { checkCycles } from './check-cycles.ts';
import { checkObjects } from './check-objects.ts';
import { connectMachines } from './connect-machines.ts';
import { convergeInOrder, workInOrder } from './related.ts';

/** Stores the manifests in one transaction, then follows what they ask for until it is so. */
export async function* apply(
  core: Core,
  request: ApplyRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  const since = Date.now();
  const objects = checkObjects(request.objects);
  checkCycles(objects, core.cluster.all('Unit'));
  if (request.dryRun === 'none') core.work();
  const edits = objects.map((object): Edit => ({ do: 'apply', object }));
  const results = await core.commit(edits, { dryRun: request.dryRun === 'server' });
  for (const { object, result } of results) {
    const { namespace, name } = object.metadata;
    yield {
      type: 'object',
      kind: object.kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      result,
    };
  }
  if (request.dryRun === 'server') return;
  const applied = results.map(({ object }) => object);
  if (request.timeoutMs === 0) {
    await core.reconcile();
    return;
  }
  const machines = machinesToReach(core, applied);
  core.work([], machines);
  await core.reconcile();
  const placed = working(core, applied);
  // Whoever answers goes ahead; only what has yet to find its place waits until every machine has been asked.
  const all = new Set([...machines, ...placed.map((placement) => placement.spec.machine)]);
  const successors = async () => {
    await core.reconcile();
    return working(core, applied);
  };
  const later = connectMachines(core, [...all], signal).then(successors);
  const timeoutMs = Math.max(1, request.timeoutMs - (performance.now() - begun));
  for await (const event of convergeInOrder(core, placed, { timeoutMs, signal, since, later, successors })) {
    if (event.type !== 'done') {
      yield event;
      continue;
    }
    const unplaced = unplacedOf(core, applied);
    for (const { namespace, unit, instance, message, machines } of unplaced) {
      yield { type: 'unplaced', namespace, unit: runningName(unit, instance), message, machines };
    }
    const known = new Set(event.machinesFailed.map(({ machine }) => machine));
    const unusable = applied.flatMap(({ kind, metadata }) =>
      kind === 'Machine' && !known.has(metadata.name) ? machineFailure(core, metadata.name) : [],
    );
    const machinesFailed = [...event.machinesFailed, ...unusable];
    const durationMs = Math.round(performance.now() - begun);
    yield { ...event, machinesFailed, unplaced: unplaced.length, durationMs };
  }
  await core.flushStatuses();
}

/**
 * Machines that have to be reached before units can be placed: those just applied, and, when a unit has yet to find its
 * place, all of them.
 */
function machinesToReach(core: Core, applied: AnyObject[]): string[] {
  const names = new Set(
    applied.flatMap((object) => (object.kind === 'Machine' ? [object.metadata.name] : [])),
  );
  const wanted = new Set(applied.map(objectKey));
  const input = core.schedulerInput();
  const everywhere = schedule({
    ...input,
    machines: input.machines.map((entry) => ({ ...entry, ready: 'yes' as const })),
  });
  const searching = everywhere.place.some((spot) => wanted.has(`${spot.namespace}/${spot.unit}`));
  if (searching) for (const machine of core.cluster.all('Machine')) names.add(machine.metadata.name);
  return [...names];
}

/** Why nothing can be placed on a machine that was just declared; nothing when all is well with it. */
function machineFailure(core: Core, machine: string): Outcome['machinesFailed'] {
  const error = core.agent(machine)?.state.error;
  return error == null ? [] : [{ machine, reason: error.reason, message: error.message }];
}

/** The placements of what was applied, their controllers at work. */
function working(core: Core, applied: AnyObject[]): Placement[] {
  const placements = placementsOf(core, applied);
  workInOrder(core, placements);
  return placements;
}

function placementsOf(core: Core, applied: AnyObject[]): Placement[] {
  const units = new Set(applied.filter((object) => object.kind === 'Unit').map(objectKey));
  return core.cluster
    .all('Placement')
    .filter((placement) => units.has(`${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`));
}

function unplacedOf(core: Core, applied: AnyObject[]) {
  const units = new Set(applied.filter((object) => object.kind === 'Unit').map(objectKey));
  return core.schedule.unplaced.filter(({ namespace, unit }) => units.has(`${namespace}/${unit}`));
}
