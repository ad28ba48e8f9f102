/** The controllers as a whole: started once per process, asked through operations. */
import type { Logger } from 'pino';
import type { MachineLink } from '../machines/link.ts';
import type { Machine } from '../schemas/types.ts';
import type { Objects } from '../store/objects.ts';
import type { Store } from '../store/store.ts';
import { Core } from './core.ts';
import { EventWriter } from './event-writer.ts';
import { keepCompact } from './keep-compact.ts';
import type { AgentOptions } from './machine/machine-agent.ts';
import { apply } from './operations/apply.ts';
import { remove } from './operations/delete.ts';
import { diff } from './operations/diff.ts';
import { drain } from './operations/drain.ts';
import { explainSchedule } from './operations/explain-schedule.ts';
import { inspect } from './operations/inspect.ts';
import { rebalance } from './operations/rebalance.ts';
import { reboot } from './operations/reboot.ts';
import { verb } from './operations/verb.ts';
import type { Operations } from './operations.ts';
import { recordTold } from './record-told.ts';
import { readStoreId } from './store-id.ts';

export interface RuntimeOptions {
  store: Store;
  objects: Objects;
  log: Logger;
  connect: (machine: Machine, all: Machine[]) => Promise<MachineLink>;
  /** serve: all machines, all the time, hearing changes. command: what one operation needs, while it lasts. */
  mode: 'serve' | 'command';
  agents?: Partial<AgentOptions>;
  /** When more than so many of a hundred machines vanish together, no unit moves; 50 unless said. */
  mostLostPercent?: number;
}

export interface Runtime extends Operations {
  readonly core: Core;
  /** Leaves every unit as it is. */
  stop(): Promise<void>;
}

const defaults: AgentOptions = { hear: true, safetyNetMs: 300_000, pollMs: 10_000, progressMs: 200 };

export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { store, objects, log, connect, mode } = options;
  const core = new Core({
    store,
    objects,
    log,
    connect,
    storeId: await readStoreId(store),
    events: new EventWriter((told) => recordTold(objects, told)),
    agents: { ...defaults, hear: mode === 'serve', ...options.agents },
    machines: mode === 'serve' ? 'all' : 'needed',
    mostLostPercent: options.mostLostPercent ?? 50,
  });
  const stopCompacting = keepCompact(store, (error) =>
    log.warn({ error: String(error) }, 'old revisions could not be forgotten; tried again later'),
  );
  await core.start();
  return {
    core,
    apply: (request, signal) => apply(core, request, signal),
    delete: (request, signal) => remove(core, request, signal),
    diff: (request, signal) => diff(core, request, signal),
    verb: (request, signal) => verb(core, request, signal),
    schedule: (request, signal) => explainSchedule(core, request, signal),
    inspect: (request, signal) => inspect(core, request, signal),
    drain: (request, signal) => drain(core, request, signal),
    rebalance: (request, signal) => rebalance(core, request, signal),
    reboot: (request, signal) => reboot(core, request, signal),
    stop: async () => {
      stopCompacting();
      await core.stop();
    },
  };
}
