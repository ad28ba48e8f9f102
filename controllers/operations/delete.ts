import type { KindName } from '../../schemas/kinds.ts';
import type { Unit } from '../../schemas/types.ts';
import { conflict, notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { DeleteRequest, Outcome, ProgressEvent } from '../operations.ts';
import { isLeaving, unitKeyOf } from '../placement-objects.ts';
import { convergeInOrder, workInOrder } from './related.ts';
import { selectUnits } from './select.ts';

/** Deletes objects, and follows the units among them until they have left their machines; only then these go, when they are to. */
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
  const others: Reference[] = [];
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
  const first = others.filter(({ kind }) => !goesLast(kind));
  const last = others.filter(({ kind }) => goesLast(kind));
  for (const reference of first) yield { type: 'object', ...reference, result: 'deleted' };
  if (request.dryRun === 'server') {
    for (const reference of last) yield { type: 'object', ...reference, result: 'deleted' };
    return;
  }

  core.work();
  const references = [...units.values()].map((unit) => ({ kind: unit.kind, ...unit.metadata }));
  await core.commit([...references, ...first].map(removal));
  await core.reconcile();
  const leaving = core.cluster.all('Placement').filter(
    (placement) =>
      units.has(unitKeyOf(placement)) ||
      // What was told to go before, and could not.
      (isLeaving(placement) &&
        last.some(({ kind, name }) => kind === 'Machine' && name === placement.spec.machine)),
  );
  workInOrder(core, leaving);
  const keys = new Set(leaving.map(objectKey));
  // Who names but the machine, wants it forgotten even when nobody can reach it any more.
  const patient = units.size > 0;
  const { timeoutMs } = request;
  if (timeoutMs > 0) {
    for await (const event of convergeInOrder(core, leaving, { timeoutMs, signal, since })) {
      if (event.type !== 'done' || signal.aborted) {
        yield event;
        continue;
      }
      const { gone, held } = await removeLast(core, last, keys, patient);
      for (const reference of gone) yield { type: 'object', ...reference, result: 'deleted' };
      yield outcomeAfter(event, gone, held);
    }
  } else {
    const { gone, held } = await removeLast(core, last, keys, patient);
    for (const reference of gone) yield { type: 'object', ...reference, result: 'deleted' };
    const [kept] = held;
    if (kept !== undefined) throw conflict(kindNamed(kept.kind as KindName), kept.name, kept.message);
  }
  const [unknown] = missing;
  if (unknown !== undefined) throw notFound(kindNamed('Unit'), unknown);
}

interface Reference {
  kind: string;
  namespace?: string;
  name: string;
}

/** Units leave their machines through them, and a namespace goes empty only. */
function goesLast(kind: string): boolean {
  return kind === 'Machine' || kind === 'Namespace';
}

function removal({ kind, namespace, name }: Reference): Edit {
  return { do: 'remove', kind: kind as KindName, namespace, name };
}

interface Held extends Reference {
  message: string;
}

/** Removes that on which nothing is left of the placements that were to go; without its machine nobody could take a unit off. */
async function removeLast(
  core: Core,
  last: Reference[],
  leaving: ReadonlySet<string>,
  patient: boolean,
): Promise<{ gone: Reference[]; held: Held[] }> {
  const left = core.cluster.all('Placement').filter((placement) => leaving.has(objectKey(placement)));
  const held = last.flatMap((reference): Held[] => {
    const { kind, name } = reference;
    const still = left.filter(({ metadata, spec }) =>
      kind === 'Machine' ? patient && spec.machine === name : (metadata.namespace ?? 'default') === name,
    );
    if (still.length === 0) return [];
    const names = [...new Set(still.map(({ spec }) => spec.unit))].join(', ');
    const otherwise = kind === 'Machine' ? `; muster delete machine ${name} forgets them with it` : '';
    return [
      {
        ...reference,
        message: `it stays until its units are off their machines (${names}): run the same command again${otherwise}`,
      },
    ];
  });
  const gone = last.filter(
    ({ kind, name }) => !held.some((other) => other.kind === kind && other.name === name),
  );
  if (gone.length > 0) {
    await core.commit(gone.map(removal));
    await core.reconcile();
  }
  return { gone, held };
}

/** With the machines that stay, but for those of which it says already why; what went with its machine has not failed. */
function outcomeAfter(outcome: Outcome, gone: Reference[], held: Held[]): { type: 'done' } & Outcome {
  const went = (machine: string) => gone.some(({ kind, name }) => kind === 'Machine' && name === machine);
  const failed = outcome.failed.filter(({ machine }) => !went(machine));
  const machinesFailed = outcome.machinesFailed.filter(({ machine }) => !went(machine));
  const stay = held.filter(
    ({ kind, name }) => kind === 'Machine' && !machinesFailed.some(({ machine }) => machine === name),
  );
  return {
    type: 'done',
    ...outcome,
    converged: outcome.converged + outcome.failed.length - failed.length,
    failed,
    machinesFailed: [
      ...machinesFailed,
      ...stay.map(({ name, message }) => ({ machine: name, reason: 'UnitsLeft', message })),
    ],
  };
}
