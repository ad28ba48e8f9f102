import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from './embedded.ts';
import { describeStore } from './store.contract.ts';
import { CompactedError, type Store, StoreUnavailableError } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-store-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, value: string) => ({ put: { key, value: Buffer.from(value) } });

let opened = 0;
describeStore('the embedded store', async () => {
  opened += 1;
  const path = join(folder, `${opened}.db`);
  let clock = 1_000_000;
  const options = { now: () => clock, pollIntervalMs: 5 };
  const store = await openEmbeddedStore(path, options);
  return {
    store,
    second: () => openEmbeddedStore(path, options),
    passTime: async (ms) => {
      clock += ms;
    },
    destroy: () => store.close(),
  };
});

describe('the embedded store', () => {
  const path = () => join(folder, 'state', 'store.db');

  test('is there again after close, with its history and its revision', async () => {
    const first = await openEmbeddedStore(path());
    await first.commit([], [put('/a', '1')]);
    const { revision } = await first.commit([], [put('/a', '2')]);
    await first.close();
    const again = await openEmbeddedStore(path());
    expect(await again.revision()).toBe(revision);
    expect((await again.get('/a', revision - 1))?.value.toString()).toBe('1');
    await again.close();
  });

  test('commits made together share one write to the disk, and each keeps its own answer', async () => {
    const store = await openEmbeddedStore(path());
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.commit([{ key: '/same', modRevision: 0 }], [put('/same', `${i}`)]),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    await store.close();
  });

  test('compacts by itself, keeping the newest revisions', async () => {
    const store = await openEmbeddedStore(path(), { keepRevisions: 100 });
    for (let i = 0; i < 30; i += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, j) => store.commit([], [put(`/${j}`, `${i}`)])));
    }
    const now = await store.revision();
    await expect(store.list('/', { atRevision: now - 1_000 })).rejects.toThrow(CompactedError);
    expect((await store.list('/', { atRevision: now - 100 })).entries).toHaveLength(50);
    await store.close();
  });

  test('full: the commit fails whole, what was there stays, and removing makes room again', async () => {
    const store = await openEmbeddedStore(path(), { maxBytes: 400_000, keepRevisions: 1 });
    let written = 0;
    const fill = async () => {
      for (; written < 1_000; written += 1) {
        await store.commit([], [put(`/marker`, `${written}`), put(`/big/${written}`, 'x'.repeat(10_000))]);
      }
    };
    await expect(fill()).rejects.toThrow(/is full, and nothing of this change was kept/);
    expect((await store.get('/marker'))?.value.toString()).toBe(`${written - 1}`);
    expect((await store.list('/big/')).entries).toHaveLength(written);
    await store.compact(await store.revision());
    await store.close();
    const roomier = await openEmbeddedStore(path());
    expect((await roomier.list('/big/')).entries).toHaveLength(written);
    expect((await roomier.commit([], [put('/after', '1')])).ok).toBe(true);
    await roomier.close();
  });

  test('a folder that cannot be made, or a file that cannot be written, is said to be so', async () => {
    await expect(openEmbeddedStore('/proc/muster/store.db')).rejects.toThrow(StoreUnavailableError);
    await expect(openEmbeddedStore('/proc/muster/store.db')).rejects.toThrow(/\/proc\/muster.*MUSTER_HOME/s);
  });

  test('a damaged file is named, with what to do, and is not touched', async () => {
    mkdirSync(join(folder, 'state'));
    writeFileSync(path(), 'these are not the pages you are looking for '.repeat(500));
    const before = readFileSync(path());
    await expect(openEmbeddedStore(path())).rejects.toThrow(StoreUnavailableError);
    await expect(openEmbeddedStore(path())).rejects.toThrow(new RegExp(`${path()} is damaged.*mv '`, 's'));
    expect(readFileSync(path())).toEqual(before);
  });

  test('pages damaged in the middle are reported when they are read, not answered with less', async () => {
    const store = await openEmbeddedStore(path());
    for (let i = 0; i < 200; i += 1) await store.commit([], [put(`/k/${i}`, 'v'.repeat(2_000))]);
    await store.close();
    const bytes = readFileSync(path());
    for (let page = 8; page * 4_096 < bytes.length; page += 1)
      bytes.fill(0xff, page * 4_096, page * 4_096 + 100);
    writeFileSync(path(), bytes);
    const reading = async () => {
      const damaged = await openEmbeddedStore(path());
      try {
        await damaged.list('/');
      } finally {
        await damaged.close();
      }
    };
    await expect(reading()).rejects.toThrow(/is damaged/);
  });

  test('a closed store says so, and ends its watches', async () => {
    const store: Store = await openEmbeddedStore(path());
    const watching = (async () => {
      for await (const _ of store.watch('/', { after: 1, signal: new AbortController().signal })) return;
    })();
    await store.close();
    await expect(watching).rejects.toThrow(StoreUnavailableError);
    await expect(store.get('/a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.commit([], [])).rejects.toThrow(StoreUnavailableError);
  });
});
