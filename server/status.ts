/** Any error as the Status object that clients show. */
import { ApiError, type Status } from '../store/api-error.ts';
import { CompactedError, StoreUnavailableError } from '../store/store.ts';

export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (error instanceof StoreUnavailableError)
    return new ApiError('ServiceUnavailable', message, undefined, options);
  if (error instanceof CompactedError) return new ApiError('Expired', message, undefined, options);
  return new ApiError('InternalError', message, undefined, options);
}

export function statusOf(error: unknown): Status {
  return apiErrorOf(error).status;
}

export const success = (details: NonNullable<Status['details']>) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details,
});
