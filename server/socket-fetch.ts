/** `fetch` over a unix socket, so that a client is the same whether the API is in its own process or in another. */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { type Duplex, Readable } from 'node:stream';

/** Nobody answers on the socket, or the answer broke off before it began. */
export class ServerUnreachableError extends Error {
  constructor(socketPath: string, cause: NodeJS.ErrnoException) {
    const why =
      cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED'
        ? 'no muster server listens there: start one with `muster serve`'
        : cause.code === 'EACCES'
          ? 'it belongs to another user: run as the one who started the server'
          : cause.message;
    super(`cannot reach muster on ${socketPath}: ${why}`, { cause });
    this.name = 'ServerUnreachableError';
  }
}

const withoutBody = new Set([101, 204, 205, 304]);

function responseOf(message: IncomingMessage): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i] ?? '', message.rawHeaders[i + 1] ?? '');
  }
  const status = message.statusCode ?? 500;
  const body = withoutBody.has(status) ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  if (body === null) message.resume();
  return new Response(body, { status, statusText: message.statusMessage ?? '', headers });
}

/** The answer's body streams; aborting the request's signal, or cancelling the body, ends it on both sides. */
export function fetchOverSocket(socketPath: string): (request: Request) => Promise<Response> {
  return fetchOver(
    // A connection of its own: one kept open might be closed by the server just as the next request is sent.
    async () => ({ socketPath, agent: false }),
    socketPath,
  );
}

/** The same over a stream that is opened for each request, such as one through SSH. */
export function fetchOverStream(
  open: () => Promise<Duplex>,
  where: string,
): (request: Request) => Promise<Response> {
  return fetchOver(async () => {
    const stream = await open();
    return { createConnection: () => stream };
  }, where);
}

function fetchOver(
  connection: () => Promise<RequestOptions>,
  where: string,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const way = await connection();
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const { pathname, search, host } = new URL(request.url);
    return new Promise<Response>((resolve, reject) => {
      const sent = httpRequest({
        ...way,
        method: request.method,
        path: `${pathname}${search}`,
        headers: {
          ...Object.fromEntries(request.headers),
          host,
          ...(body === null ? {} : { 'content-length': String(body.length) }),
        },
        signal: request.signal,
      });
      sent.once('response', (message) => resolve(responseOf(message)));
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (request.signal.aborted) reject(request.signal.reason);
        else reject(new ServerUnreachableError(where, error));
      });
      sent.end(body ?? undefined);
    });
  };
}
