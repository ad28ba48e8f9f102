/** How a request gets to the API and its answer back. Node's own fetch is left out where it can be: loading it takes longer than asking. */
import { request as httpRequest } from 'node:http';
import { ServerUnreachableError } from '../server/socket-fetch.ts';

export interface Question {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  /** Text, in pieces as they arrive; breaking off the loop ends it on both sides. */
  body: AsyncIterable<string>;
}

/** Rejects when there is no answer. */
export type Transport = (question: Question) => Promise<Answer>;

export type Fetch = (request: Request) => Promise<Response> | Response;

const origin = 'http://muster';

/** Of an API in this process. */
export function fetchTransport(fetch: Fetch): Transport {
  return async ({ method, path, headers, body, signal }) => {
    const response = await fetch(
      new Request(new URL(path, origin), {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    return { status: response.status, body: textOf(response) };
  };
}

async function* textOf(response: Response): AsyncIterable<string> {
  if (response.body === null) return;
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      yield done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Of a server on a unix socket. Rejects with ServerUnreachableError when nobody listens there. */
export function socketTransport(socketPath: string): Transport {
  return ({ method, path, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({
        socketPath,
        method,
        path,
        headers: {
          ...headers,
          host: 'muster',
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        // A connection of its own: one kept open might be closed by the server just as the next request is sent.
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      });
      sent.once('response', (message) => {
        message.setEncoding('utf8');
        resolve({ status: message.statusCode ?? 500, body: message });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (signal?.aborted === true) reject(signal.reason);
        else reject(new ServerUnreachableError(socketPath, error));
      });
      sent.end(body);
    });
}
