/** A watch as a stream of events, one JSON object per line. */
import type { Kind } from '../schemas/kinds.ts';
import { bookmark, type WatchEvent, type WatchOptions } from '../store/object-watch.ts';
import type { Objects } from '../store/objects.ts';
import { jsonLines } from './json-lines.ts';
import { statusOf } from './status.ts';
import { type IncludeObject, tableOf } from './table.ts';

export interface WatchRequest extends Omit<WatchOptions, 'signal'> {
  kind: Kind;
  namespace: string | undefined;
  /** The server ends the watch after this; never by itself when undefined, as `get -w` exits when it ends. */
  timeoutSeconds: number | undefined;
  bookmarks: boolean;
  /** Events carry a Table of one row instead of the object. */
  table: IncludeObject | null;
  signal: AbortSignal;
}

const bookmarkEveryMs = 60_000;

/** The events, and between them a bookmark now and then, so that a quiet watch can be resumed. */
async function* withBookmarks(
  events: AsyncIterable<WatchEvent>,
  kind: Kind,
  resourceVersion: string | undefined,
): AsyncGenerator<WatchEvent> {
  const iterator = events[Symbol.asyncIterator]();
  let seen = resourceVersion;
  let next = iterator.next();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const quiet = new Promise<'quiet'>((resolve) => {
        timer = setTimeout(() => resolve('quiet'), bookmarkEveryMs);
        timer.unref();
      });
      const result = await Promise.race([next, quiet]);
      clearTimeout(timer);
      if (result === 'quiet') {
        if (seen !== undefined && seen !== '0') yield bookmark(kind, seen);
        continue;
      }
      if (result.done === true) return;
      seen = result.value.object.metadata.resourceVersion ?? seen;
      next = iterator.next();
      // It is awaited later; a failure before that must not count as unhandled.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function* eventsOf(
  objects: Objects,
  request: WatchRequest,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  const { kind, namespace, table } = request;
  const watched: AsyncIterable<WatchEvent> = objects.watch(kind.kind, namespace, {
    resourceVersion: request.resourceVersion,
    labelSelector: request.labelSelector,
    fieldSelector: request.fieldSelector,
    sendInitialEvents: request.sendInitialEvents,
    signal,
  });
  const events = request.bookmarks ? withBookmarks(watched, kind, request.resourceVersion) : watched;
  let first = true;
  for await (const event of events) {
    if (table === null || event.type === 'BOOKMARK') {
      yield event;
      continue;
    }
    const { resourceVersion } = event.object.metadata;
    const options = { metadata: { resourceVersion }, include: table, columns: first, now: Date.now() };
    yield { type: event.type, object: tableOf(kind, [event.object], options) };
    first = false;
  }
}

/** What goes wrong after the response has begun comes as an event of type ERROR, 410 among it. */
export function watchResponse(objects: Objects, request: WatchRequest): Response {
  const ends = [request.signal];
  if (request.timeoutSeconds !== undefined) ends.push(AbortSignal.timeout(request.timeoutSeconds * 1000));
  return jsonLines((signal) => eventsOf(objects, request, signal), {
    signal: AbortSignal.any(ends),
    contentType: 'application/json',
    onError: (error) => ({ type: 'ERROR', object: statusOf(error) }),
  });
}
