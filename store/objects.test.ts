import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { AnyObject, ConfigMap, Placement, Secret, Unit } from '../schemas/types.ts';
import { openEmbeddedStore } from './embedded.ts';
import { recordEvent } from './events.ts';
import { lastAppliedAnnotation } from './object-rules.ts';
import type { WatchEvent } from './object-watch.ts';
import { type Objects, openObjects } from './objects.ts';
import type { Store } from './store.ts';

let folder: string;
let store: Store;
let objects: Objects;
let clock: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-objects-'));
  clock = Date.parse('2030-01-01T00:00:00Z');
  store = await openEmbeddedStore(join(folder, 'store.db'), { now: () => clock, pollIntervalMs: 5 });
  objects = openObjects(store, { now: () => clock });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function unit(name: string, spec: Unit['spec'] = {}, metadata: Partial<Unit['metadata']> = {}): Unit {
  const sections = { Service: { ExecStart: '/bin/sleep infinity' } };
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, ...metadata },
    spec: { sections, ...spec },
  };
}

function placement(name: string, owner: Unit, finalizers?: string[]): Placement {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Placement',
    metadata: {
      name,
      namespace: metadata.namespace ?? 'default',
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }],
    },
    spec: { unit: metadata.name, machine: 'web-1' },
  };
}

