/** Who sits where while a schedule is being made, and what of each machine keeps a unit from sitting there. */
import { formatBytes } from '../../schemas/quantity.ts';
import { ItemNames } from './item-names.ts';
import type { Item, Leader, SpreadRule, Term } from './items.ts';
import { machineLabel } from './items.ts';
import { mismatch, wordsOf } from './label-selector.ts';
import { Leaving, type Use } from './leaving.ts';
import { LoadOrder, setBit } from './load-order.ts';
import { isNamed, type Place } from './place.ts';
import { Replacements } from './replacements.ts';
import { compare } from './spot.ts';
import { TermCounts } from './term-counts.ts';

/** What is the same for all items that ask for the same machines. */
interface Audience {
  /** By index of the place: why not; null when nothing; undefined when not looked at yet. */
  reasons: (string | null | undefined)[];
  /** Places that could take a new one, as far as that depends on nothing that sits there. */
  open: Uint32Array | null;
  /** Values of a label among the open places. */
  domains: Map<string, string[]>;
}

export class Board {
  readonly order: LoadOrder;
  readonly replacements: Replacements;
  readonly counts: TermCounts;
  readonly #places: Place[];
  readonly #seats: Item[][];
  readonly #where = new Map<Item, number[]>();
  readonly #memory: Float64Array;
  readonly #cpu: Float64Array;
  /** Those there that conflict with or replace others. */
  readonly #loud: Item[][];
  readonly #audiences = new Map<string, Audience>();
  readonly #names: ItemNames;
  readonly #leads = new Map<Leader, { item: Item; all: readonly Item[] }>();
  /** Places where somebody has come or left since everything was in order. */
  readonly #unsorted = new Set<number>();
  /** Places where an item keeps failing. */
  shunned: ReadonlyMap<Item, ReadonlySet<number>>;
  leaving = new Leaving();

