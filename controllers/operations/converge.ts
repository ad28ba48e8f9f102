import type { Placement } from '../../schemas/types.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import { twinMessage } from '../machine/twin-message.ts';
import type { Outcome, PlacementRef, ProgressEvent } from '../operations.ts';
import { standingOf } from '../placement/placement-status.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import type { Happening } from '../progress.ts';
import { runningName, type Spot } from '../scheduling/spot.ts';
import { Channel } from './channel.ts';
import { ProgressFeed } from './progress-feed.ts';

interface Verdict {
  state: 'converged' | 'failed' | 'machine-failed';
  reason: string;
  message: string;
}

export interface ConvergeOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** Readings from before this time (ms since the epoch) do not count. */
  since: number;
  /** Placements that are found only in time; the operation goes on until they are. */
  later?: Promise<Placement[]>;
  /**
   * Asked when a placement that was leaving is gone: what has its place now is followed too. A unit that is wanted again on
   * the machine that it is still leaving has no other placement before that.
   */
  successors?: () => Promise<Placement[]>;
  /** Those that wait for another unit count as done: nobody asked for them. */
  mayWait?: boolean;
}

/**
 * Follows placements until each has been read after `since` and is as desired, has failed, or cannot be reached. What
 * the controllers do goes on whether or not anybody follows it.
 */
export async function* converge(
  core: Core,
  placements: Placement[],
  options: ConvergeOptions,
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  const open = new Map<string, PlacementRef>();
  const followed = new Set<string>();
  const leaving = new Set<string>();
  const left = new Set<string>();
  const machines = new Set<string>();
  /** Those of them that wait for another placement, and may fail or go on by what becomes of that one. */
  const held = new Set<string>();
  /** Searches under way for placements to follow. */
  let searching = 0;
  const failed: Outcome['failed'] = [];
  const machinesFailed = new Map<string, { machine: string; reason: string; message: string }>();
  const feed = new ProgressFeed();
  let converged = 0;
  let broken = null as { error: unknown } | null;
  const channel = new Channel<ProgressEvent | null>(options.signal);

  const settle = (key: string) => {
    const ref = open.get(key);
    if (ref === undefined) return;
    const placement = core.cluster.get('Placement', key);
    const hasMoved = placement === undefined && !leaving.has(key) && hasCopy(core, ref);
    const isFollowedOn = options.successors !== undefined && placement !== undefined && isLeaving(placement);
    if (hasMoved || isFollowedOn) leaving.add(key);
    const verdict = judge(core, key, { ...options, leaving: leaving.has(key), searching: searching > 0 });
    if (isHeld(core, key) || isMoving(core, key)) held.add(key);
    else held.delete(key);
    if (verdict === null) return;
    open.delete(key);
    held.delete(key);
    if (verdict.state === 'converged') {
      converged += 1;
      // Another one may come by its name.
      if (leaving.has(key) && followed.delete(key)) {
        left.add(key);
        if (options.successors !== undefined) search(options.successors());
      }
    } else {
      failed.push({ ...ref, reason: verdict.reason, message: verdict.message });
      if (verdict.state === 'machine-failed') {
        machinesFailed.set(ref.machine, {
          machine: ref.machine,
          reason: verdict.reason,
          message: verdict.message,
        });
      }
    }
    endIfSettled();
  };
  const endIfSettled = () => {
    if (open.size === 0 && searching === 0) channel.end();
  };
  const follow = (found: Placement[]) => {
    const fresh = found.filter((placement) => !followed.has(objectKey(placement)));
    for (const placement of fresh) {
      const key = objectKey(placement);
      followed.add(key);
      // It takes the place of one that has left, which nobody asked about.
      if (left.delete(key)) converged -= 1;
      open.set(key, refOf(placement));
      machines.add(placement.spec.machine);
      if (isLeaving(placement)) leaving.add(key);
      else leaving.delete(key);
    }
    for (const placement of fresh)
      core.agent(placement.spec.machine)?.sync(objectKey(placement), options.since);
    for (const placement of fresh) settle(objectKey(placement));
    endIfSettled();
  };
  const search = (found: Promise<Placement[]>) => {
    searching += 1;
    found
      .then(follow)
      .finally(() => {
        searching -= 1;
        for (const key of held) settle(key);
        endIfSettled();
      })
      .catch((error: unknown) => {
        broken = { error };
        channel.end();
      });
  };
  const hear = (happening: Happening) => {
    if (happening.type === 'machine') {
      if (!machines.has(happening.machine)) return;
      channel.push(feed.machineEvent(happening.machine, happening.state));
      for (const [key, ref] of open) if (ref.machine === happening.machine) settle(key);
      return;
    }
    if (happening.type !== 'step') for (const key of held) settle(key);
    if (happening.type === 'scheduled' || happening.type === 'placement-new') return;
    const ref = open.get(happening.key);
    if (ref === undefined) return;
    if (happening.type !== 'placement-gone') {
      const event = feed.placementEvent(happening, ref);
      if (event !== null) channel.push(event);
    }
    if (happening.type !== 'step') settle(happening.key);
  };

  const stop = core.happenings.listen(hear);
  const timer = setTimeout(() => channel.end(), options.timeoutMs);
  try {
    if (options.later !== undefined) search(options.later);
    follow(placements);
    for await (const event of channel) if (event !== null) yield event;
    if (broken !== null) throw broken.error;
  } finally {
    clearTimeout(timer);
    stop();
  }
  const timedOut = open.size > 0 || searching > 0;
  for (const [key, ref] of open) {
    const { reason, message } = unfinished(core, key, ref.machine, options.since);
    failed.push({ ...ref, reason, message: `not done in time: ${message}` });
  }
  yield {
    type: 'done',
    total: followed.size + left.size,
    converged,
    failed,
    machinesFailed: [...machinesFailed.values()],
    unplaced: 0,
    timedOut,
    durationMs: Math.round(performance.now() - begun),
  };
}

