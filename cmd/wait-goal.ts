import { type ApiObject, conditionOf, textAt } from './api-object.ts';
import { usageError } from './command-error.ts';
import { compileJsonPath, valuesAt } from './output/json-path.ts';

export interface Goal {
  /** As it was asked for, for messages. */
  text: string;
  /** `delete`: met when the object is gone; `create`: when it exists; `field`: as `met` says. */
  type: 'delete' | 'create' | 'field';
  met(object: ApiObject): boolean;
  /** A sentence when nothing but a person's act can bring the goal about any more. */
  impossible(object: ApiObject): string | undefined;
}

/** What `--for` means. Throws a usage error that shows the forms. */
export function parseGoal(text: string): Goal {
  const base = { text, impossible: stalled };
  if (text === 'delete') return { text, type: 'delete', met: () => false, impossible: () => undefined };
  if (text === 'create') return { text, type: 'create', met: () => true, impossible: () => undefined };
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(text);
  if (condition) {
    const [, type = '', status = 'True'] = condition;
    return {
      ...base,
      type: 'field',
      met: (object) =>
        isCurrent(object) && conditionOf(object, type)?.status.toLowerCase() === status.toLowerCase(),
    };
  }
  const field = /^(sync|health|phase)=(.+)$/.exec(text);
  if (field) {
    const [, name = '', value = ''] = field;
    return {
      ...base,
      type: 'field',
      met: (object) =>
        isCurrent(object) && textAt(object, 'status', name).toLowerCase() === value.toLowerCase(),
    };
  }
  const path = /^jsonpath=(\{.*\}|[^=]+)(?:=(.*))?$/s.exec(text);
  if (path) {
    const [, template = '', value] = path;
    // Compiled once for its errors: a wrong template is a usage error, not a wait without end.
    compileJsonPath(template);
    return {
      ...base,
      type: 'field',
      met: (object) => {
        const values = valuesAt(template, object);
        return value === undefined ? values.length > 0 : values.length === 1 && values[0] === unquoted(value);
      },
    };
  }
  throw usageError(
    `--for=${text}: write condition=Ready, sync=Synced, health=Healthy, create, delete, or jsonpath='{.status.sync}'=Synced`,
  );
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2');
}

/** False while the status still speaks of an earlier spec. */
function isCurrent(object: ApiObject): boolean {
  const observed = object.status?.observedGeneration;
  const { generation } = object.metadata;
  return generation === undefined || typeof observed !== 'number' || observed >= generation;
}

/** Reasons that pass without a change of the object: somebody makes room, a machine answers again. */
const passing: ReadonlySet<string> = new Set([
  'ConnectionLost',
  'DiskFull',
  'HostUnreachable',
  'MachineBusy',
  'ReadOnlyFileSystem',
  'SystemdBusy',
  'Timeout',
]);

function stalled(object: ApiObject): string | undefined {
  const condition = conditionOf(object, 'Stalled');
  if (condition?.status !== 'True' || !isCurrent(object)) return undefined;
  if (passing.has(condition.reason ?? '')) return undefined;
  return `${condition.reason ?? 'Stalled'}: ${condition.message ?? ''}`;
}
