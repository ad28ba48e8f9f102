import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from './testing/run-command.ts';

const unitFile = `[Service]
# a comment
ExecStart=/bin/sleep infinity

[X-Fleet]
MachineMetadata=region=eu
Conflicts=hello*
`;

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'muster-convert-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

test('a unit file of fleet becomes a manifest, and that the unit file again', async () => {
  const workingDirectory = folder({ 'hello.service': unitFile });
  const there = await runCommand(['convert', 'hello.service'], { workingDirectory });
  expect(there).toMatchObject({ code: 0, stderr: '' });
  expect(parse(there.stdout)).toEqual({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: 'hello.service' },
    spec: {
      text: '[Service]\n# a comment\nExecStart=/bin/sleep infinity\n',
      placement: { conflicts: ['hello*'], machineSelector: { matchLabels: { region: 'eu' } } },
    },
  });
  writeFileSync(join(workingDirectory, 'hello.yaml'), there.stdout);
  const back = await runCommand(['convert', 'hello.yaml', '-o', 'unit'], { workingDirectory });
  expect(back).toEqual({ code: 0, stderr: '', stdout: unitFile });
});

test('what is lost on the way to fleet is said, with exit code 1', async () => {
  const manifest = `apiVersion: muster.dev/v1
kind: Unit
metadata: {name: hello.service}
spec: {placement: {spread: [{topologyKey: region}]}, sections: {Service: {ExecStart: /bin/true}}}
`;
  const workingDirectory = folder({ 'hello.yaml': manifest });
  const { code, stderr } = await runCommand(['convert', 'hello.yaml', '-o', 'unit'], { workingDirectory });
  expect(code).toBe(1);
  expect(stderr).toBe('hello.service: fleet has no words for spec.placement.spread: it is left out\n');
});

test('every error of an [X-Fleet] section, with its line', async () => {
  const wrong = `${unitFile}MachineMetadata=region\nMachineID=abc\n`;
  const workingDirectory = folder({ 'hello.service': wrong });
  const { code, stderr } = await runCommand(['convert', 'hello.service'], { workingDirectory });
  expect(code).toBe(2);
  expect(stderr).toContain('hello.service:8:');
  expect(stderr).toContain('is not one key=value');
  expect(stderr).toContain('Conflicts= cannot be combined with MachineID=');
});
