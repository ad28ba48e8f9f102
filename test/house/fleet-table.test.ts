/** The tables of docs/fleet.md against the tests that they name: none is promised that is not there, and none left out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folder = join(root, 'test/e2e');

/** The names of the tests in a file, as they are written there. */
function testsOf(file: string): string[] {
  const source = readFileSync(join(folder, `${file}.e2e.ts`), 'utf8');
  return [...source.matchAll(/^\s*test\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),/gm)].map(
    ([, single, double = '']) => (single ?? double).replaceAll(/\\(.)/g, '$1'),
  );
}

interface Row {
  table: string;
  behaviour: string;
  file: string;
  test: string;
}

function rowsOfPage(): Row[] {
  const rows: Row[] = [];
  let table = '';
  for (const line of readFileSync(join(root, 'docs/fleet.md'), 'utf8').split('\n')) {
    const heading = /^\| (.+) \| Shown by \|$/.exec(line)?.[1];
    if (heading !== undefined) table = heading;
    const [, behaviour = '', file = '', other] = /^\| (.+) \| `([\w-]+)`(?:: (.+))? \|$/.exec(line) ?? [];
    if (file === '' || table === '') continue;
    const name = behaviour.replace(/ \(\d+(, \d+)*\)$/, '');
    rows.push({ table, behaviour: name, file, test: other ?? name });
  }
  return rows;
}

const rows = rowsOfPage();

test("all 43 of fleet's functional tests, the one that was deleted, and what its users asked for", () => {
  const tables = [...new Set(rows.map(({ table }) => table))];
  const counts = tables.map((table) => rows.filter((row) => row.table === table).length);
  expect(counts).toEqual([43, 1, expect.any(Number)]);
});

test('every test that a table names is in its file', () => {
  const files = new Map([...new Set(rows.map(({ file }) => file))].map((file) => [file, testsOf(file)]));
  expect(rows.filter(({ file, test: name }) => !files.get(file)?.includes(name))).toEqual([]);
});

test('every test of the fleet suites is in a table', () => {
  const suites = readdirSync(folder).flatMap((name) => /^(fleet-.+)\.e2e\.ts$/.exec(name)?.[1] ?? []);
  const named = new Set(rows.map(({ file, test: name }) => `${file}: ${name}`));
  const all = suites.flatMap((file) => testsOf(file).map((name) => `${file}: ${name}`));
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((name) => !named.has(name))).toEqual([]);
});
