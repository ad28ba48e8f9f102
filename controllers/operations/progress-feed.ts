import type { MachineState } from '../machine/agent-host.ts';
import type { PlacementRef, ProgressEvent } from '../operations.ts';
import { standingOf } from '../placement/placement-status.ts';
import type { Happening } from '../progress.ts';

/** What happens to placements, as it is told to clients: without muster's notes to itself, and nothing twice. */
export class ProgressFeed {
  readonly #shown = new Map<string, string>();

  /** What there is to tell of one placement; null when it is nothing new. */
  placementEvent(
    happening: Extract<Happening, { type: 'placement' | 'step' }>,
    ref: PlacementRef,
  ): ProgressEvent | null {
    if (happening.type === 'step') {
      const { step, ok, message } = happening.result;
      if (['intent', 'record', 'ledger'].includes(step.do)) return null;
      const subject = step.do === 'write' ? step.file.path : 'path' in step ? step.path : step.unit;
      const phase = step.do === 'restore' ? 'remove' : step.do;
      return { type: 'step', ...ref, step: phase, subject, reason: step.reason, ok, message };
    }
    const { key, phase, context } = happening;
    const { sync, health, reason, message } = standingOf(phase, context);
    const text = `${phase} ${sync} ${health} ${message}`;
    if (this.#shown.get(key) === text) return null;
    this.#shown.set(key, text);
    return { type: 'placement', ...ref, phase, sync, health, reason, message };
  }

  machineEvent(machine: string, state: MachineState): ProgressEvent {
    const event = { type: 'machine' as const, machine };
    if (state.phase === 'ready') return { ...event, state: 'ready' };
    if (state.error === null || state.phase === 'connecting') return { ...event, state: 'connecting' };
    return { ...event, state: 'failed', reason: state.error.reason, message: state.error.message };
  }
}
