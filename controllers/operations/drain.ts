import type { Machine, Placement } from '../../schemas/types.ts';
import { ApiError, notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { DrainRequest, Outcome, ProgressEvent } from '../operations.ts';
import { standingOf } from '../placement/placement-status.ts';
import { isLeaving, isSubmitted, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import type { Happening } from '../progress.ts';
import { handedOverTo } from '../scheduling/handed-over.ts';
import { itemsOf } from '../scheduling/items.ts';
import { itemKey, runningName, type Spot } from '../scheduling/spot.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf, verdictOf } from './converge.ts';
import { ProgressFeed } from './progress-feed.ts';

/**
 * Declares the machines drained and follows their units until each has come to rest elsewhere, or until the machines are
 * empty, as far as they can be. Needs controllers that run: the
 * handover of a unit takes several decisions.
 */
export async function* drain(
  core: Core,
  request: DrainRequest,
  signal: AbortSignal,
  until: 'well' | 'empty' = 'well',
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  if (request.machines.length === 0) throw new ApiError('BadRequest', 'which machines are to be drained?');
  for (const name of request.machines) {
    if (core.cluster.get('Machine', name) === undefined) throw notFound(kindNamed('Machine'), name);
  }
  // Where the units go is decided among machines that answer.
  await connectMachines(
    core,
    core.cluster.all('Machine').map(({ metadata }) => metadata.name),
    signal,
  );
  const results = await core.commit(
    request.machines.map((name) => ({
      do: 'change',
      kind: 'Machine',
      namespace: undefined,
      name,
      change: (stored) =>
        stored.kind === 'Machine'
          ? { ...stored, spec: { ...stored.spec, unschedulable: true, drain: true } }
          : stored,
    })),
  );
  for (const { object, result } of results) {
    yield { type: 'object', kind: 'Machine', name: object.metadata.name, result };
  }
  if (request.timeoutMs === 0) return;

  const drained = new Set(request.machines);
  const channel = new Channel<ProgressEvent>(signal);
  const feed = new ProgressFeed();
  /** What was to be moved, by key of its Placement. */
  const seen = new Map<string, Spot>();
  const look = () => {
    const left = movable(core, drained);
    for (const placement of left) seen.set(objectKey(placement), spotOfPlacement(placement));
    if (!left.every((placement) => isStuck(core, placement))) return;
    if (until === 'empty' || arrivals(core, seen, drained).open === 0) channel.end();
  };
  const hear = (happening: Happening) => {
    if (happening.type === 'placement' || happening.type === 'step') {
      const placement = core.cluster.get('Placement', happening.key);
      const items = new Set([...seen.values()].map(itemKey));
      const moves = placement !== undefined && items.has(itemKey(spotOfPlacement(placement)));
      const event = moves ? feed.placementEvent(happening, refOf(placement)) : null;
      if (event !== null) channel.push(event);
    }
    if (happening.type !== 'step') look();
  };
  const stop = core.happenings.listen(hear);
  const timer = setTimeout(() => channel.end(), request.timeoutMs);
  try {
    await core.reconcile();
    look();
    yield* channel;
  } finally {
    clearTimeout(timer);
    stop();
  }
  const left = movable(core, drained);
  const stuck = core.schedule.stuck.filter((spot) => drained.has(spot.machine));
  for (const { namespace, unit, instance, message, machines } of stuck) {
    yield { type: 'unplaced', namespace, unit: runningName(unit, instance), message, machines };
  }
  const pending = left.filter((placement) => !isStuck(core, placement));
  const { failed, open } = arrivals(core, seen, drained);
  await core.flushStatuses();
  yield {
    type: 'done',
    total: seen.size,
    converged: Math.max(0, seen.size - left.length - failed.length),
    failed: [...pending.map((placement) => ({ ...refOf(placement), ...whyNot(core, placement) })), ...failed],
    machinesFailed: [],
    unplaced: stuck.length,
    timedOut: pending.length + open > 0 && !signal.aborted,
    durationMs: Math.round(performance.now() - begun),
  } satisfies { type: 'done' } & Outcome;
}

/** How those fare that have left: `failed` are not well where they are now; of these, `open` may yet come to be. */
function arrivals(
  core: Core,
  seen: ReadonlyMap<string, Spot>,
  drained: ReadonlySet<string>,
): { failed: Outcome['failed']; open: number } {
  const away = new Map<string, Placement[]>();
  for (const [key, spot] of seen)
    if (core.cluster.get('Placement', key) === undefined) away.set(itemKey(spot), []);
  for (const placement of core.cluster.all('Placement')) {
    if (isLeaving(placement) || drained.has(placement.spec.machine)) continue;
    away.get(itemKey(spotOfPlacement(placement)))?.push(placement);
  }
  const unplaced = new Set(core.schedule.unplaced.map(itemKey));
  const failed: Outcome['failed'] = [];
  let open = 0;
  for (const spot of seen.values()) {
    const key = itemKey(spot);
    const [here] = away.get(key) ?? [];
    const unit = core.cluster.get('Unit', `${spot.namespace}/${spot.unit}`);
    // It is not wanted any more, or is told of as unplaced.
    if (!away.has(key) || unit === undefined || isSubmitted(unit) || unplaced.has(key)) continue;
    if (!itemsOf(unit).some(({ instance }) => instance === spot.instance)) continue;
    const state = here === undefined ? undefined : core.stateOf(objectKey(here));
    const verdict = here === undefined ? null : verdictOf(core, objectKey(here));
    if (verdict?.state === 'converged') continue;
    if (verdict === null) open += 1;
    const { reason, message } =
      verdict ??
      (state === undefined
        ? { reason: 'Moving', message: 'it had not found another machine in time; it goes on looking' }
        : standingOf(state.phase, state.context));
    failed.push({ ...refOf(here ?? spot), reason, message: `it has left ${spot.machine}: ${message}` });
  }
  return { failed, open };
}

/** Placements on these machines that another machine could have: neither global nor named for their machine. */
export function movable(core: Core, machines: ReadonlySet<string>): Placement[] {
  return core.cluster.all('Placement').filter((placement) => {
    if (!machines.has(placement.spec.machine)) return false;
    if (isLeaving(placement)) return core.agent(placement.spec.machine)?.link != null;
    const unit = core.cluster.get(
      'Unit',
      `${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`,
    );
    const { global, machine } = unit?.spec.placement ?? {};
    return global !== true && machine === undefined;
  });
}

function isStuck(core: Core, placement: Placement): boolean {
  const { namespace = 'default' } = placement.metadata;
  return core.schedule.stuck.some(
    (spot) =>
      spot.namespace === namespace &&
      spot.unit === placement.spec.unit &&
      spot.instance === (placement.spec.instance ?? null) &&
      spot.machine === placement.spec.machine,
  );
}

/** Of a unit that is on its way: what its new place says. */
function whyNot(core: Core, placement: Placement): { reason: string; message: string } {
  const successor = placement.metadata.annotations?.[handedOverTo];
  const key = `${placement.metadata.namespace ?? 'default'}/${successor ?? ''}`;
  const failure = core.stateOf(key)?.context.failure;
  const before = successor === undefined && !isLeaving(placement) ? inTurnAfter(core, placement) : null;
  if (before !== null) return before;
  if (successor === undefined || failure == null) {
    return { reason: 'Moving', message: 'it had not moved in time; it goes on moving' };
  }
  return {
    reason: failure.reason,
    message: `it is not healthy at its new place, and stays: ${failure.message}`,
  };
}

/** Another instance of its unit is to be well before this one stops; null when there is none. */
function inTurnAfter(core: Core, placement: Placement): { reason: string; message: string } | null {
  const other = core.cluster
    .all('Placement')
    .find(
      (each) =>
        each !== placement &&
        unitKeyOf(each) === unitKeyOf(placement) &&
        !isLeaving(each) &&
        !core.placing.isMoving(each) &&
        core.stateOf(objectKey(each))?.phase !== 'synced',
    );
  const state = other === undefined ? undefined : core.stateOf(objectKey(other));
  if (other === undefined || state === undefined) return null;
  const { unit, machine } = refOf(other);
  const { reason, message } = standingOf(state.phase, state.context);
  return { reason, message: `it moves when ${unit} on ${machine} is well: ${message}` };
}

export function isDrained(machine: Machine | undefined): boolean {
  return machine?.spec.drain === true || machine?.spec.unschedulable === true;
}
