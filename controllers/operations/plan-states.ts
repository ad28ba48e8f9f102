/**
 * From `muster start hello@1` to what has to be stored: of whole units in spec.state, of some instances of a template in
 * spec.instances and on their Placements. Pure.
 */

import { suggestUnit } from '../../schemas/suggest-unit.ts';
import type { Placement, Unit } from '../../schemas/types.ts';
import { ApiError } from '../../store/api-error.ts';
import { parseLabelSelector } from '../../store/label-selector.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import { objectKey } from '../cluster.ts';
import type { Selection, StateVerb } from '../operations.ts';
import { isLeaving, isSubmitted, spotOfPlacement } from '../placement-objects.ts';
import { runningName } from '../scheduling/spot.ts';
import { instanceNamed, instancesOf, withInstances } from './instances.ts';
import { isGlob, means, withType } from './select.ts';

type Active = 'active' | 'inactive';

export interface StateChange {
  /** As it is to be stored. */
  unit: Unit;
  /** What was meant: instances of a template; `null` stands for a unit that is no template. */
  items: (string | null)[];
  /** Placements whose own state changes; undefined: none of their own. */
  placements: { placement: Placement; state: Active | undefined }[];
  /** Instances that are new, and are to begin in another state than their template's. */
  begin: { instance: string; state: Active }[];
}

/** Throws NotFound when a name means nothing, and BadRequest for what cannot be done: then nothing is changed. */
export function planStates(
  units: Unit[],
  placements: Placement[],
  verb: StateVerb,
  selection: Selection,
): StateChange[] {
  if (verb === 'unload' && selection.machine !== undefined) {
    throw new ApiError(
      'BadRequest',
      'unload takes a unit off all its machines: without -m, or use stop -m, or change spec.placement to keep it off one',
    );
  }
  const candidates = units.filter((unit) => isCandidate(unit, selection));
  const changes = candidates.flatMap((unit) => {
    const own = placements.filter(
      (placement) =>
        !isLeaving(placement) &&
        spotOfPlacement(placement).unit === unit.metadata.name &&
        spotOfPlacement(placement).namespace === (unit.metadata.namespace ?? 'default'),
    );
    const change = changeOf(unit, own, verb, selection);
    return change === null ? [] : [change];
  });
  for (const name of selection.units ?? []) {
    const meant = changes.some(({ unit, items }) =>
      items.some((item) => means(name, unit.metadata.name, item)),
    );
    if (!meant && !isGlob(name)) throw nothingOf(name, candidates, selection);
  }
  return changes;
}

function isCandidate(unit: Unit, { namespace, selector }: Selection): boolean {
  if (unit.metadata.deletionTimestamp != null) return false;
  if (namespace !== undefined && (unit.metadata.namespace ?? 'default') !== namespace) return false;
  return selector === undefined || parseLabelSelector(selector)(unit.metadata.labels ?? {});
}

function nothingOf(name: string, candidates: Unit[], { machine }: Selection): ApiError {
  const wanted = withType(name);
  const there = candidates.find((unit) => unit.metadata.name === wanted);
  if (there === undefined) {
    const near = suggestUnit(
      wanted,
      candidates.map((unit) => unit.metadata.name),
    );
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    return new ApiError('NotFound', `units.muster.dev "${wanted}" not found${hint}`);
  }
  if (machine !== undefined)
    return new ApiError('BadRequest', `${wanted} is not on ${machine}: see muster get placements`);
  const instance = wanted.replace('@.', '@1.');
  return new ApiError(
    'BadRequest',
    `${wanted} is a template without instances: muster start ${instance} makes one`,
  );
}

