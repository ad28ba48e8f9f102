/** Edits of many objects as one commit of the store: all or none, tried again when somebody else was quicker. */
import { randomUUID } from 'node:crypto';
import type { KindName } from '../schemas/kinds.ts';
import type { Problem } from '../schemas/problem.ts';
import type { AnyObject } from '../schemas/types.ts';
import { ApiError, alreadyExists, conflict, invalid, notFound } from './api-error.ts';
import {
  decodeObject,
  encodeObject,
  kindNamed,
  kindOf,
  kindPrefix,
  objectStoreKey,
  withResourceVersion,
} from './object-keys.ts';
import {
  appliedObject,
  checkPreconditions,
  checkValid,
  createdObject,
  inNamespace,
  objectWithStatus,
  timestamp,
  updatedObject,
} from './object-rules.ts';
import type { Entry, Operation, Store } from './store.ts';

export interface ObjectReference {
  kind: KindName;
  /** `default` unless said; ignored for kinds without namespaces. */
  namespace?: string | null | undefined;
  name: string;
}

export interface RemoveOptions {
  preconditions?: { uid?: string; resourceVersion?: string };
  /** Background: what the object owns goes too. Orphan: it stays, without the reference. */
  propagation?: 'Background' | 'Foreground' | 'Orphan';
}

export type Edit =
  /** `lease`: the object goes when the lease ends. */
  | { do: 'create'; object: AnyObject; lease?: string }
  | { do: 'update'; object: AnyObject }
  /** `skipMissing`: an object that is gone, or was made anew, is passed over. */
  | { do: 'status'; object: AnyObject; skipMissing?: boolean }
  /** `change` may be called several times, each time with what is stored then. */
  | ({ do: 'change'; change: (stored: AnyObject) => AnyObject; subresource?: 'status' } & ObjectReference)
  | { do: 'apply'; object: AnyObject }
  | ({ do: 'remove' } & ObjectReference & RemoveOptions);

/** What is wrong with an object that fits its schema. */
export type CheckObject = (object: AnyObject) => Problem[] | Promise<Problem[]>;

export interface EditResult {
  /** As it is afterwards; as it was before, when it is gone. */
  object: AnyObject;
  /** `deleted` also while finalizers still hold it. */
  result: 'created' | 'configured' | 'unchanged' | 'deleted';
}

/** How often a commit is tried again when the objects keep changing under it. */
const attempts = 50;

interface Slot {
  entry: Entry | null;
  stored: AnyObject | null;
  next: AnyObject | null;
  lease: string | null;
}

class Session {
  readonly #store: Store;
  readonly #slots = new Map<string, Slot>();
  readonly #listed = new Map<string, Slot[]>();
  readonly at: number;
  constructor(store: Store, at: number) {
    this.#store = store;
    this.at = at;
  }

  async slot(key: string): Promise<Slot> {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    return this.#remember(key, await this.#store.get(key));
  }

