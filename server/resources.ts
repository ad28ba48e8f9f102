/** The REST paths of one kind: list, get, create, put, patch, delete, watch, and its status. */
import type { Context, Hono } from 'hono';
import type { Kind } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { ApiError, groupOf } from '../store/api-error.ts';
import { checkValid } from '../store/object-rules.ts';
import { selection } from '../store/object-watch.ts';
import type { Objects } from '../store/objects.ts';
import { isMapping, mergePatch } from '../store/three-way-merge.ts';
import { hasStatus } from './discovery.ts';
import { jsonPatch } from './json-patch.ts';
import { cycleCheck } from './refuse-cycles.ts';
import { jsonBody, mediaTypeOf, objectBody } from './request-body.ts';
import { success } from './status.ts';
import { type IncludeObject, tableOf, wantsTable } from './table.ts';
import { watchResponse } from './watch-response.ts';

interface Place {
  namespace: string | undefined;
  name: string | undefined;
}

function placeOf(context: Context): Place {
  return { namespace: context.req.param('namespace'), name: context.req.param('name') };
}

function numberOf(context: Context, parameter: string): number | undefined {
  const text = context.req.query(parameter);
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw new ApiError('BadRequest', `${parameter}=${text}: a whole number is expected`);
  }
  return Number(text);
}

const flag = (context: Context, parameter: string) =>
  ['true', '1'].includes(context.req.query(parameter) ?? '');

function isDryRun(context: Context): boolean {
  const values = context.req.queries('dryRun')?.filter((value) => value !== '') ?? [];
  const unknown = values.find((value) => value !== 'All');
  if (unknown !== undefined) throw new ApiError('BadRequest', `dryRun=${unknown}: only All is known`);
  return values.length > 0;
}

/** Unknown fields are always refused; this only says when somebody asks for what does not exist. */
function checkFieldValidation(context: Context): void {
  const value = context.req.query('fieldValidation') ?? '';
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(value)) {
    throw new ApiError('BadRequest', `fieldValidation=${value}: Ignore, Warn and Strict are known`);
  }
}

/** How a Table is wanted; null when objects are. */
function tableWanted(context: Context): IncludeObject | null {
  if (!wantsTable(context.req.header('accept'))) return null;
  const include = context.req.query('includeObject') || 'Metadata';
  if (include === 'None' || include === 'Metadata' || include === 'Object') return include;
  throw new ApiError('BadRequest', `includeObject=${include}: None, Metadata and Object are known`);
}

async function list(objects: Objects, kind: Kind, context: Context): Promise<Response> {
  const { namespace } = placeOf(context);
  const selectors = {
    labelSelector: context.req.query('labelSelector'),
    fieldSelector: context.req.query('fieldSelector'),
  };
  const version = numberOf(context, 'resourceVersion');
  const table = tableWanted(context);
  if (flag(context, 'watch')) {
    // Before the stream begins, so that the answer can still be 400.
    selection(selectors);
    return watchResponse(objects, {
      kind,
      namespace,
      ...selectors,
      resourceVersion: version === undefined ? undefined : String(version),
      sendInitialEvents: flag(context, 'sendInitialEvents'),
      timeoutSeconds: numberOf(context, 'timeoutSeconds'),
      bookmarks: flag(context, 'allowWatchBookmarks'),
      table,
      signal: context.req.raw.signal,
    });
  }
  const exact = context.req.query('resourceVersionMatch') === 'Exact' && version !== undefined;
  const found = await objects.list(kind.kind, {
    namespace,
    ...selectors,
    limit: numberOf(context, 'limit'),
    continue: context.req.query('continue'),
    resourceVersion: exact ? String(version) : undefined,
  });
  const metadata = {
    resourceVersion: found.resourceVersion,
    ...(found.continue === undefined ? {} : { continue: found.continue }),
  };
  if (table !== null) {
    return context.json(
      tableOf(kind, found.items, { metadata, include: table, columns: true, now: Date.now() }),
    );
  }
  return context.json({
    apiVersion: kind.apiVersion,
    kind: `${kind.kind}List`,
    metadata,
    items: found.items,
  });
}

function objectResponse(kind: Kind, context: Context, object: AnyObject, status: 200 | 201 = 200): Response {
  const table = tableWanted(context);
  if (table === null) return context.json(object, status);
  const metadata = { resourceVersion: object.metadata.resourceVersion };
  return context.json(
    tableOf(kind, [object], { metadata, include: table, columns: true, now: Date.now() }),
    status,
  );
}