function changeOf(unit: Unit, own: Placement[], verb: StateVerb, selection: Selection): StateChange | null {
  const isTemplate = parseUnitName(unit.metadata.name)?.isTemplate === true;
  const present = isTemplate ? instancesOf(unit) : [null];
  const { units: names, machine } = selection;
  const isMeant = (item: string | null) =>
    names === undefined || names.some((name) => means(name, unit.metadata.name, item));
  const fresh = isTemplate && machine === undefined ? newInstances(unit, verb, names ?? [], present) : [];
  const items = [...present.filter(isMeant), ...fresh];
  if (items.length === 0) return null;
  const state: Active = verb === 'start' ? 'active' : 'inactive';
  const meant = own.filter((placement) => items.includes(placement.spec.instance ?? null));
  if (machine !== undefined) return onOneMachine(unit, items, meant, state, machine);
  return isTemplate && items.length < present.length + fresh.length
    ? someInstances(unit, items as string[], fresh, meant, verb, state)
    : whole(unit, items, fresh, meant, verb, state);
}

/** Instances that a name asks for by itself, as fleet made units from their template. */
function newInstances(unit: Unit, verb: StateVerb, names: string[], present: (string | null)[]): string[] {
  if (verb === 'stop' || verb === 'unload') return [];
  const asked = names.flatMap((name) => {
    const parsed = isGlob(name) ? null : instanceNamed(withType(name));
    return parsed?.template === unit.metadata.name ? [parsed.instance] : [];
  });
  return [...new Set(asked)].filter((instance) => !present.includes(instance));
}

function onOneMachine(
  unit: Unit,
  items: (string | null)[],
  meant: Placement[],
  state: Active,
  machine: string,
): StateChange | null {
  const here = meant.filter((placement) => placement.spec.machine === machine);
  if (here.length === 0) return null;
  const placements = here.map((placement) => ({ placement, state: ownState(unit, state) }));
  return { unit, items, placements, begin: [] };
}

/** A state of its own is only noted where it is another one than the unit's. */
function ownState(unit: Unit, state: Active): Active | undefined {
  return (unit.spec.state ?? 'active') === state ? undefined : state;
}

function whole(
  unit: Unit,
  items: (string | null)[],
  fresh: string[],
  meant: Placement[],
  verb: StateVerb,
  state: Active,
): StateChange {
  const placements = meant.map((placement) => ({ placement, state: undefined }));
  // To stop what is on no machine does not put it on one.
  const next = verb === 'unload' || (verb === 'stop' && isSubmitted(unit)) ? 'submitted' : state;
  const grown = fresh.length > 0 ? withInstances(unit, [...instancesOf(unit), ...fresh]) : unit;
  return { unit: { ...grown, spec: { ...grown.spec, state: next } }, items, placements, begin: [] };
}

function someInstances(
  unit: Unit,
  items: string[],
  fresh: string[],
  meant: Placement[],
  verb: StateVerb,
  state: Active,
): StateChange {
  if (verb === 'unload') {
    const left = instancesOf(unit).filter((instance) => !items.includes(instance));
    return { unit: withInstances(unit, left), items, placements: [], begin: [] };
  }
  if (isSubmitted(unit)) {
    if (verb === 'stop') return { unit, items, placements: [], begin: [] };
    // Of a template that was on no machine, only what is asked for is placed.
    const placed = withInstances(unit, items);
    return { unit: { ...placed, spec: { ...placed.spec, state } }, items, placements: [], begin: [] };
  }
  const own = ownState(unit, state);
  return {
    unit: withInstances(unit, [...instancesOf(unit), ...fresh]),
    items,
    placements: meant.map((placement) => ({ placement, state: own })),
    begin: own === undefined ? [] : fresh.map((instance) => ({ instance, state: own })),
  };
}

/** `default/hello@1.service`: what a change is about, as events name it. */
export function itemNames({ unit, items }: StateChange): Set<string> {
  const namespace = unit.metadata.namespace ?? 'default';
  return new Set(items.map((item) => `${namespace}/${runningName(unit.metadata.name, item)}`));
}

export function isAbout(change: StateChange, placement: Placement): boolean {
  const { namespace, unit, instance } = spotOfPlacement(placement);
  return objectKey(change.unit) === `${namespace}/${unit}` && change.items.includes(instance);
}
