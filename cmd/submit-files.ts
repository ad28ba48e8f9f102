import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ApplyRequest } from '../controllers/operations.ts';
import type { AnyObject, Unit } from '../schemas/types.ts';
import { withDefaults } from '../schemas/with-defaults.ts';
import { parseUnitName } from '../units/unit-name.ts';
import type { ApiObject } from './api-object.ts';
import type { Context } from './command.ts';
import { CommandError } from './command-error.ts';
import { readManifests } from './read-manifests.ts';
import { objectName, unitResource } from './resources.ts';
import { showProgress } from './show-progress.ts';

export type Target = 'submitted' | 'inactive' | 'active';

/** In which states a unit may be replaced on the way to which: a submit never takes a running unit off its machine. */
const replaceable: Record<Target, readonly Target[]> = {
  submitted: ['submitted'],
  inactive: ['submitted', 'inactive'],
  active: ['submitted', 'inactive', 'active'],
};
const commandOf: Record<Target, string> = { submitted: 'submit', inactive: 'load', active: 'start' };

export interface SubmitOptions {
  namespace?: string;
  replace?: boolean;
  output?: string;
}

/**
 * fleet's way with words: each is a unit that is stored, or a unit file (or the file of its template) beside it. Files
 * that are not stored are, in the state given; those that differ from what is stored need `replace`. Returns the exit code
 * when that went wrong, and the names of the units meant.
 */
export async function submitFiles(
  context: Context,
  words: string[],
  target: Target,
  options: SubmitOptions,
): Promise<{ code: number; names: string[] }> {
  const client = await context.open('operations');
  const namespace = options.namespace ?? context.settings().namespace;
  const { items } = await client.list(unitResource, { namespace });
  const stored = new Map(items.map((unit) => [unit.metadata.name, unit]));
  const names: string[] = [];
  const objects: AnyObject[] = [];
  const problems: string[] = [];
  for (const word of words) {
    const name = unitFileName(word);
    const file = fileOf(word, name, stored, context.terminal.workingDirectory);
    const read =
      file === null
        ? []
        : await readManifests(context, {
            filename: [file],
            ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
          });
    const units = read.filter((object) => object.kind === 'Unit');
    names.push(...(isManifest(word) ? units.map((unit) => unit.metadata.name) : [name]));
    for (const object of read) {
      if (object.kind !== 'Unit') {
        objects.push(object);
        continue;
      }
      const present = stored.get(object.metadata.name);
      if (present !== undefined && isSame(object, present)) continue;
      const problem = present === undefined ? null : obstacle(object, present, target, options);
      if (problem !== null) problems.push(problem);
      else objects.push(inState(object, target, present));
    }
    if (file === null && !stored.has(name) && !isOfStoredTemplate(name, stored)) {
      problems.push(`there is no unit ${name}, and no file ${word}`);
    }
  }
  if (problems.length > 0) {
    throw new CommandError(
      `${problems.join('\nerror: ')}${problems.length > 1 ? '\nnothing was changed' : ''}`,
    );
  }
  if (objects.length === 0) return { code: 0, names };
  const request: ApplyRequest = { objects, dryRun: 'none', timeoutMs: 0 };
  const code = await showProgress(context, client, 'apply', request, options, { done: 'stored' });
  return { code, names };
}

/** The base name, with `.service` when it has no type. */
function unitFileName(word: string): string {
  return objectName(unitResource, basename(word));
}

function isManifest(word: string): boolean {
  return /\.(ya?ml|json)$/.test(word);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** The file that a word means; of an instance, its template's, unless that is stored already. */
function fileOf(
  word: string,
  name: string,
  stored: ReadonlyMap<string, ApiObject>,
  workingDirectory: string,
): string | null {
  const folder = dirname(resolve(workingDirectory, word));
  const own = isManifest(word) ? resolve(workingDirectory, word) : join(folder, name);
  if (isFile(own)) return own;
  const template = parseUnitName(name)?.template;
  if (template === null || template === undefined || stored.has(template)) return null;
  const file = join(folder, template);
  return isFile(file) ? file : null;
}

function isOfStoredTemplate(name: string, stored: ReadonlyMap<string, ApiObject>): boolean {
  const template = parseUnitName(name)?.template;
  return template !== null && template !== undefined && stored.has(template);
}

/** The same definition, whatever its state and instances. */
function isSame(unit: Unit, present: ApiObject): boolean {
  const bare = ({ state: _state, instances: _instances, ...rest }: Record<string, unknown>) => rest;
  return isDeepStrictEqual(
    bare({ ...withDefaults(unit).spec }),
    bare({ ...withDefaults(present as unknown as Unit).spec }),
  );
}

function obstacle(unit: Unit, present: ApiObject, target: Target, options: SubmitOptions): string | null {
  const { name } = unit.metadata;
  const state = (present.spec?.state ?? 'active') as Target;
  if (!options.replace) {
    return `${name} is stored already, and its file says otherwise: --replace puts the file's in its place (muster diff shows what that changes)`;
  }
  if (replaceable[target].includes(state)) return null;
  return `${name} is ${state}: ${commandOf[target]} --replace is for units that are ${replaceable[target].join(' or ')}; use ${commandOf[state]} --replace, or unload it first`;
}

/** A template has no state of its own to speak of before it has instances: it waits for them. */
function inState(unit: Unit, target: Target, present: ApiObject | undefined): Unit {
  const isTemplate = parseUnitName(unit.metadata.name)?.isTemplate === true;
  const kept = (present?.spec?.state ?? 'submitted') as Target;
  return { ...unit, spec: { ...unit.spec, state: isTemplate ? kept : target } };
}
