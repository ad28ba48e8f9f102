/** The package as npm makes and installs it: the command works on its own, far from this checkout. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram, tryProgram } from '../lab/run-program.ts';
import { buildCommand } from './built-command.ts';

jest.setTimeout(180_000);
const root = join(__dirname, '../..');
let folder: string;

beforeAll(async () => {
  await buildCommand();
  folder = mkdtempSync(join(tmpdir(), 'muster-install-'));
  for (const name of ['home', 'elsewhere']) mkdirSync(join(folder, name));
  // dist/ has just been built, and compiling what is optional would take longer than all the rest.
  const packed = await runProgram([
    'npm',
    'pack',
    root,
    '--ignore-scripts',
    '--silent',
    '--pack-destination',
    folder,
  ]);
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await runProgram(['npm', 'install', '--global', '--prefix', folder, ...flags, join(folder, packed.trim())]);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With an empty home, in an empty folder, and nothing of this process's environment. */
async function muster(...words: string[]): Promise<string> {
  const path = [join(folder, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  const empty = [
    'env',
    '-i',
    '-C',
    join(folder, 'elsewhere'),
    `PATH=${path}`,
    `HOME=${join(folder, 'home')}`,
  ];
  const { code, stdout, stderr } = await tryProgram([...empty, 'muster', ...words]);
  expect([words, code, stderr]).toEqual([words, 0, '']);
  return stdout;
}

test('version, help and explain say what they should, and leave nothing behind', async () => {
  expect(await muster('version')).toMatch(/^muster \d+\.\d+\.\d+/);
  expect(await muster('--help')).toMatch(/^Usage:\n {2}muster COMMAND/m);
  expect(await muster('apply', '--help')).toContain('muster apply -f hello.service');
  expect(await muster('explain', 'unit.spec.placement')).toMatch(/^ {2}machineSelector\s/m);
  expect(readdirSync(join(folder, 'home'))).toEqual([]);
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
});

test('it has all that it needs to keep a store, and to compile units', async () => {
  const home = join(folder, 'state');
  const unit = join(root, 'manifests/quickstart/hello.yaml');
  expect(await muster('apply', '--home', home, '--dry-run=server', '-f', unit)).toMatch(
    /created \(server dry run\)/,
  );
});
