/** An API in memory for tests of commands: a few objects, scripted operations. */
import type { Operations } from '../../controllers/operations.ts';
import { kinds } from '../../schemas/kinds.ts';
import type { ApiObject } from '../api-object.ts';
import type { OperationName } from '../client.ts';
import type { Fetch } from '../transport.ts';

export type FakeOperations = Partial<Operations>;

export interface FakeApi {
  fetch: Fetch;
  /** `METHOD path?query` of every request so far. */
  requests: string[];
  /** Bodies of the operations asked for. */
  asked: { name: string; request: unknown }[];
  objects: ApiObject[];
  /** Changes an object and tells those who watch. */
  put(object: ApiObject): void;
  remove(name: string): void;
}

export function fakeApi(objects: ApiObject[], operations: FakeOperations = {}): FakeApi {
  const watchers = new Set<(type: string, object: ApiObject) => void>();
  let revision = 100;
  const tell = (type: string, object: ApiObject) => {
    for (const watcher of watchers) watcher(type, object);
  };
  const same = (one: ApiObject, other: ApiObject) =>
    one.kind === other.kind && one.metadata.name === other.metadata.name;
  const api: FakeApi = {
    requests: [],
    asked: [],
    objects: [...objects],
    put(object) {
      revision++;
      const before = api.objects.findIndex((one) => same(one, object));
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
      if (before === -1) api.objects.push(stored);
      else api.objects[before] = stored;
      tell(before === -1 ? 'ADDED' : 'MODIFIED', stored);
    },
    remove(name) {
      const gone = api.objects.find((object) => object.metadata.name === name);
      if (!gone) return;
      api.objects = api.objects.filter((object) => object !== gone);
      tell('DELETED', gone);
    },
    async fetch(request) {
      const url = new URL(request.url);
      const path = decodeURIComponent(url.pathname);
      api.requests.push(`${request.method} ${path}${decodeURIComponent(url.search)}`);
      const operation = /^\/apis\/muster\.dev\/v1\/operations\/(\w+)$/.exec(path);
      if (operation) return runOperation(operation[1] as OperationName, request);
      const match = /^\/apis?\/(?:muster\.dev\/)?v1(?:\/namespaces\/([^/]+))?\/(\w+)(?:\/([^/]+))?$/.exec(
        path,
      );
      const kind = kinds.find((one) => one.plural === match?.[2]);
      if (!match || !kind) return status(404, 'NotFound', 'the server could not find the requested resource');
      const [, namespace, , name] = match;
      const found = api.objects.filter(
        (object) =>
          object.kind === kind.kind &&
          (namespace === undefined || object.metadata.namespace === namespace) &&
          (name === undefined || object.metadata.name === name),
      );
      if (name === undefined) {
        if (url.searchParams.get('watch') === 'true') return watch(kind.kind, request.signal);
        return Response.json({ kind: 'List', metadata: { resourceVersion: String(revision) }, items: found });
      }
      const [object] = found;
      const group = kind.apiVersion.includes('/') ? `.${kind.apiVersion.split('/')[0]}` : '';
      if (!object) return status(404, 'NotFound', `${kind.plural}${group} "${name}" not found`);
      if (request.method === 'PATCH') api.put(merged(object, await request.json()) as ApiObject);
      if (request.method === 'PUT') api.put((await request.json()) as ApiObject);
      return Response.json(api.objects.find((one) => same(one, object)));
    },
  };

  function watch(kind: string, signal: AbortSignal): Response {
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const watcher = (type: string, object: ApiObject) => {
          if (object.kind === kind)
            controller.enqueue(encoder.encode(`${JSON.stringify({ type, object })}\n`));
        };
        watchers.add(watcher);
        signal.addEventListener('abort', () => {
          watchers.delete(watcher);
          controller.close();
        });
      },
    });
    return new Response(stream);
  }

  async function runOperation(name: OperationName, request: Request): Promise<Response> {
    const body: unknown = await request.json();
    api.asked.push({ name, request: body });
    const operation = operations[name] as
      | ((request: unknown, signal: AbortSignal) => AsyncIterable<unknown>)
      | undefined;
    if (!operation) return status(404, 'NotFound', `no operation ${name}`);
    const lines: string[] = [];
    for await (const event of operation(body, request.signal)) lines.push(`${JSON.stringify(event)}\n`);
    return new Response(lines.join(''));
  }
  return api;
}

/** RFC 7386. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(target as Record<string, unknown> | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

function status(code: number, reason: string, message: string): Response {
  return Response.json({ kind: 'Status', status: 'Failure', code, reason, message }, { status: code });
}
