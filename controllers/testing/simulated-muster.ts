/** The whole of the controllers over simulated machines, with a store of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { MachineLink } from '../../machines/link.ts';
import { SimulatedHost } from '../../machines/simulated/simulated-host.ts';
import { openSimulatedLink } from '../../machines/simulated/simulated-link.ts';
import { openEmbeddedStore } from '../../store/embedded.ts';
import { openObjects } from '../../store/objects.ts';
import type { Outcome } from '../operations.ts';
import { type Runtime, startRuntime } from '../runtime.ts';

export interface SimulatedMuster {
  hosts: ReadonlyMap<string, SimulatedHost>;
  runtime: Runtime;
  /** Calls of links since they were last set to 0. */
  calls: { observe: number; act: number };
  host(name: string): SimulatedHost;
  apply(objects: unknown[], timeoutMs?: number): Promise<Outcome>;
  delete(units: string[], timeoutMs?: number): Promise<Outcome>;
  /** InvocationIDs of what runs, by `UNIT MACHINE`. */
  running(): Map<string, string>;
  stop(): Promise<void>;
}

const forever = new AbortController().signal;

export async function simulatedMuster(names: readonly string[]): Promise<SimulatedMuster> {
  const hosts = new Map(names.map((name) => [name, new SimulatedHost(name)]));
  const calls = { observe: 0, act: 0 };
  const directory = mkdtempSync(join(tmpdir(), 'muster-simulated-'));
  const store = await openEmbeddedStore(join(directory, 'muster.db'));
  const host = (name: string) => {
    const found = hosts.get(name);
    if (found === undefined) throw new Error(`there is no host ${name}`);
    return found;
  };
  const runtime = await startRuntime({
    store,
    objects: openObjects(store, { check: async () => [] }),
    log: pino({ level: 'silent' }),
    connect: async ({ metadata }) => counted(await openSimulatedLink(host(metadata.name)), calls),
    mode: 'serve',
  });
  return {
    hosts,
    runtime,
    calls,
    host,
    apply: (objects, timeoutMs = 200_000) =>
      outcomeOf(runtime.apply({ objects, dryRun: 'none', timeoutMs }, forever)),
    delete: (units, timeoutMs = 200_000) =>
      outcomeOf(runtime.delete({ units, dryRun: 'none', timeoutMs }, forever)),
    running() {
      const found = new Map<string, string>();
      for (const [name, { systemd }] of hosts) {
        const invocations = systemd.invocations();
        for (const [service, { active }] of systemd.rows())
          if (active === 'active') found.set(`${service} ${name}`, invocations.get(service)?.id ?? '');
      }
      return found;
    },
    async stop() {
      await runtime.stop();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export function machineObject(name: string, labels: Record<string, string> = {}) {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name, labels },
    spec: { ssh: { host: '192.0.2.1' } },
  };
}

export function unitObject(name: string, spec: object = {}) {
  const sections = { Service: { ExecStart: '/bin/sleep infinity' } };
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name }, spec: { sections, ...spec } };
}

async function outcomeOf(events: AsyncIterable<{ type: string }>): Promise<Outcome> {
  for await (const event of events) if (event.type === 'done') return event as Outcome & { type: 'done' };
  throw new Error('it said nothing at the end');
}

function counted(link: MachineLink, calls: SimulatedMuster['calls']): MachineLink {
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
