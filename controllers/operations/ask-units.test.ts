import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineLink } from '../../machines/link.ts';
import type { InspectEvent, InspectRequest } from '../operations.ts';
import { askUnits } from './ask-units.ts';

/** A systemctl that says all it was asked, the last line without its end, and fails for `bad.service`. */
const systemctl = `#!/bin/sh
for unit; do :; done
echo "asked $*"
echo "warns of $unit" >&2
printf 'the end of %s' "$unit"
[ "$unit" != bad.service ] || exit 3
[ "$unit" != last.service ] || kill $PPID
`;
let folder = '';
let begun = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  writeFileSync(join(folder, 'systemctl'), systemctl);
  chmodSync(join(folder, 'systemctl'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const link = {
  facts: { paths: { scope: 'system' } },
  async run([program = '', ...words]: string[]) {
    begun += 1;
    const { PATH } = process.env;
    const child = spawn(program, words, { env: { PATH: `${folder}:${PATH}` } });
    const exit = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 143)));
    const { stdin, stdout, stderr } = child;
    return { stdin, stdout, stderr, exit, kill: () => void child.kill(), resize: () => undefined };
  },
} as unknown as MachineLink;

async function ask(names: string[], inspect: InspectRequest['inspect'] = 'cat'): Promise<InspectEvent[]> {
  const events: InspectEvent[] = [];
  const units = names.map((unit) => ({ namespace: 'default', unit, machine: 'm1' }));
  const tell = (event: InspectEvent) => void events.push(event);
  await askUnits({ link, units, request: { inspect }, tell, signal: new AbortController().signal });
  return events;
}

test('one program for all units; each answer has its own lines and status', async () => {
  const events = await ask(['good.service', 'bad.service', 'a\\x2db.service']);
  expect(begun).toBe(1);
  const of = (unit: string) =>
    events.flatMap((event) =>
      'unit' in event && event.unit === unit ? [event.type === 'line' ? event.text : event] : [],
    );
  expect(of('good.service')).toEqual(
    expect.arrayContaining([
      'asked --no-pager cat -- good.service',
      'warns of good.service',
      'the end of good.service',
    ]),
  );
  expect(of('bad.service').at(-1)).toMatchObject({ type: 'exit', code: 3 });
  expect(of('a\\x2db.service')).toHaveLength(4);
  expect(of('a\\x2db.service').at(-1)).toMatchObject({ type: 'exit', code: 0 });
});

test('an answer that breaks off says how far it came', async () => {
  await expect(ask(['good.service', 'last.service', 'other.service'])).rejects.toThrow(
    'the answer broke off after 1 of 3 units; ask again',
  );
});
