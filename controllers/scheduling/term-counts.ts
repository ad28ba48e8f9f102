/** How many units that a term means are in each place that its label of machines makes; kept while units come and go. */
import type { Item, Term } from './items.ts';
import { mismatch } from './label-selector.ts';
import type { Place } from './place.ts';
import { compare } from './spot.ts';

export interface TermCount {
  readonly term: Term;
  /** Seats of units that the term means, by the value of its label. */
  readonly meant: Map<string, number>;
  /** Seats of units that keep away from what the term means. */
  readonly averse: Map<string, number>;
  total: number;
}

export class TermCounts {
  readonly #counts = new Map<string, TermCount>();
  /** Terms by one label that they ask for, so that a unit is only held against those that may mean it. */
  readonly #byLabel = new Map<string, TermCount[]>();
  readonly #unindexed = new Map<string, TermCount[]>();
  readonly #meaning = new Map<Item, TermCount[]>();

  constructor(items: Iterable<Item>) {
    for (const item of items) for (const term of termsOf(item)) this.#register(term);
  }

  /** `items`: all, the new one among them; `placesOf`: where those sit whom its terms may mean. */
  add(item: Item, items: Iterable<Item>, placesOf: (other: Item) => readonly Place[]): void {
    for (const term of termsOf(item)) {
      if (this.#counts.has(term.key)) continue;
      const count = this.#register(term);
      for (const other of items) {
        if (other.namespace !== term.namespace || mismatch(term.selector, other.labels) !== null) continue;
        this.#meaning.delete(other);
        for (const place of placesOf(other)) seatMeant(count, place, 1);
      }
    }
  }

  /** Its terms stay, and mean nothing to anybody. */
  remove(item: Item): void {
    this.#meaning.delete(item);
  }

  seat(item: Item, place: Place, by: 1 | -1): void {
    if (this.#counts.size === 0) return;
    for (const count of this.meaning(item)) seatMeant(count, place, by);
    for (const term of item.antiAffinity) {
      const domain = place.labels[term.topologyKey];
      if (domain !== undefined) add(this.of(term).averse, domain, by);
    }
  }

  of(term: Term): TermCount {
    return this.#counts.get(term.key) ?? this.#register(term);
  }

  /** The terms that mean the item, in the order of their keys. */
  meaning(item: Item): readonly TermCount[] {
    if (this.#counts.size === 0) return none;
    let found = this.#meaning.get(item);
    if (found === undefined) {
      const candidates = Object.entries(item.labels).flatMap(
        ([key, value]) => this.#byLabel.get(labelKey(item.namespace, key, value)) ?? [],
      );
      const general = this.#unindexed.get(item.namespace) ?? [];
      found = [...candidates, ...general].filter(({ term }) => mismatch(term.selector, item.labels) === null);
      if (found.length > 1) found.sort((a, b) => compare(a.term.key, b.term.key));
      this.#meaning.set(item, found);
    }
    return found;
  }

  means(term: Term, item: Item): boolean {
    return this.meaning(item).includes(this.of(term));
  }

  #register(term: Term): TermCount {
    const known = this.#counts.get(term.key);
    if (known !== undefined) return known;
    const count: TermCount = { term, meant: new Map(), averse: new Map(), total: 0 };
    this.#counts.set(term.key, count);
    const [first] = Object.entries(term.selector.matchLabels ?? {});
    if (first === undefined) push(this.#unindexed, term.namespace, count);
    else push(this.#byLabel, labelKey(term.namespace, first[0], first[1]), count);
    return count;
  }
}

const none: readonly TermCount[] = [];

function termsOf({ affinity, antiAffinity, preferred, spread }: Item): Term[] {
  return [...affinity, ...antiAffinity, ...[...preferred, ...spread].map(({ term }) => term)];
}

function seatMeant(count: TermCount, place: Place, by: 1 | -1): void {
  const domain = place.labels[count.term.topologyKey];
  count.total += by;
  if (domain !== undefined) add(count.meant, domain, by);
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function add(counts: Map<string, number>, domain: string, by: number): void {
  counts.set(domain, (counts.get(domain) ?? 0) + by);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
