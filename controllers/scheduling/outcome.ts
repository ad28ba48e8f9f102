import type { Rounds } from './rounds.ts';
import type { Schedule, Seated } from './schedule.ts';
import { compare, type Spot, spotKey } from './spot.ts';
import type { Subjects } from './subjects.ts';
import { unplacedOf } from './unplaced.ts';

export function emptySchedule(): Schedule {
  return { place: [], remove: [], abandon: [], keep: [], unplaced: [], stuck: [] };
}

/** What was compared with what is. */
export function outcome(
  { seating, homeless, undesired }: Seated,
  { items }: Subjects,
  rounds: Rounds,
): Schedule {
  const { board } = rounds.last;
  const result = emptySchedule();
  const bySpot = (a: Spot, b: Spot) => compare(spotKey(a), spotKey(b));
  for (const item of items) {
    const began = rounds.began(item);
    const now = board.seatsOf(item);
    const lost = [...(homeless.get(item) ?? [])].sort(bySpot);
    for (const spot of lost) result.remove.push({ ...spot, reason: 'its machine is gone' });
    let from: string | undefined = lost[0]?.machine;
    for (const index of began) {
      if (now.includes(index)) {
        result.keep.push(seating.spot(item, index));
        continue;
      }
      const gone = board.place(index).standing === 'gone';
      const reason = rounds.leftBecause(item, index);
      (gone ? result.abandon : result.remove).push({ ...seating.spot(item, index), reason });
      from = board.place(index).name;
    }
    for (const index of now) {
      if (began.includes(index)) continue;
      const reason = rounds.cameBecause(item, index);
      const moved = item.global || from === undefined ? {} : { from };
      result.place.push({ ...seating.spot(item, index), reason, ...moved });
    }
    if (now.length === 0) result.unplaced.push(unplacedOf(board, item));
  }
  for (const [item, { from }] of rounds.last.allMoving) {
    result.stuck.push(Object.assign(unplacedOf(board, item), { machine: board.place(from).name }));
  }
  for (const spot of undesired) result.remove.push({ ...spot, reason: 'no longer desired' });
  result.place.sort(bySpot);
  result.remove.sort(bySpot);
  result.abandon.sort(bySpot);
  result.stuck.sort((a, b) => compare(`${a.namespace}/${a.unit}`, `${b.namespace}/${b.unit}`));
  return result;
}
