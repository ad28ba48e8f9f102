import type { Item, Term } from './items.ts';
import { mismatch } from './label-selector.ts';
import { NameSet } from './name-set.ts';

/** What of a unit says which others may not run beside it. */
export type Neighbour = Pick<
  Item,
  'namespace' | 'runs' | 'labels' | 'conflicts' | 'replaces' | 'antiAffinity'
>;

const none = new NameSet();

/** Of what is not wanted any more, or whose Unit was deleted, the name is all that is known. */
export function nameOnly(known: Pick<Neighbour, 'namespace' | 'runs' | 'labels'>): Neighbour {
  return { ...known, conflicts: none, replaces: none, antiAffinity: [] };
}

/** It, and the labels of the machine that it is on. */
export interface Presence {
  item: Neighbour;
  place: Readonly<Record<string, string>>;
}

/** Whether either of two units keeps the other one away; both are on one machine unless `sameMachine` is false. */
export function keepsApart(a: Presence, b: Presence, sameMachine: boolean): boolean {
  if (sameMachine) {
    if (a.item.runs === b.item.runs) return true;
    if (a.item.conflicts.has(b.item.runs) || b.item.conflicts.has(a.item.runs)) return true;
    if (replaces(a.item, b.item) || replaces(b.item, a.item)) return true;
  }
  return avoids(a, b) || avoids(b, a);
}

function replaces(item: Neighbour, other: Neighbour): boolean {
  return item.namespace === other.namespace && item.replaces.has(other.runs);
}

function avoids({ item, place }: Presence, other: Presence): boolean {
  return item.antiAffinity.some((term) => meansIn(term, place, other));
}

/** Whether the term means a unit that is in the same domain. */
function meansIn(term: Term, place: Presence['place'], other: Presence): boolean {
  const domain = place[term.topologyKey];
  return (
    domain !== undefined &&
    domain === other.place[term.topologyKey] &&
    term.namespace === other.item.namespace &&
    mismatch(term.selector, other.item.labels) === null
  );
}