interface JudgeOptions extends Pick<ConvergeOptions, 'since' | 'mayWait'> {
  leaving: boolean;
  /** Some units have yet to find their machine. */
  searching: boolean;
  /** Those that wait for this one: in a circle nobody waits with hope. */
  waiting?: ReadonlySet<string>;
  /** Keys of moving placements that were looked at on the way here: once is enough. */
  seen?: Set<string>;
}

/** As of now, whoever asked. */
export function verdictOf(core: Core, key: string): Verdict | null {
  return judge(core, key, { leaving: false, since: 0, searching: false, mayWait: true });
}

/** Whether a placement has come to rest; null while it has not. */
function judge(core: Core, key: string, options: JudgeOptions): Verdict | null {
  const { leaving, since } = options;
  const placement = core.cluster.get('Placement', key);
  if (placement === undefined) {
    return leaving
      ? { state: 'converged', reason: 'Removed', message: 'removed' }
      : { state: 'failed', reason: 'NotDesired', message: 'it was deleted meanwhile' };
  }
  if (!leaving && core.placing.isMoving(placement)) {
    // The old copy stays as it was where the new one is not well, which is told of that one.
    return movesInVain(core, placement, options)
      ? { state: 'converged', reason: 'HandedOver', message: 'runs on as it was' }
      : null;
  }
  const agent = core.agent(placement.spec.machine);
  if (agent === undefined)
    return {
      state: 'machine-failed',
      reason: 'NoMachine',
      message: `there is no machine ${placement.spec.machine}`,
    };
  const { phase: link, error } = agent.state;
  if ((link === 'unreachable' || link === 'refused') && error !== null) {
    return { state: 'machine-failed', reason: error.reason, message: error.message };
  }
  if (agent.twin !== null) {
    return {
      state: 'machine-failed',
      reason: 'DuplicateMachineID',
      message: twinMessage(agent.name, agent.twin),
    };
  }
  const state = core.stateOf(key);
  if (state === undefined) return null;
  const { phase, context } = state;
  const { reason, message, health } = standingOf(phase, context);
  if (leaving)
    return phase === 'stopping' && context.failure !== null ? { state: 'failed', reason, message } : null;
  const fresh = context.reading !== null && context.reading.readAt >= since;
  if (phase === 'backoff' && context.failure !== null && (fresh || context.reading === null)) {
    return { state: 'failed', ...context.failure };
  }
  const unit = core.cluster.get(
    'Unit',
    `${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`,
  );
  if (!fresh || context.reading?.generation !== unit?.metadata.generation) return null;
  if (phase === 'drifted' && context.reading !== null && context.reading.assessment.steps.length === 0) {
    if (context.reading.assessment.refused !== null)
      return { state: 'failed', ...context.reading.assessment.refused };
    if (context.reading.desired.held !== undefined) {
      if (options.mayWait === true && reason === 'DependencyNotReady')
        return { state: 'converged', reason, message };
      return isHopeless(core, placement, options) ? { state: 'failed', reason, message } : null;
    }
    return { state: 'converged', reason, message };
  }
  if (phase !== 'synced' || health === 'Progressing') return null;
  return health === 'Degraded'
    ? { state: 'failed', reason, message }
    : { state: 'converged', reason, message };
}

