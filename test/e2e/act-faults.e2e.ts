/** What a host can refuse: each with a message that names the cause, the old file whole, and the other units done. */

import { actScript } from '../../machines/act/act-script.ts';
import { encodeAct } from '../../machines/act/encode.ts';
import { parseAct } from '../../machines/act/parse.ts';
import type { ActBatch, MachineLink } from '../../machines/link.ts';
import {
  actWell,
  fileOf,
  firstSteps,
  observeUnits,
  observeUntil,
  recordOf,
  sleeper,
} from '../../machines/observe-act.contract.ts';
import { withStamp } from '../../units/stamp.ts';
import { phases, type Step, type StepResult } from '../../units/step.ts';
import { noisyProfile, readOnlyEtc } from '../lab/host-faults.ts';
import { byHand, labOfTest, linkTo } from './meddled-host.ts';

jest.setTimeout(60_000);
const lab = labOfTest('obsfaults', [{ name: 'd1', diskSize: '96m' }]);
const hand = (command: string, input?: string) => byHand(lab.host('d1'), command, input);
const etc = '/etc/systemd/system';
let link: MachineLink;
let counter = 0;
const fresh = () => `fault-${++counter}.service`;
const inOrder = (steps: Step[]) =>
  [...steps].sort((a, b) => phases.indexOf(a.do as never) - phases.indexOf(b.do as never));

beforeAll(async () => {
  link = await linkTo(lab.host('d1'), lab.home());
}, 60_000);
lab.beforeDown(() => link?.close());

async function actAnyway(steps: Step[]): Promise<StepResult[]> {
  return (await link.act({ id: 'faults', epoch: 1, steps: inOrder(steps) })).results;
}
const failures = (results: StepResult[]) =>
  results.filter(({ ok }) => !ok).map(({ step, message }) => `${step.do} ${step.unit}: ${message}`);
const running = (name: string) => observeUntil(link, name, (unit) => unit.loaded?.sub === 'running');

test('a read-only /etc: nothing begins, and the reason is named', async () => {
  await readOnlyEtc(lab.host('d1'), true);
  const refused = await link.act({ id: 'ro', epoch: 1, steps: firstSteps(link, fresh(), sleeper()) }).then(
    () => null,
    (error: Error) => error,
  );
  expect(refused).toMatchObject({
    reason: 'ReadOnlyFileSystem',
    message: expect.stringMatching(/^\/etc\/systemd\/system on d1: .*Read-only file system.*remount/),
  });
  await readOnlyEtc(lab.host('d1'), false);
});

test('a full disk: nothing begins, the old files stay, and what needs no disk works', async () => {
  const unit = fresh();
  await actWell(link, firstSteps(link, unit, sleeper()));
  const before = await running(unit);
  await hand('dd if=/dev/zero of=/var/tmp/filler bs=1M 2>/dev/null; true');
  const big = `${sleeper()}# ${'x'.repeat(200_000)}\n`;
  const refused = await link.act({ id: 'full', epoch: 1, steps: firstSteps(link, unit, big) }).then(
    () => null,
    (error: Error) => error,
  );
  expect(refused).toMatchObject({
    reason: 'DiskFull',
    message: expect.stringMatching(
      /^\/etc\/systemd\/system on d1: .*No space left on device.*free some space/,
    ),
  });
  await actWell(link, [{ unit, reason: 'test', do: 'restart' }]);
  await hand('rm /var/tmp/filler');
  const after = await running(unit);
  expect(after.files).toEqual(before.files);
  expect(await hand(`find /etc /run/muster -name '.muster-*'; true`)).toBe('');
});

test('a write that fails holds back its unit, and no other', async () => {
  const [bad, good, owned] = [fresh(), fresh(), fresh()];
  await hand(`mkdir -p ${etc}/${bad}/in-the-way`);
  const stray = fileOf(link, owned, Buffer.from('x'), `/srv/${owned}.conf`);
  const results = await actAnyway([
    ...firstSteps(link, bad, sleeper()),
    ...firstSteps(link, good, sleeper()),
    ...firstSteps(link, owned, sleeper()),
    { unit: owned, reason: 'test', do: 'write', file: { ...stray, owner: 'nobody-knows:nogroup' } },
  ]);
  const said = failures(results);
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`^write ${bad}: .*director`)),
      expect.stringMatching(new RegExp(`^write ${owned}: .*nobody-knows`)),
      `start ${bad}: not tried, because write failed`,
      `record ${bad}: not tried, because write failed`,
      `start ${owned}: not tried, because write failed`,
    ]),
  );
  expect(said.filter((line) => line.includes(good))).toEqual([]);
  await running(good);
  await hand(`rmdir ${etc}/${bad}/in-the-way ${etc}/${bad}`);
});

