import { type Schedule, type SchedulerInput, seat } from './schedule.ts';
import { compare, type Spot } from './spot.ts';
import { type MachineReason, reasonsOf } from './unplaced.ts';

export interface Explained {
  namespace: string;
  unit: string;
  instance: string | null;
  /** Every machine: why it may not run there, or that it could. */
  machines: MachineReason[];
}

/** For everything there is to place, what speaks against each machine once the schedule has come true. */
export function explain(input: SchedulerInput, { keep, place }: Schedule): Explained[] {
  const current: Spot[] = [...keep, ...place.map(({ reason: _, from: _from, ...spot }) => spot)];
  const { items, seating } = seat({ ...input, current });
  return items
    .map((item) => ({
      namespace: item.namespace,
      unit: item.unit.metadata.name,
      instance: item.instance,
      machines: reasonsOf(seating.board, item),
    }))
    .sort((a, b) => compare(a.unit, b.unit));
}
