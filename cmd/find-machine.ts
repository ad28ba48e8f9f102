import { suggest } from '../schemas/suggest.ts';
import { type ApiObject, textAt } from './api-object.ts';
import type { Client } from './client.ts';
import { CommandError, usageError } from './command-error.ts';
import { machineResource, objectName, placementResource, unitResource } from './resources.ts';

/**
 * The machine that a word means: its name, or a unit that is placed on exactly one. `machines` are all known ones, for
 * following proxyJump.
 */
export async function findMachine(
  client: Client,
  word: string,
  options: { namespace: string; machine?: string },
): Promise<{ machine: ApiObject; machines: ApiObject[] }> {
  const { items: machines } = await client.list(machineResource, {});
  const [, kind, name = ''] = /^(?:(machines?|units?)\/)?(.+)$/.exec(word) ?? [];
  const named = (wanted: string) => machines.find((machine) => machine.metadata.name === wanted);
  const asMachine = kind?.startsWith('unit') ? undefined : named(name);
  if (asMachine) return { machine: asMachine, machines };
  if (!kind?.startsWith('machine')) {
    const hosts = await machinesOfUnit(client, objectName(unitResource, name), options.namespace);
    const chosen = options.machine === undefined ? hosts : hosts.filter((host) => host === options.machine);
    if (chosen.length > 1) {
      throw usageError(`${name} runs on ${chosen.join(', ')}; choose one with -m, such as -m ${chosen[0]}`);
    }
    const machine = chosen[0] === undefined ? undefined : named(chosen[0]);
    if (machine) return { machine, machines };
    if (hosts.length > 0) {
      throw usageError(`${name} does not run on ${options.machine}; it runs on ${hosts.join(', ')}`);
    }
  }
  const near = suggest(
    name,
    machines.map((machine) => machine.metadata.name),
  );
  throw new CommandError(
    `there is no machine${kind?.startsWith('machine') ? '' : ' and no placed unit'} "${name}"${near ? `; did you mean ${near}?` : '; see muster get machines'}`,
  );
}

async function machinesOfUnit(client: Client, unit: string, namespace: string): Promise<string[]> {
  const { items } = await client.list(placementResource, { namespace });
  const hosts = items.filter(
    (placement) => runningName(placement) === unit || textAt(placement, 'spec', 'unit') === unit,
  );
  return [...new Set(hosts.map((placement) => textAt(placement, 'spec', 'machine')))];
}

/** `hello@1.service` for instance 1 of hello@.service. */
export function runningName(placement: ApiObject): string {
  const unit = textAt(placement, 'spec', 'unit');
  const instance = textAt(placement, 'spec', 'instance');
  return instance === '' ? unit : unit.replace('@.', `@${instance}.`);
}
