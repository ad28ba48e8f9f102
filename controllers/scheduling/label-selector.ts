import type { LabelSelector } from '../../schemas/types.ts';

/** Kubernetes' matchLabels and matchExpressions, with node affinity's Gt and Lt: why the labels do not match, in words; null when they do. An empty selector matches everything. */
export function mismatch(selector: LabelSelector, labels: Record<string, string>): string | null {
  for (const [key, wanted] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== wanted) return `label ${key} is ${shown(labels[key])}, wanted ${wanted}`;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const value = labels[key];
    if (!holds(value, operator, values)) {
      const list = values.length === 0 ? '' : ` (${values.join(', ')})`;
      return `label ${key} is ${shown(value)}, wanted ${operator}${list}`;
    }
  }
  return null;
}

function holds(value: string | undefined, operator: string, values: string[]): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

function shown(value: string | undefined): string {
  return value === undefined ? 'not set' : value === '' ? 'empty' : value;
}

/** A selector as kubectl writes it: `app=web,tier in (a,b)`. */
export function wordsOf(selector: LabelSelector): string {
  const words = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`,
    ),
  ];
  return words.length === 0 ? 'any labels' : words.join(',');
}
