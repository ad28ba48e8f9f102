/** What fleet's users asked for, and did not get: one test each, with the numbers of their issues in docs/fleet.md. */
import { stringify } from 'yaml';
import { runningName } from '../../controllers/scheduling/spot.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { fleetLab, sleeps } from './fleet-lab.ts';
import { documents, type Live, limit, sleeper } from './muster.ts';

jest.setTimeout(180_000);
const fleet = fleetLab('fleet-asks', ['a1', 'a2']);
const { fleetctl, muster, names, write } = fleet;
afterEach(() => fleet.destroyAll());

interface Placing {
  unit: string;
  machine: string;
}

function unit(name: string, spec: object = {}, labels: Record<string, string> = {}): string {
  const metadata = { name, labels };
  return stringify({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata,
    spec: { sections: sleeper(), ...spec },
  });
}

const { apply } = fleet;
/** An apply that goes wrong, as a user sees it. */
const refused = (...manifests: string[]) => muster(1, ['apply', '-f', '-'], documents(...manifests));

/** As list-units has it. */
async function listed(...fields: string[]): Promise<string[][]> {
  const { stdout } = await fleetctl(0, ['list-units', '--no-legend', `--fields=${fields.join(',')}`]);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.trim().split(/\s+/)]));
}

/** By the name that runs. */
async function placings(): Promise<Placing[]> {
  return (await fleet.placements()).map(({ spec }) => ({
    unit: runningName(spec.unit, spec.instance ?? null),
    machine: spec.machine,
  }));
}

async function runningOn(name: string): Promise<[string, Live][]> {
  return [...((await fleet.live([name])).get(name) ?? [])].filter(([, { active }]) => active === 'active');
}

test('the old copy stops only when the new one is up', async () => {
  const said = (what: string) => `/bin/sh -c "echo $(date +%%s%%N) ${what} >>/run/handover"`;
  const service = { ExecStart: '/bin/sleep infinity', ExecStartPost: said('up'), ExecStop: said('down') };
  await apply(
    unit('moves.service', { sections: { Service: { ExecStartPre: '/bin/sleep 0.5', ...service } } }),
  );
  const from = await fleet.place('moves.service');
  await muster(0, ['drain', from]);
  const to = await fleet.place('moves.service');
  expect(to).not.toBe(from);
  const at = async (host: string, what: string) =>
    Number(
      (await fleet.host(host).run('cat /run/handover')).stdout
        .split('\n')
        .find((line) => line.endsWith(what))
        ?.split(' ')[0],
    );
  // All hosts have this machine's clock.
  expect(await at(from, 'down')).toBeGreaterThan(await at(to, 'up'));
  await muster(0, ['uncordon', from]);
});

test('a change of a template reaches every instance', async () => {
  const text = (word: string) =>
    `[Service]\nEnvironment=WORD=${word} INSTANCE=%i\nExecStart=/bin/sleep infinity\n`;
  const template = (word: string) =>
    unit('page@.service', { sections: undefined, text: text(word), instances: 3 });
  await apply(template('old'));
  await apply(template('new'));
  for (const instance of ['1', '2', '3']) {
    const [[host, { pid }] = ['', { pid: '' }]] = await runningOn(`page@${instance}.service`);
    const { stdout } = await fleet.host(host).run(`tr '\\0' '\\n' </proc/${pid}/environ`);
    expect(stdout).toMatch(new RegExp(`^WORD=new$[\\s\\S]*^INSTANCE=${instance}$`, 'm'));
  }
});

test('soft anti-affinity: apart while there is room, together when there is none', async () => {
  const labels = { app: 'apart' };
  const preferred = [{ weight: 100, labelSelector: { matchLabels: labels } }];
  await apply(unit('apart@.service', { instances: 3, placement: { antiAffinity: { preferred } } }, labels));
  const machines = (await placings()).map(({ machine }) => machine);
  expect(machines).toHaveLength(3);
  expect([...new Set(machines)].sort()).toEqual(names);
});

test('label operators, and their negation', async () => {
  const on = (key: string, operator: string, ...values: string[]) => ({
    placement: {
      machineSelector: { matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }] },
    },
  });
  await apply(
    unit('in.service', on('hostname', 'In', 'a2', 'none')),
    unit('not-in.service', on('hostname', 'NotIn', 'a2', 'none')),
    unit('not-there.service', on('gpu', 'DoesNotExist')),
  );
  const places = Object.fromEntries((await placings()).map((placing) => [placing.unit, placing.machine]));
  expect(places).toEqual({
    'in.service': 'a2',
    'not-in.service': 'a1',
    'not-there.service': expect.any(String),
  });
  const none = await refused(unit('exists.service', on('gpu', 'Exists')));
  expect(none.stderr).toMatch(/exists\.service: no machine: [\s\S]*a1[\s\S]*gpu/);
});

