/**
 * The smallest act that makes a change of the manifest true, on a real host: a daemon-reload alone, a live property, a
 * reload, a restart; the order in which the old version stops and the new one starts; every type of unit.
 */
import { waitUntil } from '../lab/wait-until.ts';
import { bystanders } from './bystanders.ts';
import { labOfTest } from './meddled-host.ts';
import {
  documents,
  limit,
  type Muster,
  machineYaml,
  onHost,
  sleeper,
  startMuster,
  type UnitSpecText,
  unitYaml,
} from './muster.ts';

jest.setTimeout(200_000);
const lab = labOfTest('drift-acts', [{ name: 'a1' }, { name: 'a2', scope: 'user' }]);
const hand = onHost(() => lab.host('a1'));
const own = onHost(() => lab.host('a2'), 'systemctl --user -M deploy@');
let muster: Muster;
const others = bystanders(() => muster, hand, 'a1');

beforeAll(async () => {
  muster = await startMuster();
  await muster.apply(documents(machineYaml(lab.host('a1')), machineYaml(lab.host('a2'))));
  await others.start();
}, 200_000);
lab.beforeDown(async () => {
  await others.check();
  await muster?.stop();
});

const quiet = ['write', 'link', 'remove'];

interface Change {
  what: string;
  before: UnitSpecText;
  after: UnitSpecText;
  /** Acts besides those on files, in their order. */
  acts: string[];
  /** The process goes on. */
  kept: boolean;
  /** To be true on the host then. */
  shows?: (unit: string) => string;
}

const shows = (property: string, value: string) => (unit: string) =>
  `systemctl show -p ${property} --value ${unit} | grep -qx '${value}'`;
const spec = (service: Record<string, unknown>, unit: Record<string, unknown> = {}): UnitSpecText => ({
  sections: sleeper(service, unit),
});
const file = (content: string, service: Record<string, unknown>): UnitSpecText => ({
  ...spec(service),
  files: [{ path: '/etc/%unit%.conf', content }],
});
const reloadable = { ExecReload: '/bin/sh -c "echo reloaded >>/run/%n.reloads"' };
const changes: Change[] = [
  {
    what: 'Description',
    before: spec({}, { Description: 'one' }),
    after: spec({}, { Description: 'two' }),
    acts: ['daemon-reload'],
    kept: true,
    shows: shows('Description', 'two'),
  },
  {
    what: 'After',
    before: spec({}),
    after: spec({}, { After: 'bystander-1.service' }),
    acts: ['daemon-reload'],
    kept: true,
    shows: (unit) => `systemctl show -p After --value ${unit} | grep -q bystander-1`,
  },
  {
    what: 'Install',
    before: spec({}),
    after: { sections: { ...sleeper(), Install: { WantedBy: 'sysinit.target' } } },
    acts: ['daemon-reload'],
    kept: true,
    shows: (unit) =>
      `test -L /etc/systemd/system/sysinit.target.wants/${unit} && ! test -e /etc/systemd/system/multi-user.target.wants/${unit}`,
  },
  {
    what: 'resource control',
    before: spec({}),
    after: spec({ CPUWeight: 50 }),
    acts: ['daemon-reload'],
    kept: true,
    shows: shows('CPUWeight', '50'),
  },
  {
    what: 'a drop-in with resource control',
    before: spec({}),
    after: { ...spec({}), dropIns: { '10-limits.conf': { Service: { MemoryMax: '256M' } } } },
    acts: ['daemon-reload'],
    kept: true,
    shows: shows('MemoryMax', '268435456'),
  },
  {
    what: 'a file, and the unit can reload',
    before: file('one', reloadable),
    after: file('two', reloadable),
    acts: ['reload'],
    kept: true,
    shows: (unit) => `grep -qx reloaded /run/${unit}.reloads`,
  },
  {
    what: 'a file, and the unit cannot reload',
    before: file('one', {}),
    after: file('two', {}),
    acts: ['restart'],
    kept: false,
  },
  {
    what: 'Environment',
    before: spec({ Environment: { A: '1' } }),
    after: spec({ Environment: { A: '2' } }),
    acts: ['daemon-reload', 'restart'],
    kept: false,
    shows: (unit) => `grep -qzx A=2 /proc/$(systemctl show -p MainPID --value ${unit})/environ`,
  },
  {
    what: 'User',
    before: spec({}),
    after: spec({ User: 'daemon' }),
    acts: ['daemon-reload', 'restart'],
    kept: false,
  },
  {
    what: 'onChange: none',
    before: spec({ Environment: { A: '1' } }),
    after: { ...spec({ Environment: { A: '2' } }), onChange: 'none' },
    acts: ['daemon-reload'],
    kept: true,
  },
  {
    what: 'onChange: restart',
    before: { ...spec({}, { Description: 'one' }), onChange: 'restart' },
    after: { ...spec({}, { Description: 'two' }), onChange: 'restart' },
    acts: ['daemon-reload', 'restart'],
    kept: false,
  },
  {
    what: 'onChange: reload',
    before: { ...spec({ ...reloadable, Environment: { A: '1' } }), onChange: 'reload' },
    after: { ...spec({ ...reloadable, Environment: { A: '2' } }), onChange: 'reload' },
    acts: ['daemon-reload', 'reload'],
    kept: true,
    shows: (unit) => `grep -qx reloaded /run/${unit}.reloads`,
  },
  {
    what: 'nothing but the order of its lines',
    before: spec({ Nice: 1, Environment: { A: '1' } }),
    after: spec({ Environment: { A: '1' }, Nice: 1 }),
    acts: ['daemon-reload'],
    kept: true,
  },
];

