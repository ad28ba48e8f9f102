import type { Placement, Unit } from '../../schemas/types.ts';
import type { Objects } from '../../store/objects.ts';
import type { PlacementContext } from '../placement/placement-machine.ts';
import { isLeaving } from '../placement-objects.ts';
import { failuresAnnotation, noteFailures } from './failures.ts';

export interface FailureNotesOptions {
  objects: Objects;
  /** A note was stored: the scheduler is to look at it. */
  noted: () => Promise<void>;
  failed: (error: unknown) => void;
}

/** Notes on Placements what has failed too often there, and forgets it after a time of calm. */
export class FailureNotes {
  readonly #options: FailureNotesOptions;

  constructor(options: FailureNotesOptions) {
    this.#options = options;
  }

  /** The placement's controller has moved. A note that cannot be stored is made at the next failure. */
  placementMoved(placement: Placement, unit: Unit, phase: string, context: PlacementContext): void {
    if (isLeaving(placement)) return;
    const { attempts, failures, crashes } = context;
    const calm = phase === 'synced' && attempts === 0 && crashes === 0;
    const judged = ['backoff', 'drifted', 'synced'].includes(phase);
    // What goes along is not forgotten at once where it runs next: a crash is an attempt that has failed, made by systemd.
    const counted = { attempts: attempts + crashes, failures: failures + crashes };
    const note = judged ? noteFailures(placement, unit, counted) : null;
    const stale = calm && placement.metadata.annotations?.[failuresAnnotation] !== undefined;
    if (note === null && !stale) return;
    this.#store(placement, note).then(this.#options.noted).catch(this.#options.failed);
  }

  async #store({ metadata: { namespace = 'default', name } }: Placement, note: string | null): Promise<void> {
    await this.#options.objects.change({ kind: 'Placement' as const, namespace, name }, (stored) => {
      const { [failuresAnnotation]: _, ...others } = stored.metadata.annotations ?? {};
      const annotations = note === null ? others : { ...others, [failuresAnnotation]: note };
      return { ...stored, metadata: { ...stored.metadata, annotations } };
    });
  }
}
