import type { Placement, Unit } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving, newPlacement, placementName, spotOfPlacement } from '../placement-objects.ts';
import { handedOverTo } from './handed-over.ts';
import { type MovesInput, planMoves } from './handover.ts';
import type { Decisions } from './schedule.ts';
import { itemKey, type Spot } from './spot.ts';

export interface PlacementsView
  extends Pick<MovesInput, 'isConnected' | 'mayRun' | 'isHealthy' | 'isUp' | 'waits'> {
  placements: readonly Placement[];
  unit: (key: string) => Unit | undefined;
  /** Annotations that a new Placement takes along from where the unit has been. */
  annotations?: (spot: Spot) => Record<string, string>;
}

/** What is to be stored now for decisions to come true, all in one transaction. */
export function placementEdits(decisions: Decisions, view: PlacementsView): Edit[] {
  const unit = (spot: Spot) => view.unit(`${spot.namespace}/${spot.unit}`);
  const byKey = new Map(view.placements.map((placement) => [objectKey(placement), placement]));
  const moves = planMoves({ ...view, wanted: decisions, unit });
  const creations = moves.create.flatMap((spot): Edit[] => {
    const owner = unit(spot);
    if (owner === undefined) return [];
    const object = placementFor(spot, owner, view);
    // One of the same name is still leaving: this one is made when that is gone.
    return byKey.has(objectKey(object)) ? [] : [{ do: 'create', object }];
  });
  const marks = moves.mark.map(({ placement, successor }): Edit => {
    const { name, namespace = 'default' } = placement.metadata;
    return {
      do: 'change',
      kind: 'Placement',
      namespace,
      name,
      change: (stored) => {
        const { [handedOverTo]: _, ...others } = stored.metadata.annotations ?? {};
        const annotations = successor === null ? others : { ...others, [handedOverTo]: successor };
        return { ...stored, metadata: { ...stored.metadata, annotations } };
      },
    };
  });
  const marked = new Set(moves.mark.map(({ placement }) => objectKey(placement)));
  const removals = moves.remove.flatMap((spot): Edit[] => {
    const name = placementName(spot);
    const key = `${spot.namespace}/${name}`;
    const placement = byKey.get(key);
    const there = placement !== undefined && !isLeaving(placement) && !marked.has(key);
    return there ? [{ do: 'remove', kind: 'Placement', namespace: spot.namespace, name }] : [];
  });
  return [...creations, ...marks, ...removals];
}

function placementFor(
  spot: Spot & { reason: string },
  owner: Unit,
  view: Pick<PlacementsView, 'placements' | 'annotations'>,
): Placement {
  const fresh = newPlacement(spot, owner, spot.reason, view.annotations?.(spot));
  // What somebody has stopped is not started by a move.
  const state = owner.spec.placement?.global === true ? undefined : stateOf(spot, view.placements);
  return state === undefined ? fresh : { ...fresh, spec: { ...fresh.spec, state } };
}

/**
 * The old copy has gone first, and what is known of its unit would go with it: how often it has failed, or that somebody
 * has stopped it. The next copy takes that along when it is stored together with the end of the old one. null when there
 * is nothing to be taken along, or it has no next place.
 */
export function heirOf(
  old: Placement,
  { place }: Pick<Decisions, 'place'>,
  view: Pick<PlacementsView, 'placements' | 'annotations' | 'unit'>,
): Placement | null {
  const key = itemKey(spotOfPlacement(old));
  const [spot, other] = place.filter((each) => itemKey(each) === key);
  const owner = spot === undefined ? undefined : view.unit(`${spot.namespace}/${spot.unit}`);
  if (spot === undefined || other !== undefined || owner === undefined) return null;
  const copies = view.placements.filter((each) => itemKey(spotOfPlacement(each)) === key);
  if (copies.length !== 1) return null;
  // What is of this name is still stored when the heir is.
  if (spot.machine === old.spec.machine) return null;
  const heir = placementFor(spot, owner, view);
  const carries = heir.spec.state !== undefined || Object.keys(view.annotations?.(spot) ?? {}).length > 0;
  return carries ? heir : null;
}

/** What `muster stop` or `start` has said of one instance is with its Placement. */
function stateOf(spot: Spot, placements: readonly Placement[]): Placement['spec']['state'] {
  const key = itemKey(spot);
  const said = placements.find(
    (placement) => placement.spec.state !== undefined && itemKey(spotOfPlacement(placement)) === key,
  );
  return said?.spec.state;
}