describe('a change of the manifest', () => {
  const unitOf = (change: Change) => `change-${changes.indexOf(change)}.service`;
  const manifest = (which: 'before' | 'after') =>
    documents(
      ...changes.map((change) =>
        unitYaml(
          unitOf(change),
          'a1',
          JSON.parse(JSON.stringify(change[which]).replaceAll('%unit%', unitOf(change))),
        ),
      ),
    );
  let before: Awaited<ReturnType<typeof hand.liveOf>>;
  let after: Awaited<ReturnType<typeof hand.liveOf>>;
  let begun = 0;

  beforeAll(async () => {
    expect(await muster.apply(manifest('before'))).toMatchObject({ converged: changes.length, failed: [] });
    before = await hand.liveOf(changes.map(unitOf));
    begun = muster.steps.length;
    expect(await muster.apply(manifest('after'))).toMatchObject({ converged: changes.length, failed: [] });
    after = await hand.liveOf(changes.map(unitOf));
  }, 200_000);

  test.each(changes)('$what: $acts', async (change) => {
    const unit = unitOf(change);
    const acts = muster.steps.slice(begun).filter((step) => step.unit === unit && !quiet.includes(step.do));
    expect(acts.map((step) => step.do)).toEqual(change.acts);
    expect(after.get(unit)).toMatchObject({ active: 'active', needsReload: false });
    expect(after.get(unit)?.invocation === before.get(unit)?.invocation).toBe(change.kept);
    if (change.shows !== undefined) await hand.until(change.shows(unit));
  });

  test('and applied once more nothing is done at all', async () => {
    const then = muster.steps.length;
    expect(await muster.apply(manifest('after'))).toMatchObject({ converged: changes.length, failed: [] });
    expect(muster.steps.slice(then)).toEqual([]);
  });
});

