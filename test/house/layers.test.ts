/** Data flows one way: which folder may import which is the table of docs/architecture.md, and is held here. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '../..');

const mayImport: { [folder: string]: string[] } = {
  schemas: [],
  units: ['schemas'],
  machines: ['schemas', 'units'],
  store: ['schemas'],
  controllers: ['schemas', 'units', 'machines', 'store'],
  server: ['schemas', 'store', 'controllers'],
  cmd: ['schemas', 'units', 'machines', 'store', 'controllers', 'server'],
};

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$/.test(path))
    .map((path) => join(folder, path));
}

/** Folders at the top level that a file imports from, apart from its own. */
function foldersImported(path: string, text: string): string[] {
  const imports = [...text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'(\.[^']+)'/g)];
  const folders = imports.map(([, target = '']) => {
    const absolute = join(root, dirname(path), target);
    return relative(root, absolute).split('/')[0] ?? '';
  });
  return [...new Set(folders)].filter((folder) => folder !== path.split('/')[0] && folder !== 'package.json');
}

test.each(Object.keys(mayImport))('%s/ imports only what is below it', (folder) => {
  const sources = sourcesOf(folder);
  expect(sources.length).toBeGreaterThan(3);
  const wrong = sources.flatMap((path) =>
    foldersImported(path, readFileSync(join(root, path), 'utf8'))
      .filter((imported) => !mayImport[folder]?.includes(imported))
      .map((imported) => `${path} imports ${imported}/`),
  );
  expect(wrong).toEqual([]);
});

test('imports of every form are seen', () => {
  const text = `import type { A } from '../units/a.ts';\nimport {\n  b,\n} from '../store/b.ts';\nimport '../server/c.ts';\nconst d = await import('../cmd/d.ts');\nimport './own.ts';`;
  expect(foldersImported('machines/x.ts', text)).toEqual(['units', 'store', 'server', 'cmd']);
});
