import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, type LockOptions, lockHome } from './home-lock.ts';

const usual: LockOptions = {
  command: 'muster test',
  waitMs: 20_000,
  signal: new AbortController().signal,
  isServed: async () => false,
  onWait: () => {},
};

function temporaryHome(): string {
  return mkdtempSync(join(tmpdir(), 'muster-test-lock-'));
}

/** Another process that takes the lock and keeps it until it is killed. */
async function holderOf(home: string): Promise<ChildProcess> {
  const script = `
    const Database = require('libsql');
    const { readFileSync, writeFileSync } = require('node:fs');
    const database = new Database(${JSON.stringify(join(home, 'controllers.lock'))});
    database.exec('BEGIN EXCLUSIVE');
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    writeFileSync(${JSON.stringify(join(home, 'controllers.json'))}, JSON.stringify({ pid: process.pid, startTime, command: 'muster apply' }));
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('one at a time in one process, and free again after release', async () => {
  const home = temporaryHome();
  const first = await lockHome(home, usual);
  await expect(lockHome(home, { ...usual, waitMs: 0 })).rejects.toThrow(
    `muster test (process ${process.pid}) is still working with ${home}`,
  );
  first?.release();
  const second = await lockHome(home, { ...usual, waitMs: 0 });
  second?.release();
});

test('waits for another process, names it, and takes over the moment it is killed', async () => {
  const home = temporaryHome();
  const child = await holderOf(home);
  const holders: (Holder | null)[] = [];
  const lock = await lockHome(home, {
    ...usual,
    onWait(holder) {
      holders.push(holder);
      child.kill('SIGKILL');
    },
  });
  expect(holders).toEqual([expect.objectContaining({ pid: child.pid, command: 'muster apply' })]);
  lock?.release();
});

test('the note of a process that has ended names nobody', async () => {
  const home = temporaryHome();
  const dead = await holderOf(home);
  dead.kill('SIGKILL');
  await once(dead, 'exit');
  // A later holder that has not written its note yet.
  const lock = await lockHome(home, usual);
  lock?.release();
  const child = await holderOf(home);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(
    join(home, 'controllers.json'),
    JSON.stringify({ pid: dead.pid, startTime: '1', command: 'muster old' }),
  );
  await expect(lockHome(home, { ...usual, waitMs: 0 })).rejects.toThrow('another muster is still working');
  child.kill('SIGKILL');
});

test('a server that comes up ends the wait', async () => {
  const home = temporaryHome();
  const child = await holderOf(home);
  expect(await lockHome(home, { ...usual, isServed: async () => true })).toBeNull();
  child.kill('SIGKILL');
});

test('Ctrl-C ends the wait', async () => {
  const home = temporaryHome();
  const child = await holderOf(home);
  const interrupt = new AbortController();
  const waiting = lockHome(home, { ...usual, signal: interrupt.signal, onWait: () => interrupt.abort() });
  await expect(waiting).rejects.toHaveProperty('name', 'AbortError');
  child.kill('SIGKILL');
});

test('a home that cannot be used says so', async () => {
  await expect(lockHome(join(__filename, 'below-a-file'), usual)).rejects.toThrow(
    /choose another folder with MUSTER_HOME/,
  );
});