  constructor(
    places: readonly Place[],
    items: readonly Item[],
    shunned: ReadonlyMap<Item, ReadonlySet<number>> = new Map(),
  ) {
    this.#places = [...places];
    this.shunned = shunned;
    this.order = new LoadOrder(places.length);
    this.replacements = new Replacements(items);
    this.counts = new TermCounts(items);
    this.#seats = places.map(() => []);
    this.#memory = new Float64Array(places.length);
    this.#cpu = new Float64Array(places.length);
    this.#loud = places.map(() => []);
    this.#names = new ItemNames(items);
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  /** What replaces others cannot come, nor go: who gives way to whom is worked out once. */
  add(item: Item): void {
    this.#names.add(item);
    this.counts.add(item, this.#names.items, (other) =>
      this.seatsOf(other).map((index) => this.place(index)),
    );
    for (const [leader, { item: follower, all }] of this.#leads) {
      if (isLed(leader, follower, item)) this.#leads.set(leader, { item: follower, all: [...all, item] });
    }
  }

  /** It sits nowhere any more. */
  remove(item: Item): void {
    this.#names.remove(item);
    this.counts.remove(item);
    this.#where.delete(item);
    for (const leader of item.leaders) this.#leads.delete(leader);
  }

  /** Of the same name, id and labels as before. */
  replacePlace(place: Place): void {
    this.#places[place.index] = place;
    for (const audience of this.#audiences.values()) {
      audience.open = null;
      audience.domains.clear();
    }
  }

  seat(item: Item, index: number): void {
    this.#seats[index]?.push(item);
    const where = this.#where.get(item);
    if (where === undefined) this.#where.set(item, [index]);
    else where.push(index);
    this.#count(item, index, 1);
  }

  unseat(item: Item, index: number): void {
    drop(this.#seats[index], item);
    drop(this.#where.get(item), index);
    this.#count(item, index, -1);
  }

  /** Everything in the order in which it would be if all had been seated just now, by key. */
  sort(): void {
    for (const index of this.#unsorted) {
      this.#loud[index]?.sort(byKey);
      const items = this.#seats[index]?.sort(byKey) ?? [];
      for (const item of items) {
        const indices = this.#where.get(item);
        if (indices !== undefined && indices.length > 1) indices.sort((a, b) => a - b);
      }
    }
    this.#unsorted.clear();
  }

  sits(item: Item, index: number): boolean {
    const where = this.seatsOf(item);
    const there = this.at(index);
    return where.length < there.length ? where.includes(index) : there.includes(item);
  }

  /** Indices of the places where it sits. */
  seatsOf(item: Item): readonly number[] {
    return this.#where.get(item) ?? nowhere;
  }

  at(index: number): readonly Item[] {
    return this.#seats[index] ?? [];
  }

  place(index: number): Place {
    const place = this.places[index];
    if (place === undefined) throw new Error(`there is no place ${index}`);
    return place;
  }

  /** It keeps failing there; it may come all the same when there is no other place. */
  shuns(item: Item, index: number): boolean {
    return this.shunned.get(item)?.has(index) === true;
  }

  /** null when there is no such place. */
  shunnedBy(item: Item): ReadonlySet<number> | null {
    return this.shunned.get(item) ?? null;
  }

  /** Why the item may not come here, in words; null when it may. Whether the machine can be reached is another matter. */
  obstacle(item: Item, index: number): string | null {
    return (
      this.unsuited(item, index) ??
      this.closed(item, index) ??
      this.exclusion(item, index) ??
      this.full(item, index) ??
      this.missing(item, index) ??
      this.skewed(item, index)
    );
  }

  /** Why the item may not stay where it sits. Cordons, room and spread are looked at only when it comes. */
  obstacleToStay(item: Item, index: number): string | null {
    return this.unsuited(item, index) ?? this.exclusion(item, index) ?? this.missing(item, index);
  }

  /** It asks for other machines. */
  unsuited(item: Item, index: number): string | null {
    if (item.audience === '') return null;
    const { reasons } = this.#audience(item);
    const known = reasons[index];
    if (known !== undefined) return known;
    const place = this.place(index);
    const reason =
      item.pinned !== null && !isNamed(place, item.pinned)
        ? `is not ${item.pinned}`
        : item.machineSelector === null
          ? null
          : mismatch(item.machineSelector, place.labels);
    reasons[index] = reason;
    return reason;
  }

  /** The machine takes nobody new. */
  closed(item: Item, index: number): string | null {
    const { standing, cordoned } = this.place(index);
    if (standing === 'leaving') return 'is being drained';
    if (standing === 'gone' && item.pinned === null) return 'is lost';
    return cordoned ? 'is cordoned' : null;
  }

  /** Somebody there, or in the same region or rack, keeps it away. */
  exclusion(item: Item, index: number): string | null {
    const quiet = this.#names.areUnique && item.conflicts.isEmpty;
    for (const other of (quiet ? this.#loud : this.#seats)[index] ?? []) {
      if (other === item) continue;
      if (other.runs === item.runs) {
        return `runs ${other.runs} of ${other.namespace === item.namespace ? `the Unit ${other.unit.metadata.name}` : `namespace ${other.namespace}`} (NameTaken)`;
      }
      if (item.conflicts.has(other.runs) || other.conflicts.has(item.runs))
        return `runs ${other.runs}, which it conflicts with`;
      if (this.replacements.givesWay(item, other)) return `runs ${other.runs}, which replaces it`;
    }
    for (const term of item.antiAffinity) {
      if (this.#others(term, item, index) > 0)
        return `${this.#here(term, index)} a unit with ${wordsOf(term.selector)}, which it keeps away from`;
    }
    for (const { term, averse } of this.counts.meaning(item)) {
      if (averse.size === 0) continue;
      const domain = this.place(index).labels[term.topologyKey];
      if (domain === undefined) continue;
      const own = item.antiAffinity.some(({ key }) => key === term.key) ? this.#own(term, item, domain) : 0;
      if ((averse.get(domain) ?? 0) > own)
        return `${this.#here(term, index)} a unit that keeps away from units with ${wordsOf(term.selector)}`;
    }
    return null;
  }

  /** Nothing speaks against the place but those that are on their way off it. */
  occupied(item: Item, index: number): boolean {
    if (this.leaving.isEmpty) return false;
    const use = this.leaving.useOf(index, item);
    return this.leaving.isInTheWay(item, this.place(index)) || this.full(item, index, use) !== null;
  }

  /** There is no room for it, `besides` those that sit there. */
  full(item: Item, index: number, besides: Use = nothing): string | null {
    const place = this.place(index);
    if (place.maxUnits !== null && this.order.load(index) + besides.units >= place.maxUnits)
      return `has its ${place.maxUnits} units already (maxUnits)`;
    if (item.memory > 0) {
      if (place.memory === null) return 'has not said yet how much memory it has';
      const free = place.memory - (this.#memory[index] ?? 0) - besides.memory;
      if (item.memory > free)
        return `has ${formatBytes(Math.max(0, free))} of memory that nobody has requested, ${formatBytes(item.memory)} are requested`;
    }
    if (item.cpu > 0) {
      if (place.cpus === null) return 'has not said yet how many processors it has';
      const free = place.cpus - (this.#cpu[index] ?? 0) - besides.cpu;
      // Sums of decimal fractions are off by a hair.
      if (item.cpu > free + 1e-9)
        return `has ${round(Math.max(0, free))} processors that nobody has requested, ${round(item.cpu)} are requested`;
    }
    return null;
  }

  /** Somebody whom it goes with is not there. */
  missing(item: Item, index: number): string | null {
    for (const leader of item.leaders) {
      if (!this.leads(leader, item).some((other) => this.sits(other, index)))
        return `does not run ${leader.words}, which it goes with`;
    }
    for (const term of item.affinity) {
      const domain = this.place(index).labels[term.topologyKey];
      if (domain === undefined) return `has no label ${term.topologyKey}`;
      if (this.#others(term, item, index) > 0) continue;
      const { total } = this.counts.of(term);
      const meansItself = this.counts.means(term, item);
      // The first of a group that wants to be together has nobody to go to.
      if (meansItself && total - this.seatsOf(item).length === 0) continue;
      return `${this.#here(term, index, 'has no', 'there is no')} unit with ${wordsOf(term.selector)}, which it goes with`;
    }
    return null;
  }

  /** Those whom the item goes with by this name, glob or selector. */
  leads(leader: Leader, item: Item): readonly Item[] {
    const known = this.#leads.get(leader);
    if (known !== undefined) return known.all;
    const candidates =
      leader.names.globs.length > 0 || leader.selector !== null
        ? this.#names.items
        : [...leader.names.exact].flatMap((name) => this.#names.of(name));
    const all = [...candidates].filter((other) => isLed(leader, item, other));
    this.#leads.set(leader, { item, all });
    return all;
  }

  /** Its region or rack would be too far ahead of the others. */
  skewed(item: Item, index: number): string | null {
    for (const rule of item.spread) {
      const { topologyKey } = rule.term;
      const domain = this.place(index).labels[topologyKey];
      if (!rule.required) continue;
      if (domain === undefined) return `has no label ${topologyKey}`;
      const ahead = this.skew(item, rule, domain);
      if (ahead > rule.maxSkew)
        return `would be ${ahead} units ahead with ${topologyKey} ${domain} (maxSkew ${rule.maxSkew})`;
    }
    return null;
  }

  /** By how many a domain would be ahead of the emptiest one if the item came there. */
  skew(item: Item, rule: SpreadRule, domain: string): number {
    const { meant } = this.counts.of(rule.term);
    const counts = this.counts.means(rule.term, item);
    const others = (value: string) =>
      (meant.get(value) ?? 0) - (counts ? this.#own(rule.term, item, value) : 0);
    let least = Number.POSITIVE_INFINITY;
    for (const value of this.#domains(item, rule.term.topologyKey)) least = Math.min(least, others(value));
    return others(domain) + (counts ? 1 : 0) - Math.min(least, others(domain));
  }

  /** How much the item's preferences are for a place. */
  score(item: Item, index: number): number {
    let score = 0;
    for (const { term, weight } of item.preferred) if (this.#others(term, item, index) > 0) score += weight;
    for (const rule of item.spread) {
      if (rule.required) continue;
      const domain = this.place(index).labels[rule.term.topologyKey];
      // A place that is no place at all is the last choice; each unit ahead counts as a weak preference would.
      score -= 10 * (domain === undefined ? 100 : this.skew(item, rule, domain));
    }
    return score;
  }

  /** Reachable places that take new units and suit the item. */
  open(item: Item): Uint32Array {
    const audience = this.#audience(item);
    if (audience.open === null) {
      const open = this.order.none();
      for (const { index, ready } of this.places) {
        if (ready === 'yes' && this.unsuited(item, index) === null && this.closed(item, index) === null)
          setBit(open, index);
      }
      audience.open = open;
    }
    return audience.open;
  }

  #domains(item: Item, topologyKey: string): readonly string[] {
    const audience = this.#audience(item);
    let domains = audience.domains.get(topologyKey);
    if (domains === undefined) {
      const open = this.open(item);
      const values = new Set<string>();
      for (const { index, labels } of this.places) {
        const value = labels[topologyKey];
        if (value !== undefined && ((open[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0) values.add(value);
      }
      domains = [...values];
      audience.domains.set(topologyKey, domains);
    }
    return domains;
  }

  #audience(item: Item): Audience {
    let audience = this.#audiences.get(item.audience);
    if (audience === undefined) {
      audience = { reasons: [], open: null, domains: new Map() };
      this.#audiences.set(item.audience, audience);
    }
    return audience;
  }

  /** How many units besides the item the term means in the domain of a place. */
  #others(term: Term, item: Item, index: number): number {
    const domain = this.place(index).labels[term.topologyKey];
    if (domain === undefined) return 0;
    const count = this.counts.of(term).meant.get(domain) ?? 0;
    return count > 0 && this.counts.means(term, item) ? count - this.#own(term, item, domain) : count;
  }

  #own(term: Term, item: Item, domain: string): number {
    let own = 0;
    for (const index of this.seatsOf(item))
      if (this.place(index).labels[term.topologyKey] === domain) own += 1;
    return own;
  }

  #here(term: Term, index: number, machine = 'runs', elsewhere = 'there is'): string {
    if (term.topologyKey === machineLabel) return machine;
    return `has ${term.topologyKey} ${this.place(index).labels[term.topologyKey] ?? ''}, where ${elsewhere}`;
  }

  #count(item: Item, index: number, by: 1 | -1): void {
    this.#unsorted.add(index);
    this.order.add(index, by);
    this.#memory[index] = (this.#memory[index] ?? 0) + by * item.memory;
    this.#cpu[index] = (this.#cpu[index] ?? 0) + by * item.cpu;
    if (!item.conflicts.isEmpty || !item.replaces.isEmpty) {
      if (by > 0) this.#loud[index]?.push(item);
      else drop(this.#loud[index], item);
    }
    this.counts.seat(item, this.place(index), by);
  }
}

const nowhere: readonly number[] = [];
const nothing: Use = { units: 0, memory: 0, cpu: 0 };

/** Whether `other` is one of those whom the item goes with. */
function isLed(leader: Leader, item: Item, other: Item): boolean {
  if (other === item || other.namespace !== item.namespace) return false;
  return leader.selector === null
    ? leader.names.has(other.runs) || leader.names.has(other.unit.metadata.name)
    : mismatch(leader.selector, other.labels) === null;
}

function drop<T>(list: T[] | undefined, value: T): void {
  const at = list?.indexOf(value) ?? -1;
  if (at >= 0) list?.splice(at, 1);
}

function byKey(a: Item, b: Item): number {
  return compare(a.key, b.key);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
