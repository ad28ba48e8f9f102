import { renderUnitFile } from '../units/render-unit-file.ts';
import { parseUnitName } from '../units/unit-name.ts';
import type { ApiObject } from './api-object.ts';
import type { Context } from './command.ts';
import { findObjects, notFound } from './find-objects.ts';
import { globToRegExp } from './glob.ts';
import { isGlob, objectName, unitResource } from './resources.ts';
import { type SelectionOptions, unitName } from './selection.ts';

/** The unit file of a stored Unit: its text byte for byte, or its sections as they are written on machines. */
export function storedText(unit: ApiObject): string {
  const { text, sections } = (unit.spec ?? {}) as {
    text?: string;
    sections?: Parameters<typeof renderUnitFile>[0];
  };
  return text ?? renderUnitFile(sections ?? {}).text;
}

/** One file as it is; several each under a line with its name. An instance's file is its template's. */
export async function printStored(
  context: Context,
  words: string[],
  options: SelectionOptions,
): Promise<number> {
  const client = await context.open('objects');
  const { objects } = await findObjects(client, unitResource, [], {
    namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
    ...(options.selector === undefined ? {} : { selector: options.selector }),
  });
  const wanted =
    words.length === 0
      ? objects
      : words.flatMap((word) => unitsOf(objectName(unitResource, unitName(word)), objects));
  const units = [...new Set(wanted)];
  for (const [index, unit] of units.entries()) {
    if (units.length > 1) context.print(`${index === 0 ? '' : '\n'}# ${unit.metadata.name}\n`);
    context.print(storedText(unit));
  }
  return 0;
}

function unitsOf(name: string, objects: ApiObject[]): ApiObject[] {
  const pattern = isGlob(name) ? globToRegExp(name) : null;
  const template = parseUnitName(name)?.template ?? null;
  const found = objects.filter(
    ({ metadata }) => metadata.name === name || pattern?.test(metadata.name) === true,
  );
  if (found.length > 0 || pattern !== null) return found;
  const ofTemplate = objects.filter(({ metadata }) => metadata.name === template);
  if (ofTemplate.length === 0) {
    throw notFound(
      unitResource,
      name,
      objects.map(({ metadata }) => metadata.name),
    );
  }
  return ofTemplate;
}
