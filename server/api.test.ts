import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { Registry } from 'prom-client';
import { openEmbeddedStore } from '../store/embedded.ts';
import { type Objects, openObjects } from '../store/objects.ts';
import type { Store } from '../store/store.ts';
import { createApi } from './api.ts';
import { measureApi } from './api-metrics.ts';
import { ListenError, type Listening, listen } from './listen.ts';
import { mountOperation } from './operations.ts';
import { fetchOverSocket, ServerUnreachableError } from './socket-fetch.ts';

let folder: string;
let store: Store;
let objects: Objects;
let app: Hono;
let operationAborted: Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-api-'));
  store = await openEmbeddedStore(join(folder, 'store.db'), { pollIntervalMs: 5 });
  objects = openObjects(store);
  app = createApi({ objects, version: '0.1.0', measure: measureApi(new Registry()) });
  let told = () => {};
  operationAborted = new Promise((resolve) => {
    told = resolve;
  });
  mountOperation<{ count: number; ends: string }>(app, 'count', async function* (body, { signal }) {
    signal.addEventListener('abort', () => told());
    for (let n = 1; n <= body.count; n += 1) yield { n };
    if (body.ends === 'failing') throw new Error('the counting failed');
    if (body.ends === 'waiting') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }
  });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const units = '/apis/muster.dev/v1/namespaces/default/units';
const unit = (name: string, spec = {}) => ({
  apiVersion: 'muster.dev/v1',
  kind: 'Unit',
  metadata: { name, labels: { app: name.slice(0, 1) } },
  spec: { sections: { Service: { ExecStart: '/bin/sleep infinity' } }, ...spec },
});

interface Transport {
  fetch: (request: Request) => Response | Promise<Response>;
  close(): Promise<void>;
}
const transports: [string, () => Promise<Transport>][] = [
  ['in-process', async () => ({ fetch: app.fetch, close: async () => {} })],
  [
    'over a unix socket',
    async () => {
      const socketPath = join(folder, 'muster.sock');
      const listening = await listen(app, { socketPath });
      return { fetch: fetchOverSocket(socketPath), close: () => listening.close(0) };
    },
  ],
];

