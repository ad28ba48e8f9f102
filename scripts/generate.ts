/** Writes every file that is made from other files: `npm run generate`. Add a generator in a file of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateTypes } from './generate-types.ts';
import type { Generator } from './generated-file.ts';

const generators: Generator[] = [generateTypes];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const generate of generators) {
  for (const file of await generate(root)) {
    const target = join(root, file.path);
    let before: string | null = null;
    try {
      before = readFileSync(target, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (before !== file.content) writeFileSync(target, file.content);
    process.stdout.write(`${before === file.content ? 'unchanged' : 'written  '} ${file.path}\n`);
  }
}
