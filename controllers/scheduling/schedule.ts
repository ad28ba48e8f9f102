/**
 * Where units run: a pure function of what is wanted, which machines there are, and where units are now.
 * Deterministic: equal input gives equal output, in whatever order it comes. A unit that is placed stays where it is
 * as long as its constraints allow.
 */
import type { Machine, Unit } from '../../schemas/types.ts';
import { instanceName, matchesGlob, parseUnitName } from '../../units/unit-name.ts';
import { mismatch } from './label-selector.ts';

export interface Spot {
  namespace: string;
  /** metadata.name of the Unit: `hello@.service`. */
  unit: string;
  instance: string | null;
  machine: string;
}

export interface SchedulerInput {
  units: Unit[];
  machines: SchedulerMachine[];
  current: Spot[];
  /**
   * Whether a unit on a machine that is gone is to run elsewhere now, as its policy says. Without it, or when it says
   * false, the unit keeps its spot there.
   */
  evict?: (unit: Unit, machine: string) => boolean;
}

export interface SchedulerMachine {
  machine: Machine;
  /** null before the first contact. */
  machineId: string | null;
  /** pending: it is being connected to for the first time; what it could take waits for it. */
  ready: 'yes' | 'no' | 'pending';
  /**
   * in (the default): as any machine. leaving: drained; what is neither global nor named for it moves away, and nothing
   * new comes. gone: lost beyond its grace, or fenced; nothing new comes, and what `evict` says runs elsewhere.
   */
  standing?: Standing;
}

export type Standing = 'in' | 'leaving' | 'gone';

export interface Unplaced {
  namespace: string;
  unit: string;
  instance: string | null;
  message: string;
  machines: { machine: string; reason: string }[];
}

/** It should leave its machine, and no other can take it: it stays. */
export interface Stuck extends Unplaced {
  machine: string;
}

export interface Schedule {
  /** `from`: the machine that it leaves for this one, when it moves. */
  place: (Spot & { reason: string; from?: string })[];
  /** To be taken off machines that are there to do so. */
  remove: (Spot & { reason: string })[];
  /** Given up on machines that are gone: the unit has a place elsewhere. */
  abandon: (Spot & { reason: string })[];
  /** Stay where they are. */
  keep: Spot[];
  unplaced: Unplaced[];
  /** Also among those kept. */
  stuck: Stuck[];
}

/** One thing to place: a unit, or an instance of a template. */
interface Item {
  unit: Unit;
  namespace: string;
  instance: string | null;
  runs: string;
}

export function emptySchedule(): Schedule {
  return { place: [], remove: [], abandon: [], keep: [], unplaced: [], stuck: [] };
}

export function schedule(input: SchedulerInput): Schedule {
  const board = new Board(input);
  const result: Schedule = emptySchedule();
  const items = input.units.flatMap(itemsOf).sort((a, b) => compare(sortKey(a), sortKey(b)));
  const wanted = new Set(
    items.map((item) => itemKey(item.namespace, item.unit.metadata.name, item.instance)),
  );

  for (const spot of [...input.current].sort((a, b) => compare(spotKey(a), spotKey(b)))) {
    if (!wanted.has(itemKey(spot.namespace, spot.unit, spot.instance))) {
      result.remove.push({ ...spot, reason: 'no longer desired' });
    } else board.take(spot);
  }
  for (const item of items) {
    if (item.unit.spec.placement?.global === true) placeEverywhere(item, board, result);
    else placeOnce(item, board, result);
  }
  return result;
}

function placeEverywhere(item: Item, board: Board, result: Schedule): void {
  let matches = 0;
  const reasons: Unplaced['machines'] = [];
  for (const { machine } of board.machines) {
    const name = machine.metadata.name;
    const here = spotOf(item, name);
    const sits = board.has(here);
    const obstacle = board.obstacle(item, machine, sits);
    if (obstacle === null) {
      matches += 1;
      if (sits) result.keep.push(here);
      else {
        board.take(here);
        result.place.push({ ...here, reason: 'global: on every machine that matches' });
      }
      continue;
    }
    if (sits) {
      board.leave(here);
      result.remove.push({ ...here, reason: obstacle });
    }
    reasons.push({ machine: name, reason: obstacle });
  }
  if (matches === 0) result.unplaced.push(unplaced(item, reasons));
}

