/** What a store should do, in the plainest way there is: every revision's whole state, in memory. For tests only. */
import type { Change, CommitResult, Compare, Entry, Operation } from './store.ts';

interface Moment {
  revision: number;
  state: Map<string, Entry>;
  changes: Change[];
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

export class StoreModel {
  readonly moments: Moment[];
  compactRevision: number;

  constructor(revision: number) {
    this.moments = [{ revision, state: new Map(), changes: [] }];
    this.compactRevision = revision;
  }

  get latest(): Moment {
    const latest = this.moments.at(-1);
    if (latest === undefined) throw new Error('the model has no moments');
    return latest;
  }

  at(revision: number): Moment | undefined {
    return this.moments.find((moment) => moment.revision === revision);
  }

  commit(compares: Compare[], operations: Operation[]): CommitResult {
    const { state, revision } = this.latest;
    const current = new Map<string, Entry | null>();
    for (const { key, modRevision } of compares) {
      const entry = state.get(key) ?? null;
      if ((entry?.modRevision ?? 0) !== modRevision) current.set(key, entry);
    }
    if (current.size > 0) return { ok: false, revision, current };
    const next = new Map(state);
    const changes: Change[] = [];
    for (const operation of operations) {
      if ('put' in operation) {
        const { key, value } = operation.put;
        const previous = state.get(key) ?? null;
        const entry: Entry = {
          key,
          value,
          createRevision: previous?.createRevision ?? revision + 1,
          modRevision: revision + 1,
          version: (previous?.version ?? 0) + 1,
          lease: null,
        };
        next.set(key, entry);
        changes.push({ revision: revision + 1, type: 'put', entry, previous });
      } else {
        const { key } = operation.remove;
        const previous = state.get(key);
        if (previous === undefined) continue;
        next.delete(key);
        changes.push({ revision: revision + 1, type: 'remove', key, previous });
      }
    }
    if (changes.length === 0) return { ok: true, revision };
    this.moments.push({ revision: revision + 1, state: next, changes });
    return { ok: true, revision: revision + 1 };
  }

  list(prefix: string, revision: number): Entry[] {
    const state = this.at(revision)?.state ?? new Map<string, Entry>();
    return [...state.values()]
      .filter((entry) => entry.key.startsWith(prefix))
      .sort((a, b) => byBytes(a.key, b.key));
  }

  /** What a watch from `after` tells: one array per transaction. */
  changesAfter(prefix: string, after: number): Change[][] {
    return this.moments
      .filter((moment) => moment.revision > after)
      .map((moment) =>
        moment.changes.filter((change) =>
          (change.type === 'put' ? change.entry.key : change.key).startsWith(prefix),
        ),
      )
      .filter((changes) => changes.length > 0);
  }
}
