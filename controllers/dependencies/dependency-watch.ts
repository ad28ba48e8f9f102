/**
 * Who waits for whom, across machines. Keeps no health of its own: what is known of a unit is what its placements'
 * controllers have read, and a change of that is told to whoever waits for it.
 */
import type { Placement, Unit } from '../../schemas/types.ts';
import { type Dependency, dependenciesOf, unitsMeant } from '../../units/dependencies.ts';
import { type ClusterChange, objectKey } from '../cluster.ts';
import type { Hold } from '../hold.ts';
import { isLeaving, isSubmitted, unitKeyOf } from '../placement-objects.ts';
import { itemsOf } from '../scheduling/items.ts';
import { runningName } from '../scheduling/spot.ts';
import { type DependencyState, holdOf, type Readiness } from './dependency-hold.ts';
import { type PlacementState, standingOfPlacement } from './readiness.ts';

/** The units and where they are placed, by key. */
export interface DependencyView {
  unit: (key: string) => Unit | undefined;
  units: () => Iterable<Unit>;
  placement: (key: string) => Placement | undefined;
  placements: () => Iterable<Placement>;
}

export interface DependencyWatchOptions extends DependencyView {
  /** Of a placement's controller; undefined before it has begun. */
  stateOf: (key: string) => PlacementState | undefined;
  /** What this placement waits for stands otherwise than before. */
  tell: (placement: Placement) => void;
}

export class DependencyWatch {
  readonly #options: DependencyWatchOptions;
  /** By the key that a Unit has, or would have: keys of those that wait for it. Made when it is asked for. */
  #dependents: Map<string, Set<string>> | null = null;
  /** Keys of the placements of each Unit. */
  #placements: Map<string, string[]> | null = null;
  /** What was last told about a placement that somebody waits for. */
  readonly #told = new Map<string, string>();

  constructor(options: DependencyWatchOptions) {
    this.#options = options;
  }

  /** null when the placement may be started, as far as other units go. */
  holdOf(placement: Placement, unit: Unit): Hold | null {
    // Asked for every unit at every reading, and most wait for nothing.
    if (unit.spec.dependsOn === undefined && unit.spec.bindsTo === undefined) return null;
    const states = this.statesOf(placement, unit);
    return states.length === 0 ? null : holdOf(states);
  }

