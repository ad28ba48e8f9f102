/** The folder where muster keeps its state: damaged, full, read-only, or no folder at all. A sentence, and the next step. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommand, runCommand } from './built-command.ts';

jest.setTimeout(120_000);
let home: string;
beforeAll(buildCommand, 120_000);
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'muster-home-')), 'home');
  mkdirSync(home);
});
afterEach(() => rmSync(join(home, '..'), { recursive: true, force: true }));

const machine = `apiVersion: muster.dev/v1
kind: Machine
metadata: {name: nowhere}
spec: {ssh: {host: 127.0.0.1, port: 9}}
`;
const commands = [['get', 'machines'], ['apply', '-f', '-'], ['serve']];

/** What each command says, and its exit code, in a home that `mount` (shell text, `$0` is the home) has prepared. */
async function said(mount = 'true'): Promise<[number | null, string][]> {
  const within = ['unshare', '--mount', 'sh', '-c', `${mount} && exec "$@"`, home];
  const answers: [number | null, string][] = [];
  for (const argv of commands) {
    const { code, stderr } = await runCommand(argv, { home, workingDirectory: '/', within, input: machine });
    answers.push([code, stderr]);
  }
  return answers;
}

const all = (message: RegExp) => commands.map(() => [1, expect.stringMatching(message)]);

test('a damaged store is named, with what to do, and left as it is', async () => {
  const file = join(home, 'muster.db');
  writeFileSync(file, 'no pages of a store '.repeat(1000));
  expect(await said()).toEqual(
    all(
      /^error: \S+muster\.db is damaged .* move the file aside \(mv '.*units that run are not touched by this\n$/,
    ),
  );
  expect(readFileSync(file, 'utf8')).toBe('no pages of a store '.repeat(1000));
});

test('a read-only home', async () => {
  expect(await said('mount -t tmpfs -o ro none "$0"')).toEqual(
    all(
      /^error: \S+ cannot be used: its file system is mounted read-only\. Mend that, or .* MUSTER_HOME or --home\n$/,
    ),
  );
});

test('a full disk', async () => {
  const full =
    'mount -t tmpfs -o size=64k none "$0" && { dd if=/dev/zero of="$0/filler" bs=1k 2>/dev/null || true; }';
  expect(await said(full)).toEqual(all(/^error: the disk that holds \S+ is full.*: make room, then .*\n$/));
});

test('a file where the folder should be', async () => {
  rmSync(home, { recursive: true });
  writeFileSync(home, 'a file');
  expect(await said()).toEqual(all(/^error: \S+ cannot be used: part of the path is a file, not a folder\./));
});