function placeOnce(item: Item, board: Board, result: Schedule): void {
  const sitting = board.spotsOf(item);
  const stays = sitting.find((spot) => board.obstacleToStay(item, spot) === null);
  // On a machine that is gone nothing can be done: a unit that is not to be evicted is still there, allowed or not.
  const held = stays ?? sitting.find((spot) => board.isGone(spot) && !board.evicts(item, spot));
  // What is to leave goes when there is a place for it.
  const waiting = held === undefined ? sitting.find((spot) => board.moveOf(item, spot) !== null) : undefined;
  for (const spot of sitting) {
    if (spot === held) {
      result.keep.push(spot);
      continue;
    }
    board.leave(spot);
    if (spot === waiting) continue;
    const reason =
      held !== undefined
        ? 'runs elsewhere already'
        : (board.obstacleToStay(item, spot) ?? 'runs elsewhere already');
    const list = board.isGone(spot) ? result.abandon : result.remove;
    list.push({ ...spot, reason: board.moveOf(item, spot) ?? reason });
  }
  if (held !== undefined) return;
  const choice = choose(item, board);
  if ('unplaced' in choice) {
    if (waiting === undefined) result.unplaced.push(choice.unplaced);
    else {
      board.take(waiting);
      result.keep.push(waiting);
      result.stuck.push({ ...choice.unplaced, machine: waiting.machine });
    }
    return;
  }
  board.take(choice.spot);
  const from = (waiting ?? sitting[0])?.machine;
  result.place.push({ ...choice.spot, reason: choice.reason, ...(from === undefined ? {} : { from }) });
  if (waiting !== undefined) {
    const list = board.isGone(waiting) ? result.abandon : result.remove;
    list.push({ ...waiting, reason: board.moveOf(item, waiting) ?? '' });
  }
}

function choose(item: Item, board: Board): { spot: Spot; reason: string } | { unplaced: Unplaced } {
  const reasons: Unplaced['machines'] = [];
  const candidates: Machine[] = [];
  const pinned = item.unit.spec.placement?.machine !== undefined;
  let waits = false;
  for (const { machine, ready } of board.machines) {
    const obstacle = board.obstacle(item, machine, false);
    if (obstacle === null && (ready === 'yes' || pinned)) candidates.push(machine);
    else {
      waits ||= obstacle === null && ready === 'pending';
      const why = obstacle ?? (ready === 'pending' ? 'is being connected to' : 'cannot be reached');
      reasons.push({ machine: machine.metadata.name, reason: why });
    }
  }
  // Whoever answers first would otherwise get everything.
  if (waits) return { unplaced: unplaced(item, reasons) };
  const best = candidates.sort(
    (a, b) => board.load(a) - board.load(b) || compare(a.metadata.name, b.metadata.name),
  )[0];
  if (best === undefined) return { unplaced: unplaced(item, reasons) };
  const reason = pinned
    ? 'named by spec.placement.machine'
    : `fewest units (${board.load(best)}) of ${candidates.length} possible machines`;
  return { spot: spotOf(item, best.metadata.name), reason };
}

/** Who sits where while a schedule is being made. */
class Board {
  readonly machines: SchedulerInput['machines'];
  readonly #units: Map<string, Unit>;
  readonly #evict: SchedulerInput['evict'];
  readonly #byMachine = new Map<string, Map<string, Spot>>();
  readonly #byItem = new Map<string, Map<string, Spot>>();

  constructor(input: SchedulerInput) {
    this.machines = [...input.machines].sort((a, b) =>
      compare(a.machine.metadata.name, b.machine.metadata.name),
    );
    this.#evict = input.evict;
    this.#units = new Map(input.units.map((unit) => [`${namespaceOf(unit)}/${unit.metadata.name}`, unit]));
  }

  machine(name: string): Machine | undefined {
    return this.machines.find((entry) => entry.machine.metadata.name === name)?.machine;
  }

  isGone(spot: Spot): boolean {
    return this.#standing(spot.machine) === 'gone';
  }

  evicts(item: Item, spot: Spot): boolean {
    return this.#evict?.(item.unit, spot.machine) === true;
  }

  /** Why the item is to leave a place that its constraints allow; null when it is not. */
  moveOf(item: Item, spot: Spot): string | null {
    const standing = this.#standing(spot.machine);
    if (standing === 'gone') return this.evicts(item, spot) ? 'its machine is lost' : null;
    return standing === 'leaving' && item.unit.spec.placement?.machine === undefined ? 'drained' : null;
  }

  /** Why the item cannot stay there, in words; null when it can. */
  obstacleToStay(item: Item, spot: Spot): string | null {
    const machine = this.machine(spot.machine);
    if (machine === undefined) return 'its machine is gone';
    return this.moveOf(item, spot) ?? this.obstacle(item, machine, true);
  }