test('a directory that leads elsewhere is followed, but not to what muster never touches', async () => {
  await hand(
    'mkdir -p /srv/real /srv/home/.ssh; ln -s real /srv/plain; ln -s /etc/ssh /srv/sly; ln -s /etc /srv/etc; ln -s home /srv/user',
  );
  const before = await hand(
    'ls -la --time-style=full-iso /etc/ssh; stat -c "%i %y" /etc/passwd /srv/home/.ssh',
  );
  const paths = {
    good: '/srv/plain/a.conf',
    ssh: '/srv/sly/sshd_config',
    account: '/srv/etc/passwd',
    dropIn: '/srv/etc/systemd/system/x.conf',
    key: '/srv/user/.ssh/authorized_keys',
  };
  const units = Object.entries(paths).map(([name, path]) => [`${name}-${fresh()}`, path] as const);
  const results = await actAnyway(
    units.flatMap(([unit, path]) => [
      ...firstSteps(link, unit, sleeper()),
      { unit, reason: 'test', do: 'write' as const, file: fileOf(link, unit, Buffer.from('mine'), path) },
    ]),
  );
  expect(failures(results).filter((line) => line.startsWith('write'))).toEqual([
    expect.stringMatching(/^write ssh-.*: \/srv\/sly\/sshd_config: its directory leads to \/etc\/ssh, which/),
    expect.stringMatching(/^write account-.*leads to \/etc,/),
    expect.stringMatching(/^write dropIn-.*leads to \/etc\/systemd\/system,/),
    expect.stringMatching(/^write key-.*leads to \/srv\/home\/.ssh,/),
  ]);
  expect(await hand('cat /srv/real/a.conf')).toBe('mine');
  const [sly = ''] = units[1] ?? [];
  const removal = await actAnyway([
    { unit: sly, reason: 'test', do: 'remove', path: '/srv/sly/sshd_config' },
    {
      unit: sly,
      reason: 'test',
      do: 'set-aside',
      path: '/srv/sly/sshd_config',
      kept: '/var/lib/muster/kept',
    },
    { unit: sly, reason: 'test', do: 'restore', path: '/srv/sly/sshd_config', kept: '/etc/hostname' },
  ]);
  expect(removal.map(({ ok }) => ok)).toEqual([false, false, false]);
  expect(
    await hand('ls -la --time-style=full-iso /etc/ssh; stat -c "%i %y" /etc/passwd /srv/home/.ssh'),
  ).toBe(before);
});

test('owner and mode are as asked, set-group-id among them', async () => {
  const unit = fresh();
  const file = fileOf(link, unit, Buffer.from('secret'), `/srv/deep/er/${unit}.key`);
  await actWell(link, [
    { unit, reason: 'test', do: 'write', file: { ...file, mode: '2750', owner: 'daemon:nogroup' } },
  ]);
  const observed = (await observeUnits(link, [unit], { more: [file.path] })).units.get(unit);
  expect(observed?.files.get(file.path)).toMatchObject({ mode: '2750', owner: 'daemon:nogroup' });
});

test('what stood there is set aside, numbered, and given back', async () => {
  const unit = fresh();
  const path = `${etc}/${unit}`;
  const kept = `/var/lib/muster/adopted${path}`;
  const step = { unit, reason: 'test' };
  const file = fileOf(link, unit, withStamp(unit, Buffer.from(sleeper())));
  for (const content of ['first', 'second']) {
    await hand(`printf ${content} >${path}; chmod 640 ${path}; chown daemon:daemon ${path}`);
    await actWell(link, [
      { ...step, do: 'intent', content: recordOf(link, unit) },
      { ...step, do: 'set-aside', path, kept },
      { ...step, do: 'write', file },
    ]);
  }
  expect(await hand(`cat ${kept}; cat ${kept}.1`)).toBe('secondfirst');
  await actWell(link, [
    { ...step, do: 'remove', path },
    { ...step, do: 'restore', kept, path },
  ]);
  expect(await hand(`cat ${path}; stat -c ' %a %U' ${path}; ls ${kept} 2>/dev/null; true`)).toBe(
    'second 640 daemon\n',
  );
  // An act that was cut after giving back gives back again: nothing to do.
  await actWell(link, [{ ...step, do: 'restore', kept, path }]);
  expect(await hand(`cat ${path}`)).toBe('second');
});

test('a removal takes away the directories that it empties, and no other', async () => {
  const unit = fresh();
  const step = { unit, reason: 'test' };
  const dropIn = fileOf(link, unit, Buffer.from('[Unit]\n'), `${etc}/${unit}.d/10-a.conf`);
  await actWell(link, [
    { ...step, do: 'write', file: dropIn },
    { ...step, do: 'link', path: `${etc}/odd.target.wants/${unit}`, target: `../${unit}` },
    { ...step, do: 'link', path: `${etc}/odd.target.wants/also-${unit}`, target: `../${unit}` },
  ]);
  await actWell(link, [
    { ...step, do: 'remove', path: dropIn.path },
    { ...step, do: 'remove', path: `${etc}/odd.target.wants/${unit}` },
  ]);
  expect(await hand(`ls -d ${etc}/${unit}.d 2>/dev/null; ls ${etc}/odd.target.wants`)).toBe(`also-${unit}\n`);
});