  /** How everything stands that the placement waits for. */
  statesOf(placement: Pick<Placement, 'spec'>, unit: Unit): DependencyState[] {
    const runs = runningName(unit.metadata.name, placement.spec.instance ?? null);
    const { namespace = 'default' } = unit.metadata;
    return dependenciesOf(unit, runs).map((dependency) => this.#stateOf(dependency, namespace));
  }

  /** Placements of what the placement waits for, by unit that is not ready. */
  unready(
    placement: Placement,
    unit: Unit,
  ): { name: string; readiness: Readiness; placements: Placement[] }[] {
    const { namespace = 'default' } = unit.metadata;
    return this.statesOf(placement, unit)
      .filter(({ readiness }) => readiness !== 'ready')
      .map(({ name, readiness }) => {
        const meant = this.#meant(name, namespace);
        return {
          name,
          readiness,
          placements: meant === null ? [] : this.#placementsOf(meant.unit, meant.instance),
        };
      });
  }

  /** Placements that wait for one of these Units, by key of the Unit. */
  dependentsOf(units: Iterable<string>): Placement[] {
    const waiting = new Set([...units].flatMap((key) => [...(this.#index().get(key) ?? [])]));
    return [...waiting].flatMap((key) => {
      const unit = this.#options.unit(key);
      return unit === undefined ? [] : this.#placementsOf(unit, null);
    });
  }

  /** Keys of the Units that this one waits for. */
  dependenciesOf(unit: Unit): string[] {
    const { namespace = 'default' } = unit.metadata;
    return itemsOf(unit).flatMap(({ runs }) =>
      dependenciesOf(unit, runs).flatMap(({ name }) => {
        const meant = this.#meant(name, namespace);
        return meant === null ? [] : [objectKey(meant.unit)];
      }),
    );
  }

  placementsOf(unit: Unit): Placement[] {
    return this.#placementsOf(unit, null);
  }

  /** A controller has moved: if that is news to those who wait, they look again. */
  placementMoved(key: string): void {
    const placement = this.#options.placement(key);
    if (placement === undefined) return;
    const unitKey = unitKeyOf(placement);
    if (!this.#index().has(unitKey)) return;
    const unit = this.#options.unit(unitKey);
    if (unit === undefined) return;
    const { readiness, words } = standingOfPlacement(placement, unit, this.#options.stateOf(key));
    const now = `${readiness} ${words}`;
    if (this.#told.get(key) === now) return;
    this.#told.set(key, now);
    this.#tell(unitKey);
  }

  /** What one transaction changed, besides statuses. */
  changed(changes: readonly ClusterChange[]): void {
    const touched = new Set<string>();
    for (const { kind, key, object, previous } of changes) {
      if (kind === 'Unit') {
        this.#dependents = null;
        touched.add(key);
      } else if (kind === 'Placement') {
        this.#placements = null;
        if (object === null) this.#told.delete(key);
        touched.add(unitKeyOf((object ?? previous) as Placement));
      }
    }
    for (const key of touched) this.#tell(key);
  }

  #tell(unitKey: string): void {
    if (!this.#index().has(unitKey)) return;
    for (const dependent of this.dependentsOf([unitKey])) this.#options.tell(dependent);
  }

  #stateOf({ name, binds }: Dependency, namespace: string): DependencyState {
    const state = (readiness: Readiness, words: string): DependencyState => ({
      name,
      binds,
      readiness,
      words,
    });
    const meant = this.#meant(name, namespace);
    if (meant === null)
      return state('notReady', `, which does not exist in namespace ${namespace}: apply it`);
    const { unit, instance } = meant;
    if (isSubmitted(unit)) return state('notReady', `, which is stored only: muster start ${name}`);
    const items = itemsOf(unit).filter((item) => instance === null || item.instance === instance);
    if (items.length === 0) return state('notReady', `, of which there is no instance: muster start ${name}`);
    let worst: DependencyState | null = null;
    for (const item of items) {
      const found = this.#itemState(unit, item.instance, item.global, (readiness, words) =>
        state(readiness, item.runs === name ? words : ` (${item.runs})${words}`),
      );
      if (worst === null || severity[found.readiness] > severity[worst.readiness]) worst = found;
    }
    return worst ?? state('unknown', '');
  }

  /** Of a unit that moves, one healthy copy will do; of a global one all are meant. */
  #itemState(
    unit: Unit,
    instance: string | null,
    global: boolean,
    state: (readiness: Readiness, words: string) => DependencyState,
  ): DependencyState {
    const here = this.#placementsOf(unit, instance, true).filter((each) => !isLeaving(each));
    if (here.length === 0) return state('notReady', ', which has no machine');
    const standings = here.map((placement) => {
      const { stateOf } = this.#options;
      const { readiness, words } = standingOfPlacement(placement, unit, stateOf(objectKey(placement)));
      return state(readiness, ` on ${placement.spec.machine}, which ${words}`);
    });
    const rank = (each: DependencyState) => severity[each.readiness];
    const sorted = [...standings].sort((a, b) => rank(a) - rank(b));
    return (global ? sorted.at(-1) : sorted[0]) ?? state('unknown', '');
  }

  /** The Unit of a name, and which of its instances; null when there is none. */
  #meant(name: string, namespace: string): { unit: Unit; instance: string | null } | null {
    const [exact, template] = unitsMeant(name);
    const unit = this.#options.unit(`${namespace}/${exact ?? name}`);
    if (unit !== undefined && unit.metadata.deletionTimestamp == null) return { unit, instance: null };
    const of = template === undefined ? undefined : this.#options.unit(`${namespace}/${template}`);
    if (of === undefined || of.metadata.deletionTimestamp != null) return null;
    const item = itemsOf(of).find(({ runs }) => runs === name);
    return item === undefined ? null : { unit: of, instance: item.instance };
  }

  /** Of one instance, or of all; `exact`: an instance of null is that of a unit which is no template. */
  #placementsOf(unit: Unit, instance: string | null, exact = false): Placement[] {
    if (this.#placements === null) {
      this.#placements = new Map();
      for (const placement of this.#options.placements()) {
        const known = this.#placements.get(unitKeyOf(placement));
        if (known === undefined) this.#placements.set(unitKeyOf(placement), [objectKey(placement)]);
        else known.push(objectKey(placement));
      }
    }
    const keys = this.#placements.get(objectKey(unit)) ?? [];
    const all = keys.flatMap((key) => this.#options.placement(key) ?? []);
    if (instance === null && !exact) return all;
    return all.filter((placement) => (placement.spec.instance ?? null) === instance);
  }

  #index(): Map<string, Set<string>> {
    if (this.#dependents !== null) return this.#dependents;
    const index = new Map<string, Set<string>>();
    for (const unit of this.#options.units()) {
      const { namespace = 'default' } = unit.metadata;
      const { dependsOn = [], bindsTo = [] } = unit.spec;
      if (dependsOn.length + bindsTo.length === 0) continue;
      for (const { runs } of itemsOf(unit)) {
        for (const { name } of dependenciesOf(unit, runs)) {
          for (const meant of unitsMeant(name)) {
            const key = `${namespace}/${meant}`;
            index.set(key, (index.get(key) ?? new Set()).add(objectKey(unit)));
          }
        }
      }
    }
    this.#dependents = index;
    return index;
  }
}

const severity: Record<Readiness, number> = { ready: 0, unknown: 1, notReady: 2 };
