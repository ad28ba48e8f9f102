import type { Hono } from 'hono';
import { Counter, Histogram, type Registry } from 'prom-client';

/** For `createApi`: `/metrics` from the registry, with the API's own metrics added to it. */
export function measureApi(registry: Registry): (app: Hono) => void {
  return (app) => mountMetrics(app, registry);
}

function mountMetrics(app: Hono, registry: Registry): void {
  const requests = new Counter({
    name: 'muster_api_requests_total',
    help: 'Requests answered, by method and HTTP status.',
    labelNames: ['method', 'code'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'muster_api_request_seconds',
    help: 'Time until the answer began, by method.',
    labelNames: ['method'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  });
  app.use(async (context, next) => {
    const took = seconds.startTimer({ method: context.req.method });
    await next();
    took();
    requests.inc({ method: context.req.method, code: context.res.status });
  });
  app.get('/metrics', async (context) =>
    context.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
}
