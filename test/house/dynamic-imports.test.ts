/**
 * A package that is CommonJS inside comes out of `await import('it')` without its names in the bundle, although the same
 * line works from source. What is to be loaded late is a file of ours that imports the package in the usual way.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folders = ['schemas', 'units', 'machines', 'store', 'controllers', 'server', 'cmd'];

test('packages are imported statically', () => {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(folder, path)),
  );
  const wrong = sources.filter((path) =>
    /\bimport\(\s*'(?!\.|node:)/.test(readFileSync(join(root, path), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
