/** What there is to place: units and the instances of templates, with what they ask for made ready to be looked at often. */
import { parseQuantity } from '../../schemas/quantity.ts';
import type { LabelSelector, Unit, UnitPlacement, UnitSpread } from '../../schemas/types.ts';
import { expandAll } from '../../units/specifiers.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import { wordsOf } from './label-selector.ts';
import { NameSet } from './name-set.ts';
import { compare, itemKey, runningName } from './spot.ts';

/** Every machine is a place of its own: a label that each has without being given it. */
export const machineLabel = 'muster.dev/machine';

/** The label by which the instances of one unit are told from all others, without being given it. */
export const unitLabel = 'muster.dev/unit';

/** Certain units, and a label of machines that says what counts as one place. */
export interface Term {
  /** Equal for terms that mean the same. */
  key: string;
  namespace: string;
  selector: LabelSelector;
  topologyKey: string;
}

export interface SpreadRule {
  term: Term;
  maxSkew: number;
  required: boolean;
}

export interface Item {
  readonly unit: Unit;
  readonly namespace: string;
  readonly instance: string | null;
  /** The name that runs: `hello@1.service`. */
  readonly runs: string;
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly global: boolean;
  /** The machine it is bound to: a name or a machine-id. */
  readonly pinned: string | null;
  readonly machineSelector: LabelSelector | null;
  /** Equal for items that the same machines may take, as far as that depends on nothing else. */
  readonly audience: string;
  readonly conflicts: NameSet;
  readonly replaces: NameSet;
  /** Each of these has to be there. */
  readonly leaders: readonly Leader[];
  readonly affinity: readonly Term[];
  readonly antiAffinity: readonly Term[];
  /** Weights below zero count against. */
  readonly preferred: readonly { term: Term; weight: number }[];
  readonly spread: readonly SpreadRule[];
  /** Bytes, and processors. */
  readonly memory: number;
  readonly cpu: number;
  /** Who is placed first: what has the least choice, and last what depends on others. */
  readonly rank: number;
}

export interface Leader {
  words: string;
  names: NameSet;
  selector: LabelSelector | null;
}

/** In the order in which they are placed. */
export function byRank(a: Item, b: Item): number {
  return a.rank - b.rank || compare(a.key, b.key);
}

const none = new NameSet([]);
const known = new WeakMap<Unit, Item[]>();

/** The instances of a template; a template without any has none, and waits. Objects are never changed, so each is read once. */
export function itemsOf(unit: Unit): readonly Item[] {
  let items = known.get(unit);
  if (items === undefined) {
    items = instancesOf(unit).map((instance) => itemOf(unit, instance));
    known.set(unit, items);
  }
  return items;
}

function instancesOf(unit: Unit): (string | null)[] {
  if (parseUnitName(unit.metadata.name)?.isTemplate !== true) return [null];
  const { instances } = unit.spec;
  if (typeof instances !== 'number') return [...new Set(instances ?? [])];
  return Array.from({ length: instances }, (_, index) => String(index + 1));
}

/** Also of an instance that is not wanted any more. */
export function itemOf(unit: Unit, instance: string | null): Item {
  const { name, namespace = 'default' } = unit.metadata;
  const labels = { ...unit.metadata.labels, [unitLabel]: name };
  const runs = runningName(name, instance);
  const placement: UnitPlacement = expandAll(unit.spec.placement ?? {}, runs);
  const pinned = placement.machine ?? null;
  const machineSelector = placement.machineSelector ?? null;
  const global = placement.global === true;
  const requests = unit.spec.resources?.requests ?? {};
  const term = ({ labelSelector, topologyKey = machineLabel }: TermFields): Term =>
    termOf(namespace, labelSelector, topologyKey);
  const { with: leaders = [], affinity, antiAffinity } = placement;
  const dependent = leaders.length > 0 || (affinity?.required ?? []).length > 0;
  return {
    unit,
    namespace,
    instance,
    runs,
    key: itemKey({ namespace, unit: name, instance }),
    labels,
    global,
    pinned,
    machineSelector,
    audience: pinned === null && machineSelector === null ? '' : JSON.stringify([pinned, machineSelector]),
    conflicts: new NameSet(placement.conflicts),
    replaces: new NameSet(placement.replaces),
    leaders: leaders.map((leader) =>
      typeof leader === 'string'
        ? { words: leader, names: new NameSet([leader]), selector: null }
        : { words: `a unit with ${wordsOf(leader)}`, names: none, selector: leader },
    ),
    affinity: distinct((affinity?.required ?? []).map(term)),
    antiAffinity: distinct((antiAffinity?.required ?? []).map(term)),
    preferred: [
      ...(affinity?.preferred ?? []).map((each) => ({ term: term(each), weight: each.weight })),
      ...(antiAffinity?.preferred ?? []).map((each) => ({ term: term(each), weight: -each.weight })),
    ],
    spread: (placement.spread ?? []).map((rule) => spreadOf(rule, namespace, name)),
    memory: parseQuantity(requests.memory ?? 0) ?? 0,
    cpu: parseQuantity(requests.cpu ?? 0) ?? 0,
    rank: dependent ? 4 : pinned !== null ? 0 : global ? 1 : machineSelector !== null ? 2 : 3,
  };
}

interface TermFields {
  labelSelector: LabelSelector;
  topologyKey?: string;
}

function spreadOf(rule: UnitSpread, namespace: string, unit: string): SpreadRule {
  const selector = rule.labelSelector ?? { matchLabels: { [unitLabel]: unit } };
  return {
    term: termOf(namespace, selector, rule.topologyKey),
    maxSkew: rule.maxSkew ?? 1,
    required: rule.whenUnsatisfiable !== 'ScheduleAnyway',
  };
}

/** The same said twice is one thing: an item counts itself once for each. */
function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.key, term])).values()];
}

function termOf(namespace: string, selector: LabelSelector, topologyKey: string): Term {
  return { key: JSON.stringify([namespace, selector, topologyKey]), namespace, selector, topologyKey };
}
