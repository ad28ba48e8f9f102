/**
 * Which unit gives way to which. Units that replace each other, directly or in a circle, are left alone: each would
 * push the next one away for ever, as it did in fleet.
 */
import type { Item } from './items.ts';

export class Replacements {
  readonly #circles: Map<Item, number>;
  readonly any: boolean;

  constructor(items: readonly Item[]) {
    const replacing = items.filter((item) => !item.replaces.isEmpty);
    this.any = replacing.length > 0;
    this.#circles = circlesOf(replacing);
  }

  /** Whether `other` gives way to `item` where both would sit on one machine. */
  givesWay(other: Item, item: Item): boolean {
    if (item.replaces.isEmpty || other === item || !names(item, other)) return false;
    const circle = this.#circles.get(item);
    return circle === undefined || this.#circles.get(other) !== circle;
  }
}

function names(item: Item, other: Item): boolean {
  return item.namespace === other.namespace && item.replaces.has(other.runs);
}

/** Strongly connected components with more than one member, by number (Tarjan's algorithm). Only what replaces can be in a circle. */
function circlesOf(items: readonly Item[]): Map<Item, number> {
  const byName = new Map<string, Item[]>();
  for (const item of items) byName.set(item.runs, [...(byName.get(item.runs) ?? []), item]);
  const next = (item: Item): Item[] => {
    const exact = [...item.replaces.exact].flatMap((name) => byName.get(name) ?? []);
    const globs = item.replaces.globs.length > 0 ? items.filter((other) => names(item, other)) : [];
    return [...new Set([...exact, ...globs])].filter(
      (other) => other !== item && other.namespace === item.namespace,
    );
  };
  const circles = new Map<Item, number>();
  const order = new Map<Item, number>();
  const lowest = new Map<Item, number>();
  const stack: Item[] = [];
  const visit = (item: Item): void => {
    order.set(item, order.size);
    lowest.set(item, order.get(item) ?? 0);
    stack.push(item);
    for (const other of next(item)) {
      if (!order.has(other)) visit(other);
      if (stack.includes(other)) lowest.set(item, Math.min(lowest.get(item) ?? 0, lowest.get(other) ?? 0));
    }
    if (lowest.get(item) !== order.get(item)) return;
    const members = stack.splice(stack.indexOf(item));
    if (members.length > 1) for (const member of members) circles.set(member, order.get(item) ?? 0);
  };
  for (const item of items) if (!order.has(item)) visit(item);
  return circles;
}
