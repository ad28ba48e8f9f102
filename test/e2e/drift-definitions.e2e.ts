/**
 * Every way in which the definition of a unit can come to differ on a real host (reference: drift, rows 1 to 7, 10 to
 * 12, and 16 to 20): it is named, it is healed, and nothing else happens.
 */
import type { DriftKind } from '../../units/drift.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { bystanders } from './bystanders.ts';
import { labOfTest } from './meddled-host.ts';
import {
  conditionOf,
  type Live,
  limit,
  type Muster,
  machineYaml,
  names,
  onHost,
  sleeper,
  startMuster,
  type UnitSpecText,
  unitYaml,
} from './muster.ts';

jest.setTimeout(90_000);
const lab = labOfTest('e2edefs', [{ name: 'd1' }]);
const hand = onHost(() => lab.host('d1'));
const etc = '/etc/systemd/system';
let muster: Muster;
const others = bystanders(() => muster, hand, 'd1');

beforeAll(async () => {
  muster = await startMuster();
  await muster.apply(machineYaml(lab.host('d1')));
  await others.start();
}, 60_000);
afterEach(() => others.check());
afterAll(() => muster?.stop());

interface Way {
  /** The row of the reference, and what is done by hand. */
  what: string;
  kind: DriftKind;
  subject: (unit: string) => string;
  hand: (unit: string) => string;
  /** The process after the repair: the one that ran before it, or another because it had the wrong definition. */
  process: 'kept' | 'replaced' | 'started';
  spec?: UnitSpecText;
  /** To be true on the host once healed, besides that `diff` finds nothing. */
  healed?: (unit: string) => string;
  /** What is taken back by hand: it concerns other units too. */
  after?: (unit: string) => string;
}

