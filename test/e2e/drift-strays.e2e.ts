/**
 * Units where they should not be, and hosts that are not what they were (reference: drift, rows 23 to 25): on real
 * hosts, what nothing desires is named and taken off, what is another's is left alone.
 */
import { waitUntil } from '../lab/wait-until.ts';
import { labOfTest } from './meddled-host.ts';
import {
  conditionOf,
  documents,
  limit,
  type Muster,
  machineYaml,
  names,
  onHost,
  startMuster,
  unitYaml,
} from './muster.ts';

jest.setTimeout(200_000);
const lab = labOfTest('drift-stray', [{ name: 's1' }, { name: 's2' }]);
const first = onHost(() => lab.host('s1'));
const second = onHost(() => lab.host('s2'));
const etc = '/etc/systemd/system';
const records = '/var/lib/muster/units';
let muster: Muster;

beforeAll(async () => {
  muster = await startMuster({ agents: { safetyNetMs: 1_500 } });
  await muster.apply(documents(machineYaml(lab.host('s1')), machineYaml(lab.host('s2'))));
}, 200_000);
lab.beforeDown(() => muster?.stop());

/** What a copied disk brings: the unit's file and record, and the unit runs. */
async function copyToSecond(unit: string, change = (record: string) => record): Promise<void> {
  const file = await first(`cat ${etc}/${unit}`);
  const record = change(await first(`cat ${records}/${unit}.json`));
  await second(`mkdir -p ${records} && cat >${etc}/${unit}`, file);
  await second(`systemctl start ${unit} && cat >${records}/${unit}.json`, record);
}

async function untilEvent(about: string, reason: string, text: string): Promise<void> {
  const isTold = async () =>
    (await muster.events()).some(
      (event) => event.about === about && event.reason === reason && event.message.includes(text),
    );
  await waitUntil(`${reason} of ${about} to be told`, isTold, limit);
}

test('24: a second copy of a unit is taken off the machine that it has no place on', async () => {
  expect(await muster.apply(unitYaml('twice.service', 's1'))).toMatchObject({ converged: 1, failed: [] });
  const before = await first.live('twice.service');
  await copyToSecond('twice.service');
  await second.until(
    `! systemctl is-active -q twice && ! test -e ${etc}/twice.service -o -e ${records}/twice.service.json`,
  );
  await untilEvent('Machine s2', 'WrongMachine', 'twice.service is on s2 too, and its place is on s1');
  expect((await first.live('twice.service')).invocation).toBe(before.invocation);
});

test('24: a second copy stays where its Unit is only to be watched, and is named', async () => {
  await muster.apply(unitYaml('watched.service', 's1', { drift: 'detect' }));
  await copyToSecond('watched.service');
  await muster.untilMachine('s2', ({ status }) => conditionOf(status, 'Strays')?.reason === 'WrongMachine');
  const entry = (await muster.diff(['watched*'])).find(({ machine }) => machine === 's2');
  expect(entry).toMatchObject({
    change: 'remove',
    drift: [{ kind: 'WrongMachine', subject: 'watched.service', heals: false }],
    acts: [],
  });
  expect((await second.live('watched.service')).active).toBe('active');
  await muster.apply(unitYaml('watched.service', 's1'));
  await second.until(`! test -e ${records}/watched.service.json`);
  await muster.untilMachine('s2', ({ status }) => conditionOf(status, 'Strays') === undefined);
});

test('23: what is left of a Unit that is not stored is named, until its manifest comes and goes', async () => {
  await muster.apply(unitYaml('known.service', 's1'));
  const file = (await first(`cat ${etc}/known.service`)).replaceAll('known', 'lost');
  const record = (await first(`cat ${records}/known.service.json`)).replaceAll('known', 'lost');
  await second(`cat >${etc}/lost.service`, file);
  await second(`systemctl start lost && cat >${records}/lost.service.json`, record);
  const orphan = 'lost.service is left from a Unit that is not stored any more';
  await muster.untilMachine(
    's2',
    ({ status }) => conditionOf(status, 'Strays')?.message?.includes(orphan) === true,
  );
  const [entry] = await muster.diff(['lost']);
  expect(entry).toMatchObject({
    unit: 'lost.service',
    machine: 's2',
    change: 'remove',
    drift: [{ kind: 'Orphan' }],
  });
  expect((await second.live('lost.service')).active).toBe('active');

  expect(await muster.apply(unitYaml('lost.service', 's2'))).toMatchObject({ converged: 1, failed: [] });
  await muster.untilMachine('s2', ({ status }) => conditionOf(status, 'Strays') === undefined);
  expect(await muster.remove(['lost.service'])).toMatchObject({ failed: [] });
  expect(await second.live('lost.service')).toMatchObject({ active: 'inactive', load: 'not-found' });
});

test('23: an instance that is no longer asked for is taken off; a file of ours that nothing accounts for is named', async () => {
  const template = (instances: string[]) =>
    unitYaml('many@.service', 's1', {
      instances,
      sections: { Service: { ExecStart: '/bin/sleep infinity' } },
    });
  expect(await muster.apply(template(['a', 'b']))).toMatchObject({ converged: 2, failed: [] });
  await muster.apply(template(['a']));
  await first.until('! systemctl is-active -q many@b && systemctl is-active -q many@a');
  await second(
    `cat >${etc}/nobody.service`,
    (await first(`cat ${etc}/twice.service`)).replace('twice.service', 'nobody.service'),
  );
  const unknown = `${etc}/nobody.service carries muster's header`;
  await muster.untilMachine(
    's2',
    ({ status }) => conditionOf(status, 'Strays')?.message?.includes(unknown) === true,
  );
  await second(`rm ${etc}/nobody.service`);
});

