/** What every store promises. Each implementation calls `describeStore` from its own test file. */
import fc from 'fast-check';
import { StoreModel } from './store.model.ts';
import { type Change, type CommitResult, CompactedError, LeaseExpiredError, type Store } from './store.ts';

export interface StoreUnderTest {
  store: Store;
  /** Another handle on the same data, as another process would hold. */
  second(): Promise<Store>;
  /** Makes the store's clock pass, for leases: moves an injected clock, or waits. */
  passTime(ms: number): Promise<void>;
  destroy(): Promise<void>;
}

const limitMs = 30_000;

/** Reads `count` transactions of a watch, then ends it. */
async function take(store: Store, prefix: string, after: number, count: number): Promise<Change[][]> {
  const abort = new AbortController();
  const taken: Change[][] = [];
  if (count === 0) return taken;
  for await (const changes of store.watch(prefix, { after, signal: abort.signal })) {
    taken.push(changes);
    if (taken.length === count) abort.abort();
  }
  return taken;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition was not met within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const put = (key: string, value: string, lease?: string) => ({
  put: { key, value: Buffer.from(value), ...(lease === undefined ? {} : { lease }) },
});
const remove = (key: string) => ({ remove: { key } });

const key = fc.constantFrom('/a/1', '/a/2', '/a/1/x', '/b/1', '/b/é', '/b/\u{1f600}', '/b/\uffee');
const prefix = fc.constantFrom('', '/', '/a/', '/a/1', '/b/', '/c/');
const back = fc.nat({ max: 6 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      compares: fc.uniqueArray(
        fc.record({ key, expect: fc.constantFrom('now' as const, 'absent' as const, 'stale' as const) }),
        {
          maxLength: 2,
          selector: (compare) => compare.key,
        },
      ),
      operations: fc.uniqueArray(
        fc.oneof(
          fc.record({
            put: fc.record({ key, value: fc.uint8Array({ maxLength: 8 }).map((b) => Buffer.from(b)) }),
          }),
          fc.record({ remove: fc.record({ key }) }),
        ),
        {
          maxLength: 4,
          selector: (operation) => ('put' in operation ? operation.put.key : operation.remove.key),
        },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('list' as const), prefix, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('get' as const), key, back }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('page' as const), prefix, limit: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const), back }) },
);

