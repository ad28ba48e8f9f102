/** Objects as the Table that kubectl prints: the server says which columns there are. */
import type { Kind } from '../schemas/kinds.ts';
import type { Column } from '../schemas/printer-columns.ts';
import type { AnyObject } from '../schemas/types.ts';

/** How much of each object comes with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** `application/json;as=Table;v=v1;g=meta.k8s.io`, before a plain JSON that is also accepted. */
export function wantsTable(accept: string | undefined): boolean {
  const first = (accept ?? '').split(',')[0] ?? '';
  return /;\s*as=Table\b/.test(first) && /;\s*g=meta\.k8s\.io\b/.test(first) && /;\s*v=v1\b/.test(first);
}

/** kubectl's age: two units at most, coarser as it grows (k8s.io/apimachinery/pkg/util/duration). */
export function age(from: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - from) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (big: number, bigUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  if (days < 365 * 8) return two(Math.floor(days / 365), 'y', days % 365, 'd');
  return `${Math.floor(days / 365)}y`;
}

function cell(column: Column, object: AnyObject, now: number): string | number {
  const value = column.read(object);
  if (column.type !== 'date') return value ?? '<none>';
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? '<unknown>' : age(at, now);
}

function rowObject(object: AnyObject, include: IncludeObject): unknown {
  if (include === 'Object') return object;
  if (include === 'None') return undefined;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

export function tableOf(
  kind: Kind,
  objects: AnyObject[],
  options: { metadata: Record<string, unknown>; include: IncludeObject; columns: boolean; now: number },
): Record<string, unknown> {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    // In a watch only the first event says them.
    columnDefinitions: options.columns
      ? kind.columns.map((column, index) => ({
          name: column.name,
          // A date is sent as its age, so it is a string by then.
          type: column.type === 'date' ? 'string' : column.type,
          format: index === 0 ? 'name' : '',
          description: column.description,
          priority: column.priority,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => cell(column, object, options.now)),
      object: rowObject(object, options.include),
    })),
  };
}
