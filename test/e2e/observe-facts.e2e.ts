/** Every way in which a live machine can differ (reference: drift) shows in the observation. */
import type { MachineLink } from '../../machines/link.ts';
import {
  actWell,
  fileOf,
  firstSteps,
  observeUnits,
  observeUntil,
  recordOf,
  sleeper,
} from '../../machines/observe-act.contract.ts';
import type { ObservedUnit } from '../../units/observed.ts';
import { withStamp } from '../../units/stamp.ts';
import { byHand, labOfTest, linkTo } from './meddled-host.ts';

const lab = labOfTest('obsfacts', [{ name: 'f1' }]);
let link: MachineLink;
beforeAll(async () => {
  link = await linkTo(lab.host('f1'), lab.home());
}, 60_000);
lab.beforeDown(() => link?.close());
jest.setTimeout(60_000);

const hand = (command: string, input?: string) => byHand(lab.host('f1'), command, input);
const etc = '/etc/systemd/system';
let counter = 0;
const running = (unit: ObservedUnit) => unit.loaded?.sub === 'running';

async function bring(body = sleeper(), name = `fact-${++counter}.service`): Promise<ObservedUnit> {
  await actWell(link, firstSteps(link, name, body));
  return observeUntil(link, name, running);
}
async function look(name: string, more: string[] = []): Promise<ObservedUnit> {
  const unit = (await observeUnits(link, [name], { more, details: 'suspects' })).units.get(name);
  if (unit === undefined) throw new Error(`${name} was not observed`);
  return unit;
}

test('1, 2: an edit that keeps the mtime, before and after a reload', async () => {
  const { name, files } = await bring();
  const path = `${etc}/${name}`;
  await hand(`cp -p ${path} /tmp/old && sed -i s/sleeper/other/ ${path} && touch -r /tmp/old ${path}`);
  const edited = await look(name);
  expect(edited.files.get(path)?.digest).not.toBe(files.get(path)?.digest);
  expect(edited.files.get(path)?.identity).not.toBe(files.get(path)?.identity);
  expect(edited.details?.needDaemonReload).toBe(false);
  await hand('systemctl daemon-reload');
  expect((await look(name)).files.get(path)?.digest).toBe(edited.files.get(path)?.digest);
});

test('3, 5: a drop-in added, loaded, and removed again', async () => {
  const { name } = await bring();
  await hand(
    `mkdir ${etc}/${name}.d && printf '[Service]\\nNice=4\\n' >"${etc}/${name}.d/10 with blank.conf"`,
  );
  const path = `${etc}/${name}.d/10 with blank.conf`;
  expect((await look(name)).dropIns).toMatchObject([{ path, reach: 'unit', source: 'etc', stamp: null }]);
  await hand('systemctl daemon-reload');
  expect((await look(name)).details?.dropInPaths).toEqual([path]);
  await hand(`rm "${path}"`);
  const removed = await observeUnits(link, [name], { details: 'all' });
  expect(removed.units.get(name)?.dropIns).toEqual([]);
  expect(removed.units.get(name)?.details?.dropInPaths).toEqual([path]);
});

test('4: drop-ins of every reach, in the order in which systemd applies them', async () => {
  const name = 'reach-wide-one@7.service';
  await hand(
    `cd ${etc}; printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >reach-wide-one@.service
     for at in 'service' 'reach-.service' 'reach-wide-.service' 'reach-@7.service' 'reach-@.service' 'reach-wide-@.service' 'reach-wide-@7.service' 'reach-wide-one@.service' 'reach-wide-one@7.service'; do
       mkdir -p "$at.d"; printf '[Service]\\nNice=1\\n' >"$at.d/50-$at.conf"; printf '[Service]\\nNice=1\\n' >"$at.d/60-same.conf"
     done; systemctl daemon-reload`,
  );
  const observed = (await observeUnits(link, [name], { details: 'all' })).units.get(name);
  await hand(`cd ${etc}; rm -r service.d reach-*; systemctl daemon-reload`);
  const paths = observed?.dropIns.map((dropIn) => dropIn.path);
  expect(observed?.details?.dropInPaths.length).toBeGreaterThan(4);
  expect(paths).toEqual(observed?.details?.dropInPaths);
  expect(new Set(observed?.dropIns.map(({ reach }) => reach))).toEqual(
    new Set(['unit', 'template', 'prefix', 'type']),
  );
});

test('a drop-in masked by a link to /dev/null, and one of the distribution', async () => {
  const { name } = await bring();
  const vendor = `/usr/lib/systemd/system/${name}.d`;
  await hand(
    `mkdir -p ${vendor} ${etc}/${name}.d; printf '[Service]\\nNice=1\\n' | tee ${vendor}/10-a.conf >${vendor}/20-b.conf; ln -s /dev/null ${etc}/${name}.d/20-b.conf`,
  );
  expect((await look(name)).dropIns).toMatchObject([
    { path: `${vendor}/10-a.conf`, source: 'vendor', type: 'file' },
    { path: `${etc}/${name}.d/20-b.conf`, source: 'etc', type: 'link', target: '/dev/null' },
  ]);
});

