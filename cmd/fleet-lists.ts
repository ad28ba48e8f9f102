/** fleet's three lists, with its columns and options. */
import { createHash } from 'node:crypto';
import { type ApiObject, fieldAt, textAt } from './api-object.ts';
import type { Context } from './command.ts';
import { usageError } from './command-error.ts';
import { runningName } from './find-machine.ts';
import { formatTable } from './output/table.ts';
import { machineResource, placementResource, unitResource } from './resources.ts';
import { storedText } from './stored-unit-file.ts';

export interface FleetListOptions {
  full?: boolean;
  legend: boolean;
  fields: string;
  namespace?: string;
}

type Row = Record<string, string>;
const shortHash = 7;

export async function printFleetList(
  context: Context,
  list: 'units' | 'unit-files' | 'machines',
  options: FleetListOptions,
): Promise<number> {
  const client = await context.open('objects');
  const namespace = options.namespace ?? context.settings().namespace;
  const { items: machines } = await client.list(machineResource, {});
  const addresses = new Map(machines.map((machine) => [machine.metadata.name, addressOf(machine)]));
  const where = (machine: string) => `${machine}/${addresses.get(machine) ?? '-'}`;
  let rows: Row[];
  if (list === 'machines') rows = machines.map(machineRow);
  else {
    const { items: units } = await client.list(unitResource, { namespace });
    const { items: placements } = await client.list(placementResource, { namespace });
    const byName = new Map(units.map((unit) => [unit.metadata.name, unit]));
    const hash = (unit: ApiObject | undefined) =>
      unit === undefined ? '-' : hashOf(unit, options.full === true);
    rows =
      list === 'units'
        ? placements.map((placement) => ({
            unit: runningName(placement),
            machine: where(textAt(placement, 'spec', 'machine')),
            load: 'loaded',
            active: textAt(placement, 'status', 'activeState') || '-',
            sub: textAt(placement, 'status', 'subState') || '-',
            hash: hash(byName.get(textAt(placement, 'spec', 'unit'))),
          }))
        : units.flatMap((unit) => unitFileRows(unit, placements, where, hash(unit)));
  }
  const known = {
    units: ['unit', 'machine', 'active', 'sub', 'load', 'hash'],
    'unit-files': ['unit', 'hash', 'dstate', 'state', 'target', 'global', 'desc'],
    machines: ['machine', 'ip', 'metadata', 'id'],
  }[list];
  const fields = options.fields.split(',').map((field) => field.trim());
  const wrong = fields.find((field) => !known.includes(field));
  if (wrong !== undefined)
    throw usageError(`--fields: there is no field "${wrong}"; the fields are ${known.join(', ')}`);
  const cells = rows.map((row) => fields.map((field) => row[field] ?? '-'));
  const key = (row: Row) => `${row.unit ?? ''} ${row.machine ?? ''}`;
  const order = rows.map((row, index) => ({ key: key(row), index })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const header = options.legend ? fields.map((field) => field.toUpperCase()) : null;
  context.print(
    formatTable(
      header,
      order.map(({ index }) => cells[index] ?? []),
    ).text,
  );
  return 0;
}

function addressOf(machine: ApiObject): string {
  const [first] = (fieldAt(machine, 'status', 'facts', 'addresses') as string[] | undefined) ?? [];
  return textAt(machine, 'spec', 'ssh', 'host') || first || '-';
}

function machineRow(machine: ApiObject): Row {
  const labels = Object.entries(machine.metadata.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    machine: machine.metadata.name,
    ip: addressOf(machine),
    metadata: labels.sort().join(',') || '-',
    id: textAt(machine, 'status', 'facts', 'machineID') || '-',
  };
}

const words: Record<string, string> = { active: 'launched', inactive: 'loaded', submitted: 'inactive' };

function unitFileRows(
  unit: ApiObject,
  placements: ApiObject[],
  where: (machine: string) => string,
  hash: string,
): Row[] {
  const { name } = unit.metadata;
  const own = placements.filter((placement) => textAt(placement, 'spec', 'unit') === name);
  const global = fieldAt(unit, 'spec', 'placement', 'global') === true;
  const common = { hash, global: String(global), desc: descriptionOf(unit) };
  const state = words[textAt(unit, 'spec', 'state') || 'active'] ?? '-';
  if (name.includes('@.')) {
    const instances = own.map((placement) => ({
      ...common,
      unit: runningName(placement),
      dstate: words[textAt(placement, 'spec', 'state')] ?? state,
      state: stateOf([placement]),
      target: where(textAt(placement, 'spec', 'machine')),
    }));
    return [{ ...common, unit: name, dstate: 'inactive', state: 'inactive', target: '-' }, ...instances];
  }
  const [first] = own;
  const target = global || first === undefined ? '-' : where(textAt(first, 'spec', 'machine'));
  return [{ ...common, unit: name, dstate: state, state: stateOf(own), target }];
}

function stateOf(placements: ApiObject[]): string {
  if (placements.length === 0) return 'inactive';
  return placements.every((placement) => textAt(placement, 'status', 'activeState') === 'active')
    ? 'launched'
    : 'loaded';
}

function descriptionOf(unit: ApiObject): string {
  return /^Description\s*=\s*(.*)$/m.exec(storedText(unit))?.[1]?.trim() || '-';
}

/** fleet's: SHA-1 of the unit file. */
function hashOf(unit: ApiObject, full: boolean): string {
  const hash = createHash('sha1').update(storedText(unit)).digest('hex');
  return full ? hash : hash.slice(0, shortHash);
}