test('what the old version does when it stops is done before the new one begins: changed, replaced and deleted', async () => {
  const version = (number: number) => {
    const tell = (what: string) => `/bin/sh -c 'echo ${what} ${number} >>/run/versions'`;
    return spec({ ExecStartPre: tell('start'), ExecStop: tell('stop'), ExecStopPost: tell('stopped') });
  };
  await muster.apply(unitYaml('versions.service', 'a1', version(1)));
  await muster.apply(unitYaml('versions.service', 'a1', version(2)));
  expect(await hand('cat /run/versions')).toBe('start 1\nstop 1\nstopped 1\nstart 2\n');
  // The same name by another Unit object.
  await muster.remove(['versions.service']);
  await muster.apply(unitYaml('versions.service', 'a1', version(3)));
  await muster.remove(['versions.service']);
  expect(await hand('cat /run/versions')).toBe(
    'start 1\nstop 1\nstopped 1\nstart 2\nstop 2\nstopped 2\nstart 3\nstop 3\nstopped 3\n',
  );
  expect(await hand.live('versions.service')).toMatchObject({ active: 'inactive', load: 'not-found' });
});

const once = { Type: 'oneshot', ExecStart: '/bin/sh -c "echo ran >>/run/%n"' };
const types: [name: string, spec: UnitSpecText, state: string][] = [
  ['kinds.service', spec({}), 'active running'],
  ['kinds-once.service', spec(once), 'inactive dead'],
  ['kinds-stays.service', spec({ ...once, RemainAfterExit: true }), 'active exited'],
  [
    'kinds-notify.service',
    spec({
      Type: 'notify',
      ExecStart: '/bin/sh -c "systemd-notify --ready; exec sleep infinity"',
      NotifyAccess: 'all',
    }),
    'active running',
  ],
  ['kinds-timed.service', spec(once), 'inactive dead'],
  [
    'kinds-timed.timer',
    { sections: { Timer: { OnCalendar: 'yearly' }, Install: { WantedBy: 'timers.target' } } },
    'active waiting',
  ],
  [
    'kinds-heard@.service',
    { instances: [], sections: { Service: { ExecStart: '/bin/cat', StandardInput: 'socket' } } },
    '',
  ],
  [
    'kinds-heard.socket',
    {
      sections: {
        Socket: { ListenStream: '/run/kinds.sock', Accept: true },
        Install: { WantedBy: 'sockets.target' },
      },
    },
    'active listening',
  ],
  ['kinds-watched.service', spec(once), 'inactive dead'],
  [
    'kinds-watched.path',
    { sections: { Path: { PathChanged: '/run/kinds-come' }, Install: { WantedBy: 'paths.target' } } },
    'active waiting',
  ],
  [
    'kinds.target',
    { sections: { Unit: { Wants: 'kinds.service' }, Install: { WantedBy: 'multi-user.target' } } },
    'active active',
  ],
  ['kinds.slice', { sections: { Slice: { MemoryMax: '512M' } } }, 'active active'],
  [
    'srv-kinds.mount',
    {
      sections: {
        Mount: { What: 'tmpfs', Where: '/srv/kinds', Type: 'tmpfs', Options: 'size=1m' },
        Install: { WantedBy: 'local-fs.target' },
      },
    },
    'active mounted',
  ],
];