describe('an object', () => {
  test('gets uid, generation, creationTimestamp and namespace when created, and no status', async () => {
    const created = await objects.create({
      ...unit('a.service', {}, { uid: 'mine', generation: 7 }),
      status: { sync: 'Synced' },
    } as Unit);
    expect(created.metadata).toMatchObject({
      name: 'a.service',
      namespace: 'default',
      generation: 1,
      creationTimestamp: '2030-01-01T00:00:00Z',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      resourceVersion: String(await store.revision()),
    });
    expect(created).not.toHaveProperty('status');
    expect(await objects.get('Unit', 'default', 'a.service')).toEqual(created);
    await expect(objects.create(unit('a.service'))).rejects.toMatchObject({
      reason: 'AlreadyExists',
      code: 409,
    });
    await expect(objects.get('Unit', 'other', 'a.service')).rejects.toMatchObject({
      reason: 'NotFound',
      code: 404,
    });
  });

  test('that is invalid is refused with every cause, and nothing is stored', async () => {
    const wrong = unit('a.service', { state: 'on', drift: 'mend' } as unknown as Unit['spec']);
    await expect(objects.create(wrong)).rejects.toMatchObject({ code: 422, reason: 'Invalid' });
    await objects.create(wrong).catch((error) => {
      const fields = error.status.details.causes.map((cause: { field: string }) => cause.field);
      expect(fields).toEqual(expect.arrayContaining(['spec.state', 'spec.drift']));
    });
    await expect(objects.applyAll([unit('b.service'), wrong])).rejects.toMatchObject({ code: 422 });
    expect((await objects.list('Unit')).items).toEqual([]);
  });

  test('is checked whoever writes it, as it will be, and only when its spec changes', async () => {
    const checked: AnyObject[] = [];
    const strict = openObjects(objects.store, {
      check: (object) => {
        checked.push(object);
        const bad = object.kind === 'Unit' && object.spec.drift === 'ignore';
        return bad ? [{ path: ['spec', 'drift'], message: 'is bad', target: 'value' }] : [];
      },
    });
    const bad = unit('a.service', { drift: 'ignore' });
    const refused = expect.objectContaining({ code: 422, message: expect.stringContaining('is bad') });
    await expect(strict.create(bad)).rejects.toEqual(refused);
    const good = await strict.create(unit('a.service'));
    await expect(strict.update({ ...good, spec: bad.spec } as Unit)).rejects.toEqual(refused);
    await expect(strict.applyAll([bad])).rejects.toEqual(refused);
    const change = () =>
      strict.change({ kind: 'Unit', name: 'a.service' }, (stored) => ({ ...stored, spec: bad.spec }));
    await expect(change()).rejects.toEqual(refused);
    checked.length = 0;
    await strict.updateStatusAll([{ ...good, status: { sync: 'Synced' } } as Unit]);
    await strict.update({ ...good, metadata: { name: 'a.service', labels: { a: 'b' } } } as Unit);
    expect(checked).toEqual([]);
    expect((await strict.get('Unit', null, 'a.service')).spec.drift).toBeUndefined();
  });

  test('updated from a stale version is a conflict; without a version the last one wins; the same again changes nothing', async () => {
    const first = await objects.create(unit('a.service'));
    const second = await objects.update({ ...first, spec: { ...first.spec, state: 'inactive' } });
    expect(second.metadata.generation).toBe(2);
    await expect(objects.update({ ...first, spec: { ...first.spec, suspend: true } })).rejects.toMatchObject({
      reason: 'Conflict',
    });
    expect(await objects.update(second)).toEqual(second);
    const labelled = await objects.update(unit('a.service', second.spec, { labels: { app: 'a' } }));
    expect(labelled.metadata).toMatchObject({ generation: 2, uid: first.metadata.uid, labels: { app: 'a' } });
  });

  test('keeps its status through updates, and its spec through status updates', async () => {
    const created = await objects.create(unit('a.service'));
    const withStatus = await objects.updateStatus({ ...created, status: { sync: 'Synced' } } as Unit);
    expect(withStatus.metadata.generation).toBe(1);
    const updated = await objects.update({
      ...unit('a.service', { suspend: true }),
      status: { sync: 'Unknown' },
    } as Unit);
    expect(updated.status?.sync).toBe('Synced');
    await expect(objects.updateStatus({ ...created, status: {} } as Unit)).rejects.toMatchObject({
      reason: 'Conflict',
    });
    await objects.remove('Unit', null, 'a.service');
    const results = await objects.updateStatusAll([updated]);
    expect(results.map((result) => result.result)).toEqual(['unchanged']);
  });

  test('with a finalizer stays until the last one is taken away', async () => {
    await objects.create(unit('a.service', {}, { finalizers: ['muster.dev/x', 'muster.dev/y'] }));
    const dying = (await objects.remove('Unit', 'default', 'a.service')) as Unit;
    expect(dying.metadata.deletionTimestamp).toBe('2030-01-01T00:00:00Z');
    const fewer = {
      ...dying,
      metadata: { ...dying.metadata, finalizers: ['muster.dev/y', 'muster.dev/new'] },
    };
    const held = await objects.update(fewer);
    expect(held.metadata.finalizers).toEqual(['muster.dev/y']);
    await expect(objects.applyAll([unit('a.service')])).rejects.toMatchObject({ reason: 'Conflict' });
    await objects.update({ ...held, metadata: { ...held.metadata, finalizers: [] } });
    expect(await objects.find('Unit', 'default', 'a.service')).toBeNull();
  });

  test('takes what it owns along, in the same commit; with Orphan it does not', async () => {
    for (const propagation of ['Background', 'Orphan'] as const) {
      const owner = await objects.create(unit('a.service'));
      await objects.create(placement('a.service.web-1', owner));
      await objects.create(placement('a.service.web-2', owner, ['muster.dev/on-machine']));
      const before = await store.revision();
      await objects.remove('Unit', 'default', 'a.service', { propagation });
      expect(await store.revision()).toBe(before + 1);
      const { items } = await objects.list('Placement');
      if (propagation === 'Background') {
        expect(items.map((item) => [item.metadata.name, item.metadata.deletionTimestamp])).toEqual([
          ['a.service.web-2', '2030-01-01T00:00:00Z'],
        ]);
        for (const item of items)
          await objects.update({ ...item, metadata: { ...item.metadata, finalizers: [] } });
      } else {
        expect(items.map((item) => item.metadata.ownerReferences)).toEqual([undefined, undefined]);
      }
    }
  });

  test('is not removed when the preconditions do not hold', async () => {
    await objects.create(unit('a.service'));
    const wrong = objects.remove('Unit', 'default', 'a.service', { preconditions: { uid: 'other' } });
    await expect(wrong).rejects.toMatchObject({ reason: 'Conflict' });
    expect(await objects.find('Unit', 'default', 'a.service')).not.toBeNull();
  });

  test('a secret written as text is kept as data; an immutable one is not changed', async () => {
    const secret: Secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { password: 'hunter2' },
      immutable: true,
    };
    const created = await objects.create(secret);
    expect(created).toMatchObject({ data: { password: 'aHVudGVyMg==' } });
    expect(created).not.toHaveProperty('stringData');
    await expect(objects.update({ ...secret, stringData: { password: 'x' } })).rejects.toMatchObject({
      code: 403,
    });
  });
});

