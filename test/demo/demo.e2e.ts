/** The demo as a stranger runs it, in a pipe, also after one that was killed and with a server that is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../lab/wait-until.ts';

const root = join(__dirname, '../..');
const lab = 'demo-e2e';
const home = `/run/muster-demo-${lab}`;
const running: ChildProcess[] = [];

interface Run {
  child: ChildProcess;
  output(): string;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

function run(program: string, args: string[]): Run {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return {
    child,
    output: () => output,
    ended: new Promise((resolve) => child.on('close', (code) => resolve(code))),
  };
}

const demo = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'test/demo/demo.ts', '--lab', lab, ...args]);

/** Of the demo's processes, those whose command line has the word. */
function processes(word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const marked = readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .includes(`MUSTER_DEMO=${home}`);
        return marked && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false;
      }
    })
    .map(Number);
}

beforeAll(async () => {
  const build = run(process.execPath, ['scripts/build.mjs']);
  if ((await build.ended) !== 0) throw new Error(build.output());
}, 120_000);

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await demo('--down').ended;
}, 120_000);

test('after a demo that was killed, and with its server killed in the middle, all is shown and nothing is left', async () => {
  const killed = demo();
  await waitUntil('the start of apply', () => killed.output().includes('$ muster apply'), 120_000);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(processes('serve')).toHaveLength(1);

  const whole = demo();
  await waitUntil('the first damage', () => whole.output().includes('systemctl stop hello.service'), 240_000);
  for (const pid of processes('serve')) process.kill(pid, 'SIGKILL');
  const code = await whole.ended;
  const output = whole.output();
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('nothing is left') });

  expect(output).toContain('Removing what an earlier demo left.');
  expect(output).toContain('muster serve has ended (SIGKILL) and is started again');
  expect(output).toMatch(/^14 placements as declared/m);
  expect(output).toMatch(/^hello\.service .*Synced +Healthy/m);
  const repair = (seen: string, steps: string) =>
    new RegExp(`seen +${seen}.*\\n +repaired +after \\d+ ms: ${steps}$`, 'm');
  expect(output).toMatch(repair('hello.service is inactive', 'start'));
  expect(output).toMatch(repair('/etc/systemd/system/beacon.service was changed', 'write, daemon-reload'));
  expect(output).toMatch(
    repair('/etc/systemd/system/heartbeat.service.d/99-by-hand.conf', 'set-aside, daemon-reload'),
  );
  expect(output).toMatch(repair('worker@1.service failed \\(signal\\)', 'start'));
  expect(output).toMatch(/^-Hello from muster\n\+Hello from /m);
  expect(output).not.toContain('\u001b[');

  expect(processes('')).toEqual([]);
  expect(existsSync(home)).toBe(false);
  expect(existsSync(`/run/muster-lab/${lab}`)).toBe(false);
}, 600_000);

test('where it cannot run it says what is missing and what can be done instead', async () => {
  const elsewhere = run('setpriv', ['--reuid=65534', '--clear-groups', 'bash', 'scripts/demo.sh']);
  expect(await elsewhere.ended).toBe(3);
  expect(elsewhere.output()).toContain('need root');
  expect(elsewhere.output()).toContain('kind: Machine');
});
