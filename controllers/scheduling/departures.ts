/**
 * Copies that are on their way off their machines, and whom they keep from starting there: what the scheduler has placed
 * anew comes as soon as they have gone. They count nowhere else: nobody goes with them, and nobody moves for them.
 */
import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import { type ClusterChange, objectKey } from '../cluster.ts';
import type { Hold } from '../hold.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from '../placement-objects.ts';
import { itemOf, itemsOf, machineLabel } from './items.ts';
import { keepsApart, type Neighbour, nameOnly, type Presence } from './keep-apart.ts';
import { itemKey, runningName, type Spot, spotKey } from './spot.ts';
import { seated } from './successor.ts';

export interface DeparturesOptions {
  placement: (key: string) => Placement | undefined;
  placements: () => readonly Placement[];
  unit: (key: string) => Unit | undefined;
  machine: (name: string) => Machine | undefined;
  /** Its unit may be running there, as far as can be known. */
  mayRun: (placement: Placement) => boolean;
  /** Muster has started it there, as far as is known. */
  hasRun: (placement: Placement) => boolean;
  /** What kept this placement from starting stands otherwise than before. */
  tell: (placement: Placement) => void;
}

interface Copy extends Presence {
  placement: Placement;
}

interface Found {
  /** Those on their way off, by machine. */
  leaving: Map<string, Copy[]>;
  /** Those of them that keep away from others, which may be on other machines. */
  averse: Copy[];
  /** Keys of their Placements. */
  keys: Set<string>;
  /** Everything, by machine, as far as it was asked for. */
  all: Map<string, Copy[]>;
}

export class Departures {
  readonly #options: DeparturesOptions;
  /** Spots that the last schedule wants empty; what has to wait for its turn to move is there still. */
  #unwanted: ReadonlySet<string> = new Set();
  /** Keys of Units that have changed, and may have to go elsewhere, since the last schedule was begun. */
  #undecided = new Set<string>();
  #deciding = new Set<string>();
  /** Made when it is asked for after a change. */
  #found: Found | null = null;
  /** By key of a placement that is held: what holds it, as it was last told. */
  readonly #held = new Map<string, string>();

  constructor(options: DeparturesOptions) {
    this.#options = options;
  }

