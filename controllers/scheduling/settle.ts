/** The first phase of a round: who may not stay where it is leaves. */
import { byRank, type Item } from './items.ts';
import type { SchedulerInput } from './schedule.ts';
import type { Seating } from './seating.ts';
import type { Subjects } from './subjects.ts';

export const keepsFailing = 'it keeps failing there';

/** Who cannot stay leaves; who should move, but may stay until there is another place, is noted. */
export function settle(subjects: Subjects, seating: Seating, evict: SchedulerInput['evict']): void {
  for (const item of subjects.items) {
    if (item.global) leaveUnsuited(item, seating);
    else if (seating.began(item).length > 0) keepOne(item, seating, evict);
  }
  leaveExcluded(subjects.items, seating);
  leaveMissing(subjects, seating);
}

function leaveUnsuited(item: Item, seating: Seating): void {
  for (const index of seating.began(item)) {
    const why = seating.isFrozen(item, index) ? null : seating.board.unsuited(item, index);
    if (why !== null) seating.leave(item, index, why);
  }
}

/** A unit that is to be in one place has one; more come from a move that was interrupted. */
function keepOne(item: Item, seating: Seating, evict: SchedulerInput['evict']): void {
  const { board } = seating;
  const seats = seating.began(item).map((index) => {
    const { standing, name } = board.place(index);
    if (standing === 'gone') {
      // What is bound to it has nowhere else to go, and waits for it.
      const bound = item.pinned !== null && board.unsuited(item, index) === null;
      const lost = !bound && evict?.(item.unit, name) === true;
      return { index, unsuited: null, reason: lost ? 'its machine is lost' : null, rank: lost ? 3 : 1 };
    }
    const unsuited = board.unsuited(item, index);
    if (unsuited !== null) return { index, unsuited, reason: unsuited, rank: 4 };
    const drained = standing === 'leaving' && item.pinned === null;
    if (drained) return { index, unsuited, reason: 'drained', rank: 2 };
    const fails = board.shuns(item, index);
    return { index, unsuited, reason: fails ? keepsFailing : null, rank: fails ? 2 : 0 };
  });
  const [held] = seats.length > 1 ? [...seats].sort((a, b) => a.rank - b.rank || a.index - b.index) : seats;
  for (const { index, unsuited, reason, rank } of seats) {
    if (index !== held?.index) seating.leave(item, index, reason ?? 'runs elsewhere already');
    else if (unsuited !== null) seating.leave(item, index, unsuited);
    else if (rank === 1) seating.freeze(item, index);
    else if (reason !== null) seating.toMove(item, index, reason);
  }
}

/** Of those who exclude each other, whoever has more choice leaves. */
function leaveExcluded(items: readonly Item[], seating: Seating): void {
  const { board } = seating;
  const at: { item: Item; index: number }[] = [];
  for (const item of items) {
    for (const index of board.seatsOf(item)) {
      if (board.place(index).standing !== 'gone' && board.exclusion(item, index) !== null)
        at.push({ item, index });
    }
  }
  for (const { item, index } of at.sort((a, b) => byRank(b.item, a.item) || b.index - a.index)) {
    const why = board.exclusion(item, index);
    if (why !== null) seating.leave(item, index, why);
  }
}

/** Who goes with somebody leaves when that one does. Returns who has left. */
export function leaveMissing({ dependents }: Subjects, seating: Seating): Set<Item> {
  const { board } = seating;
  const gone = new Set<Item>();
  for (let again = dependents.length > 0; again; ) {
    again = false;
    for (const item of dependents) {
      for (const index of [...board.seatsOf(item)]) {
        const why = board.place(index).standing === 'gone' ? null : board.missing(item, index);
        if (why === null) continue;
        seating.leave(item, index, why);
        gone.add(item);
        again = true;
      }
    }
  }
  return gone;
}
