import type { Placement } from '../../schemas/types.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { Outcome, ProgressEvent, StateVerb, VerbRequest } from '../operations.ts';
import type { ActReport } from '../placement/reading.ts';
import { runningName } from '../scheduling/spot.ts';
import { changeState } from './change-state.ts';
import { connectMachines } from './connect-machines.ts';
import { converge, refOf } from './converge.ts';
import { actOnMachine, checkSignal, isPlainAct, type PlainAct } from './plain-act.ts';
import { noSuchUnits, selectPlacements } from './select.ts';

/**
 * systemd's verbs. start, load, stop and unload change what is desired, or the controllers would take it back; the others
 * act once. All of them then wait until what is desired is so.
 */
export async function* verb(
  core: Core,
  request: VerbRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  if (isStateVerb(request)) {
    yield* changeState(core, request, signal);
    return;
  }
  checkSignal(request);
  const since = Date.now();
  core.work();
  await core.reconcile();
  const placements = selectPlacements(core.cluster, request);
  if (placements.length === 0 && request.units !== undefined) throw noSuchUnits(core.cluster, request);
  core.work(placements);
  await connectMachines(core, [...new Set(placements.map((placement) => placement.spec.machine))], signal);
  const { verb: wanted } = request;
  const failed: Outcome['failed'] = [];
  if (wanted === 'restart' || wanted === 'reload') {
    // A machine that is away is left to `converge`, which says why.
    // What waits until another unit has left is not started beside it.
    const free = placements.filter(
      (each) => core.placing.isMoving(each) || core.placing.inTheWayOf(each).length === 0,
    );
    const reports = await Promise.allSettled(free.map((each) => actOnce(core, each, wanted)));
    for (const [index, report] of reports.entries()) {
      const result = report.status === 'fulfilled' ? report.value?.results[0] : undefined;
      const placement = free[index];
      if (placement === undefined || result === undefined || result.ok) continue;
      failed.push({ ...refOf(placement), reason: 'ActFailed', message: result.message });
    }
  } else if (isPlainAct(wanted)) {
    for await (const event of actPlainly(core, placements, { ...request, verb: wanted })) {
      if (event.type === 'step' && !event.ok) {
        const { namespace, unit, machine, message } = event;
        failed.push({ namespace, unit, machine, reason: 'ActFailed', message });
      }
      yield event;
    }
  }
  if (request.timeoutMs === 0) return;
  for await (const event of converge(core, placements, { timeoutMs: request.timeoutMs, signal, since })) {
    if (event.type !== 'done' || failed.length === 0) yield event;
    else
      yield {
        ...event,
        converged: Math.max(0, event.converged - failed.length),
        failed: [...event.failed, ...failed],
      };
  }
  await core.flushStatuses();
}

function isStateVerb(request: VerbRequest): request is VerbRequest & { verb: StateVerb } {
  return ['start', 'load', 'stop', 'unload'].includes(request.verb);
}

async function actOnce(
  core: Core,
  placement: Placement,
  what: 'restart' | 'reload',
): Promise<ActReport | undefined> {
  const unit = runningName(placement.spec.unit, placement.spec.instance ?? null);
  const agent = core.agent(placement.spec.machine);
  return agent?.perform(objectKey(placement), [{ do: what, unit, reason: `muster ${what}` }]);
}

/** Machines side by side; what is not connected is left to `converge`, which says why. */
async function* actPlainly(
  core: Core,
  placements: Placement[],
  request: VerbRequest & { verb: PlainAct },
): AsyncIterable<ProgressEvent> {
  const byMachine = new Map<string, Placement[]>();
  for (const placement of placements) {
    const { machine } = placement.spec;
    byMachine.set(machine, [...(byMachine.get(machine) ?? []), placement]);
  }
  const acts = [...byMachine].map(async ([machine, there]) => {
    const agent = core.agent(machine);
    if (agent?.link == null) return [];
    try {
      const done = await actOnMachine(agent.link, there, request);
      for (const { placement } of done) agent.lookClosely(objectKey(placement));
      return done;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return there.map((placement) => ({ placement, ok: false, message }));
    }
  });
  for (const act of acts) {
    for (const { placement, ok, message } of await act) {
      const ref = refOf(placement);
      yield { type: 'step', ...ref, step: request.verb, subject: ref.unit, reason: '', ok, message };
    }
  }
}