  /** null when it may start, and be started anew. */
  holdOf(placement: Placement, unit: Unit): Hold | null {
    const those = this.inTheWayOf(placement, unit);
    const hold = those.length > 0 ? waitFor(those) : this.#keepOf(placement, unit);
    // What is asked of its neighbours does not tell it anything: only what it has been told is noted as known.
    const key = objectKey(placement);
    if (hold !== null && !this.#held.has(key)) this.#held.set(key, hold.held.message);
    return hold;
  }

  /** Those that are held, by whatever it is. */
  get held(): Placement[] {
    return [...this.#held.keys()].flatMap((key) => this.#options.placement(key) ?? []);
  }

  /** It is to go as soon as there is another copy, or it is its turn. */
  isMoving(placement: Placement): boolean {
    return !isLeaving(placement) && this.#departures().keys.has(objectKey(placement));
  }

  /**
   * Copies, of other units or instances, that are to be gone before this one starts. One that is on its way off itself, and
   * has not run there yet, gives way to all that are there: they have stayed, or it would have come.
   */
  inTheWayOf(placement: Placement, unit: Unit): Placement[] {
    const found = this.#departures();
    if (found.keys.size === 0 || isLeaving(placement)) return [];
    const { machine } = placement.spec;
    const coming = this.#presenceOf(placement, unit);
    const isUnused = found.keys.has(objectKey(placement)) && !this.#options.hasRun(placement);
    const near = isUnused ? this.#allOn(found, machine) : (found.leaving.get(machine) ?? []);
    const far = coming.item.antiAffinity.length > 0 ? [...found.leaving.values()].flat() : found.averse;
    const key = itemKey(spotOfPlacement(placement));
    return [...new Set([...near, ...far])].flatMap((other) => {
      const { placement: there } = other;
      const apart = keepsApart(coming, other, there.spec.machine === machine);
      return apart && itemKey(spotOfPlacement(there)) !== key && this.#options.mayRun(there) ? [there] : [];
    });
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
    this.#tellHeld();
    const units = this.#deciding;
    this.#deciding = new Set();
    return units;
  }

  changed(changes: readonly ClusterChange[]): void {
    if (!changes.some(({ kind }) => kind === 'Placement' || kind === 'Unit' || kind === 'Machine')) return;
    this.#found = null;
    this.#tellHeld();
  }

  #tellHeld(): void {
    for (const [key, before] of [...this.#held]) {
      const placement = this.#options.placement(key);
      const unit = placement === undefined ? undefined : this.#options.unit(unitKeyOf(placement));
      this.#held.delete(key);
      if (placement === undefined || unit === undefined) continue;
      // Notes anew what holds it now.
      if (this.holdOf(placement, unit)?.held.message !== before) this.#options.tell(placement);
    }
  }

  #keepOf(placement: Placement, unit: Unit): Hold | null {
    if (isLeaving(placement) || this.isMoving(placement)) return handedOver;
    const key = objectKey(unit);
    return this.#undecided.has(key) || this.#deciding.has(key) ? undecided : null;
  }

  #departures(): Found {
    if (this.#found !== null) return this.#found;
    const placements = this.#options.placements();
    const found: Found = { leaving: new Map(), averse: [], keys: new Set(), all: new Map() };
    this.#found = found;
    const there = seated(placements);
    // Mostly nobody is.
    if (there.length === placements.length && this.#unwanted.size === 0) return found;
    const staying = new Set(there);
    for (const placement of placements) {
      if (staying.has(placement) && !this.#unwanted.has(spotKey(spotOfPlacement(placement)))) continue;
      const departure = this.#enter(found.leaving, placement);
      if (departure.item.antiAffinity.length > 0) found.averse.push(departure);
      found.keys.add(objectKey(placement));
    }
    return found;
  }

  /** Everything that is placed there. */
  #allOn(found: Found, machine: string): Copy[] {
    const known = found.all.get(machine);
    if (known !== undefined) return known;
    for (const placement of this.#options.placements())
      if (placement.spec.machine === machine) this.#enter(found.all, placement);
    return found.all.get(machine) ?? [];
  }

  #enter(byMachine: Map<string, Copy[]>, placement: Placement): Copy {
    const copy = { placement, ...this.#presenceOf(placement, this.#options.unit(unitKeyOf(placement))) };
    const there = byMachine.get(placement.spec.machine);
    if (there === undefined) byMachine.set(placement.spec.machine, [copy]);
    else there.push(copy);
    return copy;
  }

  #presenceOf(placement: Placement, unit: Unit | undefined): Presence {
    const { machine, instance = null } = placement.spec;
    const { namespace = 'default', labels = {} } = placement.metadata;
    const item =
      unit === undefined
        ? nameOnly({ namespace, runs: runs(placement), labels })
        : neighbourOf(unit, instance);
    return { item, place: { ...this.#options.machine(machine)?.metadata.labels, [machineLabel]: machine } };
  }
}

function neighbourOf(unit: Unit, instance: string | null): Neighbour {
  return itemsOf(unit).find((item) => item.instance === instance) ?? itemOf(unit, instance);
}

function waitFor(those: readonly Placement[]): Hold {
  const words = those.map((each) => `${runs(each)} has left ${each.spec.machine}`).join(' and ');
  return {
    act: 'wait',
    held: {
      reason: 'MachineOccupied',
      message: `waits until ${words}: they may not run side by side`,
      until: words,
    },
  };
}

/** The copy that takes over is the first to have what has changed; this one runs on until then as it is. */
const handedOver: Hold = {
  act: 'keep',
  held: {
    reason: 'HandedOver',
    message: 'runs on as it was until another copy has taken over',
    until: 'another copy has taken over',
  },
};

/** For a moment: its Unit has changed, and the next schedule may send it elsewhere. */
const undecided: Hold = {
  act: 'keep',
  held: {
    reason: 'HandedOver',
    message: 'runs on as it was until it is decided where it is to run',
    until: 'that is decided',
  },
};

function runs(placement: Placement): string {
  return runningName(placement.spec.unit, placement.spec.instance ?? null);
}