function patched(mediaType: string, stored: AnyObject, patch: unknown): AnyObject {
  switch (mediaType) {
    case 'application/json-patch+json':
      return jsonPatch(stored, patch) as AnyObject;
    case 'application/json':
    case 'application/merge-patch+json':
    // What kubectl sends unless told otherwise; of our kinds no list is merged by key, so both come to the same.
    case 'application/strategic-merge-patch+json': {
      if (!isMapping(patch)) throw new ApiError('BadRequest', 'a merge patch must be a JSON object');
      return mergePatch(stored, patch) as AnyObject;
    }
    default:
      throw new ApiError(
        'UnsupportedMediaType',
        `a patch of type ${mediaType} is not supported: send application/merge-patch+json or application/json-patch+json`,
      );
  }
}

async function patch(
  objects: Objects,
  kind: Kind,
  context: Context,
  subresource?: 'status',
): Promise<Response> {
  checkFieldValidation(context);
  const { namespace, name = '' } = placeOf(context);
  const mediaType = mediaTypeOf(context.req.raw);
  const body = await jsonBody(context.req.raw);
  const refuseCycles = await cycleCheck(objects, kind, subresource === undefined ? body : null);
  const { object } = await objects.change(
    { kind: kind.kind, namespace, name },
    (stored) => {
      const next = patched(mediaType, stored, body);
      if (!isMapping(next) || !isMapping(next.metadata)) {
        throw new ApiError('BadRequest', 'the patch leaves no object behind');
      }
      checkValid(next);
      refuseCycles(next as AnyObject);
      return next as typeof stored;
    },
    { dryRun: isDryRun(context), ...(subresource === undefined ? {} : { subresource }) },
  );
  return objectResponse(kind, context, object);
}

async function put(
  objects: Objects,
  kind: Kind,
  context: Context,
  subresource?: 'status',
): Promise<Response> {
  checkFieldValidation(context);
  const object = await objectBody(context.req.raw, kind, placeOf(context));
  const options = { dryRun: isDryRun(context) };
  if (subresource === 'status') {
    checkValid(object);
    return objectResponse(kind, context, await objects.updateStatus(object, options));
  }
  (await cycleCheck(objects, kind, object))(object);
  return objectResponse(kind, context, await objects.update(object, options));
}

async function remove(objects: Objects, kind: Kind, context: Context): Promise<Response> {
  const { namespace, name = '' } = placeOf(context);
  const body = await jsonBody(context.req.raw);
  const asked = isMapping(body) ? body : {};
  const preconditions = isMapping(asked.preconditions) ? asked.preconditions : {};
  const propagation = context.req.query('propagationPolicy') || asked.propagationPolicy || 'Background';
  if (propagation !== 'Background' && propagation !== 'Foreground' && propagation !== 'Orphan') {
    throw new ApiError(
      'BadRequest',
      `propagationPolicy=${String(propagation)}: Background, Foreground and Orphan are known`,
    );
  }
  const inBody = Array.isArray(asked.dryRun) && asked.dryRun.includes('All');
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const uid = text(preconditions.uid);
  const resourceVersion = text(preconditions.resourceVersion);
  const object = await objects.remove(kind.kind, namespace, name, {
    dryRun: inBody || isDryRun(context),
    propagation,
    preconditions: {
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
  });
  // Still there, until its finalizers are done.
  if ((object.metadata.finalizers ?? []).length > 0) return context.json(object);
  return context.json(
    success({
      name,
      group: groupOf(kind),
      kind: kind.plural,
      ...(object.metadata.uid === undefined ? {} : { uid: object.metadata.uid }),
    }),
  );
}

export function mountKind(app: Hono, objects: Objects, kind: Kind): void {
  const base = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const all = `${base}/${kind.plural}`;
  const collection = kind.namespaced ? `${base}/namespaces/:namespace/${kind.plural}` : all;
  const one = `${collection}/:name`;

  const create = async (context: Context) => {
    checkFieldValidation(context);
    const object = await objectBody(context.req.raw, kind, placeOf(context));
    (await cycleCheck(objects, kind, object))(object);
    const created = await objects.create(object, { dryRun: isDryRun(context) });
    return objectResponse(kind, context, created, 201);
  };
  const get = async (context: Context) => {
    const { namespace, name = '' } = placeOf(context);
    return objectResponse(kind, context, await objects.get(kind.kind, namespace, name));
  };

  app.get(collection, (context) => list(objects, kind, context));
  if (kind.namespaced) app.get(all, (context) => list(objects, kind, context));
  app.post(collection, create);
  app.get(one, get);
  app.put(one, (context) => put(objects, kind, context));
  app.patch(one, (context) => patch(objects, kind, context));
  app.delete(one, (context) => remove(objects, kind, context));
  if (hasStatus(kind)) {
    app.get(`${one}/status`, get);
    app.put(`${one}/status`, (context) => put(objects, kind, context, 'status'));
    app.patch(`${one}/status`, (context) => patch(objects, kind, context, 'status'));
  }
}
