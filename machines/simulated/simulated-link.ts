/** A MachineLink to a simulated host. */
import { encodeAct } from '../act/encode.ts';
import { LinkError, type MachineLink, type MachineSignal } from '../link.ts';
import { suspects } from '../observe/observe.ts';
import { observedMachine } from '../observe/observed-machine.ts';
import { encodeSurvey } from '../observe/request.ts';
import { simulateAct } from './simulated-act.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { simulatedProcess } from './simulated-process.ts';

/** Rejects with HostUnreachable when the host's faults say so. */
export async function openSimulatedLink(host: SimulatedHost): Promise<MachineLink> {
  const traffic = { sent: 0, received: 0 };
  let gone: LinkError | null = null;
  let unlisten = () => {};
  let lose: (error: LinkError) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => undefined);
  const forget = host.onCut(() => {
    gone = new LinkError('ConnectionLost', `the connection to ${host.name} is lost: the network was cut`);
    lose(gone);
  });

  const call = async <Value>(deadlineMs: number, work: () => Value): Promise<Value> => {
    const { latencyMs } = host.faults;
    const pause = Math.min(latencyMs, deadlineMs);
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    if (gone !== null) throw gone;
    if (latencyMs > deadlineMs) {
      throw new LinkError(
        'Timeout',
        `${host.name} did not answer within ${deadlineMs / 1000} s; it is tried again`,
      );
    }
    if (host.faults.unreachable) {
      throw new LinkError('HostUnreachable', `${host.name} cannot be reached: the simulation says so`);
    }
    return work();
  };
  await call(30_000, () => undefined);

  const { isDeaf } = host.faults;
  return {
    facts: host.facts,
    hearing: { by: isDeaf ? 'polling' : 'signals', reason: 'simulated' },
    closed: lost.catch((error: LinkError) => error),
    observe: (request, deadlineMs = 30_000) =>
      call(deadlineMs, () => {
        traffic.sent += encodeSurvey(request, host.paths).length;
        const machine = observedMachine(host.survey(), request, host.paths, Date.now());
        const names =
          request.details === 'all'
            ? request.units.map(({ name }) => name)
            : [...suspects(machine, request, host.paths), ...(request.closely ?? [])];
        for (const name of names) {
          const unit = machine.units.get(name);
          if (unit !== undefined) unit.details = host.systemd.details(name);
        }
        // About what the real answer has: a row, a file, a link and a record for each unit.
        traffic.received += 4000 + machine.units.size * 800;
        return machine;
      }),
    details: (units, deadlineMs = 30_000) =>
      call(deadlineMs, () => new Map(units.map((name) => [name, host.systemd.details(name)]))),
    async act(batch, deadlineMs = 300_000) {
      const upload = await encodeAct(batch, host.paths);
      return call(deadlineMs, () => {
        traffic.sent += upload.length;
        return { results: simulateAct(host, batch), heldMs: 0 };
      });
    },
    read: (paths, deadlineMs = 30_000) =>
      call(deadlineMs, () => new Map(paths.map((path) => [path, host.files.read(path)]))),
    run: (argv) => call(30_000, () => simulatedProcess(argv, lost)),
    watch: (units, listener) =>
      call(30_000, () => {
        unlisten();
        if (isDeaf) return;
        const wanted = new Set(units);
        unlisten = host.listen((signal: MachineSignal) => {
          if ((signal.kind !== 'unit-changed' && signal.kind !== 'job-removed') || wanted.has(signal.unit)) {
            listener(signal);
          }
        });
      }),
    traffic: () => ({ ...traffic }),
    async close() {
      gone ??= new LinkError('ConnectionLost', `the connection to ${host.name} was closed by muster`);
      lose(gone);
      forget();
      unlisten();
    },
  };
}
