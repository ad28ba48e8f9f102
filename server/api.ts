/** The HTTP API, shaped as Kubernetes' is. `app.fetch(request)` answers in-process; `listen` puts it on a socket. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { kinds } from '../schemas/kinds.ts';
import { ApiError } from '../store/api-error.ts';
import type { Objects } from '../store/objects.ts';
import { mountDiscovery } from './discovery.ts';
import { maxBodyBytes } from './request-body.ts';
import { mountKind } from './resources.ts';
import { apiErrorOf } from './status.ts';

export interface ApiOptions {
  objects: Objects;
  /** Of muster: `0.1.0`. */
  version: string;
  /** Adds `/metrics`, and measures what comes after it; see api-metrics.ts. None: no `/metrics`. */
  measure?: (app: Hono) => void;
  /** A sentence that says what is missing before requests can be served; null when nothing is. */
  notReady?: () => string | null;
  /** Errors that are ours, not the client's. */
  onFailure?: (error: Error, request: { method: string; path: string }) => void;
}

function mountHealth(app: Hono, { objects, notReady }: ApiOptions): void {
  const alive = (path: string) => app.get(path, (context) => context.text('ok'));
  alive('/livez');
  alive('/healthz');
  app.get('/readyz', async (context) => {
    const missing = notReady?.() ?? null;
    if (missing !== null) return context.text(missing, 503);
    await objects.store.revision();
    return context.text('ok');
  });
}

export function createApi(options: ApiOptions): Hono {
  const app = new Hono();
  app.onError((error, context) => {
    const answer = apiErrorOf(error);
    if (answer.code >= 500)
      options.onFailure?.(error, { method: context.req.method, path: context.req.path });
    return context.json(answer.status, answer.code as 500);
  });
  app.notFound((context) => {
    const { path } = context.req;
    const { status } = new ApiError('NotFound', `the server could not find the requested resource ${path}`);
    return context.json(status, 404);
  });
  options.measure?.(app);
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new ApiError(
          'BadRequest',
          `the body of the request is larger than ${maxBodyBytes / 2 ** 20} MiB`,
        );
      },
    }),
  );
  mountHealth(app, options);
  app.get('/version', (context) =>
    // Clients read a Kubernetes version from it; ours stands behind the plus.
    context.json({
      major: '1',
      minor: '34',
      gitVersion: `v1.34.0+muster.${options.version}`,
      musterVersion: options.version,
      goVersion: '',
      platform: `${process.platform}/${process.arch}`,
    }),
  );
  mountDiscovery(app);
  for (const kind of kinds) mountKind(app, options.objects, kind);
  return app;
}
