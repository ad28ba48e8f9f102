import { Command } from 'commander';
import type { Context } from './command.ts';
import { commandList } from './command-list.ts';
import { runCommand } from './testing/run-command.ts';

describe.each(commandList.map((entry) => [entry.name, entry] as const))('muster %s --help', (name, entry) => {
  test('says what it does and shows an example', async () => {
    const { code, stdout, stderr } = await runCommand([name, '--help']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: muster /);
    expect(stdout).toMatch(/\nExamples:\n(.*\n)*.*muster /);
    // Nothing runs over the width of the help.
    const description = stdout.split('\nOptions:')[0] ?? '';
    expect(description.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test('its examples use only options that exist', async () => {
    const { stdout } = await runCommand([name, '--help']);
    const command = new Command(name);
    (await entry.load()).define(command, {} as Context);
    const known = new Set(['--', ...command.options.flatMap((option) => [option.short, option.long])]);
    const lines = stdout
      .slice(stdout.indexOf('\nExamples:'))
      .split('\n')
      .flatMap((line) => line.split('|'))
      .filter((line) => line.includes(`muster ${name}`));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const words = line.replace(/'[^']*'/g, 'quoted').split(/\s+/);
      const flags = words.filter((word) => /^--?[a-zA-Z]/.test(word) && !/^-\d/.test(word));
      for (const flag of flags) {
        // A value that begins with a dash, such as `--since -10min`, is no flag.
        const value = flag === '-10min';
        expect([line, value || known.has(flag.split('=')[0] ?? '')]).toEqual([line, true]);
      }
    }
  });
});

test('muster --help lists every command under its group', async () => {
  const { code, stdout } = await runCommand(['--help']);
  expect(code).toBe(0);
  for (const entry of commandList) {
    if (entry.hidden) expect(stdout).not.toContain(entry.name);
    else expect(stdout).toMatch(new RegExp(`^  ${entry.name} +\\S`, 'm'));
  }
  expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('muster alone and muster help show the same', async () => {
  const { stdout } = await runCommand(['--help']);
  expect((await runCommand([])).stdout).toBe(stdout);
  expect((await runCommand(['help'])).stdout).toBe(stdout);
  expect((await runCommand(['help', 'apply'])).stdout).toBe((await runCommand(['apply', '--help'])).stdout);
});

describe('a wrong command line is explained and ends with 2', () => {
  test.each([
    [['aply'], /unknown command 'aply'[\s\S]*Did you mean apply/],
    [
      ['get', 'units', '--al-namespaces'],
      /unknown option '--al-namespaces'[\s\S]*Did you mean --all-namespaces/,
    ],
    [['get', 'unts'], /doesn't have a resource type "unts"; did you mean units\?/],
    [['get'], /missing required argument 'kind'/],
    [['apply'], /which manifests\?/],
    [['stop'], /which units\?/],
    [['delete', 'units'], /which ones\?/],
    [['diff', '-o', 'xml'], /-o xml: the formats are/],
    [['wait', 'unit/a', '--for=sunshine'], /--for=sunshine: write condition=Ready/],
    [['explain', 'unit.spec.placment'], /did you mean unit\.spec\.placement\?/],
    [['serve', '--metrics', '0.0.0.0:9469'], /only a loopback address/],
    [['apply', '-f', '/nowhere/at/all.yaml'], /no such file or folder/],
    [['--color', 'sometimes', 'get', 'units'], /"sometimes" is not one of auto, always, never/],
  ])('%j', async (argv, message) => {
    const { code, stderr } = await runCommand(argv);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