const fragment = (unit: string) => `${etc}/${unit}`;
const ways: Way[] = [
  {
    what: '1: the unit file is edited',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) => `sed -i s/sleeps/edited/ ${etc}/${unit}`,
    process: 'kept',
    healed: (unit) => `grep -q sleeps ${etc}/${unit}`,
  },
  {
    what: '1: the unit file is edited and keeps its mtime',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) =>
      `cp -p ${etc}/${unit} /tmp/kept && sed s/infinity/1000/ ${etc}/${unit} >/tmp/new && touch -r /tmp/kept /tmp/new && cp -p /tmp/new ${etc}/${unit}
       test "$(systemctl show -p NeedDaemonReload --value ${unit})" = no`,
    process: 'kept',
  },
  {
    what: '2: the unit file is edited and reloaded',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) => `sed -i s/infinity/1000/ ${etc}/${unit} && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `systemctl show -p ExecStart ${unit} | grep -q infinity`,
  },
  {
    what: '2, 8: the unit file is edited, reloaded, and the unit restarted from it',
    kind: 'ProcessStale',
    subject: (unit) => unit,
    hand: (unit) =>
      `sed -i s/infinity/1000/ ${etc}/${unit} && systemctl daemon-reload && systemctl restart ${unit}`,
    process: 'replaced',
    healed: (unit) =>
      `tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value ${unit})/cmdline | grep -q infinity`,
  },
  {
    what: '3: the first drop-in, in a directory that is new',
    kind: 'DropInForeign',
    subject: (unit) => `${etc}/${unit}.d/override.conf`,
    hand: (unit) =>
      `mkdir ${etc}/${unit}.d && printf '[Service]\\nNice=5\\n' >${etc}/${unit}.d/override.conf`,
    process: 'kept',
    healed: (unit) =>
      `! test -e ${etc}/${unit}.d && test -e /var/lib/muster/set-aside${etc}/${unit}.d/override.conf`,
  },
  {
    what: '3: a drop-in that is loaded, beside one of ours',
    kind: 'DropInForeign',
    subject: (unit) => `${etc}/${unit}.d/override.conf`,
    spec: { dropIns: { '10-ours.conf': { Service: { Nice: 3 } } } },
    hand: (unit) =>
      `printf '[Service]\\nEnvironment=FOREIGN=1\\n' >${etc}/${unit}.d/override.conf && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `! systemctl show -p Environment ${unit} | grep -q FOREIGN`,
  },
  {
    what: '3, 8: a drop-in that the process was restarted with',
    kind: 'ProcessStale',
    subject: (unit) => unit,
    hand: (unit) =>
      `mkdir ${etc}/${unit}.d && printf '[Service]\\nEnvironment=FOREIGN=1\\n' >${etc}/${unit}.d/override.conf && systemctl daemon-reload && systemctl restart ${unit}`,
    process: 'replaced',
    healed: (unit) => `! grep -qz FOREIGN /proc/$(systemctl show -p MainPID --value ${unit})/environ`,
  },
  {
    what: '3: a drop-in until the next boot',
    kind: 'DropInForeign',
    subject: (unit) => `/run/systemd/system/${unit}.d/90-runtime.conf`,
    hand: (unit) =>
      `mkdir -p /run/systemd/system/${unit}.d && printf '[Service]\\nNice=5\\n' >/run/systemd/system/${unit}.d/90-runtime.conf`,
    process: 'kept',
  },
  {
    what: '4: a drop-in for all units of a prefix',
    kind: 'DropInForeign',
    subject: (unit) => `${etc}/${unit.slice(0, unit.indexOf('-') + 1)}.service.d/prefix.conf`,
    hand: (unit) => {
      const directory = `${etc}/${unit.slice(0, unit.indexOf('-') + 1)}.service.d`;
      return `mkdir -p ${directory} && printf '[Service]\\nEnvironment=PREFIX=1\\n' >${directory}/prefix.conf && systemctl daemon-reload`;
    },
    process: 'kept',
    healed: (unit) => `! systemctl show -p Environment ${unit} | grep -q PREFIX`,
    after: (unit) => `rm -r ${etc}/${unit.slice(0, unit.indexOf('-') + 1)}.service.d`,
  },
  {
    what: '4: a drop-in for all services',
    kind: 'DropInForeign',
    subject: () => `${etc}/service.d/everywhere.conf`,
    hand: () =>
      `mkdir ${etc}/service.d && printf '[Service]\\nEnvironment=EVERYWHERE=1\\n' >${etc}/service.d/everywhere.conf && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) =>
      `! systemctl show -p Environment ${unit} | grep -q EVERYWHERE && systemctl show -p Environment passer-by | grep -q EVERYWHERE`,
    after: () => `rm -r ${etc}/service.d; systemctl daemon-reload`,
  },
  {
    what: '5: a drop-in of ours is removed',
    kind: 'DropInMissing',
    subject: (unit) => `${etc}/${unit}.d/10-ours.conf`,
    spec: { dropIns: { '10-ours.conf': { Service: { Environment: { OURS: '1' } } } } },
    hand: (unit) => `rm -r ${etc}/${unit}.d && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `systemctl show -p Environment ${unit} | grep -q OURS=1`,
  },
  {
    what: '5: a drop-in that was loaded and is no longer on disk',
    kind: 'DefinitionStale',
    subject: (unit) => unit,
    hand: (unit) =>
      `mkdir -p /run/systemd/transient/${unit}.d; printf '[Unit]\\nDescription=stale\\n' >/run/systemd/transient/${unit}.d/gone.conf; systemctl daemon-reload; rm -r /run/systemd/transient/${unit}.d`,
    process: 'kept',
    healed: (unit) => `systemctl show -p Description ${unit} | grep -q sleeps`,
  },
  {
    what: '6: a unit file in /etc/systemd/system.control wins',
    kind: 'UnitShadowed',
    subject: (unit) => `/etc/systemd/system.control/${unit}`,
    hand: (unit) =>
      `mkdir -p /etc/systemd/system.control && printf '[Service]\\nExecStart=/bin/sleep 77\\n' >/etc/systemd/system.control/${unit} && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `systemctl show -p FragmentPath --value ${unit} | grep -qx ${etc}/${unit}`,
  },
  {
    what: '6: a unit file in /run/systemd/transient wins',
    kind: 'UnitShadowed',
    subject: (unit) => `/run/systemd/transient/${unit}`,
    hand: (unit) =>
      `mkdir -p /run/systemd/transient && printf '[Service]\\nExecStart=/bin/sleep 77\\n' >/run/systemd/transient/${unit} && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `systemctl show -p FragmentPath --value ${unit} | grep -qx ${etc}/${unit}`,
  },
  {
    what: '7: what is loaded is older than what is on disk, and the disk is as desired',
    kind: 'DefinitionStale',
    subject: (unit) => unit,
    hand: (unit) =>
      `cp -p ${etc}/${unit} /tmp/kept && sed -i s/sleeps/edited/ ${etc}/${unit} && systemctl daemon-reload && cp -p /tmp/kept ${etc}/${unit}`,
    process: 'kept',
    healed: (unit) => `systemctl show -p Description ${unit} | grep -q sleeps`,
  },
  {
    what: '10: masked while it runs',
    kind: 'UnitMasked',
    subject: fragment,
    hand: (unit) => `ln -sf /dev/null ${etc}/${unit} && systemctl daemon-reload`,
    process: 'kept',
    healed: (unit) => `systemctl show -p LoadState --value ${unit} | grep -qx loaded`,
  },
  {
    what: '10: masked and stopped',
    kind: 'UnitMasked',
    subject: fragment,
    hand: (unit) => `ln -sf /dev/null ${etc}/${unit} && systemctl daemon-reload && systemctl stop ${unit}`,
    process: 'started',
  },
  {
    what: '10: masked by a file of no bytes',
    kind: 'UnitMasked',
    subject: fragment,
    hand: (unit) => `: >${etc}/${unit} && systemctl daemon-reload`,
    process: 'kept',
  },
  {
    what: '10: masked until the next boot',
    kind: 'UnitMasked',
    subject: (unit) => `/run/systemd/system/${unit}`,
    hand: (unit) => `systemctl mask --runtime ${unit}`,
    process: 'kept',
    healed: (unit) => `! test -L /run/systemd/system/${unit}`,
  },
  {
    what: '11: disabled',
    kind: 'UnitDisabled',
    subject: (unit) => `${etc}/multi-user.target.wants/${unit}`,
    hand: (unit) => `systemctl disable ${unit}`,
    process: 'kept',
    healed: (unit) => `systemctl is-enabled ${unit}`,
  },
  {
    what: '11: enabled, and the manifest says otherwise',
    kind: 'UnitEnabled',
    subject: (unit) => `${etc}/multi-user.target.wants/${unit}`,
    spec: { enabled: false },
    hand: (unit) => `systemctl enable ${unit}`,
    process: 'kept',
    healed: (unit) => `! systemctl is-enabled ${unit}`,
  },
  {
    what: '11: enabled until the next boot, and the manifest says otherwise',
    kind: 'UnitEnabled',
    subject: (unit) => `/run/systemd/system/multi-user.target.wants/${unit}`,
    spec: { enabled: false },
    hand: (unit) => `systemctl enable --runtime ${unit}`,
    process: 'kept',
    healed: (unit) => `! systemctl is-enabled ${unit}`,
  },
  {
    what: '12: one link of two that [Install] asks for is missing, and UnitFileState says enabled',
    kind: 'InstallLinksDiffer',
    subject: (unit) => `${etc}/sysinit.target.wants/${unit}`,
    spec: {
      sections: { ...sleeper(), Install: { WantedBy: 'multi-user.target sysinit.target' } },
    },
    hand: (unit) => `rm ${etc}/sysinit.target.wants/${unit} && systemctl is-enabled ${unit}`,
    process: 'kept',
  },
  {
    what: '12: a link that [Install] does not ask for',
    kind: 'InstallLinksDiffer',
    subject: (unit) => `${etc}/timers.target.wants/${unit}`,
    hand: (unit) => `systemctl add-wants timers.target ${unit}`,
    process: 'kept',
  },
  {
    what: '16: a setting that systemd refuses',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) =>
      `sed -i /ExecStart=/d ${etc}/${unit} && systemctl daemon-reload && systemctl show -p LoadState ${unit} | grep -q bad-setting`,
    process: 'kept',
    healed: (unit) => `systemctl show -p LoadState --value ${unit} | grep -qx loaded`,
  },
  {
    what: '16: a setting that systemd refuses, and the unit is stopped',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) =>
      `sed -i /ExecStart=/d ${etc}/${unit} && systemctl daemon-reload && systemctl stop ${unit}`,
    process: 'started',
  },
  {
    what: '17: systemctl set-property',
    kind: 'ControlProperty',
    subject: (unit) => `/etc/systemd/system.control/${unit}.d/50-CPUWeight.conf`,
    hand: (unit) => `systemctl set-property ${unit} CPUWeight=50`,
    process: 'kept',
    healed: (unit) => `! systemctl show -p CPUWeight ${unit} | grep -q =50`,
  },
  {
    what: '17: systemctl set-property --runtime',
    kind: 'ControlProperty',
    subject: (unit) => `/run/systemd/system.control/${unit}.d/50-CPUWeight.conf`,
    hand: (unit) => `systemctl set-property --runtime ${unit} CPUWeight=50`,
    process: 'kept',
    healed: (unit) => `! systemctl show -p CPUWeight ${unit} | grep -q =50`,
  },
  {
    what: '18: the unit file is deleted while the unit runs',
    kind: 'DeletedWhileRunning',
    subject: fragment,
    hand: (unit) => `rm ${etc}/${unit}`,
    process: 'kept',
  },
  {
    what: '18: the unit file is deleted while the unit runs, and systemd has forgotten it',
    kind: 'DeletedWhileRunning',
    subject: fragment,
    hand: (unit) =>
      `rm ${etc}/${unit} && systemctl daemon-reload && systemctl show -p LoadState ${unit} | grep -q not-found`,
    process: 'kept',
    healed: (unit) => `systemctl show -p LoadState --value ${unit} | grep -qx loaded`,
  },
  {
    what: '19: the unit file is a link to a file elsewhere',
    kind: 'FileChanged',
    subject: fragment,
    hand: (unit) => `mkdir -p /srv && mv ${etc}/${unit} /srv/${unit} && ln -s /srv/${unit} ${etc}/${unit}`,
    process: 'kept',
    healed: (unit) => `! test -L ${etc}/${unit}`,
    after: (unit) => `rm -f /srv/${unit}`,
  },
  {
    what: '19: the name is an alias of another unit',
    kind: 'AliasTaken',
    subject: fragment,
    hand: (unit) => `ln -sf passer-by.service ${etc}/${unit}`,
    process: 'kept',
    healed: (unit) =>
      `! test -L ${etc}/${unit} && systemctl show -p Names passer-by | grep -qx Names=passer-by.service`,
  },
  {
    what: '20: the mode of the unit file',
    kind: 'FileAttributes',
    subject: fragment,
    hand: (unit) => `chmod 600 ${etc}/${unit}`,
    process: 'kept',
    healed: (unit) => `stat -c %a ${etc}/${unit} | grep -qx 644`,
  },
  {
    what: '20: the owner of a file that belongs to the unit',
    kind: 'FileAttributes',
    subject: (unit) => `/etc/${unit}.conf`,
    spec: { files: [{ path: '/etc/%unit%.conf', content: 'a', mode: '0640', owner: 'daemon:daemon' }] },
    hand: (unit) => `chown root:root /etc/${unit}.conf`,
    process: 'kept',
    healed: (unit) => `stat -c %a:%U:%G /etc/${unit}.conf | grep -qx 640:daemon:daemon`,
  },
  {
    what: '21: an EnvironmentFile is edited',
    kind: 'FileChanged',
    subject: (unit) => `/etc/${unit}.env`,
    spec: {
      sections: sleeper({ EnvironmentFile: '/etc/%unit%.env' }),
      files: [{ path: '/etc/%unit%.env', content: 'A=1\n' }],
    },
    hand: (unit) => `echo A=2 >/etc/${unit}.env`,
    process: 'kept',
    healed: (unit) => `grep -qx A=1 /etc/${unit}.env`,
  },
  {
    what: '21, 8: an EnvironmentFile is edited, and the unit restarted with it',
    kind: 'ProcessStale',
    subject: (unit) => unit,
    spec: {
      sections: sleeper({ EnvironmentFile: '/etc/%unit%.env' }),
      files: [{ path: '/etc/%unit%.env', content: 'A=1\n' }],
    },
    hand: (unit) => `echo A=2 >/etc/${unit}.env; systemctl restart ${unit}`,
    process: 'replaced',
    healed: (unit) => `grep -qzx A=1 /proc/$(systemctl show -p MainPID --value ${unit})/environ`,
  },
];

