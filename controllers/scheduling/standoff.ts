import type { Placement } from '../../schemas/types.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import { compare, itemKey } from './spot.ts';
import { successorKey } from './successor.ts';

export interface StandoffInput {
  placement: (key: string) => Placement | undefined;
  /** Copies that do not run, as others are in their way. */
  held: readonly Placement[];
  inTheWayOf: (placement: Placement) => readonly Placement[];
  /** What it depends on, as far as that is not healthy. */
  unready: (placement: Placement) => readonly Placement[];
  /** By key of a Unit: keys of its items that move now; the others wait for their turn. */
  underWay: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Of units that wait for one another in a circle, each for a copy of the next one to go: the copy that is to stop first, so
 * that all go on; null when nobody waits like that. A copy goes when its successor is healthy, which others may be in the
 * way of, or which may depend on others; or when it is its turn. Pure.
 */
export function standoff(input: StandoffInput): Placement | null {
  const { placement, held, inTheWayOf, unready, underWay } = input;
  const waitsFor = new Map<string, Set<string>>();
  const wait = (key: string, others: Iterable<string>) => {
    const known = waitsFor.get(key) ?? new Set();
    for (const other of others) known.add(other);
    waitsFor.set(key, known);
  };
  const occupants = new Map<string, Placement>();
  for (const coming of held) {
    const those = inTheWayOf(coming).filter((each) => !isLeaving(each));
    wait(keyOf(coming), those.map(keyOf));
    for (const each of those) occupants.set(keyOf(each), each);
  }
  for (const [key, occupant] of occupants) {
    const successor = placement(`${successorKey(occupant) ?? ''}`);
    if (successor !== undefined && !isLeaving(successor)) wait(key, unready(successor).map(keyOf));
    else
      wait(
        key,
        [...(underWay.get(unitKeyOf(occupant)) ?? [])].filter((other) => other !== key),
      );
  }
  const first = [...occupants.keys()].sort(compare).find((key) => reaches(key, key, waitsFor));
  return first === undefined ? null : (occupants.get(first) ?? null);
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
