/** The old and the new copy of a unit that is handed over. */
import type { Placement } from '../../schemas/types.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving } from '../placement-objects.ts';
import { handedOverTo } from './handed-over.ts';

/** Key of the Placement that takes over from this one; undefined when none does. */
export function successorKey(placement: Placement): string | undefined {
  const name = placement.metadata.annotations?.[handedOverTo];
  return name === undefined ? undefined : `${placement.metadata.namespace ?? 'default'}/${name}`;
}

/** Placements that count as where their unit sits: what has a successor does not. */
export function seated(placements: readonly Placement[]): Placement[] {
  const live = placements.filter((each) => !isLeaving(each));
  if (!live.some((each) => successorKey(each) !== undefined)) return live;
  const keys = new Set(live.map(objectKey));
  return live.filter((each) => !keys.has(successorKey(each) ?? ''));
}
