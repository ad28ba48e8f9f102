/** How many units that a term means are in each place that its label of machines makes; kept while units come and go. */
import type { Item, Term } from './items.ts';
import { mismatch } from './label-selector.ts';
import type { Place } from './place.ts';

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
    for (const { affinity, antiAffinity, preferred, spread } of items) {
      for (const term of affinity) this.#register(term);
      for (const term of antiAffinity) this.#register(term);
      for (const { term } of preferred) this.#register(term);
      for (const { term } of spread) this.#register(term);
    }
  }

  seat(item: Item, place: Place, by: 1 | -1): void {
    if (this.#counts.size === 0) return;
    for (const count of this.meaning(item)) {
      const domain = place.labels[count.term.topologyKey];
      count.total += by;
      if (domain !== undefined) add(count.meant, domain, by);
    }
    for (const term of item.antiAffinity) {
      const domain = place.labels[term.topologyKey];
      if (domain !== undefined) add(this.of(term).averse, domain, by);
    }
  }

  of(term: Term): TermCount {
    return this.#counts.get(term.key) ?? this.#register(term);
  }

  /** The terms that mean the item. */
  meaning(item: Item): readonly TermCount[] {
    if (this.#counts.size === 0) return none;
    let found = this.#meaning.get(item);
    if (found === undefined) {
      const candidates = Object.entries(item.labels).flatMap(
        ([key, value]) => this.#byLabel.get(labelKey(item.namespace, key, value)) ?? [],
      );
      const general = this.#unindexed.get(item.namespace) ?? [];
      found = [...candidates, ...general].filter(({ term }) => mismatch(term.selector, item.labels) === null);
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