describe.each(transports)('the API %s', (_, open) => {
  let transport: Transport;
  beforeEach(async () => {
    transport = await open();
  });
  afterEach(() => transport.close());

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ code: number; body: ReturnType<typeof JSON.parse>; type: string }> {
    const request = new Request(`http://muster${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await transport.fetch(request);
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { code: response.status, body: type.includes('json') ? JSON.parse(text) : text, type };
  }

  async function* lines(path: string, init: RequestInit = {}): AsyncGenerator<ReturnType<typeof JSON.parse>> {
    const response = await transport.fetch(new Request(`http://muster${path}`, init));
    expect(response.status).toBe(200);
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const whole = rest.split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) yield JSON.parse(line);
    }
  }

  test('creates, reads, replaces, patches and deletes', async () => {
    const name = 'dev-disk-by\\x2duuid:a@1.service';
    const path = `${units}/${encodeURIComponent(name)}`;
    const created = await call('POST', units, unit(name));
    expect(created).toMatchObject({ code: 201, body: { kind: 'Unit', metadata: { name, generation: 1 } } });
    expect((await call('POST', units, unit(name))).body).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
    expect((await call('GET', path)).body).toEqual(created.body);
    const put = await call('PUT', path, { ...created.body, spec: { ...created.body.spec, suspend: true } });
    expect(put).toMatchObject({ code: 200, body: { metadata: { generation: 2 } } });
    expect(await call('PUT', path, created.body)).toMatchObject({ code: 409, body: { reason: 'Conflict' } });
    const merge = { 'content-type': 'application/merge-patch+json' };
    const patched = await call('PATCH', path, { spec: { suspend: null, state: 'inactive' } }, merge);
    expect(patched.body.spec).toMatchObject({ state: 'inactive' });
    expect(patched.body.spec).not.toHaveProperty('suspend');
    expect((await call('PATCH', path, { spec: { state: 'inactive' } }, merge)).body).toEqual(patched.body);
    const stale = { metadata: { resourceVersion: created.body.metadata.resourceVersion } };
    expect((await call('PATCH', path, stale, merge)).code).toBe(409);
    const json = { 'content-type': 'application/json-patch+json' };
    const operations = [
      { op: 'test', path: '/spec/state', value: 'inactive' },
      { op: 'add', path: '/metadata/labels/a~1b', value: 'c' },
    ];
    expect((await call('PATCH', path, operations, json)).body.metadata.labels).toMatchObject({ 'a/b': 'c' });
    expect((await call('PATCH', path, 'a: b', { 'content-type': 'application/apply-patch+yaml' })).code).toBe(
      400,
    );
    expect((await call('DELETE', path)).body).toMatchObject({ kind: 'Status', status: 'Success' });
    expect((await call('GET', path)).body).toMatchObject({ kind: 'Status', reason: 'NotFound', code: 404 });
  });

  test('refuses what is invalid with every cause, and stores nothing', async () => {
    const answer = await call('POST', units, unit('a.service', { state: 'on', colour: 'red' }));
    expect(answer).toMatchObject({ code: 422, body: { kind: 'Status', reason: 'Invalid' } });
    const fields = answer.body.details.causes.map((cause: { field: string }) => cause.field);
    expect(fields).toEqual(expect.arrayContaining(['spec.state', 'spec.colour']));
    await call('POST', units, unit('b.service'));
    const merge = { 'content-type': 'application/merge-patch+json' };
    expect((await call('PATCH', `${units}/b.service`, { spec: { state: 'on' } }, merge)).code).toBe(422);
    expect((await call('PATCH', `${units}/b.service`, { metadata: { name: 'c' } }, merge)).code).toBe(422);
    for (const wrong of [
      '{',
      '[]',
      '"x"',
      { kind: 'Machine' },
      { metadata: { namespace: 'other' } },
      { metadata: 3 },
    ]) {
      expect((await call('POST', units, wrong)).code).toBe(400);
    }
    expect((await call('GET', units)).body.items).toHaveLength(1);
    expect((await call('GET', '/apis/muster.dev/v1/nothing')).body).toMatchObject({
      kind: 'Status',
      code: 404,
    });
  });

  test('a dry run answers as the act would, and stores nothing', async () => {
    expect((await call('POST', `${units}?dryRun=All`, unit('a.service'))).code).toBe(201);
    expect((await call('GET', units)).body.items).toEqual([]);
    await call('POST', units, unit('a.service'));
    expect((await call('DELETE', `${units}/a.service?dryRun=All`)).code).toBe(200);
    expect((await call('GET', `${units}/a.service`)).code).toBe(200);
    expect((await call('POST', `${units}?dryRun=Some`, unit('b.service'))).code).toBe(400);
  });

  test('lists by label, field and page, over one namespace or all', async () => {
    for (const name of ['a1.service', 'a2.service', 'b1.service']) await call('POST', units, unit(name));
    const other = '/apis/muster.dev/v1/namespaces/other/units';
    await call('POST', other, unit('a3.service'));
    const names = async (path: string): Promise<string[]> =>
      (await call('GET', path)).body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
    expect(await names(`${units}?labelSelector=app%3Da`)).toEqual(['a1.service', 'a2.service']);
    expect(await names(`${units}?labelSelector=app+notin+(a)`)).toEqual(['b1.service']);
    expect(await names(`${units}?fieldSelector=metadata.name%3Db1.service`)).toEqual(['b1.service']);
    expect(await names('/apis/muster.dev/v1/units')).toHaveLength(4);
    const page = (await call('GET', `${units}?limit=2`)).body;
    expect(page).toMatchObject({ kind: 'UnitList', apiVersion: 'muster.dev/v1' });
    const rest = `${units}?limit=2&continue=${encodeURIComponent(page.metadata.continue)}`;
    expect(await names(rest)).toEqual(['b1.service']);
    expect((await call('GET', `${units}?labelSelector=%3D%3D`)).code).toBe(400);
    expect((await call('GET', `${units}?limit=x`)).code).toBe(400);
  });

  test('status is written at its own path, and only there', async () => {
    const { body } = await call('POST', units, unit('a.service'));
    const status = { ...body, spec: { ...body.spec, suspend: true }, status: { sync: 'Synced' } };
    const written = await call('PUT', `${units}/a.service/status`, status);
    expect(written.body.status).toEqual({ sync: 'Synced' });
    expect(written.body.spec).toEqual(body.spec);
  });

  test('prints tables for kubectl', async () => {
    await call('POST', units, unit('a.service'));
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const { body } = await call('GET', units, undefined, { accept });
    expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    const names = body.columnDefinitions.map((column: { name: string }) => column.name);
    expect(names.slice(0, 2)).toEqual(['NAME', 'DESIRED']);
    expect(body.rows[0].cells).toHaveLength(names.length);
    expect(body.rows[0].cells[0]).toBe('a.service');
    expect(body.rows[0].cells[names.indexOf('AGE')]).toMatch(/^\d+s$/);
    expect(body.rows[0].object.kind).toBe('PartialObjectMetadata');
    const one = await call('GET', `${units}/a.service`, undefined, { accept });
    expect(one.body.rows).toHaveLength(1);
    const seen: { object: { columnDefinitions: unknown; rows: unknown[] } }[] = [];
    await call('POST', units, unit('b.service'));
    for await (const event of lines(`${units}?watch=1`, { headers: { accept } })) {
      seen.push(event);
      if (seen.length === 2) break;
    }
    expect(seen.map((event) => event.object.columnDefinitions !== null)).toEqual([true, false]);
  });

  test('watches from where a list ended, without gap or repeat', async () => {
    await call('POST', units, unit('a.service'));
    const { resourceVersion } = (await call('GET', units)).body.metadata;
    await call('POST', units, unit('b.service'));
    const seen: string[] = [];
    for await (const event of lines(`${units}?watch=true&resourceVersion=${resourceVersion}`)) {
      seen.push(`${event.type} ${event.object.metadata.name}`);
      if (seen.length === 1) await call('DELETE', `${units}/a.service`);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['ADDED b.service', 'DELETED a.service']);
  });

  test('a watch ends after timeoutSeconds, and one that asks for lost history gets 410 in band', async () => {
    await call('POST', units, unit('a.service'));
    const types: string[] = [];
    for await (const event of lines(`${units}?watch=1&timeoutSeconds=1`)) types.push(event.type);
    expect(types).toEqual(['ADDED']);
    await call('DELETE', `${units}/a.service`);
    await store.compact(await store.revision());
    const events: unknown[] = [];
    for await (const event of lines(`${units}?watch=1&resourceVersion=1`)) events.push(event);
    expect(events).toEqual([
      { type: 'ERROR', object: expect.objectContaining({ kind: 'Status', code: 410, reason: 'Expired' }) },
    ]);
  });

  test('an operation streams its events, and an error is the last line', async () => {
    const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });
    const path = '/apis/muster.dev/v1/operations/count';
    const seen: unknown[] = [];
    for await (const line of lines(path, post({ count: 2, ends: 'failing' }))) seen.push(line);
    expect(seen).toEqual([
      { n: 1 },
      { n: 2 },
      expect.objectContaining({
        kind: 'Status',
        status: 'Failure',
        code: 500,
        message: 'the counting failed',
      }),
    ]);
    expect((await call('POST', path, '[]')).code).toBe(400);
  });

  test('an operation is told when its client goes away, by abort or by no longer reading', async () => {
    const path = '/apis/muster.dev/v1/operations/count';
    for await (const _ of lines(path, {
      method: 'POST',
      body: JSON.stringify({ count: 1, ends: 'waiting' }),
    }))
      break;
    await operationAborted;
  });

  test('an operation is told when its client aborts the request', async () => {
    const path = '/apis/muster.dev/v1/operations/count';
    const abort = new AbortController();
    const body = JSON.stringify({ count: 1, ends: 'waiting' });
    const reading = (async () => {
      for await (const _ of lines(path, { method: 'POST', body, signal: abort.signal })) abort.abort();
    })().catch(() => 'aborted');
    await operationAborted;
    await reading;
  });

  test('is discovered, in both forms', async () => {
    expect((await call('GET', '/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const groups = (await call('GET', '/apis')).body.groups.map((group: { name: string }) => group.name);
    expect(groups).toContain('muster.dev');
    const { resources } = (await call('GET', '/apis/muster.dev/v1')).body;
    expect(resources.map((resource: { name: string }) => resource.name)).toEqual(
      expect.arrayContaining(['units', 'units/status', 'machines', 'placements']),
    );
    const type = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const aggregated = await call('GET', '/apis', undefined, { accept: `${type},application/json` });
    expect(aggregated.type).toBe(type);
    expect(aggregated.body.items[0].versions[0].resources.length).toBeGreaterThan(0);
  });

  test('tells its health, its version and its metrics', async () => {
    for (const path of ['/healthz', '/livez', '/readyz']) expect((await call('GET', path)).body).toBe('ok');
    expect((await call('GET', '/version')).body.gitVersion).toBe('v1.34.0+muster.0.1.0');
    expect((await call('GET', '/metrics')).body).toContain(
      'muster_api_requests_total{method="GET",code="200"}',
    );
  });

  test('says 503 when the store has failed', async () => {
    await store.close();
    expect(await call('GET', units)).toMatchObject({ code: 503, body: { reason: 'ServiceUnavailable' } });
    expect((await call('GET', '/readyz')).code).toBe(503);
  });
});

describe('the socket', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close(0);
    listening = undefined;
  });
  const socketPath = () => join(folder, 'run', 'muster.sock');

  test('is for its owner only, in a folder for its owner only, and goes with the server', async () => {
    listening = await listen(app, { socketPath: socketPath() });
    expect((statSync(socketPath()).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(join(folder, 'run')).mode & 0o777).toString(8)).toBe('700');
    await listening.close(0);
    expect(existsSync(socketPath())).toBe(false);
  });

  test('of a live server is refused, and that server goes on', async () => {
    listening = await listen(app, { socketPath: socketPath() });
    await expect(listen(app, { socketPath: socketPath() })).rejects.toThrow(/another muster serves/);
    const response = await fetchOverSocket(socketPath())(new Request('http://muster/healthz'));
    expect(await response.text()).toBe('ok');
  });

  test('left behind by a dead process is taken over', async () => {
    const dead = join(folder, 'dead.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(dead, resolve));
    // A socket file outlives its listener when it is reached by another name.
    const { linkSync } = await import('node:fs');
    linkSync(dead, join(folder, 'left.sock'));
    await new Promise((resolve) => server.close(resolve));
    listening = await listen(app, { socketPath: join(folder, 'left.sock') });
    const response = await fetchOverSocket(join(folder, 'left.sock'))(new Request('http://muster/healthz'));
    expect(response.status).toBe(200);
  });

  test('a file in its place is not touched, and a path that is too long is refused', async () => {
    writeFileSync(join(folder, 'file'), 'mine');
    chmodSync(join(folder, 'file'), 0o600);
    await expect(listen(app, { socketPath: join(folder, 'file') })).rejects.toThrow(ListenError);
    expect(existsSync(join(folder, 'file'))).toBe(true);
    await expect(listen(app, { socketPath: join(folder, 'x'.repeat(120)) })).rejects.toThrow(
      /shorter MUSTER_HOME/,
    );
  });

  test('without a server is said to have none', async () => {
    const fetching = fetchOverSocket(socketPath())(new Request('http://muster/healthz'));
    await expect(fetching).rejects.toThrow(ServerUnreachableError);
  });

  test('closing ends watches that are open', async () => {
    listening = await listen(app, { socketPath: socketPath() });
    const response = await fetchOverSocket(socketPath())(new Request(`http://muster${units}?watch=1`));
    const reading = response.text().catch(() => 'cut');
    await listening.close(10);
    expect(['', 'cut']).toContain(await reading);
  });
});
