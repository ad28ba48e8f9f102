import { CommandError } from './command-error.ts';

/** Kubernetes' answer to a request that failed. */
export interface Status {
  kind: 'Status';
  status?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    kind?: string;
    causes?: { field?: string; message?: string; reason?: string }[];
  };
}

export function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'Status';
}

/** A `Status` from the server; its message is the server's own. */
export class ApiError extends CommandError {
  readonly status: Status;
  constructor(status: Status) {
    super(describeStatus(status));
    this.name = 'ApiError';
    this.status = status;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }

  static fromBody(httpStatus: number, body: string): ApiError {
    try {
      const parsed: unknown = JSON.parse(body);
      if (isStatus(parsed)) return new ApiError(parsed);
    } catch {
      // Not JSON: an answer from something that is not muster, shown as it is.
    }
    const message = body.trim().slice(0, 500) || `HTTP ${httpStatus}`;
    return new ApiError({ kind: 'Status', code: httpStatus, message });
  }
}

/** kubectl's wording, with every cause on a line of its own. */
function describeStatus(status: Status): string {
  const message = status.message ?? 'unknown error';
  const first = status.reason
    ? `Error from server (${status.reason}): ${message}`
    : `Error from server: ${message}`;
  const causes = (status.details?.causes ?? [])
    .filter((cause) => cause.message && !message.includes(cause.message))
    .map((cause) => `  ${cause.field ? `${cause.field}: ` : ''}${cause.message}`);
  return [first, ...causes].join('\n');
}

/** The server went away in the middle, or never answered. */
export function unreachable(error: unknown): CommandError {
  const why =
    error instanceof Error
      ? error.cause instanceof Error
        ? error.cause.message
        : error.message
      : String(error);
  return new CommandError(
    `the connection to the server was lost: ${why}\nIs muster serve still running? What was asked may have been done in part; run the same command again.`,
  );
}