test('6: shadowed by a file of higher priority', async () => {
  const { name } = await bring();
  await hand(`mkdir -p /run/systemd/transient && cp ${etc}/${name} /run/systemd/transient/${name}`);
  expect((await look(name)).shadows).toMatchObject([{ path: `/run/systemd/transient/${name}` }]);
  await hand(`rm /run/systemd/transient/${name}`);
  expect((await look(name)).shadows).toEqual([]);
});

test('6: an instance with a file of its own hides the template', async () => {
  const file = fileOf(link, 'shadowed@.service', withStamp('shadowed@.service', Buffer.from(sleeper())));
  await hand(
    `cat >${etc}/shadowed@.service; cp ${etc}/shadowed@.service ${etc}/shadowed@1.service`,
    file.content.toString(),
  );
  const observed = await link.observe({
    units: [{ name: 'shadowed@1.service', paths: [file.path] }],
    details: 'suspects',
    strays: false,
  });
  expect(observed.units.get('shadowed@1.service')?.shadows).toMatchObject([
    { path: `${etc}/shadowed@1.service` },
  ]);
});

test('7: loaded before the file changed: the identity differs from the ledger’s', async () => {
  const { name, ledger } = await bring();
  await hand(`touch ${etc}/${name}`);
  const observed = await look(name);
  expect(observed.files.get(`${etc}/${name}`)?.identity).not.toBe(ledger?.loaded);
});

test('8, 9, 13: restarted by someone else, and killed beyond Restart=', async () => {
  const { name, invocation, invocationAt } = await bring();
  await hand(`systemctl restart ${name}`);
  const restarted = await look(name);
  expect(restarted.invocation).not.toBe(invocation);
  expect(restarted.invocationAt ?? 0).toBeGreaterThan(invocationAt ?? Number.POSITIVE_INFINITY);
  await hand(`systemctl kill -s KILL ${name}`);
  const killed = await observeUntil(link, name, (unit) => unit.loaded?.active === 'failed');
  expect(killed.details).toMatchObject({ activeState: 'failed', result: 'signal', execMainStatus: 9 });
});

test('9, 13: restarts of systemd’s own are counted', async () => {
  const { name } = await bring(sleeper('Restart=always\nRestartSec=0\n'));
  await hand(`systemctl kill -s KILL ${name}`);
  const again = await observeUntil(link, name, (unit) => running(unit) && unit.details?.restarts === 1, {
    details: 'all',
  });
  expect(again.details).toMatchObject({ restarts: 1, activeState: 'active' });
  expect(again.details?.mainPID).toBeGreaterThan(1);
});

test('10: masked, at runtime and for good', async () => {
  const { name } = await bring();
  await hand(`systemctl mask --runtime ${name} 2>&1`);
  expect((await look(name)).runtimeLinks).toMatchObject([
    { path: `/run/systemd/system/${name}`, target: '/dev/null' },
  ]);
  await hand(`systemctl unmask --runtime ${name}; rm ${etc}/${name}; systemctl mask ${name}`);
  const masked = await look(name);
  expect(masked.files.get(`${etc}/${name}`)).toMatchObject({ type: 'link', target: '/dev/null' });
  expect(masked.loaded?.load).toBe('masked');
  expect(masked.details?.unitFileState).toBe('masked');
});

test('10: a file of no bytes', async () => {
  const { name } = await bring();
  await hand(`: >${etc}/${name}`);
  expect((await look(name)).files.get(`${etc}/${name}`)?.size).toBe(0);
});

test('11, 12: disabled, enabled until reboot, another link', async () => {
  const { name } = await bring();
  await hand(`systemctl disable ${name}`);
  expect((await look(name)).links).toEqual([]);
  await hand(`systemctl enable --runtime ${name}`);
  expect((await look(name)).runtimeLinks).toMatchObject([
    { path: `/run/systemd/system/multi-user.target.wants/${name}` },
  ]);
  await hand(`mkdir -p ${etc}/basic.target.requires; ln -s ../${name} ${etc}/basic.target.requires/${name}`);
  expect((await look(name)).links).toMatchObject([{ path: `${etc}/basic.target.requires/${name}` }]);
});

test('14: the start limit', async () => {
  const { name } = await bring(
    '[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=1h\n[Service]\nExecStart=/bin/sleep infinity\n',
  );
  await hand(`systemctl restart ${name}; systemctl restart ${name}; true`);
  const limited = await observeUntil(link, name, (unit) => unit.details?.result === 'start-limit-hit');
  expect(limited.details?.result).toBe('start-limit-hit');
  await actWell(link, [
    { unit: name, reason: 'test', do: 'reset-failed' },
    { unit: name, reason: 'test', do: 'start' },
  ]);
  expect(running(await observeUntil(link, name, running))).toBe(true);
});

