/** The second phase of a round: who has no place gets one. */
import type { Board } from './board.ts';
import { choose } from './choose.ts';
import { byRank, type Item } from './items.ts';
import type { Seating } from './seating.ts';
import { keepsFailing, leaveMissing } from './settle.ts';
import type { Subjects } from './subjects.ts';
import { placeReplacing } from './take-over.ts';

/** Gives everybody a place, those with the least choice first, until nothing more can be done. */
export function placeAll(subjects: Subjects, seating: Seating): void {
  const { items } = subjects;
  const displaced = new Set<Item>();
  let todo = items.filter((item) => wantsPlace(item, seating)).sort(byRank);
  while (todo.length > 0) {
    const departures = seating.departures;
    let placed = 0;
    const open: Item[] = [];
    for (const item of todo) {
      if (item.global) placed += placeEverywhere(item, seating);
      else if (placeOnce(item, seating, subjects, displaced)) placed += 1;
      else open.push(item);
    }
    const left = placed > 0 ? leaveMissing(subjects, seating) : new Set<Item>();
    // Room that somebody has left may be what others lack; so may a unit that has come, for those who go with it.
    const freed = seating.departures > departures;
    const globals = freed ? items.filter((item) => item.global) : [];
    const again = placed > 0 ? open.filter((item) => freed || item.rank === 4) : [];
    const displacedNow = [...displaced].filter((item) => wantsPlace(item, seating));
    todo = [...new Set([...again, ...left, ...globals, ...(freed ? displacedNow : [])])].sort(byRank);
    if (placed === 0) return;
  }
}

function wantsPlace(item: Item, seating: Seating): boolean {
  return item.global || seating.board.seatsOf(item).length === 0 || seating.moving(item) !== null;
}

/** Returns how many places it has come to. */
function placeEverywhere(item: Item, seating: Seating): number {
  const { board } = seating;
  let placed = 0;
  for (const { index } of board.places) {
    if (board.sits(item, index)) continue;
    const back = !seating.isNewAt(item, index) && canComeBack(board, item, index);
    if (!back && board.obstacle(item, index) !== null) continue;
    seating.come(item, index, 'global: on every machine that matches');
    placed += 1;
  }
  return placed;
}

function placeOnce(item: Item, seating: Seating, { all }: Subjects, displaced: Set<Item>): boolean {
  const { board } = seating;
  const moving = seating.moving(item);
  if (moving === null) {
    if (board.seatsOf(item).length > 0) return false;
    const back = seating
      .began(item)
      .find((index) => board.place(index).standing === 'in' && canComeBack(board, item, index));
    if (back !== undefined) {
      seating.come(item, back, 'can stay after all');
      return true;
    }
  }
  if (!item.replaces.isEmpty) {
    if (placeReplacing(seating, item, all, displaced) !== 'placed') return false;
  } else {
    const choice = chooseElsewhere(board, item, moving?.reason === keepsFailing);
    if (choice === null || choice === 'waits') return false;
    seating.come(item, choice.index, choice.reason);
  }
  if (moving !== null) seating.leave(item, moving.from, moving.reason);
  return true;
}

/** Where it keeps failing is better than no place at all, and no better than where it keeps failing. */
function chooseElsewhere(board: Board, item: Item, mayStay: boolean): ReturnType<typeof choose> {
  const shunned = board.shunnedBy(item);
  if (shunned === null) return choose(board, item);
  return choose(board, item, shunned) ?? (mayStay ? null : choose(board, item));
}

/** A cordon does not bind who was there before; room that another has taken meanwhile is gone. */
function canComeBack(board: Board, item: Item, index: number): boolean {
  return board.obstacleToStay(item, index) === null && board.full(item, index) === null;
}
