/** What fleet did when machines, the network or its store failed, behaviour by behaviour, and what its users asked for. */
import { randomBytes } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { runProgram } from '../lab/run-program.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { fleetLab, sleeps } from './fleet-lab.ts';
import { freePort } from './free-port.ts';
import { documents, limit } from './muster.ts';

jest.setTimeout(240_000);
/** A disk of its own, that can be filled. */
async function ownDisk(home: string): Promise<() => Promise<unknown>> {
  await runProgram(['mount', '-t', 'tmpfs', '-o', 'size=64m,mode=700', 'muster-test', home]);
  return () => runProgram(['umount', '--lazy', home]);
}
const fleet = fleetLab('fleet-failure', ['f1', 'f2', 'f3'], {
  machineSpec: { failover: { after: '5s' } },
  prepareHome: ownDisk,
});
const { fleetctl, muster, names, write } = fleet;
/** Runs through all of it: one of each machine, and one that may be anywhere. */
const always = ['all.service', 'one.service'];
beforeAll(async () => {
  write('all.service', `${sleeps}[X-Fleet]\nGlobal=true\n`);
  write('one.service', sleeps);
  await fleetctl(0, ['start', ...always]);
}, 120_000);
afterEach(async () => {
  await Promise.all(names.map((name) => fleet.host(name).heal()));
  await allReady();
  await allWell();
}, 180_000);

const allReady = () => untilStanding((standing) => standing === 'Ready');

/** How the server sees each machine. */
async function standings(): Promise<Record<string, string>> {
  const machines = await fleet.machines();
  return Object.fromEntries(machines.map(({ metadata, status }) => [metadata.name, status?.standing ?? '']));
}

/** Every unit has been read again, and is as desired. */
function allWell(): Promise<unknown> {
  return waitUntil(
    'all units to be well',
    async () =>
      (await fleet.placements()).every(({ status }) =>
        status?.conditions?.some(({ type, status: met }) => type === 'Ready' && met === 'True'),
      ),
    limit,
    100,
  );
}

function untilStanding(wanted: (standing: string) => boolean, machines = names): Promise<unknown> {
  return waitUntil(
    `the standing of ${machines.join()}`,
    async () => {
      const now = await standings();
      return machines.every((name) => wanted(now[name] ?? ''));
    },
    limit,
    100,
  );
}

/** Every invocation on every host: equal ones mean that nothing was stopped or started in between. */
async function everything(): Promise<Record<string, [string, string][]>> {
  const all = await Promise.all(
    names.map(async (name) => [name, [...(await fleet.invocations(name))].sort()] as const),
  );
  return Object.fromEntries(all) as Record<string, [string, string][]>;
}

test('a machine leaves: only its units move, to the free machine', async () => {
  const units = ['mover.0.service', 'mover.1.service'];
  for (const unit of units) write(unit, `${sleeps}[X-Fleet]\nConflicts=mover.*\n`);
  await fleetctl(0, ['start', ...units]);
  const [lost, kept] = [await fleet.place('mover.0.service'), await fleet.place('mover.1.service')];
  const free = names.find((name) => ![lost, kept].includes(name)) ?? '';
  const before = await everything();
  await fleet.host(lost).cut('drop');
  await waitUntil(
    'it to move',
    async () => (await fleet.places('mover.0.service')).includes(free),
    limit,
    200,
  );
  expect((await everything())[kept]).toEqual(before[kept]);
  await fleet.host(lost).heal();
  expect(await fleet.place('mover.0.service')).toBe(free);
  expect((await everything())[kept]).toEqual(before[kept]);
  await fleetctl(0, ['destroy', 'mover.*']);
});

test('a rebooted machine: exactly its units migrate', async () => {
  const units = names.map((_, index) => `mover.${index}.service`);
  for (const unit of units) write(unit, sleeps);
  await fleetctl(0, ['start', ...units]);
  const home = await fleet.place('mover.0.service');
  const before = await everything();
  await muster(0, ['reboot', home]);
  await allWell();
  const after = await everything();
  expect(after[home]?.map(([unit]) => unit)).toEqual(['all.service']);
  for (const name of names)
    if (name !== home) expect(after[name]).toEqual(expect.arrayContaining(before[name] ?? []));
  const places = await Promise.all(units.map((unit) => fleet.place(unit)));
  expect(places).not.toContain(home);
  await fleetctl(0, ['destroy', 'mover.*']);
});

/** fleet's agents lost the store; here the server, with the store beside it, loses all the machines. */
async function cutOff(mode: 'drop' | 'reject', until: (standing: string) => boolean): Promise<void> {
  const before = await everything();
  expect(Object.values(before).flat()).toHaveLength(4);
  await Promise.all(names.map((name) => fleet.host(name).cut(mode)));
  await untilStanding(until);
  expect(await everything()).toEqual(before);
  await Promise.all(names.map((name) => fleet.host(name).heal()));
  await allReady();
  await allWell();
  expect(await everything()).toEqual(before);
}

