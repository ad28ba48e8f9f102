import { choose } from './choose.ts';
import type { Item } from './items.ts';
import { hasBit } from './load-order.ts';
import type { Seating } from './seating.ts';

/**
 * Places an item that replaces others: where one of those is that can go elsewhere; else where none of them is; else
 * where one is all the same, which then has no machine. Nobody replaces in a circle, so this comes to an end.
 */
export function placeReplacing(
  seating: Seating,
  item: Item,
  items: readonly Item[],
  displaced: Set<Item>,
): 'placed' | 'waits' | null {
  const { board } = seating;
  const victims = victimsOf(seating, item, items);
  const places = [...victims.keys()].sort((a, b) => board.order.load(a) - board.order.load(b) || a - b);
  const settled = places.filter((index) =>
    victims.get(index)?.some((victim) => !seating.isNewAt(victim, index)),
  );
  for (const index of settled) {
    if (take(seating, item, index, victims.get(index) ?? [], items, displaced, 'all')) return 'placed';
  }
  const choice = choose(board, item, new Set(places));
  if (choice === 'waits') return 'waits';
  if (choice !== null) {
    seating.come(item, choice.index, choice.reason);
    return 'placed';
  }
  for (const index of places) {
    if (take(seating, item, index, victims.get(index) ?? [], items, displaced, 'any')) return 'placed';
  }
  return null;
}

function victimsOf(seating: Seating, item: Item, items: readonly Item[]): Map<number, Item[]> {
  const victims = new Map<number, Item[]>();
  if (item.replaces.isEmpty) return victims;
  for (const other of items) {
    if (!seating.board.replacements.givesWay(other, item)) continue;
    for (const index of seating.board.seatsOf(other)) {
      if (!seating.isFrozen(other, index)) victims.set(index, [...(victims.get(index) ?? []), other]);
    }
  }
  return victims;
}

/** Puts the item there and those who give way elsewhere; with `all`, only when there is a place for each of them. */
function take(
  seating: Seating,
  item: Item,
  index: number,
  victims: readonly Item[],
  items: readonly Item[],
  displaced: Set<Item>,
  need: 'all' | 'any',
): boolean {
  const { board } = seating;
  const reachable =
    hasBit(board.open(item), index) || (item.pinned !== null && board.closed(item, index) === null);
  if (!reachable) return false;
  for (const victim of victims) board.unseat(victim, index);
  if (board.obstacle(item, index) !== null) {
    for (const victim of victims) board.seat(victim, index);
    return false;
  }
  board.seat(item, index);
  const moves = new Map<Item, { index: number; reason: string } | null>();
  for (const victim of victims) {
    // A global unit has its other places already.
    const avoid = new Set(victimsOf(seating, victim, items).keys());
    const choice = victim.global ? null : choose(board, victim, avoid);
    const found = choice === 'waits' ? null : choice;
    moves.set(victim, found);
    if (found !== null) board.seat(victim, found.index);
  }
  const all = [...moves].every(([victim, found]) => victim.global || found !== null);
  // As it was; for what stands, it is told again with its reasons.
  for (const [victim, found] of moves) if (found !== null) board.unseat(victim, found.index);
  board.unseat(item, index);
  for (const victim of victims) board.seat(victim, index);
  if (need === 'all' && !all) return false;
  for (const victim of victims) seating.leave(victim, index, `replaced by ${item.runs}`);
  const names = victims.map((victim) => victim.runs).join(', ');
  seating.come(item, index, `takes the place of ${names}`);
  for (const [victim, found] of moves) {
    displaced.add(victim);
    if (found !== null) seating.come(victim, found.index, `replaced by ${item.runs}; ${found.reason}`);
  }
  return true;
}
