import type { AnyObject } from '../../schemas/types.ts';
import type { ApiObject } from '../api-object.ts';
import type { Context } from '../command.ts';
import { usageError } from '../command-error.ts';
import { formatAge } from '../duration.ts';
import { qualifiedName, type Resource } from '../resources.ts';
import { colorsFor, paintWord } from './color.ts';
import { compileJsonPath } from './json-path.ts';
import { formatTable, type Widths } from './table.ts';

export const outputWords = 'table, wide, name, yaml, json or jsonpath=TEMPLATE';

export interface TableOptions {
  wide: boolean;
  /** A NAMESPACE column, for `-A`. */
  namespaces: boolean;
  showLabels: boolean;
  header: boolean;
  /** `unit.muster.dev/hello.service` instead of `hello.service`, when several kinds are listed. */
  qualified: boolean;
}

/** Prints objects of one kind; later calls (`-w`) continue the same table. */
export interface ObjectPrinter {
  print(objects: ApiObject[]): void;
}

/** `-o` as a function of objects; `table` and `wide` are not among these. Throws a usage error for an unknown word. */
export async function formatterFor(
  output: string | undefined,
): Promise<'table' | 'wide' | ((value: unknown, objects: ApiObject[]) => string)> {
  if (output === undefined || output === 'table' || output === '') return 'table';
  if (output === 'wide') return 'wide';
  if (output === 'json') return (value) => `${JSON.stringify(value, null, 4)}\n`;
  if (output === 'name') {
    return (_, objects) =>
      objects.map((object) => `${qualifiedName(object.kind, object.metadata.name)}\n`).join('');
  }
  if (output === 'yaml') {
    const { yamlText } = await import('./yaml-text.ts');
    return yamlText;
  }
  const template = /^jsonpath=(.*)$/s.exec(output)?.[1];
  if (template !== undefined) {
    const compiled = compileJsonPath(template);
    return (value) => compiled(value);
  }
  throw usageError(`-o ${output}: the formats are ${outputWords}`);
}

/** Without managedFields, which nobody wants to read. */
export function withoutManagedFields(object: ApiObject): ApiObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

export function tablePrinter(context: Context, resource: Resource, options: TableOptions): ObjectPrinter {
  const columns = resource.columns.filter((column) => options.wide || column.priority === 0);
  const colors = colorsFor(context.terminal, context.settings().color);
  let widths: Widths | undefined;
  return {
    print(objects) {
      const now = Date.now();
      const header = [
        ...(options.namespaces && resource.namespaced ? ['NAMESPACE'] : []),
        ...columns.map((column) => column.name),
        ...(options.showLabels ? ['LABELS'] : []),
      ];
      const rows = objects.map((object) => [
        ...(options.namespaces && resource.namespaced ? [object.metadata.namespace ?? ''] : []),
        ...columns.map((column) => {
          // The server answers a request for a kind with objects of that kind.
          const value = column.read(object as unknown as AnyObject);
          if (column.type === 'date') return formatAge(value === null ? undefined : String(value), now);
          if (value === null) return '<none>';
          if (column.name === 'NAME' && options.qualified) return qualifiedName(object.kind, String(value));
          return oneLine(String(value));
        }),
        ...(options.showLabels ? [labelsText(object)] : []),
      ]);
      const table = formatTable(options.header && widths === undefined ? header : null, rows, {
        ...(widths ? { widths } : {}),
        paint: (cell) => paintWord(colors, cell),
      });
      widths = table.widths;
      context.print(table.text);
    },
  };
}

function labelsText(object: ApiObject): string {
  const labels = Object.entries(object.metadata.labels ?? {});
  return labels.length === 0 ? '<none>' : labels.map(([key, value]) => `${key}=${value}`).join(',');
}

/** A cell never breaks the table, whatever a message holds. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}
