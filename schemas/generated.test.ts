import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('what is checked in is what the generators make', () => {
  const root = join(__dirname, '..');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/generate.ts', '--check'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stdout).not.toContain('out of date');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 120_000);
