import type { Item } from './items.ts';

/** Items by the name that runs, and by the name of their Unit. */
export class ItemNames {
  readonly #items: Set<Item>;
  readonly #running = new Map<string, number>();
  /** How many run under a name that another one has, too. */
  #twins = 0;
  /** Made when somebody goes with another. */
  #named: Map<string, Item[]> | null = null;

  constructor(items: Iterable<Item>) {
    this.#items = new Set(items);
    for (const { runs } of this.#items) this.#count(runs, 1);
  }

  get items(): Iterable<Item> {
    return this.#items;
  }

  get areUnique(): boolean {
    return this.#twins === 0;
  }

  of(name: string): readonly Item[] {
    this.#named ??= this.#byName();
    return this.#named.get(name) ?? [];
  }

  add(item: Item): void {
    this.#items.add(item);
    this.#count(item.runs, 1);
    if (this.#named !== null) enter(this.#named, item);
  }

  remove(item: Item): void {
    this.#items.delete(item);
    this.#count(item.runs, -1);
    for (const name of namesOf(item)) {
      const others = this.#named?.get(name)?.filter((other) => other !== item);
      if (others !== undefined) this.#named?.set(name, others);
    }
  }

  #count(name: string, by: 1 | -1): void {
    const before = this.#running.get(name) ?? 0;
    const now = before + by;
    if (now === 0) this.#running.delete(name);
    else this.#running.set(name, now);
    this.#twins += (now > 1 ? now : 0) - (before > 1 ? before : 0);
  }

  #byName(): Map<string, Item[]> {
    const named = new Map<string, Item[]>();
    for (const item of this.#items) enter(named, item);
    return named;
  }
}

function enter(named: Map<string, Item[]>, item: Item): void {
  for (const name of namesOf(item)) {
    const there = named.get(name);
    if (there === undefined) named.set(name, [item]);
    else there.push(item);
  }
}

function namesOf(item: Item): string[] {
  const { name } = item.unit.metadata;
  return name === item.runs ? [name] : [name, item.runs];
}
