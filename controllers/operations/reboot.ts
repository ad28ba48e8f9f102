import { ApiError, notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import type { Core } from '../core.ts';
import type { ProgressEvent, RebootRequest } from '../operations.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { converge } from './converge.ts';
import { drain, isDrained, movable } from './drain.ts';
import { ProgressFeed } from './progress-feed.ts';

/**
 * Drains a machine if asked to, reboots it, waits until it has booted anew, and lets units be placed there again unless they
 * could not be before.
 */
export async function* reboot(
  core: Core,
  request: RebootRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  const since = Date.now();
  const left = () => Math.max(1, request.timeoutMs - (performance.now() - begun));
  const name = request.machine;
  const before = core.cluster.get('Machine', name);
  if (before === undefined) throw notFound(kindNamed('Machine'), name);
  await connectMachines(core, [name], signal);
  const first = core.agent(name)?.link;
  if (first == null) {
    const error = core.agent(name)?.state.error;
    throw new ApiError(
      'ServiceUnavailable',
      `${name} cannot be rebooted: ${error?.message ?? 'it is not connected'}`,
    );
  }
  if (first.facts.paths.scope === 'user') {
    throw new ApiError(
      'BadRequest',
      `${name} is managed for one user only (spec.scope: user), who cannot reboot it`,
    );
  }
  if (request.drain) {
    for await (const event of drain(core, { machines: [name], timeoutMs: left() }, signal, 'empty')) {
      const staying = event.type === 'done' ? movable(core, new Set([name])).length : 0;
      if (event.type === 'done' && staying > 0) {
        yield event;
        throw new ApiError(
          'Conflict',
          `${staying} ${staying === 1 ? 'unit has' : 'units have'} not left ${name}, so it was not rebooted: it stays drained; muster uncordon ${name} takes that back, muster reboot --no-drain ${name} reboots all the same`,
        );
      }
      if (event.type !== 'done') yield event;
    }
  }
  // Draining takes a while, in which the connection may have been made anew.
  await connectMachines(core, [name], signal);
  const link = core.agent(name)?.link ?? first;
  const { bootId } = link.facts;
  yield {
    type: 'machine',
    machine: name,
    state: 'connecting',
    reason: 'Rebooting',
    message: 'systemctl reboot',
  };
  // The connection may go before the answer comes.
  const code = await link
    .run(['systemctl', 'reboot'], { privileged: true })
    .then((child) => child.exit)
    .catch(() => 0);
  if (code !== 0)
    throw new ApiError('InternalError', `systemctl reboot on ${name} failed with status ${code}`);
  yield* untilBooted(core, name, bootId, left(), signal);

  if (!isDrained(before)) await uncordon(core, name);
  await core.reconcile();
  const placements = core.cluster.all('Placement').filter(({ spec }) => spec.machine === name);
  yield* converge(core, placements, { timeoutMs: left(), signal, since });
  await core.flushStatuses();
}

async function* untilBooted(
  core: Core,
  name: string,
  bootId: string,
  timeoutMs: number,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const hasBooted = () => {
    const now = core.agent(name)?.link?.facts.bootId;
    return now !== undefined && now !== bootId;
  };
  const channel = new Channel<ProgressEvent>(signal);
  const feed = new ProgressFeed();
  const stop = core.happenings.listen((happening) => {
    if (happening.type !== 'machine' || happening.machine !== name) return;
    channel.push(feed.machineEvent(name, happening.state));
    if (hasBooted()) channel.end();
  });
  // It is tried again soon, not only after the back-off of a machine that is lost.
  const retry = setInterval(() => core.agent(name)?.retryIfAway(), 1000);
  const timer = setTimeout(() => channel.end(), timeoutMs);
  try {
    if (!hasBooted()) yield* channel;
  } finally {
    clearInterval(retry);
    clearTimeout(timer);
    stop();
  }
  if (!hasBooted() && !signal.aborted) {
    throw new ApiError(
      'Timeout',
      `${name} has not come back within ${Math.round(timeoutMs / 1000)} s: look at its console; it stays cordoned until muster uncordon ${name}`,
    );
  }
}

async function uncordon(core: Core, name: string): Promise<void> {
  await core.commit([
    {
      do: 'change',
      kind: 'Machine',
      namespace: undefined,
      name,
      change: (stored) =>
        stored.kind === 'Machine'
          ? { ...stored, spec: { ...stored.spec, unschedulable: false, drain: false } }
          : stored,
    },
  ]);
}