export function describeStore(
  name: string,
  open: () => Promise<StoreUnderTest>,
  options = { runs: 60 },
): void {
  describe(`${name} keeps the promises of a store`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await open();
      store = under.store;
    });
    afterEach(async () => {
      await under.destroy();
    });

    test('behaves like the model under any sequence of calls, and watches tell exactly what was committed', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 30 }),
          prefix,
          back,
          async (steps, watched, watchedBack) => {
            const run = await open();
            try {
              const model = new StoreModel(await run.store.revision());
              for (const action of steps) await compareStep(run.store, model, action);
              const after = Math.max(model.compactRevision, model.latest.revision - watchedBack);
              const expected = model.changesAfter(watched, after);
              expect(await take(run.store, watched, after, expected.length)).toEqual(expected);
            } finally {
              await run.destroy();
            }
          },
        ),
        { numRuns: options.runs },
      );
    }, 120_000);

    test('of many writers that compare and swap at once, each revision has one winner', async () => {
      const second = await under.second();
      await store.commit([], [put('/counter', '0')]);
      const increment = async (through: Store): Promise<void> => {
        for (;;) {
          const entry = await through.get('/counter');
          const next = String(Number(entry?.value.toString()) + 1);
          const result = await through.commit(
            [{ key: '/counter', modRevision: entry?.modRevision ?? 0 }],
            [put('/counter', next)],
          );
          if (result.ok) return;
          expect(result.current.get('/counter')?.modRevision).toBeGreaterThan(entry?.modRevision ?? 0);
        }
      };
      await Promise.all(Array.from({ length: 40 }, (_, i) => increment(i % 2 === 0 ? store : second)));
      expect((await store.get('/counter'))?.value.toString()).toBe('40');
      expect((await store.get('/counter'))?.version).toBe(41);
      await second.close();
    });

    test('a watch that runs while two handles write sees every commit once and in order', async () => {
      const second = await under.second();
      const after = await store.revision();
      const seen = take(store, '/w/', after, 60);
      const results: CommitResult[] = [];
      const writer = async (through: Store, who: string) => {
        for (let i = 0; i < 30; i += 1) {
          results.push(
            await through.commit(
              [],
              [put(`/w/${who}`, String(i)), put(`/w/${who}/${i}`, ''), put('/other', who)],
            ),
          );
        }
      };
      await Promise.all([writer(store, 'one'), writer(second, 'two')]);
      const transactions = await seen;
      expect(transactions.map((changes) => changes[0]?.revision)).toEqual(
        results.map((result) => result.revision).sort((a, b) => a - b),
      );
      expect(transactions.every((changes) => changes.length === 2)).toBe(true);
      await second.close();
    });

    test('a watch waits for what is to come, and ends when its signal aborts', async () => {
      const after = await store.revision();
      const next = take(store, '/w/', after, 1);
      await store.commit([], [put('/elsewhere', '1')]);
      await store.commit([], [put('/w/1', '1')]);
      expect((await next)[0]?.[0]).toMatchObject({ type: 'put', previous: null });
      const abort = new AbortController();
      const ended = (async () => {
        for await (const _ of store.watch('/w/', { after: await store.revision(), signal: abort.signal })) {
          throw new Error('nothing was committed');
        }
      })();
      abort.abort();
      await ended;
    });

    test('what was compacted cannot be listed or watched; what was not, can', async () => {
      await store.commit([], [put('/a', '1')]);
      const middle = (await store.commit([], [put('/a', '2')])).revision;
      await store.commit([], [put('/a', '3'), put('/b', '1')]);
      await store.compact(middle);
      await expect(store.list('/', { atRevision: middle - 1 })).rejects.toThrow(CompactedError);
      await expect(store.get('/a', middle - 1)).rejects.toThrow(CompactedError);
      await expect(take(store, '/', middle - 1, 1)).rejects.toThrow(CompactedError);
      expect(
        (await store.list('/', { atRevision: middle })).entries.map((entry) => entry.value.toString()),
      ).toEqual(['2']);
      expect(await take(store, '/', middle, 1)).toHaveLength(1);
    });

    test('refuses a transaction that names a key twice, and changes nothing', async () => {
      const before = await store.revision();
      await expect(store.commit([], [put('/a', '1'), remove('/a')])).rejects.toThrow();
      expect(await store.revision()).toBe(before);
    });

    test('keys on a lease go when it is not kept alive, in one revision that watches see', async () => {
      const lease = await store.lease(5_000);
      const { revision } = await store.commit(
        [],
        [put('/l/1', '1', lease.id), put('/l/2', '2', lease.id), put('/l/3', '3')],
      );
      const gone = take(store, '/l/', revision, 1);
      await under.passTime(3_000);
      await lease.keepAlive();
      await under.passTime(3_000);
      expect((await store.get('/l/1'))?.lease).toBe(lease.id);
      await under.passTime(6_000);
      await until(async () => (await store.get('/l/1')) === null);
      expect((await gone)[0]?.map((change) => change.type)).toEqual(['remove', 'remove']);
      expect((await store.list('/l/')).entries.map((entry) => entry.key)).toEqual(['/l/3']);
      await expect(lease.keepAlive()).rejects.toThrow(LeaseExpiredError);
      await expect(store.commit([], [put('/l/4', '', lease.id)])).rejects.toThrow(LeaseExpiredError);
    }, 60_000);

    test('revoking a lease removes its keys at once, but not those put again without it', async () => {
      const lease = await store.lease(60_000);
      await store.commit([], [put('/l/1', '1', lease.id), put('/l/2', '1', lease.id)]);
      await store.commit([], [put('/l/2', '2')]);
      await lease.revoke();
      expect((await store.list('/l/')).entries.map((entry) => entry.key)).toEqual(['/l/2']);
    });
  });
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does one step to both and expects the same answers. */
async function compareStep(store: Store, model: StoreModel, action: Step): Promise<void> {
  const { latest } = model;
  const revision = 'back' in action ? Math.max(1, latest.revision - action.back) : latest.revision;
  const known = revision >= model.compactRevision && model.at(revision) !== undefined;
  switch (action.do) {
    case 'commit': {
      const compares = action.compares.map(({ key: name, expect: expected }) => {
        const now = latest.state.get(name)?.modRevision ?? 0;
        return { key: name, modRevision: { now, absent: 0, stale: Math.max(0, now - 1) }[expected] };
      });
      expect(await store.commit(compares, action.operations)).toEqual(
        model.commit(compares, action.operations),
      );
      return;
    }
    case 'list':
      if (known) {
        const expected = { entries: model.list(action.prefix, revision), revision, more: false };
        expect(await store.list(action.prefix, { atRevision: revision })).toEqual(expected);
      } else if (revision < model.compactRevision) {
        await expect(store.list(action.prefix, { atRevision: revision })).rejects.toThrow(CompactedError);
      }
      expect((await store.list(action.prefix)).entries).toEqual(model.list(action.prefix, latest.revision));
      return;
    case 'get':
      if (known) {
        expect(await store.get(action.key, revision)).toEqual(
          model.at(revision)?.state.get(action.key) ?? null,
        );
      }
      expect(await store.get(action.key)).toEqual(latest.state.get(action.key) ?? null);
      return;
    case 'page': {
      const all = model.list(action.prefix, latest.revision);
      const found: unknown[] = [];
      let after: string | undefined;
      for (let more = true; more; ) {
        const page = await store.list(action.prefix, {
          atRevision: latest.revision,
          limit: action.limit,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.entries);
        after = page.entries.at(-1)?.key;
        more = page.more;
        expect(page.entries.length <= action.limit && (!more || page.entries.length > 0)).toBe(true);
      }
      expect(found).toEqual(all);
      return;
    }
    case 'compact':
      if (!known) return;
      await store.compact(revision);
      model.compactRevision = revision;
  }
}