test('15: a condition that is not met', async () => {
  const name = `fact-${++counter}.service`;
  await actWell(
    link,
    firstSteps(link, name, sleeper().replace('[Service]', 'ConditionPathExists=/none\n[Service]')),
  );
  // Until a reload has read the link, no target refers to the unit, and systemd forgets it as soon as it is skipped.
  await hand(`systemctl daemon-reload; systemctl start ${name}`);
  const observed = await observeUntil(link, name, (unit) => unit.details?.conditionTested === true, {
    details: 'all',
  });
  expect(observed.details).toMatchObject({ conditionResult: false, conditionTested: true });
});

test('16: a unit that systemd cannot use', async () => {
  const { name } = await bring();
  await hand(
    `printf '[Service]\\nType=simple\\n' >${etc}/${name}; systemctl stop ${name}; systemctl daemon-reload`,
  );
  const observed = (await observeUnits(link, [name], { details: 'all' })).units.get(name);
  expect(observed?.details?.loadState).toBe('bad-setting');
  expect(observed?.details?.loadError).not.toBe('');
});

test('17: set-property', async () => {
  const { name } = await bring();
  await hand(
    `systemctl set-property ${name} CPUWeight=50; systemctl set-property --runtime ${name} TasksMax=50`,
  );
  expect(new Set((await look(name)).dropIns.map((dropIn) => `${dropIn.source} ${dropIn.path}`))).toEqual(
    new Set([
      `control ${etc}.control/${name}.d/50-CPUWeight.conf`,
      `control /run/systemd/system.control/${name}.d/50-TasksMax.conf`,
    ]),
  );
});

test('18: deleted while it runs, before and after a reload', async () => {
  const { name } = await bring();
  await hand(`rm ${etc}/${name}`);
  const before = await look(name);
  expect(before.files.has(`${etc}/${name}`)).toBe(false);
  expect(before.loaded?.active).toBe('active');
  await hand('systemctl daemon-reload');
  expect((await look(name)).loaded).toMatchObject({ load: 'not-found', active: 'active' });
});

test('19: an alias, and a name of ours that has become one', async () => {
  const { name } = await bring();
  await hand(`ln -s ${name} ${etc}/also-${name}`);
  expect((await look(name)).links.map(({ path }) => path)).toContain(`${etc}/also-${name}`);
  const taken = await bring();
  await hand(`rm ${etc}/${taken.name}; ln -s ${name} ${etc}/${taken.name}`);
  expect((await look(taken.name)).files.get(`${etc}/${taken.name}`)).toMatchObject({
    type: 'link',
    target: name,
  });
});

test('20: mode and owner', async () => {
  const { name } = await bring();
  await hand(`chmod 600 ${etc}/${name}; chown daemon:nogroup ${etc}/${name}`);
  expect((await look(name)).files.get(`${etc}/${name}`)).toMatchObject({
    mode: '0600',
    owner: 'daemon:nogroup',
  });
});

test('21: an accompanying file, anywhere', async () => {
  const { name } = await bring();
  const path = '/srv/app dir/with "quotes" and $(id).conf';
  await hand(`mkdir -p '/srv/app dir'; echo one >'${path}'`);
  const first = (await look(name, [path])).files.get(path);
  await hand(`echo two >'${path}'`);
  const second = (await look(name, [path])).files.get(path);
  expect(first?.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(second?.digest).not.toBe(first?.digest);
});

test('22: the binary was replaced under the process', async () => {
  await hand('cp /bin/sleep /usr/local/bin/fact-sleep');
  const { name } = await bring('[Service]\nExecStart=/usr/local/bin/fact-sleep infinity\n');
  await hand(
    'cp /bin/sleep /usr/local/bin/fact-sleep.new && mv /usr/local/bin/fact-sleep.new /usr/local/bin/fact-sleep',
  );
  const observed = await observeUnits(link, [name], { details: 'all' });
  expect(observed.units.get(name)?.details?.binaryReplaced).toBe(true);
});

test('23: a file of ours that nothing knows of', async () => {
  const name = 'left-behind.service';
  await hand(`cat >${etc}/${name}`, withStamp(name, Buffer.from(sleeper())).toString());
  const observed = await observeUnits(link, ['fact-1.service'], { strays: true });
  expect(observed.strayFiles.map(({ path }) => path)).toContain(`${etc}/${name}`);
});

test('24, 25: the record says for which machine it was written', async () => {
  const { name, record } = await bring();
  expect(record).toMatchObject({ name, machineId: link.facts.machineId });
  expect(JSON.parse(recordOf(link, name))).toMatchObject({ machineId: link.facts.machineId });
});

test('file names with newlines and bytes that are no UTF-8 break nothing', async () => {
  const { name } = await bring();
  await hand(
    `mkdir -p ${etc}/${name}.d; cd ${etc}/${name}.d; printf x >"$(printf 'new\\nline.conf')"; printf x >"$(printf '\\377\\376.conf')"; printf x >"$(printf 'tab\\there.conf')"; printf x >'back\\slash.conf'`,
  );
  const observed = await look(name);
  expect(observed.dropIns.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))).toEqual(
    expect.arrayContaining(['new\nline.conf', 'tab\there.conf', 'back\\slash.conf']),
  );
  expect(observed.dropIns.filter(({ digest }) => digest !== null)).toHaveLength(4);
});
