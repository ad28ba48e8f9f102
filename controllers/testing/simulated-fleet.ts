/** The controllers as a whole on machines in memory: for what happens between machines, in milliseconds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { MachineLink } from '../../machines/link.ts';
import { SimulatedHost } from '../../machines/simulated/simulated-host.ts';
import { openSimulatedLink } from '../../machines/simulated/simulated-link.ts';
import type { Machine, Placement, Unit, UnitSpec } from '../../schemas/types.ts';
import { openEmbeddedStore } from '../../store/embedded.ts';
import { openObjects } from '../../store/objects.ts';
import type {
  DiffEntry,
  DiffRequest,
  DrainRequest,
  Outcome,
  ProgressEvent,
  RebalanceRequest,
  VerbRequest,
} from '../operations.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../runtime.ts';

export interface SimulatedFleet {
  readonly hosts: ReadonlyMap<string, SimulatedHost>;
  runtime: Runtime;
  /** Calls of all links so far; a test may set them to 0. */
  readonly calls: { observe: number; act: number };
  apply(...units: Unit[]): Promise<{ outcome: Outcome; events: ProgressEvent[] }>;
  verb(verb: VerbRequest['verb'], ...units: string[]): Promise<Outcome>;
  remove(...units: string[]): Promise<Outcome>;
  cordon(machine: string, cordoned: boolean): Promise<void>;
  diff(request: DiffRequest): Promise<DiffEntry[]>;
  drain(machine: string, request?: Partial<DrainRequest>): Promise<Outcome>;
  rebalance(request?: Partial<RebalanceRequest>): Promise<ProgressEvent[]>;
  /** ActiveState on the host; inactive when systemd does not know it. */
  active(unit: string, machine: string): string;
  /** InvocationIDs of all that is active, by `UNIT MACHINE`. */
  running(): Map<string, string>;
  /** Waits until it holds; fails with what is stored of every placement. */
  until(what: string, holds: () => boolean): Promise<void>;
  placement(unit: string, machine: string): Placement | undefined;
  unit(name: string): Unit | undefined;
  /** The process ends, and another one goes on with the same store and hosts. */
  restart(mode?: RuntimeOptions['mode']): Promise<void>;
  stop(): Promise<void>;
}

export interface FleetOptions {
  mode?: RuntimeOptions['mode'];
  agents?: RuntimeOptions['agents'];
  /** By name of the machine. */
  labels?: Record<string, Record<string, string>>;
  /** How long operations and `until` may take; 30 s. */
  limitMs?: number;
}

export async function startFleet(names: string[], options: FleetOptions = {}): Promise<SimulatedFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-fleet-'));
  const hosts = new Map(names.map((name) => [name, new SimulatedHost(name)]));
  const calls = { observe: 0, act: 0 };
  const timeoutMs = options.limitMs ?? 30_000;
  const open = async (mode: RuntimeOptions['mode']) => {
    const store = await openEmbeddedStore(join(folder, 'store.db'), { pollIntervalMs: 5 });
    const runtime = await startRuntime({
      store,
      objects: openObjects(store),
      log: pino({ level: 'silent' }),
      mode,
      agents: options.agents ?? {},
      connect: async (machine) => {
        const host = hosts.get(machine.metadata.name);
        if (host === undefined) throw new Error(`no host ${machine.metadata.name}`);
        await sleep(host.faults.latencyMs);
        return counted(await openSimulatedLink(host), calls);
      },
    });
    return { store, runtime };
  };
  let mode = options.mode ?? 'serve';
  let { store, runtime } = await open(mode);
  const signal = new AbortController().signal;
  const collect = async (stream: AsyncIterable<ProgressEvent>) => {
    const events: ProgressEvent[] = [];
    for await (const event of stream) events.push(event);
    const outcome = events.find((event) => event.type === 'done');
    if (outcome === undefined) throw new Error('the operation ended without saying how');
    return { outcome: outcome as Outcome, events };
  };

  const fleet: SimulatedFleet = {
    hosts,
    calls,
    get runtime() {
      return runtime;
    },
    apply: (...units) => collect(runtime.apply({ objects: units, dryRun: 'none', timeoutMs }, signal)),
    verb: async (verb, ...units) => (await collect(runtime.verb({ verb, units, timeoutMs }, signal))).outcome,
    remove: async (...units) =>
      (await collect(runtime.delete({ units, dryRun: 'none', timeoutMs }, signal))).outcome,
    drain: async (machine, request = {}) =>
      (await collect(runtime.drain({ machines: [machine], timeoutMs, ...request }, signal))).outcome,
    async rebalance(request = {}) {
      const whole: RebalanceRequest = { maxMoves: 10, dryRun: 'none', timeoutMs: 20_000, ...request };
      const events: ProgressEvent[] = [];
      for await (const event of runtime.rebalance(whole, signal)) events.push(event);
      return events;
    },
    async cordon(name, unschedulable) {
      const change = (stored: Machine) => ({ ...stored, spec: { ...stored.spec, unschedulable } });
      await runtime.core.objects.change({ kind: 'Machine' as const, namespace: null, name }, change);
      await fleet.until(
        'the cordon is seen',
        () => runtime.core.cluster.get('Machine', name)?.spec.unschedulable === unschedulable,
      );
    },
    async diff(request) {
      const entries: DiffEntry[] = [];
      for await (const event of runtime.diff(request, signal))
        if (event.type === 'entry') entries.push(event);
      return entries;
    },
    active: (unit, machine) => hosts.get(machine)?.systemd.rows().get(unit)?.active ?? 'inactive',
    running() {
      const found = new Map<string, string>();
      for (const [name, { systemd }] of hosts) {
        const invocations = systemd.invocations();
        for (const [unit, { active }] of systemd.rows())
          if (active === 'active') found.set(`${unit} ${name}`, invocations.get(unit)?.id ?? '');
      }
      return found;
    },
    async until(what, holds) {
      const end = performance.now() + timeoutMs;
      while (!holds()) {
        if (performance.now() > end) {
          const stored = runtime.core.cluster
            .all('Placement')
            .map(({ metadata, status }) => [metadata.name, status?.phase, status?.conditions?.[0]?.message]);
          throw new Error(`${what}: it did not come to that: ${JSON.stringify(stored, null, 1)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    placement: (unit, machine) => runtime.core.cluster.get('Placement', `default/${unit}.${machine}`),
    unit: (name) => runtime.core.cluster.get('Unit', `default/${name}`),
    async restart(next = mode) {
      await runtime.stop();
      await store.close();
      mode = next;
      ({ store, runtime } = await open(mode));
    },
    async stop() {
      await runtime.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const machines = names.map(
    (name): Machine => ({
      apiVersion: 'muster.dev/v1',
      kind: 'Machine',
      metadata: { name, labels: options.labels?.[name] ?? {} },
      spec: { ssh: { host: name } },
    }),
  );
  await collect(runtime.apply({ objects: machines, dryRun: 'none', timeoutMs }, signal));
  return fleet;
}

function counted(link: MachineLink, calls: SimulatedFleet['calls']): MachineLink {
  return {
    ...link,
    observe: (...request) => {
      calls.observe += 1;
      return link.observe(...request);
    },
    act: (...request) => {
      calls.act += 1;
      return link.act(...request);
    },
  };
}

export function service(name: string, spec: UnitSpec = {}): Unit {
  const Service = { ExecStart: '/bin/sleep infinity' };
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, namespace: 'default' },
    spec: { ...(spec.text === undefined ? { sections: { Service } } : {}), ...spec },
  };
}