  #remember(key: string, entry: Entry | null): Slot {
    // Two reads of one key may have been under way: the first that came back counts.
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const stored = entry === null ? null : decodeObject(entry);
    const slot = { entry, stored, next: stored, lease: entry?.lease ?? null };
    this.#slots.set(key, slot);
    return slot;
  }

  async slotsBelow(prefix: string): Promise<Slot[]> {
    const known = this.#listed.get(prefix);
    if (known !== undefined) return known;
    const { entries } = await this.#store.list(prefix);
    const slots = entries.map((entry) => this.#remember(entry.key, entry));
    this.#listed.set(prefix, slots);
    return slots;
  }

  changed(): [string, Slot][] {
    return [...this.#slots].filter(([, slot]) => slot.next !== slot.stored);
  }
}

function keyOf(object: AnyObject): string {
  return objectStoreKey(kindOf(object), object.metadata.namespace, object.metadata.name);
}

function keyOfEdit(edit: Edit): string {
  if ('object' in edit) return keyOf(edit.object);
  return objectStoreKey(kindNamed(edit.kind), edit.namespace, edit.name);
}

/** A dying object is gone as soon as no finalizer holds it. */
function settle(slot: Slot): void {
  const { next } = slot;
  if (next?.metadata.deletionTimestamp != null && (next.metadata.finalizers ?? []).length === 0)
    slot.next = null;
}

/** What can own others, and the kinds that it can own. */
const dependentKinds: { readonly [kind in KindName]?: readonly KindName[] } = { Unit: ['Placement'] };

async function releaseDependents(session: Session, owner: AnyObject, orphan: boolean): Promise<void> {
  for (const name of dependentKinds[owner.kind] ?? []) {
    const prefix = kindPrefix(kindNamed(name), owner.metadata.namespace);
    for (const slot of await session.slotsBelow(prefix)) {
      const references = slot.next?.metadata.ownerReferences ?? [];
      if (!references.some((reference) => reference.uid === owner.metadata.uid)) continue;
      const others = references.filter((reference) => reference.uid !== owner.metadata.uid);
      if (orphan || others.length > 0) {
        if (slot.next === null) continue;
        const { ownerReferences: _, ...metadata } = slot.next.metadata;
        slot.next = {
          ...slot.next,
          metadata: others.length === 0 ? metadata : { ...metadata, ownerReferences: others },
        };
      } else await removeSlot(session, slot, {});
    }
  }
}

async function removeSlot(session: Session, slot: Slot, { propagation }: RemoveOptions): Promise<void> {
  const { next } = slot;
  if (next === null) return;
  if (next.metadata.deletionTimestamp == null) {
    slot.next = { ...next, metadata: { ...next.metadata, deletionTimestamp: timestamp(session.at) } };
  }
  settle(slot);
  await releaseDependents(session, next, propagation === 'Orphan');
}

async function checkNamespaceEmpty(session: Session, namespace: AnyObject): Promise<void> {
  const kinds: KindName[] = ['Unit', 'Placement'];
  for (const name of kinds) {
    const kind = kindNamed(name);
    const slots = await session.slotsBelow(kindPrefix(kind, namespace.metadata.name));
    const left = slots.filter((slot) => slot.next !== null);
    if (left.length === 0) continue;
    const why = `it still holds ${left.length} ${kind.plural}; delete those first`;
    throw conflict(kindOf(namespace), namespace.metadata.name, why);
  }
}

function checkUnmoved(slot: Slot, object: AnyObject): AnyObject {
  const kind = kindOf(object);
  if (slot.next === null) throw notFound(kind, object.metadata.name);
  return slot.next;
}

/** Applies one edit to the session; returns what to report of it. */
async function carryOut(
  session: Session,
  edit: Edit,
  uid: string,
): Promise<{ slot: Slot; before: AnyObject | null }> {
  const slot = await session.slot(keyOfEdit(edit));
  const before = slot.next;
  switch (edit.do) {
    case 'create':
      if (before !== null) throw alreadyExists(kindOf(before), before.metadata.name);
      slot.next = createdObject(edit.object, { uid, at: session.at });
      slot.lease = edit.lease ?? null;
      break;
    case 'update':
      slot.next = updatedObject(checkUnmoved(slot, edit.object), edit.object);
      break;
    case 'status': {
      const { uid: wanted } = edit.object.metadata;
      const gone = before === null || (wanted !== undefined && wanted !== before.metadata.uid);
      if (gone && edit.skipMissing === true) break;
      slot.next = objectWithStatus(checkUnmoved(slot, edit.object), edit.object);
      break;
    }
    case 'change': {
      if (before === null) throw notFound(kindNamed(edit.kind), edit.name);
      const changed = inNamespace(edit.change(before));
      if (keyOf(changed) !== keyOf(before)) {
        const problem = {
          path: ['metadata', 'name'],
          message: 'cannot be changed',
          target: 'value' as const,
        };
        throw invalid(kindOf(before), before.metadata.name, [problem]);
      }
      if (edit.subresource === 'status') slot.next = objectWithStatus(before, changed);
      else {
        slot.next = updatedObject(before, changed);
        if (slot.next !== before) checkValid(slot.next);
      }
      break;
    }
    case 'apply':
      slot.next = appliedObject(before, edit.object, { uid, at: session.at });
      if (slot.next !== before) checkValid(slot.next);
      break;
    case 'remove':
      if (before === null) throw notFound(kindNamed(edit.kind), edit.name);
      checkPreconditions(before, edit.preconditions ?? {});
      if (before.kind === 'Namespace') await checkNamespaceEmpty(session, before);
      await removeSlot(session, slot, edit);
      break;
  }
  settle(slot);
  return { slot, before };
}

/** A spec that changes is looked at as it will be stored: what a patch or a merge has made of it, too. */
async function checkSpec(
  before: AnyObject | null,
  next: AnyObject | null,
  check: CheckObject,
): Promise<void> {
  if (next === null || before?.metadata.generation === next.metadata.generation) return;
  const problems = await check(next);
  if (problems.length > 0) throw invalid(kindOf(next), next.metadata.name, problems);
}

/** Checked before anything is read; fills in namespace and generated name. */
function prepared(edit: Edit): Edit {
  if (!('object' in edit)) return edit;
  let object = edit.object;
  const { generateName } = object.metadata ?? {};
  if (edit.do === 'create' && !object.metadata?.name && generateName !== undefined) {
    object = {
      ...object,
      metadata: { ...object.metadata, name: `${generateName}${randomUUID().slice(0, 5)}` },
    };
  }
  if (edit.do !== 'status') checkValid(object);
  return { ...edit, object: inNamespace(object) };
}

/**
 * Results in the order of the edits. Edits of one object see what earlier ones made of it.
 * Throws ApiError; then nothing has changed.
 */
export async function transact(
  store: Store,
  asked: Edit[],
  { dryRun, now, check }: { dryRun: boolean; now: () => number; check: CheckObject },
): Promise<EditResult[]> {
  const edits = asked.map(prepared);
  const uids = edits.map(() => randomUUID());
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const session = new Session(store, now());
    await Promise.all(edits.map((edit) => session.slot(keyOfEdit(edit))));
    const done: { slot: Slot; before: AnyObject | null; after: AnyObject | null }[] = [];
    for (const [index, edit] of edits.entries()) {
      const { slot, before } = await carryOut(session, edit, uids[index] ?? randomUUID());
      await checkSpec(before, slot.next, check);
      done.push({ slot, before, after: slot.next });
    }
    const changed = session.changed();
    const results = (revision: number | null): EditResult[] =>
      done.map(({ slot, before, after }, index) => {
        const object = after ?? before ?? (edits[index] as { object: AnyObject }).object;
        const stamped =
          revision !== null && slot.next !== slot.stored && after !== null
            ? withResourceVersion(object, revision)
            : object;
        if (edits[index]?.do === 'remove') return { object: stamped, result: 'deleted' };
        if (before === after) return { object: stamped, result: 'unchanged' };
        return { object: stamped, result: before === null ? 'created' : 'configured' };
      });
    if (dryRun || changed.length === 0) return results(null);
    const answer = await store.commit(
      changed.map(([key, slot]) => ({ key, modRevision: slot.entry?.modRevision ?? 0 })),
      changed.map(([key, slot]): Operation => {
        if (slot.next === null) return { remove: { key } };
        const value = encodeObject(slot.next);
        return { put: { key, value, ...(slot.lease === null ? {} : { lease: slot.lease }) } };
      }),
    );
    if (answer.ok) return results(answer.revision);
  }
  throw new ApiError(
    'Conflict',
    `the objects changed ${attempts} times while they were being written: try again`,
  );
}