test('metadata that changes at run time moves the units that ask for it', async () => {
  write('follows.service', `${sleeps}[X-Fleet]\nMachineMetadata=tier=front\n`);
  await muster(0, ['label', 'machine', 'a1', 'tier=front']);
  await fleetctl(0, ['start', 'follows.service']);
  expect(await fleet.place('follows.service')).toBe('a1');
  await muster(0, ['label', 'machine', 'a2', 'tier=front']);
  await muster(0, ['label', 'machine', 'a1', 'tier-']);
  await waitUntil(
    'it to follow',
    async () => (await fleet.places('follows.service')).join() === 'a2',
    limit,
    100,
  );
  await muster(0, ['label', 'machine', 'a2', 'tier-']);
});

test('a machine takes only what fits: its memory, and a maximum of units', async () => {
  await apply(...names.map((name) => fleet.machine(name, { maxUnits: 1 })));
  await apply(unit('one@.service', { instances: 2 }));
  const spread = (await placings()).map(({ machine }) => machine);
  expect(new Set(spread).size).toBe(2);
  const many = await refused(unit('one@.service', { instances: 3 }));
  expect(many.stderr).toMatch(/one@3\.service: no machine: [\s\S]*(maximum|maxUnits)/);
  await apply(...names.map((name) => fleet.machine(name)));
  const huge = await refused(unit('huge.service', { resources: { requests: { memory: '900Ti' } } }));
  expect(huge.stderr).toMatch(/huge\.service: no machine: [\s\S]*a2[\s\S]*memory/);
});

test('units stay where they are, whatever else comes and goes', async () => {
  await apply(unit('stays@.service', { instances: 2 }), unit('goes@.service', { instances: 2 }));
  const before = (await placings()).filter((placing) => placing.unit.startsWith('stays'));
  const invocations = async () =>
    Promise.all(
      before.map(async (placing) => (await runningOn(placing.unit)).map(([, live]) => live.invocation)),
    );
  const invoked = await invocations();
  await fleetctl(0, ['destroy', 'goes@.service']);
  await apply(unit('comes@.service', { instances: 2 }));
  expect((await placings()).filter((placing) => placing.unit.startsWith('stays'))).toEqual(before);
  expect(await invocations()).toEqual(invoked);
});

test('a oneshot runs to its end, once, and that is as desired', async () => {
  const service = { Type: 'oneshot', ExecStart: '/bin/sh -c "echo ran >>/run/batch"' };
  const batch = unit('batch.service', { sections: { Service: service } });
  await apply(batch);
  await apply(batch);
  const [{ machine } = { machine: '' }] = await placings();
  expect((await fleet.host(machine).run('cat /run/batch')).stdout).toBe('ran\n');
  await muster(0, ['wait', 'unit/batch', '--for=condition=Ready', '--timeout=60s']);
});

test('a timer that is due at once finds its service there', async () => {
  write('tick.service', '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo tick >>/run/ticks"\n');
  write('tick.timer', '[Timer]\nOnActiveSec=0\nAccuracySec=1ms\n[X-Fleet]\nMachineOf=tick.service\n');
  const started = await fleetctl(0, ['start', 'tick.timer', 'tick.service']);
  expect(started.stderr).toBe('');
  const [{ machine } = { machine: '' }] = await placings();
  await waitUntil(
    'the tick',
    async () => (await fleet.host(machine).run('cat /run/ticks')).stdout === 'tick\n',
    limit,
    100,
  );
  const { stdout } = await fleet.host(machine).run('systemctl show -p ActiveState,Result tick.timer');
  expect(stdout).toBe('Result=success\nActiveState=active\n');
});

test('a unit that another pulls in by Requires is seen running, and left alone', async () => {
  write('base.service', sleeps);
  write(
    'needs.service',
    `[Unit]\nRequires=base.service\nAfter=base.service\n${sleeps}[X-Fleet]\nMachineOf=base.service\n`,
  );
  await fleetctl(0, ['load', 'base.service', 'needs.service']);
  await fleetctl(0, ['start', 'needs.service']);
  await waitUntil(
    'it to be seen',
    async () => (await listed('unit', 'active')).join(' ') === 'base.service,active needs.service,active',
    limit,
    200,
  );
  const before = [await runningOn('base.service'), await runningOn('needs.service')];
  // Everything is read anew and what differs is repaired: nothing does.
  await muster(0, ['reconcile', 'base.service', 'needs.service']);
  expect([await runningOn('base.service'), await runningOn('needs.service')]).toEqual(before);
});

test('a start that fails is told as a failure, with where and why', async () => {
  write('fails.service', '[Service]\nExecStart=/bin/sh -c "echo cannot work; exit 3"\n');
  const failed = await fleetctl(1, ['start', 'fails.service']);
  expect(failed.stderr).toMatch(/fails\.service on a\d: Failed: [\s\S]*muster logs fails/);
  expect((await listed('unit', 'active')).join()).toBe('fails.service,failed');
});

test('destroy runs ExecStop to its end before anything is removed', async () => {
  write(
    'ends.service',
    `${sleeps}ExecStop=/bin/sh -c "sleep 0.3; ls /etc/systemd/system/ends.service >/run/ended"\n`,
  );
  await fleetctl(0, ['start', 'ends.service']);
  const at = await fleet.place('ends.service');
  await fleetctl(0, ['destroy', 'ends.service']);
  expect((await fleet.host(at).run('cat /run/ended; ls /etc/systemd/system')).stdout).toMatch(
    /^\S*ends\.service\n(?!.*ends)/,
  );
});

