/** What `get` shows of each kind, as kubectl's printers do. */
import type {
  AnyObject,
  Condition,
  ConfigMap,
  Event,
  Lease,
  Machine,
  Namespace,
  Placement,
  Secret,
  Unit,
} from './types.ts';

export interface Column {
  /** In capitals, as printed: `READY`. */
  name: string;
  /** `date`: `read` gives an RFC 3339 time, which is printed as an age. */
  type: 'string' | 'integer' | 'date';
  /** 0 always; 1 only with `-o wide`. */
  priority: 0 | 1;
  description: string;
  /** null prints as `<none>`; for a date as `<unknown>`. */
  read(object: AnyObject): string | number | null;
}

type Reader<T> = (object: T) => string | number | null | undefined;

/** The table of kinds hands each column only objects of its own kind. */
function columns<T extends AnyObject>(
  kind: T['kind'],
  ...rows: [name: string, description: string, read: Reader<T>, options?: Partial<Column>][]
): Column[] {
  return rows.map(([name, description, read, options]) => ({
    name,
    description,
    type: 'string',
    priority: 0,
    ...options,
    read: (object) => (object.kind === kind ? (read(object as T) ?? null) : null),
  }));
}

const name: [string, string, Reader<AnyObject>] = [
  'NAME',
  "The object's name.",
  (object) => object.metadata.name,
];
const age: [string, string, Reader<AnyObject>, Partial<Column>] = [
  'AGE',
  'How long ago it was created.',
  (object) => object.metadata.creationTimestamp,
  { type: 'date' },
];
const integer = { type: 'integer' } as const;
const wide = { priority: 1 } as const;

function conditionOf(conditions: Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** `Ready`, `NotReady` or `Unknown`, as for a Node, or how lost it is; `,SchedulingDisabled` when cordoned. */
function machineStatus(machine: Machine): string {
  const ready = conditionOf(machine.status?.conditions, 'Ready')?.status;
  const { standing } = machine.status ?? {};
  const away = standing === undefined || standing === 'Ready' ? 'NotReady' : standing;
  const word = ready === 'True' ? 'Ready' : ready === 'False' ? away : 'Unknown';
  return machine.spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function unitLocation(unit: Unit): string {
  const { global, machine, machineSelector } = unit.spec.placement ?? {};
  const labels = Object.entries(machineSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (machineSelector?.matchExpressions ?? []).map(
    ({ key, operator, values }) =>
      `${key} ${operator}${values === undefined ? '' : ` (${values.join(',')})`}`,
  );
  const where = machine ?? [...labels, ...expressions].join(',');
  if (global === true) return where === '' ? 'all machines' : `all with ${where}`;
  return where === '' ? 'any machine' : where;
}

function eventTime(event: Event): string | null | undefined {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp;
}

export const columnsOf: { readonly [kind in AnyObject['kind']]: readonly Column[] } = {
  Unit: columns<Unit>(
    'Unit',
    name,
    [
      'DESIRED',
      'How many placements there should be.',
      (unit) => unit.status?.placements?.desired ?? 0,
      integer,
    ],
    ['READY', 'How many are synced and healthy.', (unit) => unit.status?.placements?.ready ?? 0, integer],
    ['SYNC', 'Whether all machines hold what is desired.', (unit) => unit.status?.sync ?? 'Unknown'],
    ['HEALTH', 'The worst health of its placements.', (unit) => unit.status?.health ?? 'Unknown'],
    age,
    ['STATE', 'The state that is desired.', (unit) => unit.spec.state ?? 'active', wide],
    ['PLACEMENT', 'Where it runs.', unitLocation, wide],
    [
      'MESSAGE',
      'Why it is not ready.',
      (unit) => {
        const ready = conditionOf(unit.status?.conditions, 'Ready');
        return ready === undefined || ready.status === 'True' ? '' : ready.message;
      },
      wide,
    ],
  ),
  Machine: columns<Machine>(
    'Machine',
    name,
    ['STATUS', 'Whether it can be worked with.', machineStatus],
    ['ADDRESS', 'Where it is reached.', (machine) => machine.spec.ssh.host],
    ['UNITS', 'How many units are placed there.', (machine) => machine.status?.units ?? 0, integer],
    ['SYSTEMD', "systemd's version.", (machine) => machine.status?.facts?.systemdVersion, integer],
    age,
    ['OS', 'Its operating system.', (machine) => machine.status?.facts?.os, wide],
    ['KERNEL', "The kernel's release.", (machine) => machine.status?.facts?.kernel, wide],
    ['ARCH', 'Its architecture.', (machine) => machine.status?.facts?.architecture, wide],
    ['HEARING', 'How changes are heard.', (machine) => machine.status?.hearing?.by, wide],
    ['MACHINE-ID', '/etc/machine-id.', (machine) => machine.status?.facts?.machineID, wide],
  ),
  Placement: columns<Placement>(
    'Placement',
    name,
    ['UNIT', 'The Unit.', (placement) => placement.spec.unit],
    ['MACHINE', 'The Machine.', (placement) => placement.spec.machine],
    [
      'SYNC',
      'Whether the machine holds what is desired.',
      (placement) => placement.status?.sync ?? 'Unknown',
    ],
    ['HEALTH', 'How it is doing.', (placement) => placement.status?.health ?? 'Unknown'],
    ['ACTIVE', "systemd's ActiveState.", (placement) => placement.status?.activeState],
    ['SUB', "systemd's SubState.", (placement) => placement.status?.subState],
    ['PID', 'The main process.', (placement) => placement.status?.mainPID || null, integer],
    [
      'RESTARTS',
      'How often systemd itself restarted it.',
      (placement) => placement.status?.restarts ?? 0,
      integer,
    ],
    age,
    ['PHASE', "The controller's state.", (placement) => placement.status?.phase, wide],
    [
      'DRIFT',
      'How it differs from what is desired.',
      (placement) => placement.status?.drift?.map((drift) => drift.kind).join(',') || null,
      wide,
    ],
  ),
  Namespace: columns<Namespace>(
    'Namespace',
    name,
    [
      'STATUS',
      'Active, or Terminating while it is removed.',
      (namespace) => namespace.status?.phase ?? 'Active',
    ],
    age,
  ),
  Event: columns<Event>(
    'Event',
    ['LAST SEEN', 'When it last happened.', eventTime, { type: 'date' }],
    ['TYPE', 'Normal or Warning.', (event) => event.type ?? 'Normal'],
    ['REASON', 'What happened, in one word.', (event) => event.reason],
    [
      'OBJECT',
      'What it happened to.',
      ({ involvedObject }) => `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
    ],
    ['MESSAGE', 'What happened.', (event) => event.message],
    ['COUNT', 'How often.', (event) => event.series?.count ?? event.count ?? 1, { ...integer, ...wide }],
    ['NAME', "The object's name.", (event) => event.metadata.name, wide],
  ),
  ConfigMap: columns<ConfigMap>(
    'ConfigMap',
    name,
    [
      'DATA',
      'How many keys it has.',
      ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
      integer,
    ],
    age,
  ),
  Secret: columns<Secret>(
    'Secret',
    name,
    ['TYPE', 'What it is for.', (secret) => secret.type ?? 'Opaque'],
    [
      'DATA',
      'How many keys it has.',
      ({ data, stringData }) => new Set([...Object.keys(data ?? {}), ...Object.keys(stringData ?? {})]).size,
      integer,
    ],
    age,
  ),
  Lease: columns<Lease>(
    'Lease',
    name,
    ['HOLDER', 'Who holds it.', (lease) => lease.spec?.holderIdentity],
    age,
  ),
};
