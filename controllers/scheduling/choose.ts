import type { Board } from './board.ts';
import type { Item } from './items.ts';
import { hasBit } from './load-order.ts';
import { isNamed } from './place.ts';

export interface Choice {
  index: number;
  reason: string;
}

/** The best place for an item; `waits` when one that is being connected to might be it; null when there is none. */
export function choose(
  board: Board,
  item: Item,
  avoid: ReadonlySet<number> = nobody,
): Choice | 'waits' | null {
  if (item.pinned !== null) {
    // Pinned units need not wait until their machine can be reached: there is no other.
    const named = board.places.find(
      ({ index, name }) =>
        (name === item.pinned || isNamed(board.place(index), item.pinned ?? '')) &&
        !avoid.has(index) &&
        board.obstacle(item, index) === null,
    );
    return named === undefined ? null : { index: named.index, reason: 'named by spec.placement.machine' };
  }
  // Whoever answers first would otherwise get everything.
  for (const { index, ready } of board.places) {
    if (ready === 'pending' && board.obstacle(item, index) === null) return 'waits';
  }
  const fits = (index: number) => !avoid.has(index) && board.obstacle(item, index) === null;
  const best = prefers(item) ? bestScore : fewestUnits;
  const free = board.leaving.isEmpty
    ? null
    : best(board, item, (index) => fits(index) && !board.occupied(item, index));
  return free ?? best(board, item, fits);
}

type Test = (index: number) => boolean;

/** Who goes with others looks only where the first of those is. */
function besideLeader(board: Board, item: Item): number[] | null {
  const [leader] = item.leaders;
  if (leader === undefined) return null;
  return [...new Set(board.leads(leader, item).flatMap((other) => board.seatsOf(other)))];
}

function prefers(item: Item): boolean {
  return item.preferred.length > 0 || item.spread.some(({ required }) => !required);
}

function fewestUnits(board: Board, item: Item, fits: Test): Choice | null {
  const open = board.open(item);
  const few = besideLeader(board, item);
  const index =
    few === null
      ? board.order.find(open, fits)
      : (few
          .filter((candidate) => hasBit(open, candidate) && fits(candidate))
          .sort((a, b) => board.order.load(a) - board.order.load(b) || a - b)[0] ?? null);
  if (index === null) return null;
  const load = board.order.load(index);
  return { index, reason: `fewest units (${load}) of the machines that can take it` };
}

function bestScore(board: Board, item: Item, fits: Test): Choice | null {
  const open = board.open(item);
  let best: { index: number; score: number; load: number } | null = null;
  for (const { index } of board.places) {
    if (!hasBit(open, index) || !fits(index)) continue;
    const score = board.score(item, index);
    const load = board.order.load(index);
    if (best === null || score > best.score || (score === best.score && load < best.load))
      best = { index, score, load };
  }
  if (best === null) return null;
  const { index, score, load } = best;
  return { index, reason: `best for its preferences (${score}), with ${load} units` };
}

const nobody: ReadonlySet<number> = new Set();
