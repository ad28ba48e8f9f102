import type { Kind } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { ApiError } from '../store/api-error.ts';
import { isMapping } from '../store/three-way-merge.ts';

/** More than any set of manifests that people write; less than what would exhaust memory. */
export const maxBodyBytes = 64 * 2 ** 20;

/** The media type without its parameters. Some clients send none: then it is JSON. */
export function mediaTypeOf(request: Request): string {
  return (
    (request.headers.get('content-type') ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? ''
  );
}

/** undefined for an empty body. Throws BadRequest with the parser's words. */
export async function jsonBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError('BadRequest', `the body of the request is not JSON: ${why}`);
  }
}

/** The object in a POST or PUT, with what the path already says filled in. Throws BadRequest where the two differ. */
export async function objectBody(
  request: Request,
  kind: Kind,
  path: { namespace: string | undefined; name: string | undefined },
): Promise<AnyObject> {
  const mediaType = mediaTypeOf(request);
  if (mediaType !== 'application/json') {
    throw new ApiError(
      'UnsupportedMediaType',
      `a body of type ${mediaType} cannot be read: send application/json`,
    );
  }
  const body = await jsonBody(request);
  if (!isMapping(body) || (body.metadata !== undefined && !isMapping(body.metadata))) {
    throw new ApiError('BadRequest', `the body of the request must be a ${kind.kind}`);
  }
  const { apiVersion = kind.apiVersion, kind: name = kind.kind, metadata = {}, ...rest } = body;
  if (apiVersion !== kind.apiVersion || name !== kind.kind) {
    throw new ApiError(
      'BadRequest',
      `the body is a ${String(name)} of ${String(apiVersion)}, but the path asks for a ${kind.kind} of ${kind.apiVersion}`,
    );
  }
  const own = isMapping(metadata) ? metadata : {};
  for (const field of ['namespace', 'name'] as const) {
    const wanted = path[field];
    if (wanted !== undefined && own[field] !== undefined && own[field] !== '' && own[field] !== wanted) {
      throw new ApiError(
        'BadRequest',
        `metadata.${field} of the body is ${JSON.stringify(own[field])}, but the path says ${JSON.stringify(wanted)}`,
      );
    }
  }
  const filled = {
    ...own,
    ...(path.namespace === undefined ? {} : { namespace: path.namespace }),
    ...(path.name === undefined ? {} : { name: path.name }),
  };
  // Not yet known to fit: the store validates it, and answers with every cause.
  return { apiVersion, kind: name, metadata: filled, ...rest } as unknown as AnyObject;
}
