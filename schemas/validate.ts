import type { ErrorObject } from 'ajv';
import { checkConfigMap } from './check-data.ts';
import { checkMachine } from './check-machine.ts';
import { checkMetadata } from './check-metadata.ts';
import { checkPlacement } from './check-placement.ts';
import { checkUnit } from './check-unit.ts';
import { findKind, type Kind, type KindName, kinds } from './kinds.ts';
import type { Problem } from './problem.ts';
import { schemaProblems } from './schema-problems.ts';
import { suggest } from './suggest.ts';
import type { AnyObject } from './types.ts';
import * as validators from './validators.generated.ts';

type Validator = { (object: unknown): boolean; errors?: ErrorObject[] | null };

const validatorOf: { readonly [kind in KindName]: Validator } = {
  ConfigMap: validators.validateConfigMap,
  Event: validators.validateEvent,
  Lease: validators.validateLease,
  Machine: validators.validateMachine,
  Namespace: validators.validateNamespace,
  Placement: validators.validatePlacement,
  Secret: validators.validateSecret,
  Unit: validators.validateUnit,
};

export interface Validation {
  /** Everything that is wrong, in no certain order (see comparePlaces); empty when the object is valid. */
  problems: Problem[];
  /** undefined when apiVersion and kind name none. */
  kind?: Kind;
  /** The object itself, typed; only when nothing is wrong. Defaults are not filled in (see withDefaults). */
  object?: AnyObject;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Which kind it says it is; or why it cannot be told. */
function kindProblems(object: Record<string, unknown>): Problem[] {
  const { apiVersion, kind: name } = object;
  const sameName = kinds.find((kind) => kind.kind === name);
  if (name === undefined) {
    const problems: Problem[] = [{ path: ['kind'], message: 'is required', target: 'key' }];
    const misspelt = Object.keys(object).find((key) => suggest(key, ['kind']) === 'kind');
    if (misspelt !== undefined) {
      problems[0] = {
        path: [misspelt],
        message: `unknown field \`${misspelt}\``,
        suggestion: 'kind',
        target: 'key',
      };
    }
    return problems;
  }
  if (sameName === undefined) {
    const names = kinds.map((kind) => kind.kind);
    const suggestion = typeof name === 'string' ? suggest(name, names) : undefined;
    const written = typeof name === 'string' ? `unknown kind \`${name}\`` : 'must be the name of a kind';
    const problem: Problem = { path: ['kind'], message: written, target: 'value' };
    if (suggestion === undefined) problem.message += ` (known: ${names.join(', ')})`;
    else problem.suggestion = suggestion;
    return [problem];
  }
  if (apiVersion === undefined) {
    return [
      {
        path: ['apiVersion'],
        message: 'is required',
        suggestion: `apiVersion: ${sameName.apiVersion}`,
        target: 'key',
      },
    ];
  }
  return [
    {
      path: ['apiVersion'],
      message: `must be ${sameName.apiVersion} for a ${sameName.kind}`,
      suggestion: sameName.apiVersion,
      target: 'value',
    },
  ];
}

/** Checks that need the object to fit its schema. */
function semanticProblems(object: AnyObject): Problem[] {
  switch (object.kind) {
    case 'Unit':
      return checkUnit(object);
    case 'Machine':
      return checkMachine(object);
    case 'Placement':
      return checkPlacement(object);
    case 'ConfigMap':
      return checkConfigMap(object);
    default:
      return [];
  }
}

/** Nobody reads more of them, and to find words for a million would take minutes. */
const mostErrors = 2000;

function errorsOf(validator: Validator): ErrorObject[] {
  return (validator.errors ?? []).slice(0, mostErrors);
}

/**
 * The object without the fields that problems are about, and with misspelt ones put right, so that what is left can
 * be checked further: a misspelt field must not hide a bad path elsewhere. Items of lists stay, as their numbers are
 * part of every path.
 */
function withoutFaults(object: Record<string, unknown>, problems: Problem[]): Record<string, unknown> {
  const copy = structuredClone(object);
  for (const { path, suggestion, target } of problems) {
    const end = path.findLastIndex((key) => typeof key === 'string');
    let parent: unknown = copy;
    for (const key of path.slice(0, end)) {
      parent =
        parent !== null && typeof parent === 'object' ? (parent as Record<string, unknown>)[key] : undefined;
    }
    const last = path[end];
    if (last === undefined || !isMapping(parent)) continue;
    if (target === 'key' && suggestion !== undefined && !Object.hasOwn(parent, suggestion)) {
      parent[suggestion] = parent[last];
    }
    delete parent[last];
  }
  return copy;
}

/** Everything that can be said of one object without knowing any other. Does not change it. */
export function validate(object: unknown): Validation {
  if (!isMapping(object)) {
    const what = Array.isArray(object) ? 'a list' : object === null ? 'empty' : `a ${typeof object}`;
    return {
      problems: [
        {
          path: [],
          message: `must be an object with apiVersion, kind and metadata, not ${what}`,
          target: 'value',
        },
      ],
    };
  }
  const kind = findKind(object.apiVersion, object.kind);
  if (kind === undefined) return { problems: kindProblems(object) };
  const validator = validatorOf[kind.kind];
  if (!validator(object)) {
    const problems = schemaProblems(errorsOf(validator), object);
    let rest = withoutFaults(object, problems);
    // A misspelt field put right may have a wrong value, which the next round takes out.
    for (let round = 0; round < 3 && !validator(rest); round++) {
      rest = withoutFaults(rest, schemaProblems(errorsOf(validator), rest));
    }
    // A name can be checked whatever else is wrong; the rest only where it fits.
    const { metadata } = rest;
    if (isMapping(metadata) && typeof metadata.name === 'string') {
      problems.push(...checkMetadata(rest as unknown as AnyObject, kind));
    }
    if (validator(rest)) problems.push(...semanticProblems(rest as unknown as AnyObject));
    return { problems, kind };
  }
  const fitting = object as unknown as AnyObject;
  const problems = [...checkMetadata(fitting, kind), ...semanticProblems(fitting)];
  return problems.length > 0 ? { problems, kind } : { problems, kind, object: fitting };
}
