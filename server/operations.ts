/** Operations beyond objects: a POST with a JSON body, answered by a stream of JSON lines. */
import type { Hono } from 'hono';
import { ApiError } from '../store/api-error.ts';
import { jsonLines } from './json-lines.ts';
import { jsonBody } from './request-body.ts';
import { statusOf } from './status.ts';

/**
 * `POST /apis/muster.dev/v1/operations/NAME`. An error ends the stream with a line that is a Status
 * (`{"kind": "Status", "status": "Failure", …}`). The signal aborts when the client goes away.
 */
export function mountOperation<Request>(
  app: Hono,
  name: string,
  handler: (body: Request, context: { signal: AbortSignal }) => AsyncIterable<object>,
): void {
  app.post(`/apis/muster.dev/v1/operations/${name}`, async (context) => {
    const body = await jsonBody(context.req.raw);
    if (body === null || typeof body !== 'object' || Array.isArray(body)) {
      throw new ApiError('BadRequest', `the body of the operation ${name} must be a JSON object`);
    }
    return jsonLines((signal) => handler(body as Request, { signal }), {
      signal: context.req.raw.signal,
      contentType: 'application/x-ndjson',
      onError: statusOf,
    });
  });
}