test('24: a record that was written for another machine is named and written anew; the unit runs on', async () => {
  await muster.apply(unitYaml('cloned.service', 's1', { drift: 'detect' }));
  const before = await first.live('cloned.service');
  await first(
    `sed -i -E 's/"machineId":"[0-9a-f]+"/"machineId":"${'0'.repeat(32)}"/' ${records}/cloned.service.json`,
  );
  await muster.untilPlacement('cloned.service', 's1', (placement) =>
    names(placement, 'WrongMachine', 'cloned.service'),
  );
  await muster.apply(unitYaml('cloned.service', 's1'));
  await first.until(`! grep -q '"machineId":"000' ${records}/cloned.service.json`);
  await muster.untilWell('cloned.service', 's1');
  expect((await first.live('cloned.service')).invocation).toBe(before.invocation);
});

test('24: of two machines with one machine-id only one is acted on', async () => {
  await muster.apply(machineYaml(lab.host('s2'), { unschedulable: true }, 's2-again'));
  const again = await muster.untilMachine(
    's2-again',
    ({ status }) => conditionOf(status, 'Ready')?.status === 'False',
  );
  expect(conditionOf(again.status, 'Ready')).toMatchObject({ reason: 'DuplicateMachineID' });
  expect(conditionOf(again.status, 'Ready')?.message).toContain('has the same machine-id as s2');
  expect(conditionOf((await muster.machine('s2')).status, 'Ready')?.status).toBe('True');
});

test('a unit file of another is refused; adopted, it is taken over, and given back at the end', async () => {
  const theirs = '# by hand\n[Service]\nExecStart=/bin/sleep 54321\n';
  await first(
    `cat >${etc}/theirs.service && chmod 640 ${etc}/theirs.service && systemctl start theirs`,
    theirs,
  );
  const before = await first.live('theirs.service');
  const refused = await muster.apply(unitYaml('theirs.service', 's1'));
  expect(refused).toMatchObject({ converged: 0, failed: [{ unit: 'theirs.service', reason: 'NotOwned' }] });
  expect(refused.failed[0]?.message).toContain('spec.adopt: true');
  const placement = await muster.placement('theirs.service', 's1');
  expect(conditionOf(placement?.status, 'Ready')).toMatchObject({ status: 'False', reason: 'NotOwned' });
  const [entry] = await muster.diff(['theirs']);
  expect(entry).toMatchObject({
    drift: [{ kind: 'FileNotOurs', subject: `${etc}/theirs.service` }],
    acts: [],
  });
  expect(await first(`cat ${etc}/theirs.service`)).toBe(theirs);
  expect((await first.live('theirs.service')).invocation).toBe(before.invocation);

  const adopted = await muster.apply(unitYaml('theirs.service', 's1', { adopt: true }));
  expect(adopted).toMatchObject({ converged: 1, failed: [] });
  expect(
    await first(`cat /proc/$(systemctl show -p MainPID --value theirs)/cmdline | tr '\\0' ' '`),
  ).toContain('infinity');

  expect(await muster.remove(['theirs.service'])).toMatchObject({ failed: [] });
  expect(await first(`cat ${etc}/theirs.service; stat -c %a ${etc}/theirs.service`)).toBe(`${theirs}640\n`);
  await first.until(
    'tr "\\0" " " </proc/$(systemctl show -p MainPID --value theirs)/cmdline | grep -q 54321',
  );
});

test('25: after a reboot units run by themselves, what is not enabled is started, and the reboot is told', async () => {
  await muster.apply(
    documents(unitYaml('boots.service', 's1'), unitYaml('waits.service', 's1', { enabled: false })),
  );
  const before = await first.live('boots.service');
  const begun = muster.steps.length;
  await lab.host('s1').reboot();
  await untilEvent('Machine s1', 'Rebooted', 'booted');
  await first.until('systemctl is-active -q waits boots');
  await muster.untilWell('boots.service', 's1');
  await muster.untilWell('waits.service', 's1');
  expect((await first.live('boots.service')).invocation).not.toBe(before.invocation);
  const done = muster.steps
    .slice(begun)
    .filter(({ unit }) => ['boots.service', 'waits.service'].includes(unit));
  expect(done.map(({ unit, do: act }) => `${unit} ${act}`)).toEqual(['waits.service start']);
});

test('25: a host that was rebuilt is not trusted until its new key is; then everything is put on it again', async () => {
  await lab.host('s1').rebuild();
  const refused = await muster.untilMachine(
    's1',
    ({ status }) => conditionOf(status, 'HostKeyVerified')?.status === 'False',
    60_000,
  );
  expect(conditionOf(refused.status, 'Ready')).toMatchObject({ status: 'False', reason: 'HostKeyChanged' });
  expect((await muster.placement('boots.service', 's1'))?.status).toMatchObject({
    sync: 'Unknown',
    health: 'Unknown',
  });
  await muster.apply(machineYaml(lab.host('s1')));
  await muster.untilWell('boots.service', 's1');
  await first.until('systemctl is-active -q boots twice known many@a');
});
