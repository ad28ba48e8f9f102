import type { Board } from './board.ts';
import type { Item } from './items.ts';

/** A unit, or an instance, without a machine. */
export interface Unplaced {
  namespace: string;
  unit: string;
  instance: string | null;
  message: string;
  /** Every machine, with the reason why not. */
  machines: MachineReason[];
}

/** It should leave its machine, and no other can take it: it stays. */
export interface Stuck extends Unplaced {
  machine: string;
}

export interface MachineReason {
  machine: string;
  reason: string;
}

/** With thousands of machines the reasons are many: they are worked out when somebody asks. */
export function unplacedOf(board: Board, item: Item): Unplaced {
  let known: MachineReason[] | null = null;
  const reasons = () => {
    known ??= reasonsOf(board, item);
    return known;
  };
  return {
    namespace: item.namespace,
    unit: item.unit.metadata.name,
    instance: item.instance,
    get message() {
      const list = reasons();
      return list.length === 0
        ? 'there are no machines yet: apply a Machine manifest'
        : `no machine can take ${item.runs}: ${summary(list)}`;
    },
    get machines() {
      return reasons();
    },
  };
}

/** What speaks against each machine; of one where nothing does, that. */
export function reasonsOf(board: Board, item: Item): MachineReason[] {
  return board.places.map(({ index, name, ready }) => {
    if (board.sits(item, index)) {
      const failing = board.shuns(item, index) ? 'is where it keeps failing' : 'has it';
      return { machine: name, reason: board.closed(item, index) ?? failing };
    }
    const unready =
      item.global || item.pinned !== null || ready === 'yes'
        ? null
        : ready === 'pending'
          ? 'is being connected to'
          : 'cannot be reached';
    const failing = board.shuns(item, index) ? 'is where it has failed as well' : null;
    const reason = board.obstacle(item, index) ?? unready ?? failing;
    return { machine: name, reason: reason ?? `could take it, and has ${board.order.load(index)} units` };
  });
}

/** The first few one by one, then how many there are of each kind. */
function summary(machines: readonly MachineReason[]): string {
  if (machines.length <= 5) return machines.map(({ machine, reason }) => `${machine} ${reason}`).join('; ');
  const groups = new Map<string, string[]>();
  for (const { machine, reason } of machines) groups.set(reason, [...(groups.get(reason) ?? []), machine]);
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const shown = sorted.slice(0, 4).map(([reason, names]) => {
    const [first = ''] = names;
    return names.length === 1 ? `${first} ${reason}` : `${names.length} (${first}, …) ${reason}`;
  });
  const rest = sorted.slice(4).reduce((sum, [, names]) => sum + names.length, 0);
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ');
}
