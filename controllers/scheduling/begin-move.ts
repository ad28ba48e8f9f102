/** The first edits of a move that was asked for; what follows is the same handover as of any other move. */
import type { Placement, Unit } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import { isLeaving, newPlacement, placementName } from '../placement-objects.ts';
import { handedOverTo } from './handed-over.ts';
import { handoverOf } from './handover.ts';
import type { Move } from './rebalance.ts';
import { successorKey } from './successor.ts';

/**
 * With startFirst the new Placement takes over from the old one when it is healthy. With stopFirst the old one goes, and
 * when it has gone the scheduler places the unit where the fewest units are: never back, as there were two more.
 */
export function beginMove(move: Move, unit: Unit, old: Placement): Edit[] {
  const { namespace = 'default', name } = old.metadata;
  if (handoverOf(unit) === 'stopFirst') return [{ do: 'remove', kind: 'Placement', namespace, name }];
  const { from: _, reason, ...spot } = move;
  const fresh = newPlacement(spot, unit, `rebalanced: ${reason}`);
  const { state } = old.spec;
  const object = state === undefined ? fresh : { ...fresh, spec: { ...fresh.spec, state } };
  return [
    { do: 'create', object },
    {
      do: 'change',
      kind: 'Placement',
      namespace,
      name,
      change: (stored) => ({
        ...stored,
        metadata: {
          ...stored.metadata,
          annotations: { ...stored.metadata.annotations, [handedOverTo]: placementName(spot) },
        },
      }),
    },
  ];
}

/** How many of a unit's placements are on their way: leaving, or to be taken over. */
export function movesUnderWay(placements: readonly Placement[], unit: Unit): number {
  const own = placements.filter(
    ({ metadata, spec }) =>
      spec.unit === unit.metadata.name &&
      (metadata.namespace ?? 'default') === (unit.metadata.namespace ?? 'default'),
  );
  const live = new Set(own.filter((each) => !isLeaving(each)).map(objectKey));
  return own.filter((each) => isLeaving(each) || live.has(successorKey(each) ?? '')).length;
}
