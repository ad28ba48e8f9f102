import type { AnyObject } from '../schemas/types.ts';

/** Annotation of a Unit, Placement or Machine; any new value (a time, usually) asks for a fresh look and another try, now. */
export const reconcileRequestedAt = 'muster.dev/reconcile-requested-at';

export function reconcileRequestOf(object: AnyObject | null): string | undefined {
  return object?.metadata.annotations?.[reconcileRequestedAt];
}