test('a reload that fails stays owed, one that succeeds is noted', async () => {
  const [good, bad] = [fresh(), fresh()];
  const body = (command: string) => sleeper(`ExecReload=${command}\n`);
  await actWell(link, [
    ...firstSteps(link, good, body('/bin/true')),
    ...firstSteps(link, bad, body('/bin/false')),
  ]);
  const results = await actAnyway(
    [good, bad].flatMap((unit): Step[] => [
      {
        unit,
        reason: 'test',
        do: 'ledger',
        restart: 'a1',
        reload: 'c3',
        loadedFrom: [`${etc}/${unit}`],
        starts: false,
      },
      { unit, reason: 'test', do: 'reload' },
    ]),
  );
  expect(failures(results)).toEqual([expect.stringMatching(new RegExp(`^reload ${bad}: .*${bad}`))]);
  const observed = await observeUnits(link, [good, bad]);
  expect(observed.units.get(good)?.ledger?.reload).toBe('c3');
  expect(observed.units.get(bad)?.ledger?.reload).toBe('-');
});

test('ExecStopPost of the old version has run before ExecStartPre of the new one', async () => {
  const unit = fresh();
  const step = { unit, reason: 'test' };
  const body = (version: number) =>
    `[Service]\nExecStartPre=/bin/sh -c 'echo pre${version} >>/run/order'\nExecStart=/bin/sleep infinity\nExecStopPost=/bin/sh -c 'sleep 0.3; echo post${version} >>/run/order'\n`;
  await actWell(link, firstSteps(link, unit, body(1)));
  await running(unit);
  const file = fileOf(link, unit, withStamp(unit, Buffer.from(body(2))));
  await actWell(link, [
    { ...step, do: 'stop' },
    { ...step, do: 'write', file },
    { ...step, do: 'daemon-reload' },
    { ...step, do: 'ledger', restart: 'b2', reload: '', loadedFrom: [file.path], starts: true },
    { ...step, do: 'start' },
  ]);
  const second = await running(unit);
  expect(await hand('cat /run/order')).toBe('pre1\npost1\npre2\n');
  // Stopped by the act itself: whatever runs afterwards is of the new definition.
  expect(second.ledger?.previousInvocation).toBe('-');
});

test('two acts at once: one waits for the other; one that waits too long says who is in the way', async () => {
  const unit = fresh();
  await actWell(
    link,
    firstSteps(link, unit, sleeper("ExecStop=/bin/sh -c 'while ! [ -e /run/go-on ]; do sleep 0.1; done'\n")),
  );
  await running(unit);
  const first = link.act({ id: 'slow', epoch: 1, steps: [{ unit, reason: 'test', do: 'stop' }] });
  await observeUntil(link, unit, ({ loaded }) => loaded?.active === 'deactivating');
  const batch: ActBatch = { id: 'late', epoch: 1, steps: [{ unit, reason: 'test', do: 'reset-failed' }] };
  const input = await encodeAct(batch, link.facts.paths, 1);
  await hand('cat >/tmp/act.sh', actScript);
  await hand('base64 -d >/tmp/act.in', input.toString('base64'));
  const said = await hand('sh /tmp/act.sh </tmp/act.in');
  expect(() => parseAct(Buffer.from(said), '', batch, 'd1')).toThrow(
    expect.objectContaining({ reason: 'MachineBusy', message: expect.stringContaining('act slow') }),
  );
  const second = link.act(batch);
  await hand('touch /run/go-on');
  expect((await first).results).toMatchObject([{ ok: true }]);
  expect((await second).results).toMatchObject([{ ok: true }]);
});

test('without flock, and under other shells, and after a lock-holder that died', async () => {
  await hand(
    'for dir in /usr/bin /bin; do [ ! -e $dir/flock ] || mv $dir/flock $dir/flock.away; done; mkdir -p /run/muster/lock.d; echo "1234567 1 gone" >/run/muster/lock.d/holder',
  );
  for (const shell of ['sh', 'bash --posix', 'bash']) {
    const unit = fresh();
    const batch: ActBatch = { id: 'shells', epoch: 1, steps: firstSteps(link, unit, sleeper()) };
    await hand('cat >/tmp/act.sh', actScript);
    await hand('base64 -d >/tmp/act.in', (await encodeAct(batch, link.facts.paths)).toString('base64'));
    const said = await hand(`${shell} /tmp/act.sh </tmp/act.in`);
    expect(failures(parseAct(Buffer.from(said), '', batch, 'd1').results)).toEqual([]);
    await running(unit);
  }
  expect(await hand('ls -d /run/muster/lock.d 2>/dev/null; true')).toBe('');
  await hand('for dir in /usr/bin /bin; do [ ! -e $dir/flock.away ] || mv $dir/flock.away $dir/flock; done');
});

test('a shell profile that prints rubbish changes nothing', async () => {
  await noisyProfile(lab.host('d1'), true);
  const noisy = await linkTo(lab.host('d1'), lab.home());
  const unit = fresh();
  await actWell(noisy, firstSteps(noisy, unit, sleeper()));
  await observeUntil(noisy, unit, ({ loaded }) => loaded?.sub === 'running');
  await noisy.close();
  await noisyProfile(lab.host('d1'), false);
});
