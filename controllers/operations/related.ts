/**
 * Without a server nobody else works on what units wait for, or on what waits for them: a command does, so far as what
 * it was asked for goes.
 */
import type { Placement } from '../../schemas/types.ts';
import type { Core } from '../core.ts';
import type { Outcome, ProgressEvent } from '../operations.ts';
import { unitKeyOf } from '../placement-objects.ts';
import { type ConvergeOptions, converge } from './converge.ts';

/** Lets the controllers of these placements work, and those of everything they wait for or that waits for them. */
export function workInOrder(core: Core, placements: Placement[]): void {
  const dependents = levelsOfDependents(core, placements).flat();
  const all = new Set([...placements, ...dependents, ...dependencies(core, [...placements, ...dependents])]);
  const moving = inTheWay(core, [...all]);
  core.work([...all, ...moving], [], moving);
}

/** All copies of those who have to leave first, of those who are in their way, and so on. */
function inTheWay(core: Core, placements: Placement[]): Placement[] {
  const found = new Set<Placement>();
  let from = placements;
  while (from.length > 0) {
    const units = new Set(from.flatMap((each) => core.placing.inTheWayOf(each)).map(unitKeyOf));
    const copies = [...units].flatMap((key) => {
      const unit = core.cluster.get('Unit', key);
      return unit === undefined ? [] : core.dependencies.placementsOf(unit);
    });
    from = copies.filter((each) => !found.has(each));
    for (const each of from) found.add(each);
  }
  return [...found];
}

/**
 * Follows the placements, and then, where no server goes on by itself, those that wait for them: each level only when
 * the one before it has come to rest, which is what it waits for.
 */
export async function* convergeInOrder(
  core: Core,
  placements: Placement[],
  options: ConvergeOptions,
): AsyncIterable<ProgressEvent> {
  const begun = performance.now();
  let outcome: Outcome | undefined;
  const asked = [...placements];
  const { later, successors, ...rest } = options;
  const note = (found: Placement[]) => {
    asked.push(...found);
    return found;
  };
  const noted: ConvergeOptions = {
    ...rest,
    ...(later === undefined ? {} : { later: later.then(note) }),
    ...(successors === undefined ? {} : { successors: async () => note(await successors()) }),
  };
  for await (const event of converge(core, placements, noted)) {
    if (event.type === 'done') outcome = event;
    else yield event;
  }
  if (outcome === undefined) return;
  const levels = core.serves ? [] : levelsOfDependents(core, asked);
  for (const level of levels) {
    const timeoutMs = options.timeoutMs - (performance.now() - begun);
    if (timeoutMs <= 0 || options.signal.aborted) break;
    const { signal } = options;
    const next: ConvergeOptions = { timeoutMs, signal, since: Date.now(), mayWait: true };
    for await (const event of converge(core, level, next)) {
      if (event.type === 'done') outcome = both(outcome, event);
      else yield event;
    }
  }
  yield { type: 'done', ...outcome, durationMs: Math.round(performance.now() - begun) };
}

/** What waits for the placements, what waits for that, and so on. */
function levelsOfDependents(core: Core, placements: Placement[]): Placement[][] {
  const seen = new Set(placements.map(unitKeyOf));
  const levels: Placement[][] = [];
  let from = [...seen];
  while (from.length > 0) {
    const found = core.dependencies.dependentsOf(from).filter((each) => !seen.has(unitKeyOf(each)));
    if (found.length === 0) return levels;
    levels.push(found);
    from = [...new Set(found.map(unitKeyOf))];
    for (const key of from) seen.add(key);
  }
  return levels;
}

function dependencies(core: Core, placements: Placement[]): Placement[] {
  const seen = new Set(placements.map(unitKeyOf));
  const found: Placement[] = [];
  // Grows while it is walked.
  for (const key of seen) {
    const unit = core.cluster.get('Unit', key);
    for (const other of unit === undefined ? [] : core.dependencies.dependenciesOf(unit)) {
      const dependency = seen.has(other) ? undefined : core.cluster.get('Unit', other);
      seen.add(other);
      if (dependency !== undefined) found.push(...core.dependencies.placementsOf(dependency));
    }
  }
  return found;
}

function both(first: Outcome, second: Outcome): Outcome {
  return {
    ...first,
    total: first.total + second.total,
    converged: first.converged + second.converged,
    failed: [...first.failed, ...second.failed],
    machinesFailed: [...first.machinesFailed, ...second.machinesFailed],
    timedOut: first.timedOut || second.timedOut,
  };
}
