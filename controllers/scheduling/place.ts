import type { Machine } from '../../schemas/types.ts';
import { machineLabel } from './items.ts';
import { compare } from './spot.ts';

export type Standing = 'in' | 'leaving' | 'gone';

export interface SchedulerMachine {
  machine: Machine;
  /** null before the first contact. */
  machineId: string | null;
  /** pending: it is being connected to for the first time; what it could take waits for it. */
  ready: 'yes' | 'no' | 'pending';
  /**
   * in (the default): as any machine. leaving: drained; what is neither global nor named for it moves away, and nothing
   * new comes. gone: lost beyond its grace, or fenced; nothing new comes, and what `evict` says runs elsewhere.
   */
  standing?: Standing;
}

/** A machine as the scheduler looks at it. */
export interface Place {
  readonly index: number;
  readonly name: string;
  readonly machineId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: 'yes' | 'no' | 'pending';
  readonly standing: Standing;
  readonly cordoned: boolean;
  readonly maxUnits: number | null;
  /** Bytes; null before the machine has said. */
  readonly memory: number | null;
  readonly cpus: number | null;
}

/** Sorted by name. */
export function placesOf(machines: readonly SchedulerMachine[]): Place[] {
  return [...machines].sort((a, b) => compare(a.machine.metadata.name, b.machine.metadata.name)).map(placeOf);
}

export function placeOf(
  { machine, machineId, ready, standing = 'in' }: SchedulerMachine,
  index: number,
): Place {
  return {
    index,
    name: machine.metadata.name,
    machineId,
    labels: { ...machine.metadata.labels, [machineLabel]: machine.metadata.name },
    ready,
    standing,
    cordoned: machine.spec.unschedulable === true,
    maxUnits: machine.spec.maxUnits ?? null,
    memory: machine.status?.facts?.memoryBytes || null,
    cpus: machine.status?.facts?.cpus || null,
  };
}

/** By its name or machine-id; fleet took the first eight characters of an id as well. */
export function isNamed(place: Place, wanted: string): boolean {
  const { name, machineId: id } = place;
  return (
    name === wanted || (id !== null && (id === wanted || (wanted.length === 8 && id.startsWith(wanted))))
  );
}
