/** Where the parts become one process: store, objects, controllers, API. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Runtime } from '../controllers/runtime.ts';
import type { MachineLink } from '../machines/link.ts';
import type { Problem } from '../schemas/problem.ts';
import type { AnyObject, Machine } from '../schemas/types.ts';
import { createApi } from '../server/api.ts';
import { mountOperations } from '../server/operations.ts';
import { openEmbeddedStore } from '../store/embedded.ts';
import { type Objects, openObjects } from '../store/objects.ts';
import { type Store, StoreUnavailableError } from '../store/store.ts';
import type { Fetch } from './client.ts';
import type { Need } from './command.ts';
import { CommandError, usageError } from './command-error.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

export interface Composition {
  /** Answers requests of the API. Operations are there unless only objects were needed. */
  fetch: Fetch;
  /** Finishes or abandons what is going on; never touches a unit. */
  close(): Promise<void>;
}

export interface ComposeOptions {
  need: Need;
  log: Logger;
  /** Where `/metrics` comes from; none for a process that lives only for one command. */
  registry?: Registry;
}

/** Throws CommandError when the store cannot be used: that is for the user to mend. */
export async function compose(settings: Settings, options: ComposeOptions): Promise<Composition> {
  try {
    return await composeParts(settings, options);
  } catch (error) {
    throw error instanceof StoreUnavailableError ? new CommandError(error.message) : error;
  }
}

async function composeParts(settings: Settings, options: ComposeOptions): Promise<Composition> {
  const { need, log, registry } = options;
  const store = await openStore(settings);
  let runtime: Runtime | null = null;
  try {
    const objects = openObjects(store, {
      check: checkUnit,
    });
    const app = createApi({
      objects,
      version,
      ...(registry === undefined ? {} : { registry }),
      onFailure: (error, { method, path }) => log.error({ err: error, method, path }, 'a request failed'),
    });
    if (need !== 'objects') {
      runtime = await runControllers(settings, store, objects, options);
      mountOperations(app, runtime);
    }
    return {
      fetch: (request) => app.fetch(request),
      async close() {
        await runtime?.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore({ home, store }: Settings): Promise<Store> {
  if (store !== 'embedded')
    throw usageError(`store "${store}" (MUSTER_STORE, muster.yaml): this version has only "embedded"`);
  return openEmbeddedStore(join(home, 'muster.db'));
}

/** What the schema cannot say of a unit; the catalogue of directives is loaded only by what writes one. */
async function checkUnit(object: AnyObject): Promise<Problem[]> {
  if (object.kind !== 'Unit') return [];
  const { validateUnit } = await import('../units/validate-unit.ts');
  return validateUnit(object);
}

/** Loaded only by what acts: reading what is stored starts without SSH and without XState. */
async function runControllers(
  { home, mostLostPercent }: Settings,
  store: Store,
  objects: Objects,
  { need, log, registry }: ComposeOptions,
): Promise<Runtime> {
  const { startRuntime } = await import('../controllers/runtime.ts');
  const { openLink } = await import('../machines/ssh-link.ts');
  const { sshTarget } = await import('../machines/ssh-target.ts');
  const connect = async (machine: Machine, all: Machine[]): Promise<MachineLink> => {
    const named = (name: string) => all.find((other) => other.metadata.name === name);
    return openLink(sshTarget(machine, { musterHome: home, machine: named }));
  };
  const mode = need === 'controllers' ? 'serve' : 'command';
  const runtime = await startRuntime({ store, objects, log, connect, mode, mostLostPercent });
  if (registry !== undefined) {
    const { measure } = await import('../controllers/metrics.ts');
    measure(runtime.core, registry);
  }
  return runtime;
}