  #standing(machine: string): Standing {
    return this.machines.find((entry) => entry.machine.metadata.name === machine)?.standing ?? 'in';
  }

  take(spot: Spot): void {
    put(this.#byMachine, spot.machine, spotKey(spot), spot);
    put(this.#byItem, itemKey(spot.namespace, spot.unit, spot.instance), spot.machine, spot);
  }

  leave(spot: Spot): void {
    this.#byMachine.get(spot.machine)?.delete(spotKey(spot));
    this.#byItem.get(itemKey(spot.namespace, spot.unit, spot.instance))?.delete(spot.machine);
  }

  has(spot: Spot): boolean {
    return this.#byMachine.get(spot.machine)?.has(spotKey(spot)) === true;
  }

  spotsOf(item: Item): Spot[] {
    return [
      ...(this.#byItem.get(itemKey(item.namespace, item.unit.metadata.name, item.instance))?.values() ?? []),
    ];
  }

  load(machine: Machine): number {
    return this.#byMachine.get(machine.metadata.name)?.size ?? 0;
  }

  /** Why the item may not be on the machine, in words; null when it may. */
  obstacle(item: Item, machine: Machine, sits: boolean): string | null {
    const placement = item.unit.spec.placement ?? {};
    const name = machine.metadata.name;
    if (placement.machine !== undefined && !this.#isNamed(placement.machine, machine)) {
      return `is not ${placement.machine}`;
    }
    if (placement.machineSelector !== undefined) {
      const why = mismatch(placement.machineSelector, machine.metadata.labels ?? {});
      if (why !== null) return why;
    }
    const standing = this.#standing(name);
    if (!sits && standing === 'leaving') return 'is being drained';
    if (!sits && standing === 'gone' && placement.machine === undefined) return 'is lost';
    if (!sits && machine.spec.unschedulable === true) return 'is cordoned';
    if (!sits && machine.spec.maxUnits !== undefined && this.load(machine) >= machine.spec.maxUnits) {
      return `has its ${machine.spec.maxUnits} units already (maxUnits)`;
    }
    for (const other of this.#byMachine.get(name)?.values() ?? []) {
      if (
        other.namespace === item.namespace &&
        other.unit === item.unit.metadata.name &&
        other.instance === item.instance
      ) {
        continue;
      }
      const runs = runningName(other.unit, other.instance);
      if (runs === item.runs) return `runs ${runs} of namespace ${other.namespace} (NameTaken)`;
      if (conflicts(placement.conflicts, runs) || conflicts(this.#conflictsOf(other), item.runs)) {
        return `runs ${runs}, which it conflicts with`;
      }
    }
    for (const leader of placement.with ?? []) {
      const there = [...(this.#byMachine.get(name)?.values() ?? [])].some(
        (spot) => runningName(spot.unit, spot.instance) === leader,
      );
      if (!there) return `does not run ${leader}, which it goes with`;
    }
    return null;
  }

  #conflictsOf(spot: Spot): string[] | undefined {
    return this.#units.get(`${spot.namespace}/${spot.unit}`)?.spec.placement?.conflicts;
  }

  #isNamed(wanted: string, machine: Machine): boolean {
    if (machine.metadata.name === wanted) return true;
    const id = this.machines.find((entry) => entry.machine === machine)?.machineId;
    // fleet accepted a machine-id's first eight characters too.
    return (
      id !== null && id !== undefined && (id === wanted || (wanted.length === 8 && id.startsWith(wanted)))
    );
  }
}

/** The instances of a template; a template without any has none, and waits. */
export function itemsOf(unit: Unit): Item[] {
  const namespace = namespaceOf(unit);
  const name = unit.metadata.name;
  if (parseUnitName(name)?.isTemplate !== true) return [{ unit, namespace, instance: null, runs: name }];
  const { instances } = unit.spec;
  const list =
    typeof instances === 'number'
      ? Array.from({ length: instances }, (_, index) => String(index + 1))
      : (instances ?? []);
  return list.map((instance) => ({ unit, namespace, instance, runs: instanceName(name, instance) }));
}

export function runningName(unit: string, instance: string | null): string {
  return instance === null ? unit : instanceName(unit, instance);
}

function conflicts(globs: string[] | undefined, name: string): boolean {
  return (globs ?? []).some((glob) => matchesGlob(name, glob));
}

function unplaced(item: Item, machines: Unplaced['machines']): Unplaced {
  const message =
    machines.length === 0
      ? 'there are no machines yet: apply a Machine manifest'
      : `no machine can take ${item.runs}: ${summary(machines)}`;
  return {
    namespace: item.namespace,
    unit: item.unit.metadata.name,
    instance: item.instance,
    message,
    machines,
  };
}

function summary(machines: Unplaced['machines']): string {
  const shown = machines.slice(0, 5).map(({ machine, reason }) => `${machine} ${reason}`);
  const more = machines.length - shown.length;
  return more > 0 ? `${shown.join('; ')}; and ${more} more` : shown.join('; ');
}

function spotOf(item: Item, machine: string): Spot {
  return { namespace: item.namespace, unit: item.unit.metadata.name, instance: item.instance, machine };
}

function namespaceOf(unit: Unit): string {
  return unit.metadata.namespace ?? 'default';
}

function itemKey(namespace: string, unit: string, instance: string | null): string {
  return `${namespace}/${unit}/${instance ?? ''}`;
}

export function spotKey(spot: Spot): string {
  return `${itemKey(spot.namespace, spot.unit, spot.instance)}/${spot.machine}`;
}

/** Leaders first, so that what goes with them finds them placed; then by name. */
function sortKey(item: Item): string {
  const follows = (item.unit.spec.placement?.with ?? []).length > 0;
  const pinned = item.unit.spec.placement?.machine !== undefined;
  return `${follows ? 2 : pinned ? 0 : 1} ${itemKey(item.namespace, item.unit.metadata.name, item.instance)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function put<K, L, V>(map: Map<K, Map<L, V>>, key: K, inner: L, value: V): void {
  const existing = map.get(key);
  if (existing === undefined) map.set(key, new Map([[inner, value]]));
  else existing.set(inner, value);
}