test('cut off, packets rejected: nothing is stopped, before or after it returns', () =>
  cutOff('reject', (standing) => standing !== 'Ready'));
test('cut off, packets dropped: nothing is stopped, before or after it returns', () =>
  cutOff('drop', (standing) => standing === 'Lost'));

/** To the disk's last block. */
function fillUp(file: string): void {
  expect(() => {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  }).toThrow(/ENOSPC/);
}

/** Whether so many random bytes could be stored with an object. */
async function stores(object: string, bytes: number): Promise<boolean> {
  const annotations = { 'muster.dev/filler': randomBytes(bytes).toString('hex') };
  const { status } = await fleet.request(
    'PATCH',
    `/apis/muster.dev/v1/${object}`,
    JSON.stringify({ metadata: { annotations } }),
    'application/merge-patch+json',
  );
  return status === 200;
}

test('a store that cannot be written freezes all, and nothing is stopped, before or after it can be', async () => {
  const unit = 'one.service';
  await fleetctl(0, ['start', unit]);
  const at = await fleet.place(unit);
  const before = await everything();
  const { home } = fleet.cli();
  const filler = join(home, 'filler');
  // What somebody still reads cannot be written over: the store's log can only grow.
  const reader = new Database(join(home, 'muster.db'));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM live').get();
  fillUp(filler);
  try {
    // Nor is there room left in the store's own files, for the least change.
    // A larger change leaves behind what it has got of the room it needs, and a smaller one may find enough in that.
    const changes = [
      ['machines/f1', 50_000],
      ['machines/f1', 8],
      [`namespaces/default/units/${unit}`, 8],
    ] as const;
    for (const [object, bytes] of changes)
      await waitUntil('the store to be full', async () => !(await stores(object, bytes)), limit);
    // Whatever the last one needed and did not get.
    fillUp(filler);
    const refused = await muster(1, ['stop', unit]);
    expect(refused.stderr).toMatch(/full|space/);
    await fleet.host(at).cut('drop');
    const cutAt = Date.now();
    const free = names.find((name) => name !== at) ?? '';
    // Its grace is 5 s, and what follows from that would be done within a second.
    await waitUntil('the grace to pass', () => Date.now() > cutAt + 7000, limit);
    expect(await fleet.places(unit)).toEqual([at]);
    expect((await everything())[free]).toEqual(before[free]);
    await fleet.host(at).heal();
    // Not before it is back: from a machine that is lost then, the unit would rightly move.
    const connected = /^muster_machines\{state="ready"\} 3$/m;
    await waitUntil(
      'it to be back',
      async () => connected.test((await fleet.request('GET', '/metrics')).text),
      limit,
      100,
    );
  } finally {
    reader.close();
    rmSync(filler);
  }
  await allReady();
  await allWell();
  expect(await everything()).toEqual(before);
  await muster(0, ['restart', unit]);
  await muster(0, ['annotate', 'machine', 'f1', 'muster.dev/filler-']);
});

test('clean shutdown, also during a stuck reconnect', async () => {
  const before = await everything();
  expect((await fleet.serveAnew('SIGTERM')).code).toBe(0);
  await allReady();
  await fleet.host('f1').cut('drop');
  await untilStanding((standing) => standing !== 'Ready', ['f1']);
  // It is on its way to f1 now, and gets no answer.
  expect((await fleet.serveAnew('SIGTERM')).code).toBe(0);
  // A slow machine takes so long for this that the grace of f1 passes, and its unit rightly runs elsewhere, too.
  const after = await everything();
  for (const name of names) expect(after[name]).toEqual(expect.arrayContaining(before[name] ?? []));
});

test('configuration reload keeps everything running', async () => {
  const before = await everything();
  const port = await freePort();
  writeFileSync(join(fleet.cli().home, 'muster.yaml'), `metrics: 127.0.0.1:${port}\nmostLostPercent: 60\n`);
  await fleet.serveAnew('SIGTERM');
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  await allReady();
  await allWell();
  expect(await everything()).toEqual(before);
});

test('a machine that is dead and deleted leaves no ghost: its units move, and no list shows it', async () => {
  write('haunts.service', sleeps);
  await fleetctl(0, ['start', 'haunts.service']);
  const dead = await fleet.place('haunts.service');
  await fleet.host(dead).kill();
  await untilStanding((standing) => standing !== 'Ready', [dead]);
  await muster(0, ['delete', 'machine', dead]);
  await waitUntil(
    'it to run elsewhere',
    async () => {
      const hosts = names.filter((name) => name !== dead);
      const live = (await fleet.live(['haunts.service'], hosts)).get('haunts.service') ?? new Map();
      return [...live.values()].some(({ active }) => active === 'active');
    },
    limit,
    200,
  );
  for (const list of ['list-machines', 'list-units', 'list-unit-files'])
    expect((await fleetctl(0, [list])).stdout).not.toMatch(new RegExp(`\\b${dead}\\b`));
  await fleet.host(dead).boot();
  await muster(0, ['apply', '-f', '-'], documents(fleet.machine(dead)));
});
