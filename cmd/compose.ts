/** Where the parts become one process: store, objects, controllers, API. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Operations } from '../controllers/operations.ts';
import type { Runtime } from '../controllers/runtime.ts';
import type { MachineLink } from '../machines/link.ts';
import type { Problem } from '../schemas/problem.ts';
import type { AnyObject, Machine } from '../schemas/types.ts';
import { openEmbeddedStore } from '../store/embedded.ts';
import { type Objects, openObjects } from '../store/objects.ts';
import { type Store, StoreUnavailableError } from '../store/store.ts';
import type { Need } from './command.ts';
import { CommandError, usageError } from './command-error.ts';
import type { Settings } from './settings.ts';
import type { Fetch } from './transport.ts';
import { version } from './version.ts';

export interface Composition {
  /** Answers requests of the API. Operations are there unless only objects were needed. */
  fetch: Fetch;
  /** The same operations, for this process; null when only objects were needed. */
  operations: Operations | null;
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
  const { need } = options;
  const store = await openStore(settings);
  let runtime: Runtime | null = null;
  try {
    const objects = openObjects(store, {
      check: checkUnit,
    });
    if (need !== 'objects') runtime = await runControllers(settings, store, objects, options);
    const operations = runtime;
    // Loaded when it is first asked: what a command does by itself needs no HTTP.
    let api: Promise<{ fetch: Fetch }> | null = null;
    return {
      operations,
      async fetch(request) {
        api ??= openApi(objects, operations, options);
        return (await api).fetch(request);
      },
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

async function openApi(
  objects: Objects,
  operations: Operations | null,
  { log, registry }: ComposeOptions,
): Promise<{ fetch: Fetch }> {
  const { createApi } = await import('../server/api.ts');
  const app = createApi({
    objects,
    version,
    ...(registry === undefined
      ? {}
      : { measure: (await import('../server/api-metrics.ts')).measureApi(registry) }),
    onFailure: (error, { method, path }) => log.error({ err: error, method, path }, 'a request failed'),
  });
  if (operations !== null) {
    const { mountOperations } = await import('../server/operations.ts');
    mountOperations(app, operations);
  }
  return { fetch: (request) => app.fetch(request) };
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
  const { fleetPlacementProblems } = await import('../units/fleet-placement.ts');
  return [...validateUnit(object), ...fleetPlacementProblems(object)];
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
