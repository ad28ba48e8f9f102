/** Field selectors: `metadata.name=a,involvedObject.kind!=Unit`. */
import type { AnyObject } from '../schemas/types.ts';
import { ApiError } from './api-error.ts';

export type FieldTest = (object: AnyObject) => boolean;

/** A path through the object to a plain value; what is not there is the empty string, as in Kubernetes. */
function valueAt(object: AnyObject, path: string[]): string {
  let value: unknown = object;
  for (const name of path) {
    if (value === null || typeof value !== 'object') return '';
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

/** Throws a BadRequest that quotes the part that cannot be read. */
export function parseFieldSelector(text: string): FieldTest {
  const tests = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): FieldTest => {
      const match = /^([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*)(==?|!=)(.*)$/.exec(part);
      if (match === null) {
        throw new ApiError(
          'BadRequest',
          `unable to parse the field selector ${JSON.stringify(text)} at ${JSON.stringify(part)}: write path.to.field=value or path.to.field!=value`,
        );
      }
      const [, path = '', sign, value = ''] = match;
      const names = path.split('.');
      return (object) => (valueAt(object, names) === value) === (sign !== '!=');
    });
  return (object) => tests.every((test) => test(object));
}
