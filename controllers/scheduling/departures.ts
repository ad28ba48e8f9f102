/**
 * Copies that are on their way off their machines, and whom they keep from starting there: what the scheduler has placed
 * anew comes as soon as they have gone. They count nowhere else: nobody goes with them, and nobody moves for them.
 */
import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import { type ClusterChange, objectKey } from '../cluster.ts';
import type { Hold } from '../dependencies/hold.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import { itemOf, itemsOf, machineLabel } from './items.ts';
import { keepsApart, type Neighbour, type Presence } from './keep-apart.ts';
import { NameSet } from './name-set.ts';
import { itemKey, runningName, type Spot, spotKey } from './spot.ts';
import { seated } from './successor.ts';

export interface DeparturesOptions {
  placements: () => readonly Placement[];
  unit: (key: string) => Unit | undefined;
  machine: (name: string) => Machine | undefined;
  /** Its unit may be running there, as far as can be known. */
  mayRun: (placement: Placement) => boolean;
  /** What kept this placement from starting stands otherwise than before. */
  tell: (placement: Placement) => void;
}

interface Departure extends Presence {
  placement: Placement;
}

export class Departures {
  readonly #options: DeparturesOptions;
  /** Spots that the last schedule wants empty; what has to wait for its turn to move is there still. */
  #unwanted: ReadonlySet<string> = new Set();
  /** Keys of Units that have changed, and may have to go elsewhere, since the last schedule was begun. */
  #undecided = new Set<string>();
  #deciding = new Set<string>();
  /** By machine; made when it is asked for after a change. */
  #found: Map<string, Departure[]> | null = null;
  /** By key of a placement that waits: the keys of those that it waits for. */
  readonly #waiting = new Map<string, string>();

  constructor(options: DeparturesOptions) {
    this.#options = options;
  }

  /** null when it may start, and be started anew. */
  holdOf(placement: Placement, unit: Unit): Hold | null {
    const key = objectKey(placement);
    const those = this.inTheWayOf(placement, unit);
    if (those.length === 0) {
      this.#waiting.delete(key);
      const unitKey = objectKey(unit);
      const undecided = this.#undecided.has(unitKey) || this.#deciding.has(unitKey);
      return undecided || this.isMoving(placement) ? keep : null;
    }
    this.#waiting.set(key, those.map(objectKey).join());
    const words = those.map((each) => `${runs(each)} has left ${each.spec.machine}`);
    const all = words.join(' and ');
    return {
      act: 'wait',
      held: {
        reason: 'MachineOccupied',
        message: `waits until ${all}: they may not run side by side`,
        until: all,
      },
    };
  }

  /** It is to go as soon as there is another copy, or it is its turn. */
  isMoving(placement: Placement): boolean {
    const there = this.#departures().get(placement.spec.machine) ?? [];
    return (
      there.some((departure) => objectKey(departure.placement) === objectKey(placement)) &&
      !isLeaving(placement)
    );
  }

  /** Copies of other units that are to be gone before this one starts. */
  inTheWayOf(placement: Placement, unit: Unit): Placement[] {
    const departures = this.#departures();
    if (departures.size === 0 || isLeaving(placement)) return [];
    const coming = this.#presenceOf(placement, unit);
    const { machine } = placement.spec;
    const key = itemKey(spotOfPlacement(placement));
    const found: Placement[] = [];
    for (const [name, there] of departures) {
      for (const departure of there) {
        if (itemKey(spotOfPlacement(departure.placement)) === key) continue;
        if (keepsApart(coming, departure, name === machine) && this.#options.mayRun(departure.placement))
          found.push(departure.placement);
      }
    }
    return found;
  }

  /** These have changed: until it is decided where they are to be, none is started anew. */
  unitsChanged(units: Iterable<string>): void {
    for (const key of units) this.#undecided.add(key);
  }

  /** A schedule of all that is known now. */
  begin(): void {
    for (const key of this.#undecided) this.#deciding.add(key);
    this.#undecided = new Set();
  }

  /** What has come of it. Returns the keys of the changed Units about which it is decided now. */
  decided(unwanted: readonly Spot[]): ReadonlySet<string> {
    this.#unwanted = new Set(unwanted.map(spotKey));
    this.#found = null;
    this.#tellWaiting();
    const units = this.#deciding;
    this.#deciding = new Set();
    return units;
  }

  changed(changes: readonly ClusterChange[]): void {
    if (!changes.some(({ kind }) => kind === 'Placement' || kind === 'Unit')) return;
    this.#found = null;
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    if (this.#waiting.size === 0) return;
    const placements = new Map(this.#options.placements().map((each) => [objectKey(each), each]));
    for (const [key, before] of [...this.#waiting]) {
      const placement = placements.get(key);
      const unit = placement === undefined ? undefined : this.#options.unit(unitKeyOf(placement));
      if (placement === undefined || unit === undefined) this.#waiting.delete(key);
      else if (this.inTheWayOf(placement, unit).map(objectKey).join() !== before)
        this.#options.tell(placement);
    }
  }

  #departures(): Map<string, Departure[]> {
    if (this.#found !== null) return this.#found;
    const placements = this.#options.placements();
    const staying = new Set(seated(placements));
    const found = new Map<string, Departure[]>();
    for (const placement of placements) {
      const spot = spotOfPlacement(placement);
      if (staying.has(placement) && !this.#unwanted.has(spotKey(spot))) continue;
      const unit = this.#options.unit(unitKeyOf(placement));
      const departure = { placement, ...this.#presenceOf(placement, unit) };
      const there = found.get(spot.machine);
      if (there === undefined) found.set(spot.machine, [departure]);
      else there.push(departure);
    }
    this.#found = found;
    return found;
  }

  #presenceOf(placement: Placement, unit: Unit | undefined): Presence {
    const { machine, instance = null } = placement.spec;
    const labels = this.#options.machine(machine)?.metadata.labels;
    return {
      item: unit === undefined ? nameOnly(placement) : neighbourOf(unit, instance),
      place: { ...labels, [machineLabel]: machine },
    };
  }
}

function neighbourOf(unit: Unit, instance: string | null): Neighbour {
  return itemsOf(unit).find((item) => item.instance === instance) ?? itemOf(unit, instance);
}

/** The copy that takes over is the first to have what has changed; this one runs on until then as it is. */
const keep: Hold = {
  act: 'keep',
  held: {
    reason: 'HandedOver',
    message: 'is not started anew for a change: another copy takes over',
    until: 'another copy has taken over',
  },
};

/** Of a Unit that was deleted, the name is all that is left. */
function nameOnly(placement: Placement): Neighbour {
  const { namespace = 'default', labels = {} } = placement.metadata;
  const none = new NameSet();
  return { namespace, runs: runs(placement), labels, conflicts: none, replaces: none, antiAffinity: [] };
}

function runs(placement: Placement): string {
  return runningName(placement.spec.unit, placement.spec.instance ?? null);
}
