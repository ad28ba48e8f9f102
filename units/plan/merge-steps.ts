import type { Step } from '../step.ts';
import { inOrder } from './assess.ts';

/**
 * The plans of several units of one machine as one batch: in the order of phases, one daemon-reload, each path written
 * or removed once (instances share their template's file), and never removed when another unit writes it.
 */
export function mergeSteps(plans: Step[][]): Step[] {
  const steps = plans.flat();
  const written = new Set(steps.flatMap((step) => (step.do === 'write' ? [step.file.path] : [])));
  const seen = new Set<string>();
  const merged: Step[] = [];
  for (const step of steps) {
    if (step.do === 'remove' && written.has(step.path)) continue;
    const key = stepIdentity(step);
    if (seen.has(key)) continue;
    seen.add(key);
    merged.push(step);
  }
  return inOrder(merged);
}

/** Equal for steps that are one and the same act on the machine. */
export function stepIdentity(step: Step): string {
  switch (step.do) {
    case 'daemon-reload':
      return 'daemon-reload';
    case 'write':
      return `write ${step.file.path}`;
    case 'set-aside':
    case 'remove':
    case 'restore':
    case 'link':
      return `${step.do} ${step.path}`;
    default:
      return `${step.do} ${step.unit}`;
  }
}
