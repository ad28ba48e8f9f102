/** Errors as Kubernetes clients know them: a Status object with an HTTP code. */
import type { Kind } from '../schemas/kinds.ts';
import type { Problem } from '../schemas/problem.ts';

export interface StatusCause {
  reason: string;
  message: string;
  /** `spec.files[0].path`. */
  field?: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Failure' | 'Success';
  message: string;
  reason: string;
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: StatusCause[] };
  code: number;
}

const codes = {
  BadRequest: 400,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  UnsupportedMediaType: 415,
  Invalid: 422,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;
export type ApiErrorReason = keyof typeof codes;

export class ApiError extends Error {
  readonly reason: ApiErrorReason;
  readonly status: Status;
  constructor(reason: ApiErrorReason, message: string, details?: Status['details'], options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.reason = reason;
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details === undefined ? {} : { details }),
      code: codes[reason],
    };
  }
  get code(): number {
    return this.status.code;
  }
}

/** `muster.dev`, or the empty string for the core group. */
export function groupOf(kind: Kind): string {
  const slash = kind.apiVersion.indexOf('/');
  return slash < 0 ? '' : kind.apiVersion.slice(0, slash);
}

const details = (kind: Kind, name: string) => ({ name, group: groupOf(kind), kind: kind.plural });

/** `units.muster.dev "hello.service"`, as Kubernetes says it. */
function titled(kind: Kind, name: string): string {
  const group = groupOf(kind);
  return `${kind.plural}${group === '' ? '' : `.${group}`} "${name}"`;
}

export const notFound = (kind: Kind, name: string) =>
  new ApiError('NotFound', `${titled(kind, name)} not found`, details(kind, name));

export const alreadyExists = (kind: Kind, name: string) =>
  new ApiError('AlreadyExists', `${titled(kind, name)} already exists`, details(kind, name));

export const conflict = (kind: Kind, name: string, why: string) =>
  new ApiError(
    'Conflict',
    `Operation cannot be fulfilled on ${titled(kind, name)}: ${why}`,
    details(kind, name),
  );

export const forbidden = (kind: Kind, name: string, why: string) =>
  new ApiError('Forbidden', `${titled(kind, name)} is forbidden: ${why}`, details(kind, name));

export const expired = (message: string) => new ApiError('Expired', message);

/** `spec.files[0].path` */
export function fieldPath(path: (string | number)[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** One cause for every problem, so that all can be mended at once. */
export function invalid(kind: Kind | undefined, name: string, problems: Problem[]): ApiError {
  const causes = problems.map((problem): StatusCause => {
    const hint = problem.suggestion === undefined ? '' : `; did you mean ${problem.suggestion}?`;
    return {
      reason: problem.target === 'key' ? 'FieldValueInvalid' : 'FieldValueNotSupported',
      message: `${problem.message}${hint}`,
      field: fieldPath(problem.path),
    };
  });
  const sentences = causes.map((cause) =>
    cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`,
  );
  const what = kind === undefined ? `"${name}"` : `${kind.kind} "${name}"`;
  return new ApiError('Invalid', `${what} is invalid: ${sentences.join('; ')}`, {
    ...(kind === undefined ? { name } : details(kind, name)),
    causes,
  });
}
