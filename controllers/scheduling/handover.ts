/**
 * A unit that moves by choice is handed over: the new copy is healthy before the old one stops, or the old one is gone
 * before the new one starts. Pure: what the scheduler wants becomes what is to be stored now; the rest follows when what
 * was stored now has come true.
 */
import type { Placement, Unit } from '../../schemas/types.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving, placementName, spotOfPlacement } from '../placement-objects.ts';
import { handedOverTo } from './handed-over.ts';
import { itemKey, type Spot, spotKey } from './spot.ts';
import { type StandoffInput, standoff } from './standoff.ts';
import { successorKey } from './successor.ts';

type Reasoned = Spot & { reason: string };

export interface Wanted {
  place: Reasoned[];
  remove: Reasoned[];
  /** On machines that are lost: they go, and nobody waits for them. */
  abandon: Reasoned[];
}

export interface Moves {
  create: Reasoned[];
  remove: Reasoned[];
  /** Old Placements that stay until their successor is healthy; null: one that was to go stays after all. */
  mark: { placement: Placement; successor: string | null }[];
}

export interface MovesInput {
  wanted: Wanted;
  placements: readonly Placement[];
  unit: (spot: Spot) => Unit | undefined;
  isConnected: (machine: string) => boolean;
  /** Its unit may be running there, as far as can be known; also on a machine that cannot be reached just now. */
  mayRun: (placement: Placement) => boolean;
  /** It has just been seen to be well, and may take over. */
  isHealthy: (placement: Placement) => boolean;
  /** It was well when it was last seen: it may be looked at anew just now. */
  isUp: (placement: Placement) => boolean;
  waits: Pick<StandoffInput, 'held' | 'inTheWayOf' | 'unready'>;
}

export function planMoves(input: MovesInput): Moves {
  const { wanted, placements, unit, isConnected, mayRun, isHealthy, isUp } = input;
  const byKey = new Map(placements.map((placement) => [objectKey(placement), placement]));
  const moves: Moves = { create: [], remove: [...wanted.abandon], mark: [] };
  const leaving = new Set<string>();
  const underWay = new Map<string, Set<string>>();
  const targets = new Set(wanted.place.map(spotKey));
  const abandoned = new Set(wanted.abandon.map(spotKey));
  /** Copies of what is to be placed. */
  const copies = new Map<string, Placement[]>(wanted.place.map((spot) => [itemKey(spot), []]));
  const begin = (spot: Spot) => {
    const items = underWay.get(unitKey(spot)) ?? new Set();
    underWay.set(unitKey(spot), items.add(itemKey(spot)));
  };
  for (const placement of placements) {
    const spot = spotOfPlacement(placement);
    const successor = byKey.get(successorKey(placement) ?? '');
    if (copies.size > 0 && !isLeaving(placement) && !abandoned.has(spotKey(spot)))
      copies.get(itemKey(spot))?.push(placement);
    if (isLeaving(placement)) {
      if (isConnected(spot.machine)) begin(spot);
      if (mayRun(placement)) leaving.add(itemKey(spot));
    } else if (successor !== undefined && !isLeaving(successor)) {
      begin(spot);
      if (isHealthy(successor) && !targets.has(spotKey(spot)))
        moves.remove.push({ ...spot, reason: `${successor.metadata.name} has taken over` });
    } else if (isConnected(spot.machine) && isDown(placement, unit(spot), isUp)) begin(spot);
  }

  const removals = new Map<string, Reasoned[]>();
  for (const spot of wanted.remove)
    removals.set(itemKey(spot), [...(removals.get(itemKey(spot)) ?? []), spot]);
  for (const spot of wanted.place)
    if (handoverOf(unit(spot)) === 'stopFirst' && !removals.has(itemKey(spot))) begin(spot);
  const byChoice = new Set<string>();
  for (const spot of wanted.place) {
    const old = removals.get(itemKey(spot)) ?? [];
    const placement = unit(spot)?.spec.placement;
    const first = handoverOf(unit(spot));
    if (old.length > 0 && placement?.global !== true) {
      byChoice.add(itemKey(spot));
      const moving = underWay.get(unitKey(spot));
      // One that is on its way already takes nobody's turn when it goes elsewhere.
      const itsTurn =
        moving?.has(itemKey(spot)) === true || (moving?.size ?? 0) < (placement?.maxMoving ?? 1);
      if (!itsTurn) continue;
      begin(spot);
      if (first === 'stopFirst') {
        moves.remove.push(...old);
        const there = old.flatMap((from) => byKey.get(`${from.namespace}/${placementName(from)}`) ?? []);
        if (there.some(mayRun)) continue;
      }
    }
    if (first === 'startFirst' && placement?.global !== true)
      handOver(moves, spot, copies.get(itemKey(spot)) ?? [], isHealthy);
    if (first === 'stopFirst' && leaving.has(itemKey(spot))) continue;
    moves.create.push(spot);
  }
  for (const spot of wanted.remove) if (!byChoice.has(itemKey(spot))) moves.remove.push(spot);
  const removed = new Set(moves.remove.map(spotKey));
  const first = standoff({
    ...input.waits,
    placement: (key) => byKey.get(key),
    isGoing: (placement) => removed.has(spotKey(spotOfPlacement(placement))),
    underWay,
  });
  if (first !== null)
    moves.remove.push({ ...spotOfPlacement(first), reason: 'others wait for it in a circle' });
  return moves;
}

/**
 * Every copy hands over to the one on the spot; also one that was to hand over to a copy that moves on itself. A move that
 * is taken back finds a copy on the spot, and it may be as healthy as it was.
 */
function handOver(
  moves: Moves,
  spot: Spot,
  copies: readonly Placement[],
  isHealthy: MovesInput['isHealthy'],
): void {
  const successor = placementName(spot);
  const there = copies.find(({ metadata }) => metadata.name === successor);
  const takesOver = there !== undefined && isHealthy(there);
  if (there?.metadata.annotations?.[handedOverTo] !== undefined)
    moves.mark.push({ placement: there, successor: null });
  for (const placement of copies) {
    if (placement === there) continue;
    if (takesOver)
      moves.remove.push({ ...spotOfPlacement(placement), reason: `${successor} has taken over` });
    else if (placement.metadata.annotations?.[handedOverTo] !== successor)
      moves.mark.push({ placement, successor });
  }
}

/**
 * With the old copy gone first, a move ends when the new one is healthy; and whatever else keeps an instance down, another
 * one is not stopped for a move meanwhile.
 */
export function isDown(placement: Placement, unit: Unit | undefined, isUp: MovesInput['isUp']): boolean {
  return handoverOf(unit) === 'stopFirst' && !isUp(placement);
}

/** Two copies are what fencing is to prevent. */
export function handoverOf(unit: Unit | undefined): 'startFirst' | 'stopFirst' {
  if (unit?.spec.failover?.policy === 'fence') return 'stopFirst';
  return unit?.spec.placement?.handover ?? 'startFirst';
}

function unitKey(spot: Spot): string {
  return `${spot.namespace}/${spot.unit}`;
}
