import { findKindByName, type Kind, kinds } from '../schemas/kinds.ts';
import { suggest } from '../schemas/suggest.ts';
import { unitTypes } from '../schemas/unit-name.ts';
import { usageError } from './command-error.ts';

/** A kind as commands name it and as the API's paths spell it. */
export type Resource = Kind;

const plurals = kinds.map((kind) => kind.plural);

/** The resource a word means: `unit`, `units`, `u`, `Unit`, `units.muster.dev`. Throws a usage error with a suggestion. */
export function resourceOf(word: string): Resource {
  const found =
    findKindByName(word.replace(/^([^.]+)\.v1\./, '$1.')) ??
    findKindByName(word.replace(/\.muster\.dev$/, ''));
  if (found) return found;
  const near = suggest(word, [...plurals, ...kinds.map((kind) => kind.singular)]);
  throw usageError(
    `the server doesn't have a resource type "${word}"${near ? `; did you mean ${near}?` : ''}\nThe types are ${plurals.join(', ')}.`,
  );
}

export function resourceOfKind(name: string): Resource | undefined {
  return kinds.find((kind) => kind.kind === name);
}

function kindNamed(name: Kind['kind']): Resource {
  const found = resourceOfKind(name);
  if (!found) throw new Error(`the kind ${name} is missing from schemas/kinds.ts`);
  return found;
}

export const unitResource: Resource = kindNamed('Unit');
export const placementResource: Resource = kindNamed('Placement');
export const machineResource: Resource = kindNamed('Machine');
export const eventResource: Resource = kindNamed('Event');

/** `unit.muster.dev/hello.service`, `namespace/default`: how kubectl names an object in its output. */
export function qualifiedName(kind: string, name: string): string {
  const resource = resourceOfKind(kind);
  const slash = resource?.apiVersion.indexOf('/') ?? -1;
  const group = resource && slash > 0 ? `.${resource.apiVersion.slice(0, slash)}` : '';
  return `${resource?.singular ?? kind.toLowerCase()}${group}/${name}`;
}

/** `/apis/muster.dev/v1/namespaces/NS/units[/NAME]`, or over all namespaces when `namespace` is undefined. */
export function resourcePath(resource: Resource, namespace: string | undefined, name?: string): string {
  const root = resource.apiVersion.includes('/')
    ? `/apis/${resource.apiVersion}`
    : `/api/${resource.apiVersion}`;
  const scope =
    resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}

/** What `get KIND NAME…`, `get KIND/NAME…` and `get KIND,KIND` mean. */
export interface Target {
  resource: Resource;
  /** A name or a glob; undefined: all of that kind. */
  name: string | undefined;
}

export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}

/** A unit's name may be said without `.service`, as systemctl allows. Globs stay as they are. */
export function objectName(resource: Resource, name: string): string {
  if (resource.kind !== 'Unit' || isGlob(name)) return name;
  return unitTypes.some((type) => name.endsWith(`.${type}`)) ? name : `${name}.service`;
}

export function parseTargets(words: string[]): Target[] {
  const first = words[0];
  if (first === undefined) throw usageError(`which kind? One of ${plurals.join(', ')}`);
  if (words.some((word) => word.includes('/'))) {
    return words.map((word) => {
      const slash = word.indexOf('/');
      if (slash <= 0 || slash === word.length - 1) {
        throw usageError(`"${word}": when one argument is KIND/NAME, all are`);
      }
      const resource = resourceOf(word.slice(0, slash));
      return { resource, name: objectName(resource, word.slice(slash + 1)) };
    });
  }
  const wanted = first.split(',').flatMap((word) => {
    const category = kinds.filter((kind) => kind.categories.includes(word));
    return category.length > 0 ? category : [resourceOf(word)];
  });
  const names = words.slice(1);
  if (names.length === 0) return wanted.map((resource) => ({ resource, name: undefined }));
  return wanted.flatMap((resource) => names.map((name) => ({ resource, name: objectName(resource, name) })));
}

/** Exactly one object, for commands that work on one. */
export function parseOneTarget(words: string[], command: string): { resource: Resource; name: string } {
  const [target, ...more] = parseTargets(words);
  if (!target || target.name === undefined || more.length > 0 || isGlob(target.name)) {
    throw usageError(`name one object: muster ${command} unit hello.service`);
  }
  return { resource: target.resource, name: target.name };
}
