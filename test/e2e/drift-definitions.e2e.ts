/**
 * Every way in which the definition of a unit can come to differ on a real host (reference: drift, rows 1 to 7, 10 to
 * 12, and 16 to 20): it is named, it is healed, and nothing else happens.
 */
import type { DiffEntry } from '../../controllers/operations.ts';
import type { DriftKind } from '../../units/drift.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { bystanders } from './bystanders.ts';
import { labOfTest } from './meddled-host.ts';
import {
  conditionOf,
  documents,
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
lab.beforeDown(() => muster?.stop());

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
      `mkdir -p ${etc}/${unit}.d && printf '[Service]\\nNice=5\\n' >${etc}/${unit}.d/override.conf`,
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
      `mkdir -p ${etc}/${unit}.d && printf '[Service]\\nEnvironment=FOREIGN=1\\n' >${etc}/${unit}.d/override.conf && systemctl daemon-reload && systemctl restart ${unit}`,
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
      `mkdir -p ${etc}/service.d && printf '[Service]\\nEnvironment=EVERYWHERE=1\\n' >${etc}/service.d/everywhere.conf && systemctl daemon-reload`,
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

/** Ways that show only when nobody reloads systemd after them, or that concern every service: each alone. */
const alone = ways.filter(({ what }) => /no longer on disk|for all services/.test(what));
/** What systemd reloads for comes first, so that what it was not told of stays so. */
const together = ways
  .filter((way) => !alone.includes(way))
  .sort((a, b) => Number(reloads(b)) - Number(reloads(a)) || Number(isUndone(a)) - Number(isUndone(b)));

function reloads(way: Way): boolean {
  return /daemon-reload|systemctl (enable|disable|mask|set-property|add-wants)/.test(way.hand('x-y.service'));
}

/** What was loaded is not what is on disk then, until the next reload: after all others that reload. */
function isUndone({ kind }: Way): boolean {
  return kind === 'DefinitionStale';
}

interface Case {
  way: Way;
  unit: string;
  subject: string;
  /** How many acts had been done for it. */
  begun: number;
  /** As it was when it had been broken. */
  broken: Live | null;
  /** The first thing that was not as it should be. */
  failure: unknown;
}

const cases = new Map<Way, Case>(
  ways.map((way, index) => {
    const unit = `way${index + 1}-drift.service`;
    return [way, { way, unit, subject: way.subject(unit), begun: 0, broken: null, failure: null }];
  }),
);
const casesOf = (some: Way[]) => some.flatMap((way) => cases.get(way) ?? []);
const actsFor = (unit: string) => muster.steps.filter((step) => step.unit === unit);

/** Goes on without the cases that have failed. */
async function each(some: Case[], check: (item: Case) => Promise<void>): Promise<void> {
  const going = some.filter(({ failure }) => failure === null);
  await Promise.all(
    going.map((item) =>
      check(item).catch((error: unknown) => {
        item.failure = error;
      }),
    ),
  );
}

/** One after the other on the host, in one go: a test of many ways would otherwise start hundreds of programs. */
async function byHand(some: Case[], command: (item: Case) => string): Promise<void> {
  const going = some.filter(({ failure }) => failure === null);
  const script = going.map(
    (item, index) =>
      `(${command(item)}\n) >/tmp/said 2>&1 || { printf '%s\\t' ${index}; tr '\\n' ' ' </tmp/said; echo; }`,
  );
  for (const line of (await hand(script.join('\n'))).split('\n')) {
    const [index = '', said] = line.split('\t');
    const item = index === '' ? undefined : going[Number(index)];
    if (item !== undefined) item.failure = new Error(`${command(item)}: ${said}`);
  }
}

function manifest(some: Case[], drift: string): string {
  const texts = some.map(({ way: { spec }, unit }) =>
    unitYaml(unit, 'd1', JSON.parse(JSON.stringify({ ...spec, drift }).replaceAll('%unit%', unit))),
  );
  return documents(...texts);
}

/** Each is broken and only watched, then healed by permission, then broken again and healed at once. */
async function goThrough(some: Case[]): Promise<void> {
  await apply(some, 'detect');
  for (const item of some) item.begun = actsFor(item.unit).length;
  await byHand(some, ({ way, unit }) => way.hand(unit));
  const broken = await hand.liveOf(some.map(({ unit }) => unit));
  await each(some, async (item) => {
    const { unit, subject } = item;
    item.broken = broken.get(unit) ?? null;
    const seen = await muster.untilPlacement(unit, 'd1', (placement) =>
      names(placement, item.way.kind, subject),
    );
    expect(seen.status).toMatchObject({ sync: 'OutOfSync' });
    const drifted = conditionOf(seen.status, 'Drifted');
    expect(drifted).toMatchObject({ status: 'True' });
    expect(drifted?.message).toContain(subject);
  });
  const entries = await muster.diff(some.map(({ unit }) => unit));
  await each(some, async ({ way: { kind }, unit, subject, begun }) => {
    const entry = entries.find((candidate) => candidate.unit === unit);
    expect(entry?.change).toBe('update');
    expect(entry?.drift).toContainEqual(expect.objectContaining({ kind, subject, heals: true }));
    expect(entry?.acts).not.toEqual([]);
    expect(actsFor(unit).length).toBe(begun);
  });

  await apply(some, 'heal');
  await areHealed(some);

  for (const item of some) {
    item.begun = actsFor(item.unit).length;
    // The repair may come before it could be seen broken.
    if (item.way.process !== 'kept') item.broken = null;
  }
  await byHand(some, ({ way, unit }) => way.hand(unit));
  await areHealed(some);
  await each(some, async ({ unit }) => {
    expect(actsFor(unit).filter(({ ok }) => !ok)).toEqual([]);
  });
  await byHand(some, ({ way, unit }) => way.after?.(unit) ?? ':');
}

async function apply(some: Case[], drift: string): Promise<void> {
  const going = some.filter(({ failure }) => failure === null);
  const { failed } = await muster.apply(manifest(going, drift));
  for (const item of going) {
    const problem = failed.find(({ unit }) => unit === item.unit);
    if (problem !== undefined) item.failure = new Error(problem.message);
  }
}

/** Asks the machine itself: a status may be older than what was broken a moment ago. */
async function untilNothingDiffers(some: Case[]): Promise<void> {
  const units = some.filter(({ failure }) => failure === null).map(({ unit }) => unit);
  let left: DiffEntry[] = [];
  const look = async () => {
    const entries = await muster.diff(units);
    left = entries.filter(({ change, drift }) => change !== 'none' || drift.some(({ heals }) => heals));
    return left.length === 0;
  };
  await waitUntil('everything to be healed', look, limit, 250).catch(() => undefined);
  for (const entry of left) {
    const item = some.find(({ unit }) => unit === entry.unit);
    if (item !== undefined) item.failure = new Error(`it was not healed: ${JSON.stringify(entry)}`);
  }
}

async function areHealed(some: Case[]): Promise<void> {
  await untilNothingDiffers(some);
  await byHand(some, ({ way, unit }) => {
    const check = way.healed?.(unit) ?? ':';
    return `for i in $(seq 100); do if ${check}; then exit 0; fi; sleep 0.1; done; exit 1`;
  });
  const now = await hand.liveOf(some.map(({ unit }) => unit));
  await each(some, async ({ way, unit, broken, begun }) => {
    await muster.untilWell(unit, 'd1');
    const live = now.get(unit);
    expect(live).toMatchObject({ active: 'active', load: 'loaded', needsReload: false });
    const done = actsFor(unit).slice(begun);
    const processActs = done.filter((step) => ['start', 'stop', 'restart', 'reload'].includes(step.do));
    if (way.process === 'kept') {
      expect(processActs).toEqual([]);
      expect([live?.pid, live?.invocation]).toEqual([broken?.pid, broken?.invocation]);
    } else {
      expect(processActs.map((step) => step.do)).toEqual([way.process === 'started' ? 'start' : 'restart']);
      if (broken !== null) expect(live?.invocation).not.toBe(broken.invocation);
    }
  });
}

describe('together', () => {
  beforeAll(() => goThrough(casesOf(together)), 560_000);
  test.each(together)('$what', (way) => {
    const failure = cases.get(way)?.failure;
    if (failure !== null) throw failure;
  });
});

test.each(alone)('$what', async (way) => {
  const some = casesOf([way]);
  await goThrough(some);
  if (some[0]?.failure != null) throw some[0].failure;
});

test('what was healed over and over leaves no trace when it is deleted', async () => {
  const outcome = await muster.remove(['way*']);
  expect(outcome).toMatchObject({ failed: [], total: ways.length });
  const left = await hand(
    `find /etc/systemd /run/systemd/system /run/systemd/system.control /run/muster /var/lib/muster -name '*way*' ! -path '*/set-aside/*'; ls -d /etc/way* 2>/dev/null; systemctl list-units --all --no-legend 'way*'`,
  );
  expect(left).toBe('');
});
