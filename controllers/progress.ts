import type { StepResult } from '../units/step.ts';
import type { MachineState } from './machine/agent-host.ts';
import type { PlacementContext } from './placement/placement-machine.ts';

/** What controllers do, as it happens; keys are those of Placement objects. */
export type Happening =
  | { type: 'placement'; key: string; phase: string; context: PlacementContext }
  | { type: 'placement-new'; key: string }
  | { type: 'placement-gone'; key: string }
  | { type: 'step'; key: string; result: StepResult }
  | { type: 'machine'; machine: string; state: MachineState }
  | { type: 'scheduled' };

export class Happenings {
  readonly #listeners = new Set<(happening: Happening) => void>();

  /** Returns a function that ends the subscription. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening);
  }
}
