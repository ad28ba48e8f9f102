import type { Placement } from '../../schemas/types.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import { compare, itemKey } from './spot.ts';
import { successorKey } from './successor.ts';

/**
 * Of units that are handed over and wait for one another in a circle, each new copy for the old one of another unit: the
 * old copy that is to stop first, so that all go on; null when nobody waits like that. Pure.
 */
export function standoff(
  placements: readonly Placement[],
  inTheWayOf: (placement: Placement) => readonly Placement[],
): Placement | null {
  const live = new Map(placements.filter((each) => !isLeaving(each)).map((each) => [objectKey(each), each]));
  /** By item: the old copy. */
  const handedOver = new Map<string, Placement>();
  const waitsFor = new Map<string, Set<string>>();
  const blocking = new Set<string>();
  const byTurns: Placement[] = [];
  for (const old of live.values()) {
    const successor = live.get(successorKey(old) ?? '');
    if (successor === undefined) continue;
    handedOver.set(keyOf(old), old);
    const those = inTheWayOf(successor).filter((each) => !isLeaving(each));
    if (those.length === 0) continue;
    waitsFor.set(keyOf(old), new Set(those.map(keyOf)));
    for (const other of those) {
      blocking.add(keyOf(other));
      if (!live.has(successorKey(other) ?? '')) byTurns.push(other);
    }
  }
  // What has yet to move waits for the instances of its unit that move before it.
  for (const waiting of byTurns) {
    const before = [...handedOver.values()].filter((old) => unitKeyOf(old) === unitKeyOf(waiting));
    waitsFor.set(keyOf(waiting), new Set(before.map(keyOf)));
  }
  const key = [...waitsFor.keys()]
    .sort(compare)
    .find((each) => blocking.has(each) && handedOver.has(each) && reaches(each, each, waitsFor));
  return key === undefined ? null : (handedOver.get(key) ?? null);
}

function reaches(from: string, to: string, edges: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const open = [...(edges.get(from) ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(edges.get(key) ?? []));
  }
  return false;
}

function keyOf(placement: Placement): string {
  return itemKey(spotOfPlacement(placement));
}