function isMoving(core: Core, key: string): boolean {
  const placement = core.cluster.get('Placement', key);
  return placement !== undefined && core.placing.isMoving(placement);
}

/** It has gone on elsewhere. */
function hasCopy(core: Core, { namespace, unit }: PlacementRef): boolean {
  return core.cluster.all('Placement').some((other) => {
    const ref = refOf(other);
    return ref.namespace === namespace && ref.unit === unit && !isLeaving(other);
  });
}

/** What a placement that has not come to rest is waiting for. */
function unfinished(
  core: Core,
  key: string,
  machine: string,
  since: number,
): { reason: string; message: string } {
  const state = core.stateOf(key);
  const { phase: link, error } = core.agent(machine)?.state ?? { phase: 'connecting', error: null };
  if (state === undefined || link !== 'ready') {
    return error ?? { reason: 'TimedOut', message: `${machine} has not answered yet` };
  }
  const { phase, context } = state;
  if (phase === 'acting') {
    return {
      reason: 'TimedOut',
      message: `what was begun on ${machine} goes on there; the same command waits for the rest of it`,
    };
  }
  if (context.failure === null && (context.reading === null || context.reading.readAt < since)) {
    return {
      reason: 'TimedOut',
      message: `${machine} is connected and has not been read yet: it is overloaded, or its systemd is busy (systemctl is-system-running there says more)`,
    };
  }
  return standingOf(phase, context);
}

/** What it waits for does not come to be healthy by what is under way now. */
function isHopeless(core: Core, placement: Placement, options: JudgeOptions): boolean {
  const { namespace = 'default' } = placement.metadata;
  const unit = core.cluster.get('Unit', `${namespace}/${placement.spec.unit}`);
  // In a circle nobody is the first without hope.
  if (unit === undefined || options.waiting?.has(objectKey(placement)) === true) return false;
  const waiting = new Set([...(options.waiting ?? []), objectKey(placement)]);
  const rests = (each: Placement) => {
    const key = objectKey(each);
    return (
      waiting.has(key) ||
      judge(core, key, { ...options, leaving: isLeaving(each), since: 0, waiting }) !== null
    );
  };
  const occupants = core.placing.inTheWayOf(placement).filter((each) => !isLeaving(each));
  if (occupants.some((each) => movesInVain(core, each, { ...options, waiting }))) return true;
  return core.dependencies
    .unready(placement, unit)
    .some(({ placements }) => (placements.length === 0 ? !options.searching : placements.every(rests)));
}

/**
 * Its other copy has come to rest, and is not so well that it may take over; while it waits for its turn, that is so of
 * another instance.
 */
function movesInVain(core: Core, placement: Placement, options: JudgeOptions): boolean {
  const seen = options.seen ?? new Set();
  if (seen.has(objectKey(placement))) return false;
  seen.add(objectKey(placement));
  const unit = core.cluster.get('Unit', unitKeyOf(placement));
  const all = unit === undefined ? [] : core.dependencies.placementsOf(unit);
  const staying = all.filter((other) => !isLeaving(other) && !core.placing.isMoving(other));
  const instance = placement.spec.instance ?? null;
  const own = staying.filter((other) => (other.spec.instance ?? null) === instance);
  return (own.length > 0 ? own : staying).some((other) => {
    const key = objectKey(other);
    const reading = core.stateOf(key)?.context.reading;
    // What was seen of it before it was changed says nothing.
    if (reading != null && reading.generation !== unit?.metadata.generation) return false;
    const verdict = judge(core, key, { ...options, leaving: false, since: 0, seen });
    return verdict !== null && reading?.health.health !== 'Healthy';
  });
}

function isHeld(core: Core, key: string): boolean {
  return core.stateOf(key)?.context.reading?.desired.held !== undefined;
}

export function refOf(of: Placement | Spot): PlacementRef {
  const { namespace, unit, instance, machine } = 'metadata' in of ? spotOfPlacement(of) : of;
  return { namespace, unit: runningName(unit, instance), machine };
}