let counter = 0;
test.each(ways)('$what', async (way) => {
  counter += 1;
  const unit = `way${counter}-drift.service`;
  const subject = way.subject(unit);
  const yaml = (drift: string) =>
    unitYaml(unit, 'd1', JSON.parse(JSON.stringify({ ...way.spec, drift }).replaceAll('%unit%', unit)));
  expect(await muster.apply(yaml('detect'))).toMatchObject({ converged: 1, failed: [] });
  const acts = () => muster.steps.filter((step) => step.unit === unit);
  const begun = acts().length;

  await hand(way.hand(unit));
  const broken = await hand.live(unit);
  const seen = await muster.untilPlacement(unit, 'd1', (placement) => names(placement, way.kind, subject));
  expect(seen.status).toMatchObject({ sync: 'OutOfSync' });
  const drifted = conditionOf(seen.status, 'Drifted');
  expect(drifted).toMatchObject({ status: 'True' });
  expect(drifted?.message).toContain(subject);
  const [entry] = await muster.diff([unit]);
  expect(entry?.change).toBe('update');
  expect(entry?.drift).toContainEqual(expect.objectContaining({ kind: way.kind, subject, heals: true }));
  expect(entry?.acts).not.toEqual([]);
  expect(acts().length).toBe(begun);

  expect(await muster.apply(yaml('heal'))).toMatchObject({ converged: 1, failed: [] });
  await isHealed(way, unit, broken, begun);

  const again = acts().length;
  await hand(way.hand(unit));
  const second = way.process === 'kept' ? broken : null;
  await isHealed(way, unit, second, again);
  expect(acts().filter(({ ok }) => !ok)).toEqual([]);
  if (way.after !== undefined) await hand(way.after(unit));
});

