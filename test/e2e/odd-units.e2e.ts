/** Odd names, paths and contents through the whole product: each lands as it was declared, and nothing else is touched. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withStamp } from '../../units/stamp.ts';
import { buildCommand } from './built-command.ts';
import { type CommandHome, commandHome } from './command-cases.ts';
import { labOfTest } from './meddled-host.ts';
import { machineYaml, onHost } from './muster.ts';
import { type OddUnit, oddUnits } from './odd-units.ts';
import '../property-seed.ts';

jest.setTimeout(180_000);
const lab = labOfTest('cli-odd', [{ name: 'm1' }]);
const m1 = onHost(() => lab.host('m1'));
let cli: CommandHome;

beforeAll(async () => {
  await buildCommand();
  cli = commandHome();
  await cli.ends(0, ['apply', '-f', '-'], { input: machineYaml(lab.host('m1')) });
}, 120_000);
lab.beforeDown(() => cli.remove());

/** JSON is YAML in which every character can be written. */
function manifest(units: OddUnit[]): string {
  return units
    .map(({ name, instances, text, dropIns, files }) =>
      JSON.stringify({
        apiVersion: 'muster.dev/v1',
        kind: 'Unit',
        metadata: { name },
        spec: {
          placement: { machine: 'm1' },
          text,
          dropIns,
          ...(instances.length === 0 ? {} : { instances }),
          files: files.map(({ path, mode, content }) => ({
            path,
            mode,
            contentBase64: content.toString('base64'),
          })),
        },
      }),
    )
    .join('\n---\n');
}

const fileText = (mode: number, content: Buffer) =>
  `${(mode & 0o7777).toString(8)} ${createHash('sha256').update(content).digest('hex')}`;

/** What should lie on the disk, by path: the mode and the digest of the content. */
function expected(units: OddUnit[]): Map<string, string> {
  const directory = '/etc/systemd/system';
  const files = new Map<string, string>();
  for (const { name, text, dropIns, files: own } of units) {
    files.set(`${directory}/${name}`, fileText(0o644, withStamp(name, Buffer.from(text))));
    for (const [dropIn, body] of Object.entries(dropIns))
      files.set(`${directory}/${name}.d/${dropIn}`, fileText(0o644, withStamp(name, Buffer.from(body))));
    for (const { path, mode, content } of own) files.set(path, fileText(Number.parseInt(mode, 8), content));
  }
  return files;
}

/** Every file that the host has written since it was installed, except what muster notes for itself and systemd's own logs and states. */
function written(): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (below: string) => {
    for (const { name } of readdirSync(join(lab.host('m1').written, below), { withFileTypes: true })) {
      const path = `${below}/${name}`;
      if (/^\/(var\/lib\/(muster|systemd)|var\/(log|tmp)|tmp|run)$/.test(path)) continue;
      const at = join(lab.host('m1').written, path);
      const status = lstatSync(at);
      if (status.isDirectory()) walk(path);
      else if (status.isSymbolicLink()) files.set(path, `→ ${readlinkSync(at)}`);
      else if (status.isFile()) files.set(path, fileText(status.mode, readFileSync(at)));
      else files.set(path, 'removed');
    }
  };
  walk('');
  return files;
}

const sorted = (files: Map<string, string>) => [...files].sort(([left], [right]) => (left < right ? -1 : 1));

test('each lands byte for byte, runs, is not written twice, and goes again without a trace', async () => {
  const before = written();
  await fc.assert(
    fc.asyncProperty(oddUnits(30), async (units) => {
      const input = manifest(units);
      const { stdout } = await cli.ends(0, ['apply', '-f', '-'], { input });
      const placements = units.reduce((sum, { instances }) => sum + Math.max(1, instances.length), 0);
      expect(stdout).toMatch(new RegExp(`^${placements} placements as declared`, 'm'));
      expect(sorted(written())).toEqual(sorted(new Map([...before, ...expected(units)])));
      const left = await m1(
        "find / -xdev -name '.muster-*' -not -path '/proc/*'; systemctl --failed --plain --no-legend",
      );
      expect(left).toBe('');
      expect((await cli.ends(0, ['diff'])).stdout).toBe('');
      await cli.ends(0, ['delete', 'units', '--all']);
      expect(sorted(written())).toEqual(sorted(before));
    }),
    // Each run is an apply of thirty units: what is smaller is not looked for.
    { numRuns: 2, endOnFailure: true },
  );
});
