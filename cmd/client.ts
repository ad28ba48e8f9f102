/**
 * The one client of all commands. The same code whether the API answers on a server's socket or inside this process:
 * only the transport differs.
 */

import { ApiError, isStatus, unreachable } from './api-error.ts';
import type { ApiObject, ObjectList } from './api-object.ts';
import { CommandError } from './command-error.ts';
import { type Resource, resourcePath } from './resources.ts';
import type { Answer, Transport } from './transport.ts';

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
  | 'rebalance'
  | 'reboot';

/** Operations of this very process, without a detour through HTTP. Their errors are ApiErrors of this folder. */
export type DirectOperations = (
  name: OperationName,
  request: unknown,
  signal: AbortSignal,
) => AsyncIterable<unknown>;

export function createClient(
  where: Client['where'],
  transport: Transport,
  close: () => Promise<void>,
  direct?: DirectOperations,
): Client {
  async function send(
    method: string,
    path: string,
    query: Record<string, string | undefined> = {},
    body?: { type: string; value: unknown },
    signal?: AbortSignal,
  ): Promise<Answer> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') parameters.set(name, value);
    }
    const search = parameters.toString();
    let answer: Answer;
    try {
      answer = await transport({
        method,
        path: search === '' ? path : `${path}?${search}`,
        headers: { accept: 'application/json', ...(body ? { 'content-type': body.type } : {}) },
        ...(body ? { body: JSON.stringify(body.value) } : {}),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      // What has its own words for the person keeps them.
      if (signal?.aborted || error instanceof ApiError || error instanceof CommandError) throw error;
      throw unreachable(error);
    }
    if (answer.status < 200 || answer.status > 299)
      throw ApiError.fromBody(answer.status, await textOf(answer));
    return answer;
  }
  const object = async (answer: Answer): Promise<ApiObject> => JSON.parse(await textOf(answer)) as ApiObject;
  const writing = (options: WriteOptions | undefined) => ({
    fieldManager: 'muster',
    dryRun: options?.dryRun ? 'All' : undefined,
  });
  const json = 'application/json';

  return {
    where,
    async list(resource, { namespace, labelSelector, fieldSelector }) {
      const response = await send('GET', resourcePath(resource, namespace), { labelSelector, fieldSelector });
      return JSON.parse(await textOf(response)) as ObjectList;
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
      if (direct !== undefined) {
        for await (const event of direct(name, request, signal)) yield event as Event;
        return;
      }
      const path = `/apis/muster.dev/v1/operations/${name}`;
      const response = await send('POST', path, {}, { type: json, value: request }, signal);
      for await (const line of jsonLines(response, signal)) {
        // A stream that has begun can only fail inside itself.
        if (isStatus(line)) throw new ApiError(line);
        yield line as Event;
      }
    },
    async text(path) {
      return textOf(await send('GET', path));
    },
    close,
  };
}

async function textOf({ body }: Answer): Promise<string> {
  let text = '';
  try {
    for await (const piece of body) text += piece;
  } catch (error) {
    throw error instanceof ApiError ? error : unreachable(error);
  }
  return text;
}

/** The values of a body of JSON lines, as they arrive. Ends quietly when the signal aborts. */
async function* jsonLines({ body }: Answer, signal: AbortSignal): AsyncIterable<unknown> {
  let rest = '';
  try {
    for await (const piece of body) {
      const lines = `${rest}${piece}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.trim() !== '') yield JSON.parse(line);
      }
    }
    if (rest.trim() !== '') yield JSON.parse(rest);
  } catch (error) {
    if (!signal.aborted) throw error instanceof ApiError ? error : unreachable(error);
  }
}
