import { createInterface } from 'node:readline';
import type { MachineLink, RemoteProcess } from '../../machines/link.ts';
import type { Placement } from '../../schemas/types.ts';
import type { Core } from '../core.ts';
import type { InspectEvent, InspectRequest } from '../operations.ts';
import { Channel } from './channel.ts';
import { connectMachines } from './connect-machines.ts';
import { refOf } from './converge.ts';
import { readJournals } from './journals.ts';
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
    const readings = machines.map((machine) => {
      const here = placements.filter((placement) => placement.spec.machine === machine).map(refOf);
      const units = new Map(here.map((ref) => [ref.unit, ref]));
      return readJournals({ core, machine, machines: machines.length, units, request, channel, signal });
    });
    void Promise.allSettled(readings).then(() => channel.end());
    yield* channel;
    return;
  }
  let running = placements.length;
  const finish = () => {
    running -= 1;
    if (running === 0) channel.end();
  };
  const failedMachines = new Set<string>();
  // One listener for all: a signal is not made for a listener per unit.
  const children = new Set<RemoteProcess>();
  const killAll = () => {
    for (const child of children) child.kill('TERM');
  };
  signal.addEventListener('abort', killAll, { once: true });
  for (const placement of placements) {
    const { machine } = placement.spec;
    const link = core.agent(machine)?.link;
    if (link == null) {
      const error = core.agent(machine)?.state.error;
      if (!failedMachines.has(machine)) {
        const reason = error?.reason ?? 'NoMachine';
        channel.push({
          type: 'machine',
          machine,
          state: 'failed',
          reason,
          message: error?.message ?? `there is no machine ${machine}`,
        });
      }
      failedMachines.add(machine);
      finish();
      continue;
    }
    void stream(link, placement, request, channel, { children, signal }).finally(finish);
  }
  try {
    yield* channel;
  } finally {
    signal.removeEventListener('abort', killAll);
    killAll();
  }
}

async function stream(
  link: MachineLink,
  placement: Placement,
  request: InspectRequest,
  channel: Channel<InspectEvent>,
  running: { children: Set<RemoteProcess>; signal: AbortSignal },
): Promise<void> {
  const ref = refOf(placement);
  try {
    const child = await link.run(argumentsOf(request, ref.unit, link.facts.paths.scope), {
      privileged: true,
    });
    running.children.add(child);
    if (running.signal.aborted) child.kill('TERM');
    const lines = async (name: 'stdout' | 'stderr') => {
      for await (const text of createInterface({ input: child[name], crlfDelay: Number.POSITIVE_INFINITY })) {
        channel.push({ type: 'line', ...ref, stream: name, text });
      }
    };
    const [code] = await Promise.all([child.exit, lines('stdout'), lines('stderr')]).finally(() =>
      running.children.delete(child),
    );
    channel.push({ type: 'exit', ...ref, code });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    channel.push({
      type: 'machine',
      machine: ref.machine,
      state: 'failed',
      reason: 'ConnectionLost',
      message,
    });
  }
}

function argumentsOf(request: InspectRequest, unit: string, scope: 'system' | 'user'): string[] {
  const user = scope === 'user' ? ['--user'] : [];
  const lines = request.lines === undefined ? [] : ['--lines', String(request.lines)];
  if (request.inspect === 'is-active' || request.inspect === 'is-enabled')
    return ['systemctl', ...user, request.inspect, '--', unit];
  if (request.inspect === 'cat') return ['systemctl', ...user, '--no-pager', 'cat', '--', unit];
  const color = request.color === true ? ['env', 'SYSTEMD_COLORS=1'] : [];
  return [...color, 'systemctl', ...user, '--no-pager', '--full', ...lines, 'status', '--', unit];
}