/** `broken`: as it was after it had been broken, unless the repair may have come first. */
async function isHealed(way: Way, unit: string, broken: Live | null, since: number): Promise<void> {
  let entry = await muster.diff([unit]);
  await waitUntil(
    `${unit} to be healed: ${JSON.stringify(entry)}`,
    async () => {
      entry = await muster.diff([unit]);
      return entry[0]?.change === 'none' && entry[0].drift.every(({ heals }) => !heals);
    },
    limit,
    100,
  );
  if (way.healed !== undefined) await hand.until(way.healed(unit));
  await muster.untilWell(unit, 'd1');
  const live = await hand.live(unit);
  expect(live).toMatchObject({ active: 'active', load: 'loaded', needsReload: false });
  const done = muster.steps.filter((step) => step.unit === unit).slice(since);
  const processActs = done.filter((step) => ['start', 'stop', 'restart', 'reload'].includes(step.do));
  if (way.process === 'kept') {
    expect(processActs).toEqual([]);
    expect([live.pid, live.invocation]).toEqual([broken?.pid, broken?.invocation]);
  } else {
    expect(processActs.map((step) => step.do)).toEqual([way.process === 'started' ? 'start' : 'restart']);
    if (broken !== null) expect(live.invocation).not.toBe(broken.invocation);
  }
}

test('what was healed a hundred times over leaves no trace when it is deleted', async () => {
  const outcome = await muster.remove(['way*']);
  expect(outcome).toMatchObject({ failed: [], total: ways.length });
  const left = await hand(
    `find /etc/systemd /run/systemd/system /run/systemd/system.control /run/muster /var/lib/muster -name '*way*' ! -path '*/set-aside/*'; ls -d /etc/way* 2>/dev/null; systemctl list-units --all --no-legend 'way*'`,
  );
  expect(left).toBe('');
});
