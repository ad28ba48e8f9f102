import type { Placement, Unit } from '../../schemas/types.ts';
import { ApiError } from '../../store/api-error.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { Outcome, ProgressEvent, RebalanceRequest } from '../operations.ts';
import { isLeaving, placementName, spotOfPlacement } from '../placement-objects.ts';
import type { Happening } from '../progress.ts';
import { beginMove, movesUnderWay } from '../scheduling/begin-move.ts';
import { type Move, rebalance as plan } from '../scheduling/rebalance.ts';
import { itemKey, type Spot } from '../scheduling/spot.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf } from './converge.ts';
import { ProgressFeed } from './progress-feed.ts';

/**
 * Plans moves once, and makes them: each is a handover as after a drain, and instances of a template move so many at a
 * time as `maxMoving` allows. Needs controllers that run. What the time does not suffice for is not begun.
 */
export async function* rebalance(
  core: Core,
  request: RebalanceRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  if (!Number.isInteger(request.maxMoves) || request.maxMoves < 1)
    throw new ApiError('BadRequest', `maxMoves must be a whole number from 1, not ${request.maxMoves}`);
  await connectMachines(
    core,
    core.cluster.all('Machine').map(({ metadata }) => metadata.name),
    signal,
  );
  await core.reconcile();
  const moves = plan(core.schedulerInput(), request.maxMoves);
  for (const move of moves) yield { type: 'move', ...refOf(move), from: move.from, reason: move.reason };
  if (request.dryRun === 'server') return;

  const channel = new Channel<ProgressEvent>(signal);
  const feed = new ProgressFeed();
  const waiting = [...moves];
  const open = new Map<string, Move>();
  let converged = 0;
  let broken: { error: unknown } | null = null;
  let again = Promise.resolve();
  const look = async () => {
    for (const [key, move] of open) {
      if (!hasArrived(core, move)) continue;
      open.delete(key);
      converged += 1;
    }
    for (const move of [...waiting]) {
      const unit = core.cluster.get('Unit', `${move.namespace}/${move.unit}`);
      const old = core.cluster.get('Placement', keyAt(move, move.from));
      // Somebody has changed what there is to move.
      const gone = unit === undefined || old === undefined || isLeaving(old);
      const mostMoving = unit?.spec.placement?.maxMoving ?? 1;
      // One that is on its way already arrives first.
      if (!gone && (copiesOf(core, move).length > 1 || underWay(core, unit, open) >= mostMoving)) continue;
      waiting.splice(waiting.indexOf(move), 1);
      if (gone) continue;
      open.set(keyAt(move, move.machine), move);
      await core.commit(beginMove(move, unit, old));
      await core.reconcile();
    }
    if (open.size === 0 && waiting.length === 0) channel.end();
  };
  // One look after the other: each begins what the one before has made room for.
  const lookAgain = () => {
    again = again.then(look).catch((error: unknown) => {
      broken = { error };
      channel.end();
    });
  };
  const hear = (happening: Happening) => {
    if (happening.type === 'placement' || happening.type === 'step') {
      const move = [...open.values()].find((each) =>
        [each.from, each.machine].some((machine) => keyAt(each, machine) === happening.key),
      );
      if (move !== undefined) {
        const machine = happening.key === keyAt(move, move.from) ? move.from : move.machine;
        const event = feed.placementEvent(happening, { ...refOf(move), machine });
        if (event !== null) channel.push(event);
      }
    }
    if (happening.type !== 'step') lookAgain();
  };
  const stop = core.happenings.listen(hear);
  const timer = setTimeout(() => channel.end(), request.timeoutMs);
  try {
    lookAgain();
    // Without waiting, the handovers that may go on at the same time are begun.
    if (request.timeoutMs === 0) await again;
    else yield* channel;
  } finally {
    clearTimeout(timer);
    stop();
    await again;
  }
  if (broken !== null) throw (broken as { error: unknown }).error;
  if (request.timeoutMs === 0) return;
  await core.flushStatuses();
  const failed = [...open.values(), ...waiting].map((move) => ({ ...refOf(move), ...whyNot(core, move) }));
  yield {
    type: 'done',
    total: moves.length,
    converged,
    failed,
    machinesFailed: [],
    unplaced: 0,
    timedOut: failed.length > 0 && !signal.aborted,
    durationMs: Math.round(performance.now() - begun),
  } satisfies { type: 'done' } & Outcome;
}

/** Between the old place of a unit under stopFirst and its new one, only this operation knows that it moves. */
function underWay(core: Core, unit: Unit, open: ReadonlyMap<string, Move>): number {
  const own = [...open.values()].filter((move) => `${move.namespace}/${move.unit}` === objectKey(unit));
  const there = core.cluster.all('Placement').filter((placement) => !isOutOfReach(core, placement));
  return Math.max(own.length, movesUnderWay(there, unit));
}

function keyAt(spot: Spot, machine: string): string {
  return `${spot.namespace}/${placementName({ ...spot, machine })}`;
}

/** The old place is empty, and the unit is well at another one: with stopFirst the scheduler has had the last word. */
function hasArrived(core: Core, move: Move): boolean {
  if (core.cluster.get('Placement', keyAt(move, move.from)) !== undefined) return false;
  const here = copiesOf(core, move);
  return here.length > 0 && here.every((placement) => core.stateOf(objectKey(placement))?.phase === 'synced');
}

/** What has been given up on a lost machine comes off when that is back, and nobody waits for it. */
function isOutOfReach(core: Core, placement: Placement): boolean {
  return isLeaving(placement) && core.agent(placement.spec.machine)?.link == null;
}

function copiesOf(core: Core, move: Move): Placement[] {
  const key = itemKey(move);
  return core.cluster
    .all('Placement')
    .filter((placement) => itemKey(spotOfPlacement(placement)) === key && !isOutOfReach(core, placement));
}

function whyNot(core: Core, move: Move): { reason: string; message: string } {
  const failure = core.stateOf(keyAt(move, move.machine))?.context.failure;
  if (failure == null) return { reason: 'Moving', message: `it had not moved from ${move.from} in time` };
  return {
    reason: failure.reason,
    message: `it is not healthy at its new place, and stays on ${move.from}: ${failure.message}`,
  };
}
