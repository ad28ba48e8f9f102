/** What came of a schedule: what was compared with what is. */
import { choose } from './choose.ts';
import type { Item } from './items.ts';
import type { Rounds } from './rounds.ts';
import type { Decisions, Seated } from './schedule.ts';
import { ascending } from './seating.ts';
import { compare, type Spot, spotKey } from './spot.ts';
import { unplacedOf } from './unplaced.ts';

export function noDecisions(): Decisions {
  return { place: [], remove: [], abandon: [], waiting: [], unplaced: [], stuck: [] };
}

/** About these items, sorted by key, and about what is not desired. */
export function decisions(items: readonly Item[], seated: Seated, rounds: Rounds): Decisions {
  const { seating, homeless, undesired } = seated;
  const { board } = seating;
  const result = noDecisions();
  for (const item of items) {
    const now = board.seatsOf(item);
    if (now.length === 0) result.unplaced.push(unplacedOf(board, item));
    const lost = [...(homeless.get(item) ?? [])].sort(bySpot);
    for (const spot of lost) result.remove.push({ ...spot, reason: 'its machine is gone' });
    const before = rounds.before(item);
    if (before === undefined) continue;
    // It goes when it is known where to: a machine that is being connected to may take it.
    const waits = now.length === 0 && choose(board, item) === 'waits';
    let from: string | undefined = lost[0]?.machine;
    for (const index of before) {
      if (now.includes(index)) continue;
      const gone = board.place(index).standing === 'gone';
      const reason = rounds.leftBecause(item, index);
      const list = gone ? result.abandon : waits ? result.waiting : result.remove;
      list.push({ ...seating.spot(item, index), reason });
      from = board.place(index).name;
    }
    for (const index of now) {
      if (before.includes(index)) continue;
      const reason = rounds.cameBecause(item, index);
      const moved = item.global || from === undefined ? {} : { from };
      result.place.push({ ...seating.spot(item, index), reason, ...moved });
    }
  }
  for (const [item, { from }] of rounds.last.allMoving) {
    result.stuck.push(Object.assign(unplacedOf(board, item), { machine: board.place(from).name }));
  }
  for (const spot of undesired) result.remove.push({ ...spot, reason: 'no longer desired' });
  result.place.sort(bySpot);
  result.remove.sort(bySpot);
  result.abandon.sort(bySpot);
  result.waiting.sort(bySpot);
  result.stuck.sort((a, b) => compare(`${a.namespace}/${a.unit}`, `${b.namespace}/${b.unit}`));
  return result;
}

/** Who stays where. */
export function kept({ items, seating }: Seated, rounds: Rounds): Spot[] {
  return items.flatMap((item) => {
    const now = seating.board.seatsOf(item);
    const before = rounds.before(item);
    const stays = before === undefined ? ascending(now) : before.filter((index) => now.includes(index));
    return stays.map((index) => seating.spot(item, index));
  });
}

function bySpot(a: Spot, b: Spot): number {
  return compare(spotKey(a), spotKey(b));
}