test('units of every type come to rest as desired, and stay', async () => {
  const text = documents(
    ...types.map(([name, each]) => unitYaml(name, 'a1', each)),
    unitYaml('kinds-many@.service', 'a1', {
      instances: ['1', 'x-y'],
      sections: sleeper({ Environment: 'WHO=%i' }),
    }),
  );
  const outcome = await muster.apply(text);
  expect(outcome.failed).toEqual([]);
  const running = types.filter(([, , state]) => state !== '');
  const live = await hand.liveOf([
    ...running.map(([name]) => name),
    'kinds-many@1.service',
    'kinds-many@x-y.service',
  ]);
  for (const [name, , state] of running)
    expect(`${name} ${live.get(name)?.active} ${live.get(name)?.sub}`).toBe(`${name} ${state}`);
  for (const name of ['kinds-many@1.service', 'kinds-many@x-y.service'])
    expect(live.get(name)?.active).toBe('active');
  expect(await hand('cat /run/kinds-once.service')).toBe('ran\n');

  const begun = muster.steps.length;
  // Each trigger still works, and what it starts is left to it.
  await hand('systemctl start kinds-timed.service; touch /run/kinds-come');
  await hand.until('grep -q ran /run/kinds-timed.service && grep -q ran /run/kinds-watched.service');
  expect((await muster.apply(text)).failed).toEqual([]);
  const acts = muster.steps.slice(begun).filter(({ unit }) => unit.startsWith('kinds'));
  expect(acts).toEqual([]);

  // A mount is remounted with new options, a timer and a slice follow a daemon-reload.
  const changed = documents(
    unitYaml('srv-kinds.mount', 'a1', {
      sections: {
        Mount: { What: 'tmpfs', Where: '/srv/kinds', Type: 'tmpfs', Options: 'size=2m' },
        Install: { WantedBy: 'local-fs.target' },
      },
    }),
    unitYaml('kinds.slice', 'a1', { sections: { Slice: { MemoryMax: '256M' } } }),
    unitYaml('kinds-timed.timer', 'a1', {
      sections: { Timer: { OnCalendar: '2070-01-01' }, Install: { WantedBy: 'timers.target' } },
    }),
  );
  expect(await muster.apply(changed)).toMatchObject({ converged: 3, failed: [] });
  const then = muster.steps.slice(begun).filter((step) => !quiet.includes(step.do));
  expect(then.map(({ unit, do: act }) => `${unit} ${act}`).sort()).toEqual([
    'kinds-timed.timer daemon-reload',
    'kinds.slice daemon-reload',
    'srv-kinds.mount daemon-reload',
    'srv-kinds.mount reload',
  ]);
  await hand.until('grep -q "/srv/kinds tmpfs.*size=2048k" /proc/mounts');
  await hand.until('systemctl show -p NextElapseUSecRealtime kinds-timed.timer | grep -q 2070');
  await hand.until('systemctl show -p MemoryMax --value kinds.slice | grep -qx 268435456');
  expect(await muster.remove(['kinds*', 'srv-kinds.mount'])).toMatchObject({ failed: [] });
  await hand.until(
    '! grep -q /srv/kinds /proc/mounts; test -z "$(ls -d /etc/systemd/system/*kinds* 2>/dev/null)"',
  );
});

test('a user’s own manager: applied, healed, changed with the smallest act, and deleted', async () => {
  const unit = (words: Record<string, unknown>, description = 'mine') => ({
    sections: {
      Unit: { Description: description },
      Service: { ExecStart: '/bin/sleep infinity', ...words },
      Install: { WantedBy: 'default.target' },
    },
  });
  expect(await muster.apply(unitYaml('mine.service', 'a2', unit({})))).toMatchObject({
    converged: 1,
    failed: [],
  });
  const before = await own.live('mine.service');
  expect(before).toMatchObject({
    active: 'active',
    fragment: '/home/deploy/.config/systemd/user/mine.service',
  });

  await own('systemctl --user -M deploy@ stop mine');
  const isBack = async () => (await own.live('mine.service')).active === 'active';
  await waitUntil('mine.service to run again', isBack, limit);
  await own('sed -i s/infinity/77/ /home/deploy/.config/systemd/user/mine.service');
  await own.until('grep -q infinity /home/deploy/.config/systemd/user/mine.service');
  await muster.untilWell('mine.service', 'a2');

  const begun = muster.steps.length;
  const kept = await own.live('mine.service');
  await muster.apply(unitYaml('mine.service', 'a2', unit({}, 'still mine')));
  expect((await own.live('mine.service')).invocation).toBe(kept.invocation);
  await muster.apply(unitYaml('mine.service', 'a2', unit({ Environment: 'A=1' }, 'still mine')));
  expect((await own.live('mine.service')).invocation).not.toBe(kept.invocation);
  const acts = muster.steps.slice(begun).filter((step) => !quiet.includes(step.do));
  expect(acts.map((step) => step.do)).toEqual(['daemon-reload', 'daemon-reload', 'restart']);
  expect(await muster.remove(['mine.service'])).toMatchObject({ failed: [] });
  await own.until('! test -e /home/deploy/.config/systemd/user/mine.service');
});
