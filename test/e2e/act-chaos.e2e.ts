/** An act may be cut at any byte and killed at any step: every file is whole at any time, and the same act again converges. */
import { createHash } from 'node:crypto';
import { actScript } from '../../machines/act/act-script.ts';
import { encodeAct } from '../../machines/act/encode.ts';
import type { MachineLink } from '../../machines/link.ts';
import { actWell, fileOf, observeUnits, recordOf } from '../../machines/observe-act.contract.ts';
import { withStamp } from '../../units/stamp.ts';
import { phases, type Step } from '../../units/step.ts';
import { extent } from '../extent.ts';
import { byHand, labOfTest, linkTo } from './meddled-host.ts';

const rounds = extent('MUSTER_CHAOS_ROUNDS', { usual: 8, full: 25 });
const lab = labOfTest('obschaos', [{ name: 'c1' }]);
const hand = (command: string, input?: string) => byHand(lab.host('c1'), command, input);
const etc = '/etc/systemd/system';
const units = Array.from({ length: 5 }, (_, index) => `chaos-${index}.service`);
/** One on the file system of the units, one on another. */
const accompanying = (unit: string) => [`/etc/chaos/${unit}.conf`, `/dev/shm/chaos/${unit}.conf`];

let link: MachineLink;
let version = 0;
/** Digests of every version there ever was, by path. */
const versions = new Map<string, Set<string>>();

beforeAll(async () => {
  link = await linkTo(lab.host('c1'), lab.home());
  await hand('mkdir -p /tmp/chaos; cat >/tmp/chaos/act.sh', actScript);
}, 60_000);
lab.beforeDown(() => link?.close());

function stepsOf(now: number): Step[] {
  const steps = units.flatMap((unit): Step[] => {
    const step = { unit, reason: 'test' };
    const fragment = `[Service]\nExecStart=/bin/sleep ${now}000\n[Install]\nWantedBy=multi-user.target\n# ${'x'.repeat(now * 37)}\n`;
    const dropIn = `${etc}/${unit}.d/50-more.conf`;
    const files = [
      fileOf(link, unit, withStamp(unit, Buffer.from(fragment))),
      fileOf(link, unit, withStamp(unit, Buffer.from(`[Service]\nEnvironment=NOW=${now}\n`)), dropIn),
      ...accompanying(unit).map((path) => fileOf(link, unit, Buffer.from(`now ${now}\n`.repeat(100)), path)),
    ];
    for (const { path, digest } of files) versions.set(path, (versions.get(path) ?? new Set()).add(digest));
    const record = recordOf(
      link,
      unit,
      files.map(({ path }) => path),
    );
    return [
      { ...step, do: 'stop' },
      { ...step, do: 'intent', content: record },
      ...files.map((file): Step => ({ ...step, do: 'write', file })),
      { ...step, do: 'link', path: `${etc}/multi-user.target.wants/${unit}`, target: `../${unit}` },
      {
        ...step,
        do: 'ledger',
        restart: createHash('sha256').update(fragment).digest('hex'),
        reload: '',
        loadedFrom: [`${etc}/${unit}`, dropIn],
        starts: true,
      },
      { ...step, do: 'start' },
      { ...step, do: 'record', content: record },
    ];
  });
  steps.push({ unit: '', reason: 'test', do: 'daemon-reload' });
  return steps.sort((a, b) => phases.indexOf(a.do as never) - phases.indexOf(b.do as never));
}

async function everyFileIsWhole(): Promise<void> {
  const observed = await observeUnits(link, units, { more: [...versions.keys()] });
  const torn: string[] = [];
  for (const unit of observed.units.values()) {
    for (const [path, file] of unit.files) {
      const known = versions.get(path);
      if (known !== undefined && !known.has(file.digest ?? '')) torn.push(path);
    }
    if (unit.record === null && version > 1) torn.push(`the record of ${unit.name}`);
  }
  expect(torn).toEqual([]);
}

async function converges(steps: Step[]): Promise<void> {
  await actWell(link, steps);
  const observed = await observeUnits(link, units, { more: [...versions.keys()], details: 'all' });
  for (const step of steps) {
    if (step.do !== 'write') continue;
    expect(observed.units.get(step.unit)?.files.get(step.file.path)?.digest).toBe(step.file.digest);
  }
  for (const unit of observed.units.values()) {
    const fragment = unit.files.get(`${etc}/${unit.name}`);
    const dropIn = unit.files.get(`${etc}/${unit.name}.d/50-more.conf`);
    expect(unit.ledger?.loaded).toBe(`${fragment?.identity},${dropIn?.identity}`);
    expect(unit.details?.activeState).toBe('active');
    expect(unit.details?.needDaemonReload).toBe(false);
    const started = await hand(`tr '\\0' ' ' </proc/${unit.details?.mainPID}/cmdline`);
    expect(started).toBe(`/bin/sleep ${version}000 `);
  }
  const left = await hand(
    'find /etc /run/muster /var/lib/muster /dev/shm /srv -name ".muster-*" 2>/dev/null; true',
  );
  expect(left).toBe('');
}

test('the first one, whole', async () => {
  version = 1;
  await converges(stepsOf(version));
});

test(`killed with -9, ${rounds} times`, async () => {
  for (let round = 0; round < rounds; round++) {
    const steps = stepsOf(++version);
    const input = await encodeAct({ id: 'chaos', epoch: 1, steps }, link.facts.paths);
    await hand('base64 -d >/tmp/chaos/act.in', input.toString('base64'));
    // The pause is the fault: where the act is when it ends is left to chance.
    const pause = (Math.random() * 0.5).toFixed(3);
    await hand(
      `setsid sh /tmp/chaos/act.sh </tmp/chaos/act.in >/dev/null 2>&1 & sleep ${pause}; kill -9 -- -$! 2>/dev/null; wait; true`,
    );
    await everyFileIsWhole();
    await converges(steps);
  }
}, 600_000);

test(`upload cut at any byte, ${rounds} times`, async () => {
  for (let round = 0; round < rounds; round++) {
    const before = (await observeUnits(link, units)).units;
    const next = stepsOf(version + 1);
    const input = await encodeAct({ id: 'chaos', epoch: 1, steps: next }, link.facts.paths);
    // The last 1024 bytes only say that the archive ends.
    const cut = input.subarray(0, Math.floor(Math.random() * (input.length - 2048)));
    await hand('base64 -d >/tmp/chaos/act.in', cut.toString('base64'));
    const said = await hand('sh /tmp/chaos/act.sh </tmp/chaos/act.in 2>&1; true');
    expect(said).toMatch(/^refused\t/m);
    const after = (await observeUnits(link, units)).units;
    for (const unit of units) {
      expect(after.get(unit)?.invocation).toBe(before.get(unit)?.invocation);
      expect(after.get(unit)?.files).toEqual(before.get(unit)?.files);
    }
  }
  await converges(stepsOf(version));
}, 600_000);

test(`connection closed, ${rounds} times`, async () => {
  for (let round = 0; round < rounds; round++) {
    const steps = stepsOf(++version);
    const other = await linkTo(lab.host('c1'), lab.home());
    const result = other.act({ id: 'chaos', epoch: 1, steps }).then(
      () => 'done',
      () => 'cut',
    );
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
    await other.close();
    await result;
    await everyFileIsWhole();
    await converges(steps);
  }
}, 600_000);