test('of many, those that cannot be placed say why not for each machine, and the rest is placed', async () => {
  const nowhere = (name: string) =>
    unit(name, { placement: { machineSelector: { matchLabels: { hostname: name } } } });
  const begun = performance.now();
  const applied = await refused(
    ...['fine.0', 'fine.1', 'fine.2', 'fine.3'].map((name) => unit(`${name}.service`)),
    ...['odd.0.service', 'odd.1.service'].map(nowhere),
  );
  // At once, not when the time to wait is over.
  expect(performance.now() - begun).toBeLessThan(limit);
  expect(applied.stdout).toMatch(/^4 of 4 placements as declared|^4 placements as declared/m);
  for (const odd of ['odd.0.service', 'odd.1.service']) {
    for (const name of names) {
      expect(applied.stderr).toMatch(
        new RegExp(`${odd.replaceAll('.', '\\.')}: no machine: [\\s\\S]*${name}: [^\\n]*hostname`),
      );
    }
  }
  for (const index of [0, 1, 2, 3]) expect(await fleet.places(`fine.${index}.service`)).toHaveLength(1);
});

test('schedule --explain says what speaks for and against every machine, and changes nothing', async () => {
  await apply(unit('leads.service', { placement: { machine: 'a2' } }));
  const manifest = documents(unit('joins.service', { placement: { with: ['leads.service'] } }));
  const shown = await muster(0, ['schedule', '--explain', '-f', '-'], manifest);
  expect(shown.stdout).toMatch(/^joins\.service +a2 +comes /m);
  const page = shown.stdout.slice(shown.stdout.indexOf('\njoins.service:\n'));
  expect(page).toMatch(/^ {2}a1 .*leads\.service/m);
  expect(page).toMatch(/^ {2}a2 /m);
  expect((await placings()).map((placing) => placing.unit)).toEqual(['leads.service']);
  const none = documents(unit('lost.service', { placement: { machine: 'a9' } }));
  expect((await muster(1, ['schedule', '--explain', '-f', '-'], none)).stdout).toMatch(
    /^lost\.service +<none> +waits /m,
  );
});

test('globs are matched by the server', async () => {
  await apply(unit('web@.service', { instances: ['1', '2'] }), unit('webhook.service'), unit('db.service'));
  const active = async () =>
    (await listed('unit', 'active')).filter(([, state]) => state === 'active').map(([name]) => name);
  await muster(0, ['stop', 'web@*']);
  expect(await active()).toEqual(['db.service', 'webhook.service']);
  await muster(0, ['start', 'web*']);
  expect(await active()).toHaveLength(4);
  expect((await muster(0, ['is-active', 'web@*'])).stdout.match(/^active/gm)).toHaveLength(2);
  expect((await muster(1, ['stop', 'nobody*'])).stderr).toMatch(/nobody\*/);
});

test('instances of a template come and go one by one', async () => {
  write('each@.service', sleeps);
  await fleetctl(0, ['submit', 'each@.service']);
  expect((await muster(1, ['cat', 'each'])).stderr).toMatch(/did you mean each@\.service\?/);
  await fleetctl(0, ['start', 'each@one', 'each@two']);
  await fleetctl(0, ['load', 'each@three']);
  await fleetctl(0, ['destroy', 'each@one']);
  expect(await listed('unit', 'active')).toEqual([
    ['each@three.service', 'inactive'],
    ['each@two.service', 'active'],
  ]);
});

test('status, journal, ssh and restart of a global unit', async () => {
  write(
    'every.service',
    `[Service]\nExecStart=/bin/sh -c "echo on $(hostname); exec sleep infinity"\n[X-Fleet]\nGlobal=true\n`,
  );
  await fleetctl(0, ['start', 'every.service']);
  const before = await runningOn('every.service');
  expect(before.map(([host]) => host)).toEqual(names);
  const status = await fleetctl(0, ['status', 'every.service']);
  expect(status.stdout.match(/^# every\.service on a\d$/gm)).toEqual(
    names.map((name) => `# every.service on ${name}`),
  );
  await waitUntil(
    'all to have written',
    async () => {
      const { stdout } = await fleetctl(0, ['journal', 'every.service']);
      return names.every((name) => stdout.includes(`: on ${name}\n`));
    },
    limit,
  );
  expect((await fleetctl(2, ['ssh', 'every.service', 'hostname'])).stderr).toMatch(
    /runs on a1, a2; choose one with -m/,
  );
  expect((await muster(0, ['ssh', 'every', '-m', 'a2', 'hostname'])).stdout).toBe('a2\n');
  await fleetctl(0, ['restart', 'every.service']);
  const after = await runningOn('every.service');
  for (const [index, [, live]] of after.entries())
    expect(live.invocation).not.toBe(before[index]?.[1].invocation);
});
