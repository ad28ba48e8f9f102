/** JSON Patch, RFC 6902. */
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../store/api-error.ts';
import { isMapping } from '../store/three-way-merge.ts';

const bad = (message: string) => new ApiError('BadRequest', `the JSON patch cannot be applied: ${message}`);

function parsePointer(pointer: unknown): string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) {
    throw bad(`${JSON.stringify(pointer)} is not a JSON pointer such as /metadata/labels/app`);
  }
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function indexIn(list: unknown[], part: string, end: number): number {
  const index = part === '-' ? list.length : /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1;
  if (index < 0 || index > end) throw bad(`there is no element ${part} in a list of ${list.length}`);
  return index;
}

function read(document: unknown, path: string[]): unknown {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) value = value[indexIn(value, part, value.length - 1)];
    else if (isMapping(value) && Object.hasOwn(value, part)) value = value[part];
    else throw bad(`there is nothing at /${path.join('/')}`);
  }
  return value;
}

/** The document with the value at a path replaced by what `edit` does to its parent. */
function write(
  document: unknown,
  path: string[],
  edit: (parent: unknown[] | Record<string, unknown>, last: string) => void,
): void {
  const last = path.at(-1);
  if (last === undefined) throw bad('the whole document cannot be replaced');
  const parent = read(document, path.slice(0, -1));
  if (!Array.isArray(parent) && !isMapping(parent)) throw bad(`there is nothing at /${path.join('/')}`);
  edit(parent, last);
}

function add(document: unknown, path: string[], value: unknown): void {
  write(document, path, (parent, last) => {
    if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length), 0, value);
    else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  });
}

function remove(document: unknown, path: string[]): unknown {
  const removed = read(document, path);
  write(document, path, (parent, last) => {
    if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length - 1), 1);
    else delete parent[last];
  });
  return removed;
}

/** A changed copy. Throws BadRequest; a `test` that fails is Invalid. */
export function jsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw bad('it must be a list of operations');
  const copy: unknown = structuredClone(document);
  for (const operation of patch) {
    if (!isMapping(operation)) throw bad('each operation must be an object with op and path');
    const path = parsePointer(operation.path);
    switch (operation.op) {
      case 'add':
        add(copy, path, structuredClone(operation.value));
        break;
      case 'remove':
        remove(copy, path);
        break;
      case 'replace':
        remove(copy, path);
        add(copy, path, structuredClone(operation.value));
        break;
      case 'move':
        add(copy, path, remove(copy, parsePointer(operation.from)));
        break;
      case 'copy':
        add(copy, path, structuredClone(read(copy, parsePointer(operation.from))));
        break;
      case 'test':
        if (!isDeepStrictEqual(read(copy, path), operation.value)) {
          throw new ApiError('Invalid', `the JSON patch's test of ${String(operation.path)} failed`);
        }
        break;
      default:
        throw bad(`${JSON.stringify(operation.op)} is not add, remove, replace, move, copy or test`);
    }
  }
  return copy;
}
