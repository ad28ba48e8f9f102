/**
 * The one client of all commands. The same code whether the API answers on a server's socket or inside this process:
 * only `fetch` differs.
 */

import { ApiError, isStatus, unreachable } from './api-error.ts';
import type { ApiObject, ObjectList } from './api-object.ts';
import { CommandError } from './command-error.ts';
import { type Resource, resourcePath } from './resources.ts';

export type Fetch = (request: Request) => Promise<Response> | Response;

export interface ListOptions {
  /** undefined: over all namespaces. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: ApiObject;
}

export interface WriteOptions {
  dryRun?: boolean;
}

export interface Client {
  /** `server`: a muster serve answers; `local`: this process does. */
  readonly where: 'server' | 'local';
  list(resource: Resource, options: ListOptions): Promise<ObjectList>;
  get(resource: Resource, namespace: string | undefined, name: string): Promise<ApiObject>;
  /** Changes after `resourceVersion`, until the signal aborts or the server closes. */
  watch(
    resource: Resource,
    options: ListOptions & { resourceVersion?: string },
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>;
  create(resource: Resource, object: ApiObject, options?: WriteOptions): Promise<ApiObject>;
  replace(resource: Resource, object: ApiObject, options?: WriteOptions): Promise<ApiObject>;
  /** JSON merge patch (RFC 7386). */
  patch(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    patch: unknown,
    options?: WriteOptions,
  ): Promise<ApiObject>;
  /** `/apis/muster.dev/v1/operations/NAME`; the answer is a stream. */
  operation<Event>(name: OperationName, request: unknown, signal: AbortSignal): AsyncIterable<Event>;
  /** The body of a plain GET, for `/version` and the like. */
  text(path: string): Promise<string>;
  close(): Promise<void>;
}

export type OperationName =
  | 'apply'
  | 'delete'
  | 'diff'
  | 'verb'
  | 'inspect'
  | 'schedule'
  | 'drain'
  | 'reboot';

const origin = 'http://muster';

export function createClient(where: Client['where'], fetch: Fetch, close: () => Promise<void>): Client {
  async function send(
    method: string,
    path: string,
    query: Record<string, string | undefined> = {},
    body?: { type: string; value: unknown },
    signal?: AbortSignal,
  ): Promise<Response> {
    const url = new URL(path, origin);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, value);
    }
    const request = new Request(url, {
      method,
      headers: { accept: 'application/json', ...(body ? { 'content-type': body.type } : {}) },
      ...(body ? { body: JSON.stringify(body.value) } : {}),
      ...(signal ? { signal } : {}),
    });
    let response: Response;
    try {
      response = await fetch(request);
    } catch (error) {
      // What has its own words for the person keeps them.
      if (signal?.aborted || error instanceof ApiError || error instanceof CommandError) throw error;
      throw unreachable(error);
    }
    if (!response.ok) throw ApiError.fromBody(response.status, await response.text());
    return response;
  }
  const object = async (response: Response): Promise<ApiObject> => (await response.json()) as ApiObject;
  const writing = (options: WriteOptions | undefined) => ({
    fieldManager: 'muster',
    dryRun: options?.dryRun ? 'All' : undefined,
  });
  const json = 'application/json';

  return {
    where,
    async list(resource, { namespace, labelSelector, fieldSelector }) {
      const response = await send('GET', resourcePath(resource, namespace), { labelSelector, fieldSelector });
      return (await response.json()) as ObjectList;
    },
    async get(resource, namespace, name) {
      return object(await send('GET', resourcePath(resource, namespace, name)));
    },
    async *watch(resource, { namespace, labelSelector, fieldSelector, resourceVersion }, signal) {
      const query = { watch: 'true', labelSelector, fieldSelector, resourceVersion };
      const response = await send('GET', resourcePath(resource, namespace), query, undefined, signal);
      for await (const line of jsonLines(response, signal)) {
        const event = line as WatchEvent;
        if (event.type === 'ERROR') throw ApiError.fromBody(410, JSON.stringify(event.object));
        yield event;
      }
    },
    async create(resource, value, options) {
      const path = resourcePath(resource, value.metadata.namespace);
      return object(await send('POST', path, writing(options), { type: json, value }));
    },
    async replace(resource, value, options) {
      const path = resourcePath(resource, value.metadata.namespace, value.metadata.name);
      return object(await send('PUT', path, writing(options), { type: json, value }));
    },
    async patch(resource, namespace, name, patch, options) {
      const body = { type: 'application/merge-patch+json', value: patch };
      return object(await send('PATCH', resourcePath(resource, namespace, name), writing(options), body));
    },
    async *operation<Event>(name: OperationName, request: unknown, signal: AbortSignal) {
      const path = `/apis/muster.dev/v1/operations/${name}`;
      const response = await send('POST', path, {}, { type: json, value: request }, signal);
      for await (const line of jsonLines(response, signal)) {
        // A stream that has begun can only fail inside itself.
        if (isStatus(line)) throw new ApiError(line);
        yield line as Event;
      }
    },
    async text(path) {
      return (await send('GET', path)).text();
    },
    close,
  };
}

/** The values of a body of JSON lines, as they arrive. Ends quietly when the signal aborts. */
async function* jsonLines(response: Response, signal: AbortSignal): AsyncIterable<unknown> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let rest = '';
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.trim() !== '') yield JSON.parse(line);
      }
      if (done) break;
    }
    if (rest.trim() !== '') yield JSON.parse(rest);
  } catch (error) {
    if (!signal.aborted) throw error instanceof ApiError ? error : unreachable(error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
