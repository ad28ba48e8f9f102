import type { ObservedUnit, UnitRecord } from '../observed.ts';
import type { Step } from '../step.ts';
import { inOrder } from './assess.ts';
import type { PlanContext } from './context.ts';
import { keptPath } from './finding.ts';

/**
 * Takes a unit off a machine: stops it with the definition it runs with, removes what its record says is ours, and
 * gives back what was adopted. Empty when nothing of it is there. Pure.
 */
export function planRemoval(observed: ObservedUnit, context: PlanContext): Step[] {
  const { record, name } = observed;
  if (record === null) return [];
  if (record.store !== undefined && record.store !== context.store) return [];
  const steps: Step[] = [];
  const active = observed.loaded?.active ?? 'inactive';
  const givesBack = record.adopted.length > 0;
  if (!['inactive', 'failed'].includes(active))
    steps.push({ do: 'stop', unit: name, reason: 'no longer desired' });
  for (const path of record.paths) {
    if (context.neededElsewhere.has(path)) continue;
    steps.push(removeOrKeep(observed, record, path, context));
  }
  for (const link of [...observed.links, ...observed.runtimeLinks]) {
    if (record.paths.includes(link.path)) continue;
    steps.push({ do: 'remove', unit: name, reason: 'would lead nowhere', path: link.path });
  }
  for (const { path, kept } of record.adopted) {
    steps.push({ do: 'restore', unit: name, reason: 'what stood here before muster', kept, path });
  }
  if (observed.loaded !== null) steps.push({ do: 'daemon-reload', unit: name, reason: 'a loaded unit goes' });
  if (active === 'failed')
    steps.push({ do: 'reset-failed', unit: name, reason: 'nothing of it stays behind' });
  if (givesBack && observed.loaded !== null && active === 'active') {
    steps.push({ do: 'start', unit: name, reason: 'it ran before muster took it over' });
  }
  steps.push({ do: 'record', unit: name, reason: 'no longer desired', content: null });
  return inOrder(steps);
}

function removeOrKeep(observed: ObservedUnit, record: UnitRecord, path: string, context: PlanContext): Step {
  const live = observed.files.get(path);
  const written = record.applied?.files[path];
  const edited =
    live !== undefined &&
    live.stamp === null &&
    live.type === 'file' &&
    written !== undefined &&
    live.digest !== written;
  if (edited) {
    const kept = keptPath(context.paths.stateDir, 'set-aside', path);
    return { do: 'set-aside', unit: observed.name, reason: 'someone else changed it', path, kept };
  }
  return { do: 'remove', unit: observed.name, reason: 'no longer desired', path };
}
