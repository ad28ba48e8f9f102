/**
 * Writes every file that is made from other files: `npm run generate`. With `--check` it writes nothing, names what
 * is out of date, and exits 1. Add a generator in a file of its own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateCharts } from './generate-charts.ts';
import { generateDirectives } from './generate-directives.ts';
import { generateEditorSchema } from './generate-editor-schema.ts';
import { generateTypes } from './generate-types.ts';
import { generateValidators } from './generate-validators.ts';
import type { Generator } from './generated-file.ts';

const generators: Generator[] = [
  generateDirectives,
  generateTypes,
  generateValidators,
  generateEditorSchema,
  generateCharts,
];

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const check = process.argv.includes('--check');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const generate of generators) {
  for (const file of await generate(root)) {
    const target = join(root, file.path);
    const same = readIfThere(target) === file.content;
    if (!same && check) process.exitCode = 1;
    if (!same && !check) writeFileSync(target, file.content);
    process.stdout.write(`${same ? 'up to date' : check ? 'out of date' : 'written'}: ${file.path}\n`);
  }
}
if (process.exitCode === 1) process.stderr.write('run `npm run generate` and commit what it writes\n');
