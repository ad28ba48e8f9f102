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
  /** It is about to be removed anyway. */
  isGoing: (placement: Placement) => boolean;
  /** By key of a Unit: keys of its items that move now; the others wait for their turn. */
  underWay: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Of units that wait for one another in a circle, each for a copy of the next one to go: the copy that is to stop first, so
 * that all go on; null when nobody waits like that. A copy goes when its successor is healthy, which others may be in the
 * way of, or which may depend on others; or when it is its turn. Pure.
 */
export function standoff(input: StandoffInput): Placement | null {
  const { placement, held, inTheWayOf, unready, underWay, isGoing } = input;
  /** All of these are to come about. */
  const needs = new Map<string, Set<string>>();
  /** One of these will do. */
  const turns = new Map<string, Set<string>>();
  const need = (key: string, others: readonly Placement[]) => {
    const known = needs.get(key) ?? new Set();
    for (const other of others) known.add(keyOf(other));
    needs.set(key, known);
  };
  const occupants = new Map<string, Placement>();
  for (const coming of held) {
    const those = inTheWayOf(coming).filter((each) => !isLeaving(each) && !isGoing(each));
    need(keyOf(coming), those);
    for (const each of those) occupants.set(keyOf(each), each);
  }
  for (const [key, occupant] of occupants) {
    const successor = placement(successorKey(occupant) ?? '');
    const before = [...(underWay.get(unitKeyOf(occupant)) ?? [])].filter((other) => other !== key);
    if (successor !== undefined && !isLeaving(successor)) need(key, unready(successor));
    else if (before.length > 0) turns.set(key, new Set(before));
  }
  // Whoever has nobody to wait for goes on, and then those who wait only for such.
  const stuck = new Set([...needs.keys(), ...turns.keys()]);
  const isStuck = (key: string) =>
    [...(needs.get(key) ?? [])].some((other) => stuck.has(other)) ||
    (turns.has(key) && [...(turns.get(key) ?? [])].every((other) => stuck.has(other)));
  for (let again = true; again; ) {
    again = false;
    for (const key of stuck) if (!isStuck(key)) again = stuck.delete(key) || again;
  }
  const edges = (key: string) =>
    [...(needs.get(key) ?? []), ...(turns.get(key) ?? [])].filter((other) => stuck.has(other));
  const first = [...occupants.keys()].sort(compare).find((key) => stuck.has(key) && reaches(key, key, edges));
  return first === undefined ? null : (occupants.get(first) ?? null);
}

function reaches(from: string, to: string, edges: (key: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [...edges(from)];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...edges(key));
  }
  return false;
}

function keyOf(placement: Placement): string {
  return itemKey(spotOfPlacement(placement));
}
