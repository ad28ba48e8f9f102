import type { Machine, Placement } from '../../schemas/types.ts';
import { ApiError, notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { DrainRequest, Outcome, PlacementRef, ProgressEvent } from '../operations.ts';
import { isLeaving } from '../placement-objects.ts';
import type { Happening } from '../progress.ts';
import { runningName } from '../scheduling/spot.ts';
import { handedOverTo } from '../scheduling/successor.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf } from './converge.ts';
import { ProgressFeed } from './progress-feed.ts';

/**
 * Declares the machines drained and follows their units until each has moved or cannot. Needs controllers that run: the
 * handover of a unit takes several decisions.
 */
export async function* drain(
  core: Core,
  request: DrainRequest,
  signal: AbortSignal,
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
  const moving = new Map<string, PlacementRef>();
  const seen = new Map(movable(core, drained).map((placement) => [objectKey(placement), refOf(placement)]));
  const look = () => {
    const left = movable(core, drained);
    for (const placement of left) {
      seen.set(objectKey(placement), refOf(placement));
      const unit = `${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`;
      for (const other of core.cluster.all('Placement')) {
        const same = `${other.metadata.namespace ?? 'default'}/${other.spec.unit}` === unit;
        if (same && other.spec.instance === placement.spec.instance)
          moving.set(objectKey(other), refOf(other));
      }
    }
    if (left.every((placement) => isStuck(core, placement))) channel.end();
  };
  const hear = (happening: Happening) => {
    if (happening.type === 'placement' || happening.type === 'step') {
      const ref = moving.get(happening.key);
      const event = ref === undefined ? null : feed.placementEvent(happening, ref);
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
  await core.flushStatuses();
  yield {
    type: 'done',
    total: seen.size,
    converged: seen.size - left.length,
    failed: pending.map((placement) => ({ ...refOf(placement), ...whyNot(core, placement) })),
    machinesFailed: [],
    unplaced: stuck.length,
    timedOut: pending.length > 0 && !signal.aborted,
    durationMs: Math.round(performance.now() - begun),
  } satisfies { type: 'done' } & Outcome;
}

/** Placements on these machines that another machine could have: neither global nor named for their machine. */
function movable(core: Core, machines: ReadonlySet<string>): Placement[] {
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
  if (successor === undefined || failure == null) {
    return { reason: 'Moving', message: 'it had not moved in time; it goes on moving' };
  }
  return {
    reason: failure.reason,
    message: `it is not healthy at its new place, and stays: ${failure.message}`,
  };
}

export function isDrained(machine: Machine | undefined): boolean {
  return machine?.spec.drain === true || machine?.spec.unschedulable === true;
}
