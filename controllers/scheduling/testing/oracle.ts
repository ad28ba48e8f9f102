/** The rules of placement, written down a second time and simply: what a test holds a schedule against. */
import type { LabelSelector, Machine, Unit, UnitSpread } from '../../../schemas/types.ts';
import { matchesGlob } from '../../../units/unit-name.ts';
import type { SchedulerInput } from '../schedule.ts';
import { runningName, type Spot } from '../spot.ts';

export interface Sitting {
  spot: Spot;
  runs: string;
  unit: Unit;
  machine: Machine;
}

/** What sits where, of what is desired. */
export function sittings(input: SchedulerInput, spots: readonly Spot[]): Sitting[] {
  return spots.map((spot) => {
    const unit = input.units.find(({ metadata }) => metadata.name === spot.unit);
    const machine = input.machines.find((each) => each.machine.metadata.name === spot.machine)?.machine;
    if (unit === undefined || machine === undefined) throw new Error(`${spot.unit} on ${spot.machine}?`);
    return { spot, runs: runningName(spot.unit, spot.instance), unit, machine };
  });
}

/** Rules of one unit, where it sits, that are broken at any time. */
export function broken(me: Sitting, all: readonly Sitting[]): string[] {
  const wrong: string[] = [];
  const placement = me.unit.spec.placement ?? {};
  const others = all.filter((other) => other.runs !== me.runs);
  const beside = others.filter((other) => other.spot.machine === me.spot.machine);
  if (placement.machine !== undefined && placement.machine !== me.spot.machine) wrong.push('machine');
  if (
    placement.machineSelector !== undefined &&
    !chosen(placement.machineSelector, me.machine.metadata.labels)
  )
    wrong.push('machineSelector');
  for (const other of beside) {
    if (conflict(me, other) || conflict(other, me)) wrong.push(`conflicts ${other.runs}`);
  }
  for (const leader of placement.with ?? []) {
    const there = beside.some((other) =>
      typeof leader === 'string'
        ? matchesGlob(other.runs, leader)
        : chosen(leader, other.unit.metadata.labels),
    );
    if (!there) wrong.push(`with ${JSON.stringify(leader)}`);
  }
  for (const { labelSelector, topologyKey = 'muster.dev/machine' } of placement.affinity?.required ?? []) {
    const meant = others.filter((other) => chosen(labelSelector, other.unit.metadata.labels));
    const alone = meant.length === 0 && chosen(labelSelector, me.unit.metadata.labels);
    const here = domain(me.machine, topologyKey);
    if (here === undefined || !(alone || meant.some((other) => domain(other.machine, topologyKey) === here)))
      wrong.push('affinity');
  }
  if (others.some((other) => averse(me, other) || averse(other, me))) wrong.push('antiAffinity');
  return wrong;
}

/** It wants to be with its own kind and has nobody to be with: whoever of its kind comes elsewhere draws it there. */
export function firstOfItsKind(me: Sitting, all: readonly Sitting[]): boolean {
  return (me.unit.spec.placement?.affinity?.required ?? []).some(
    ({ labelSelector }) =>
      chosen(labelSelector, me.unit.metadata.labels) &&
      !all.some((other) => other.runs !== me.runs && chosen(labelSelector, other.unit.metadata.labels)),
  );
}

/** What keeps a unit from coming, besides; `all` has it already. */
export function brokenOnArrival(me: Sitting, all: readonly Sitting[], input: SchedulerInput): string[] {
  const wrong: string[] = [];
  const state = input.machines.find(({ machine }) => machine === me.machine);
  const pinned = me.unit.spec.placement?.machine !== undefined;
  const free = pinned || me.unit.spec.placement?.global === true;
  if (me.machine.spec.unschedulable === true) wrong.push('cordoned');
  if (state?.standing === 'leaving' || (state?.standing === 'gone' && !pinned)) wrong.push('standing');
  if (state?.ready !== 'yes' && !free) wrong.push('not ready');
  const there = all.filter((other) => other.spot.machine === me.spot.machine);
  if (there.length > (me.machine.spec.maxUnits ?? Number.POSITIVE_INFINITY)) wrong.push('maxUnits');
  const memory = ({ unit }: Sitting) => Number(unit.spec.resources?.requests?.memory ?? 0);
  const requested = there.reduce((sum, each) => sum + memory(each), 0);
  if (memory(me) > 0 && requested > (me.machine.status?.facts?.memoryBytes ?? -1)) wrong.push('memory');
  for (const rule of me.unit.spec.placement?.spread ?? []) {
    if (skewed(me, rule, all, input)) wrong.push('spread');
  }
  return wrong;
}

function skewed(me: Sitting, rule: UnitSpread, all: readonly Sitting[], input: SchedulerInput): boolean {
  const { topologyKey, maxSkew = 1, labelSelector = {} } = rule;
  const here = domain(me.machine, topologyKey);
  if (here === undefined) return true;
  const counted = all.filter((each) => chosen(labelSelector, each.unit.metadata.labels));
  const count = (value: string) =>
    counted.filter((each) => domain(each.machine, topologyKey) === value).length;
  const { machineSelector, machine: pinned } = me.unit.spec.placement ?? {};
  const values = input.machines.flatMap(({ machine, ready, standing = 'in' }) => {
    const open =
      ready === 'yes' &&
      standing === 'in' &&
      machine.spec.unschedulable !== true &&
      (pinned === undefined || machine.metadata.name === pinned) &&
      (machineSelector === undefined || chosen(machineSelector, machine.metadata.labels));
    const value = domain(machine, topologyKey);
    return open && value !== undefined ? [value] : [];
  });
  return count(here) - Math.min(count(here), ...values.map(count)) > maxSkew;
}

function conflict(me: Sitting, other: Sitting): boolean {
  return (me.unit.spec.placement?.conflicts ?? []).some((glob) => matchesGlob(other.runs, glob));
}

function averse(me: Sitting, other: Sitting): boolean {
  return (me.unit.spec.placement?.antiAffinity?.required ?? []).some(
    ({ labelSelector, topologyKey = 'muster.dev/machine' }) => {
      const here = domain(me.machine, topologyKey);
      return (
        here !== undefined &&
        here === domain(other.machine, topologyKey) &&
        chosen(labelSelector, other.unit.metadata.labels)
      );
    },
  );
}

function domain(machine: Machine, topologyKey: string): string | undefined {
  return topologyKey === 'muster.dev/machine'
    ? machine.metadata.name
    : machine.metadata.labels?.[topologyKey];
}

function chosen(selector: LabelSelector, labels: Record<string, string> = {}): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}
