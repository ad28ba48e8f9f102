import type { Placement, Unit } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving, newPlacement, placementName, spotOfPlacement } from '../placement-objects.ts';
import { type MovesInput, planMoves } from './handover.ts';
import type { Decisions } from './schedule.ts';
import { itemKey, type Spot } from './spot.ts';
import { handedOverTo } from './successor.ts';

export interface PlacementsView
  extends Pick<MovesInput, 'isConnected' | 'mayRun' | 'isHealthy' | 'isUp' | 'inTheWayOf'> {
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
    const fresh = newPlacement(spot, owner, spot.reason, view.annotations?.(spot));
    // What somebody has stopped is not started by a move.
    const state = owner.spec.placement?.global === true ? undefined : stateOf(spot, view.placements);
    const object = state === undefined ? fresh : { ...fresh, spec: { ...fresh.spec, state } };
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

/** What `muster stop` or `start` has said of one instance is with its Placement. */
function stateOf(spot: Spot, placements: readonly Placement[]): Placement['spec']['state'] {
  const key = itemKey(spot);
  const said = placements.find(
    (placement) => placement.spec.state !== undefined && itemKey(spotOfPlacement(placement)) === key,
  );
  return said?.spec.state;
}
