import { suggest } from '../schemas/suggest.ts';
import { suggestUnit } from '../schemas/suggest-unit.ts';
import { ApiError } from './api-error.ts';
import type { ApiObject } from './api-object.ts';
import type { Client } from './client.ts';
import { globToRegExp } from './glob.ts';
import { isGlob, type Resource } from './resources.ts';

export interface Where {
  /** undefined: all namespaces. */
  namespace: string | undefined;
  selector?: string;
  fieldSelector?: string;
}

/**
 * The objects that names and globs mean, in the order asked for, each once. A plain name that does not exist throws
 * the server's NotFound; a glob that matches nothing gives nothing.
 */
export async function findObjects(
  client: Client,
  resource: Resource,
  names: (string | undefined)[],
  where: Where,
): Promise<{ objects: ApiObject[]; resourceVersion: string | undefined }> {
  const namespace = resource.namespaced ? where.namespace : undefined;
  const [only] = names;
  if (
    names.length === 1 &&
    only !== undefined &&
    !isGlob(only) &&
    (namespace !== undefined || !resource.namespaced) &&
    where.selector === undefined
  ) {
    const object = await getOrSuggest(client, resource, namespace, only);
    return { objects: [object], resourceVersion: object.metadata.resourceVersion };
  }
  const list = await client.list(resource, {
    ...(namespace === undefined ? {} : { namespace }),
    ...(where.selector === undefined ? {} : { labelSelector: where.selector }),
    ...(where.fieldSelector === undefined ? {} : { fieldSelector: where.fieldSelector }),
  });
  // Items of a list may come without their kind, as Kubernetes' do.
  const items = list.items.map((item) => ({ ...item, apiVersion: resource.apiVersion, kind: resource.kind }));
  if (names.length === 0 || names.includes(undefined)) {
    return { objects: items, resourceVersion: list.metadata.resourceVersion };
  }
  const found = new Set<ApiObject>();
  for (const name of names) {
    if (name === undefined) continue;
    const pattern = isGlob(name) ? globToRegExp(name) : undefined;
    const matches = items.filter((item) =>
      pattern ? pattern.test(item.metadata.name) : item.metadata.name === name,
    );
    if (matches.length === 0 && !pattern)
      throw notFound(
        resource,
        name,
        items.map((item) => item.metadata.name),
      );
    for (const match of matches) found.add(match);
  }
  return { objects: [...found], resourceVersion: list.metadata.resourceVersion };
}

/** The server's NotFound, with a name near to the one asked for when there is one. */
async function getOrSuggest(
  client: Client,
  resource: Resource,
  namespace: string | undefined,
  name: string,
): Promise<ApiObject> {
  try {
    return await client.get(resource, namespace, name);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    const { items } = await client.list(resource, namespace === undefined ? {} : { namespace });
    throw notFound(
      resource,
      name,
      items.map((item) => item.metadata.name),
    );
  }
}

export function notFound(resource: Resource, name: string, known: string[] = []): ApiError {
  const group = resource.apiVersion.includes('/') ? `.${resource.apiVersion.split('/')[0]}` : '';
  const near = resource.kind === 'Unit' ? suggestUnit(name, known) : suggest(name, known);
  return new ApiError({
    kind: 'Status',
    reason: 'NotFound',
    code: 404,
    message: `${resource.plural}${group} "${name}" not found${near ? `; did you mean ${near}?` : ''}`,
  });
}
