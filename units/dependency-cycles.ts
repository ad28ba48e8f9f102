import type { Problem } from '../schemas/problem.ts';
import type { Unit } from '../schemas/types.ts';
import { dependenciesOf, unitsMeant } from './dependencies.ts';
import { expandSpecifiers } from './specifiers.ts';
import { instanceName, parseUnitName } from './unit-name.ts';

export interface DependencyCycle {
  /** Each waits for the one after it, and the last for the first. The first is the first by key. */
  units: Unit[];
  /** `a.service → b.service → a.service` */
  words: string;
}

/**
 * Circles of units that wait for one another, which would never start; none when there are none, and at least one when
 * there are. Looked at unit by unit: instances of a template count as one.
 */
export function dependencyCycles(units: readonly Unit[]): DependencyCycle[] {
  const byKey = new Map(units.map((unit) => [keyOf(unit), unit]));
  const cycles: DependencyCycle[] = [];
  const done = new Set<string>();
  for (const start of [...byKey.keys()].sort()) {
    const cycle = done.has(start) ? null : findCycle(start, byKey, done);
    if (cycle === null) continue;
    const first = cycle.indexOf([...cycle].sort()[0] ?? '');
    const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
    const found = turned.flatMap((key) => byKey.get(key) ?? []);
    const names = [...found, ...found.slice(0, 1)].map(({ metadata }) => metadata.name);
    cycles.push({ units: found, words: names.join(' → ') });
  }
  return cycles;
}

/** What is wrong with one unit of a circle, at the name that leads to the next one. */
export function cycleProblem({ units, words }: DependencyCycle, unit: Unit): Problem {
  const next = units[(units.indexOf(unit) + 1) % units.length]?.metadata.name ?? '';
  const runs = runsFor(unit);
  const message = `waits in a circle, ${words}: none of them would ever start; take one of these dependencies out`;
  for (const field of ['bindsTo', 'dependsOn'] as const) {
    const index = (unit.spec[field] ?? []).findIndex((name) =>
      unitsMeant(expandSpecifiers(name, runs)).includes(next),
    );
    if (index >= 0) return { path: ['spec', field, index], target: 'value', message };
  }
  return { path: ['spec'], target: 'value', message };
}

/** Depth first without recursion: chains may be long. What is left behind is in no circle that has not been found. */
function findCycle(start: string, byKey: ReadonlyMap<string, Unit>, done: Set<string>): string[] | null {
  const path: { key: string; next: Iterator<string> }[] = [];
  const at = new Map<string, number>();
  const enter = (key: string) => {
    const unit = byKey.get(key);
    at.set(key, path.length);
    path.push({ key, next: (unit === undefined ? [] : keysWaitedFor(unit, byKey))[Symbol.iterator]() });
  };
  enter(start);
  let found: string[] | null = null;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const { value, done: end } = top.next.next();
    if (end === true) {
      path.pop();
      at.delete(top.key);
      done.add(top.key);
      continue;
    }
    const seen = at.get(value);
    if (seen !== undefined) found ??= path.slice(seen).map(({ key }) => key);
    else if (!done.has(value)) enter(value);
  }
  return found;
}

function keysWaitedFor(unit: Unit, byKey: ReadonlyMap<string, Unit>): string[] {
  const { namespace = 'default' } = unit.metadata;
  return dependenciesOf(unit, runsFor(unit)).flatMap((dependency) => {
    const keys = unitsMeant(dependency.name).map((each) => `${namespace}/${each}`);
    return keys.find((key) => byKey.has(key)) ?? [];
  });
}

/** For specifiers: any instance of a template stands for all. */
function runsFor({ metadata: { name } }: Unit): string {
  return parseUnitName(name)?.isTemplate === true ? instanceName(name, 'x') : name;
}

function keyOf({ metadata }: Unit): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}