describe('applyAll', () => {
  test('is one commit; says created, configured, unchanged; a second time changes nothing', async () => {
    const before = await store.revision();
    const manifests = [unit('a.service'), unit('b.service'), unit('c.service')];
    expect((await objects.applyAll(manifests)).map((result) => result.result)).toEqual(
      Array(3).fill('created'),
    );
    expect(await store.revision()).toBe(before + 1);
    const next = [unit('a.service'), unit('b.service', { suspend: true })];
    expect((await objects.applyAll(next)).map((result) => result.result)).toEqual([
      'unchanged',
      'configured',
    ]);
    const after = await store.revision();
    await objects.applyAll(next);
    expect(await store.revision()).toBe(after);
  });

  test('a dry run says the same and stores nothing', async () => {
    const before = await store.revision();
    const [result] = await objects.applyAll([unit('a.service')], { dryRun: true });
    expect(result?.result).toBe('created');
    expect(await store.revision()).toBe(before);
  });

  test('removes what the manifest no longer says, and keeps what others have set', async () => {
    await objects.applyAll([
      unit('a.service', { suspend: true, drift: 'detect' }, { labels: { app: 'a', tier: 'x' } }),
    ]);
    await objects.change({ kind: 'Unit' as const, name: 'a.service' }, (stored) => ({
      ...stored,
      metadata: { ...stored.metadata, labels: { ...stored.metadata.labels, theirs: 'y' } },
      spec: { ...stored.spec, state: 'inactive' },
    }));
    const [result] = await objects.applyAll([unit('a.service', { drift: 'heal' }, { labels: { app: 'a' } })]);
    const applied = result?.object as Unit;
    expect(applied.metadata.labels).toEqual({ app: 'a', theirs: 'y' });
    expect(applied.spec).toMatchObject({ drift: 'heal', state: 'inactive' });
    expect(applied.spec).not.toHaveProperty('suspend');
    expect(applied.metadata.generation).toBe(3);
  });

  test('where a manifest lies is no change of it; a changed one is of the place that it came from', async () => {
    const from = (origin: string | undefined, spec = {}) =>
      unit('a.service', spec, {
        annotations: { team: 'x', ...(origin === undefined ? {} : { 'muster.dev/origin': origin }) },
      });
    const origin = async () =>
      (await objects.get('Unit', null, 'a.service')).metadata.annotations?.['muster.dev/origin'];
    const result = async (manifest: Unit) => (await objects.applyAll([manifest]))[0]?.result;
    expect(await result(from('/a.yaml'))).toBe('created');
    expect(await result(from(undefined))).toBe('unchanged');
    expect(await result(from('/b.yaml'))).toBe('unchanged');
    expect(await origin()).toBe('/a.yaml');
    expect(await result(from('/b.yaml', { suspend: true }))).toBe('configured');
    expect(await origin()).toBe('/b.yaml');
    expect(await result(from(undefined, { suspend: false }))).toBe('configured');
    expect(await origin()).toBeUndefined();
  });

  test('the order of directives is part of the spec', async () => {
    const sections = (names: string[]) => ({
      Service: Object.fromEntries(names.map((name) => [name, '/bin/true'])),
    });
    await objects.applyAll([unit('a.service', { sections: sections(['ExecStart', 'ExecStop']) })]);
    const [result] = await objects.applyAll([
      unit('a.service', { sections: sections(['ExecStop', 'ExecStart']) }),
    ]);
    expect(result?.result).toBe('configured');
    const stored = await objects.get('Unit', null, 'a.service');
    expect(Object.keys(stored.spec.sections?.Service ?? {})).toEqual(['ExecStop', 'ExecStart']);
  });

  test('for any sequence of manifests, what was only ever applied ends as the last manifest says', async () => {
    const value = fc.oneof(fc.string({ maxLength: 3 }), fc.constant('x'));
    const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), value, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(data, { minLength: 1, maxLength: 5 }), async (sequence) => {
        await objects.remove('ConfigMap', null, 'm').catch(() => undefined);
        let generationOrVersion = 0;
        for (const content of sequence) {
          const manifest: ConfigMap = {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'm', namespace: 'default' },
            data: content,
          };
          const [result] = await objects.applyAll([manifest]);
          const { object } = result as { object: ConfigMap };
          expect(object.data).toEqual(content);
          expect(JSON.parse(object.metadata.annotations?.[lastAppliedAnnotation] ?? '')).toEqual(manifest);
          const version = Number(object.metadata.resourceVersion);
          expect(version >= generationOrVersion).toBe(true);
          expect(version === generationOrVersion).toBe(result?.result === 'unchanged');
          generationOrVersion = version;
        }
      }),
      { numRuns: 50 },
    );
  });

  test('two of the same name are refused', async () => {
    await expect(objects.applyAll([unit('a.service'), unit('a.service')])).rejects.toThrow(/twice/);
  });
});

