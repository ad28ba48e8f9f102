import type { Command } from 'commander';
import { stringify } from 'yaml';
import type { AnyObject } from '../../schemas/types.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import { outputOption } from '../options.ts';

interface Options {
  output?: string;
  recursive?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      `Turn unit files, also those of CoreOS fleet with their [X-Fleet] section, into manifests, and manifests into unit
files for fleet. Prints the result; nothing is applied.`,
    )
    .argument('<files...>', 'unit files, manifests, folders of them; - reads standard input')
    .option('-R, --recursive', 'folders below the folders given, too');
  outputOption(command, 'yaml (the default), json, or unit: one unit file after the other');
  examples(
    command,
    `
# From fleet's unit files to one manifest
muster convert -R units/ > manifests.yaml

# And back
muster convert hello.yaml -o unit > hello.service`,
  );
  action<Options>(command, context, async (files, options) => {
    const format = options.output ?? 'yaml';
    if (!['yaml', 'json', 'unit'].includes(format))
      throw usageError(`-o ${format}: the formats are yaml, json and unit`);
    const { readManifestObjects } = await import('../read-manifests.ts');
    const objects = await readManifestObjects(context, {
      filename: files,
      ...(options.recursive === true ? { recursive: true } : {}),
    });
    if (format === 'unit') return printUnitFiles(context, objects);
    const { withoutFleetSection } = await import('../../units/fleet-unit-file.ts');
    const manifests = objects.map((object) =>
      object.kind === 'Unit' && object.spec.text !== undefined
        ? { ...object, spec: { ...object.spec, text: withoutFleetSection(object.spec.text) } }
        : object,
    );
    if (format === 'json') {
      const list = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: manifests };
      context.print(`${JSON.stringify(manifests.length === 1 ? manifests[0] : list, null, 2)}\n`);
      return 0;
    }
    context.print(manifests.map((each) => stringify(each, { lineWidth: 0 })).join('---\n'));
    return 0;
  });
}

async function printUnitFiles(context: Context, objects: AnyObject[]): Promise<number> {
  const { toFleetUnitFile } = await import('../../units/fleet-unit-file.ts');
  const units = objects.flatMap((object) => (object.kind === 'Unit' ? [toFleetUnitFile(object)] : []));
  for (const { name, text, unsaid } of units) {
    context.print(units.length > 1 ? `# ${name}\n${text}\n` : text);
    for (const field of unsaid) context.warn(`${name}: fleet has no words for ${field}: it is left out`);
  }
  for (const { kind, metadata } of objects) {
    if (kind !== 'Unit')
      context.warn(`${kind} ${metadata.name}: only a Unit can be a unit file: it is left out`);
  }
  return units.some(({ unsaid }) => unsaid.length > 0) || units.length < objects.length ? 1 : 0;
}
