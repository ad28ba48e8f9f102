/** Label selectors in both of Kubernetes' forms: `a=b,c!=d,e in (f,g),h,!i,j>3`, and matchLabels/matchExpressions. */
import type { LabelSelector } from '../schemas/types.ts';
import { ApiError } from './api-error.ts';

export type Labels = Readonly<Record<string, string>>;
export type LabelTest = (labels: Labels | undefined) => boolean;

type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

interface Requirement {
  key: string;
  operator: Operator;
  values: string[];
}

function meets(labels: Labels, { key, operator, values }: Requirement): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      // As in Kubernetes, what lacks the label is not in the set either.
      return value === undefined || !values.includes(value);
    case 'Gt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) < Number(values[0]);
  }
}

const testOf =
  (requirements: Requirement[]): LabelTest =>
  (labels = {}) =>
    requirements.every((requirement) => meets(labels, requirement));

/** A selector in a manifest; an empty one matches everything. */
export function matchesSelector(selector: LabelSelector): LabelTest {
  return testOf([
    ...Object.entries(selector.matchLabels ?? {}).map(
      ([key, value]): Requirement => ({ key, operator: 'In', values: [value] }),
    ),
    ...(selector.matchExpressions ?? []).map(
      ({ key, operator, values }): Requirement => ({ key, operator, values: [...(values ?? [])] }),
    ),
  ]);
}

const key = '((?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)';
const forms: [RegExp, (match: string[]) => Requirement][] = [
  [
    new RegExp(`^${key}\\s*(==?|!=)\\s*([A-Za-z0-9_.-]*)$`),
    ([, name = '', sign, value = '']) => ({
      key: name,
      operator: sign === '!=' ? 'NotIn' : 'In',
      values: [value],
    }),
  ],
  [
    new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`),
    ([, name = '', word, values = '']) => ({
      key: name,
      operator: word === 'in' ? 'In' : 'NotIn',
      values: values.split(',').map((value) => value.trim()),
    }),
  ],
  [
    new RegExp(`^${key}\\s*([<>])\\s*(-?\\d+)$`),
    ([, name = '', sign, value = '']) => ({
      key: name,
      operator: sign === '>' ? 'Gt' : 'Lt',
      values: [value],
    }),
  ],
  [new RegExp(`^${key}$`), ([, name = '']) => ({ key: name, operator: 'Exists', values: [] })],
  [new RegExp(`^!\\s*${key}$`), ([, name = '']) => ({ key: name, operator: 'DoesNotExist', values: [] })],
];

/** What `-l` and `?labelSelector=` take. Throws a BadRequest that quotes the part that cannot be read. */
export function parseLabelSelector(text: string): LabelTest {
  // Commas inside parentheses separate values, not requirements.
  const parts = text.trim() === '' ? [] : text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const requirements = parts.map((part) => {
    for (const [form, read] of forms) {
      const match = form.exec(part);
      if (match !== null) return read([...match]);
    }
    throw new ApiError(
      'BadRequest',
      `unable to parse the label selector ${JSON.stringify(text)} at ${JSON.stringify(part)}: write key=value, key!=value, key in (a,b), key notin (a,b), key, !key, key>1 or key<1`,
    );
  });
  return testOf(requirements);
}
