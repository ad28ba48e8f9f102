/** Operations beyond objects: a POST with a JSON body, answered by a stream of JSON lines. */
import type { Hono } from 'hono';
import type { Operations } from '../controllers/operations.ts';
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

export function mountOperations(app: Hono, operations: Operations): void {
  mountOperation(app, 'apply', (body: Parameters<Operations['apply']>[0], { signal }) =>
    operations.apply(body, signal),
  );
  mountOperation(app, 'delete', (body: Parameters<Operations['delete']>[0], { signal }) =>
    operations.delete(body, signal),
  );
  mountOperation(app, 'diff', (body: Parameters<Operations['diff']>[0], { signal }) =>
    operations.diff(body, signal),
  );
  mountOperation(app, 'verb', (body: Parameters<Operations['verb']>[0], { signal }) =>
    operations.verb(body, signal),
  );
  mountOperation(app, 'schedule', (body: Parameters<Operations['schedule']>[0], { signal }) =>
    operations.schedule(body, signal),
  );
  mountOperation(app, 'inspect', (body: Parameters<Operations['inspect']>[0], { signal }) =>
    operations.inspect(body, signal),
  );
  mountOperation(app, 'rebalance', (body: Parameters<Operations['rebalance']>[0], { signal }) =>
    operations.rebalance(body, signal),
  );
  mountOperation(app, 'drain', (body: Parameters<Operations['drain']>[0], { signal }) =>
    operations.drain(body, signal),
  );
  mountOperation(app, 'reboot', (body: Parameters<Operations['reboot']>[0], { signal }) =>
    operations.reboot(body, signal),
  );
}