describe('list and watch', () => {
  test('pages show one state, however it changes meanwhile', async () => {
    await objects.applyAll(Array.from({ length: 7 }, (_, i) => unit(`u${i}.service`)));
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await objects.list('Unit', { limit: 3, continue: token });
      names.push(...page.items.map((item) => item.metadata.name));
      token = page.continue;
      await objects.remove('Unit', null, `u${6 - names.length / 3}.service`).catch(() => undefined);
    } while (token !== undefined);
    expect(names).toEqual(Array.from({ length: 7 }, (_, i) => `u${i}.service`));
    await expect(objects.list('Unit', { continue: 'rubbish' })).rejects.toMatchObject({ code: 400 });
  });

  test('a page whose history is gone has expired', async () => {
    await objects.applyAll([unit('a.service'), unit('b.service')]);
    const { continue: token } = await objects.list('Unit', { limit: 1 });
    await objects.remove('Unit', null, 'b.service');
    await store.compact(await store.revision());
    await expect(objects.list('Unit', { limit: 1, continue: token })).rejects.toMatchObject({ code: 410 });
  });

  test('an object that comes into a selection is added to it, one that leaves is deleted from it', async () => {
    const { resourceVersion } = await objects.list('Unit');
    const abort = new AbortController();
    const label = async (labels: Record<string, string>) =>
      objects.applyAll([unit('a.service', {}, { labels })]);
    await label({ app: 'b' });
    await label({ app: 'a' });
    await label({ app: 'a', more: '1' });
    await label({ app: 'b' });
    const seen: string[] = [];
    const options = { resourceVersion, labelSelector: 'app=a', signal: abort.signal };
    for await (const event of objects.watch('Unit', null, options)) {
      seen.push(event.type);
      if (seen.length === 3) abort.abort();
    }
    expect(seen).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  test('a list and the watch from it give what a list at the end gives, with many writers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            name: fc.constantFrom('a', 'b', 'c', 'd'),
            act: fc.constantFrom('apply', 'remove', 'status'),
          }),
          { maxLength: 25 },
        ),
        fc.nat(),
        async (acts, salt) => {
          const abort = new AbortController();
          const { items, resourceVersion } = await objects.list('Unit', { namespace: 'default' });
          const state = new Map<string, AnyObject>(items.map((item) => [item.metadata.name, item]));
          const versions: number[] = [];
          const follow = (async () => {
            const options = { resourceVersion, signal: abort.signal };
            for await (const event of objects.watch('Unit', 'default', options)) {
              if (event.type === 'BOOKMARK') continue;
              expect(event.type === 'ADDED').toBe(!state.has(event.object.metadata.name));
              if (event.object.metadata.name === 'end.service') return;
              versions.push(Number(event.object.metadata.resourceVersion));
              if (event.type === 'DELETED') state.delete(event.object.metadata.name);
              else state.set(event.object.metadata.name, event.object);
            }
          })();
          await Promise.all(
            acts.map(async ({ name, act }, index) => {
              const full = `${name}.service`;
              const labels = { salt: `s${salt % 1000}-${index % 3}` };
              if (act === 'apply')
                await objects.applyAll([unit(full, { suspend: index % 2 === 0 }, { labels })]);
              else if (act === 'remove') await objects.remove('Unit', null, full).catch(() => undefined);
              else await objects.updateStatusAll([{ ...unit(full), status: { sync: 'Synced' } } as Unit]);
            }),
          );
          const final = await objects.list('Unit', { namespace: 'default' });
          await objects.create(unit('end.service'));
          await follow;
          abort.abort();
          await objects.remove('Unit', null, 'end.service');
          expect([...state.values()].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))).toEqual(
            final.items,
          );
          expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a watch from the beginning starts with what is there, and says when that is over', async () => {
    await objects.applyAll([unit('a.service')]);
    const abort = new AbortController();
    const events: WatchEvent[] = [];
    const options = { sendInitialEvents: true, signal: abort.signal };
    for await (const event of objects.watch('Unit', null, options)) {
      events.push(event);
      if (event.type === 'BOOKMARK') abort.abort();
    }
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(events[1]?.object.metadata).toMatchObject({
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  });
});

describe('events', () => {
  test('equal ones within five minutes are one with a count, and they go after an hour or so', async () => {
    const regarding = await objects.create(unit('a.service'));
    const report = {
      regarding,
      type: 'Normal' as const,
      reason: 'Started',
      message: 'a.service runs on web-1',
    };
    await Promise.all([recordEvent(objects, report, clock), recordEvent(objects, report, clock)]);
    clock += 4 * 60_000;
    await recordEvent(objects, report, clock);
    await recordEvent(objects, { ...report, reason: 'Stopped' }, clock);
    clock += 6 * 60_000;
    await recordEvent(objects, report, clock);
    const { items } = await objects.list('Event', { fieldSelector: 'involvedObject.name=a.service' });
    expect(items.map((event) => [event.reason, event.count]).sort()).toEqual([
      ['Started', 1],
      ['Started', 3],
      ['Stopped', 1],
    ]);
    clock += 2 * 3_600_000;
    const deadline = Date.now() + 30_000;
    while ((await objects.list('Event')).items.length > 0) {
      if (Date.now() > deadline) throw new Error('the events have not expired');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
});
