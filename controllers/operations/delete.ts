import type { KindName } from '../../schemas/kinds.ts';
import type { Unit } from '../../schemas/types.ts';
import { notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { DeleteRequest, ProgressEvent } from '../operations.ts';
import { convergeInOrder, workInOrder } from './related.ts';
import { selectUnits } from './select.ts';

/** Deletes objects, and follows the units among them until they have left their machines. */
export async function* remove(
  core: Core,
  request: DeleteRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const since = Date.now();
  const named = request.objects ?? [];
  const units = new Map<string, Unit>();
  if (request.objects === undefined || request.units !== undefined || request.selector !== undefined) {
    for (const unit of selectUnits(core.cluster.all('Unit'), request)) units.set(objectKey(unit), unit);
  }
  const others: { kind: string; namespace?: string; name: string }[] = [];
  const missing: string[] = [];
  for (const reference of named) {
    if (reference.kind !== 'Unit') {
      others.push(reference);
      continue;
    }
    const unit = core.cluster.get('Unit', `${reference.namespace ?? 'default'}/${reference.name}`);
    if (unit === undefined) missing.push(reference.name);
    else units.set(objectKey(unit), unit);
  }
  for (const unit of units.values()) {
    const { namespace = 'default', name } = unit.metadata;
    yield { type: 'object', kind: 'Unit', namespace, name, result: 'deleted' };
  }
  for (const reference of others) yield { type: 'object', ...reference, result: 'deleted' };
  if (request.dryRun === 'server') return;

  core.work();
  const references = [...units.values()].map((unit) => ({ kind: unit.kind, ...unit.metadata }));
  const edits = [...references, ...others].map(
    ({ kind, namespace, name }): Edit => ({ do: 'remove', kind: kind as KindName, namespace, name }),
  );
  await core.commit(edits);
  await core.reconcile();
  const leaving = core.cluster
    .all('Placement')
    .filter((placement) => units.has(`${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`));
  workInOrder(core, leaving);
  const { timeoutMs } = request;
  if (timeoutMs > 0) yield* convergeInOrder(core, leaving, { timeoutMs, signal, since });
  const [first] = missing;
  if (first !== undefined) throw notFound(kindNamed('Unit'), first);
}
