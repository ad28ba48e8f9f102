/** What observe and act promise, for every implementation of MachineLink. */
import { createHash } from 'node:crypto';
import type { DesiredFile } from '../units/desired.ts';
import type { ObservedMachine, ObservedUnit } from '../units/observed.ts';
import { withStamp } from '../units/stamp.ts';
import type { Step } from '../units/step.ts';
import { type ActBatch, LinkError, type MachineLink } from './link.ts';

/** A machine with a link to it, and somebody who changes things there behind muster's back. */
export interface MeddledMachine {
  link: MachineLink;
  write(path: string, content: string): Promise<void>;
  remove(path: string): Promise<void>;
  systemctl(...words: string[]): Promise<void>;
  close(): Promise<void>;
}

export const sleeper = (more = '') =>
  `[Unit]\nDescription=sleeper\n[Service]\nExecStart=/bin/sleep infinity\n${more}[Install]\nWantedBy=multi-user.target\n`;

/** The user's own manager belongs to the lab's user. */
function ownerOf(link: MachineLink): string {
  return link.facts.paths.scope === 'user' ? 'deploy:deploy' : 'root:root';
}

export function fileOf(link: MachineLink, unit: string, content: Buffer, path?: string): DesiredFile {
  return {
    path: path ?? `${link.facts.paths.unitDir}/${unit}`,
    role: path === undefined ? 'fragment' : path.endsWith('.conf') ? 'drop-in' : 'file',
    content,
    digest: createHash('sha256').update(content).digest('hex'),
    mode: '0644',
    owner: ownerOf(link),
    secret: false,
  };
}

export function recordOf(link: MachineLink, unit: string, paths: string[] = []): string {
  return JSON.stringify({
    name: unit,
    owner: { namespace: 'default', unit, uid: '1' },
    paths,
    adopted: [],
    machineId: link.facts.machineId,
    spec: {},
  });
}

/** The steps that bring a unit to a machine which has never had it. */
export function firstSteps(link: MachineLink, unit: string, body: string): Step[] {
  const file = fileOf(link, unit, withStamp(unit, Buffer.from(body)));
  const wants = `${link.facts.paths.unitDir}/multi-user.target.wants/${unit}`;
  const record = recordOf(link, unit, [file.path, wants]);
  const step = { unit, reason: 'test' };
  return [
    { ...step, do: 'intent', content: record },
    { ...step, do: 'write', file },
    { ...step, do: 'link', path: wants, target: `../${unit}` },
    { ...step, do: 'ledger', restart: 'a1', reload: '', loadedFrom: [file.path], starts: true },
    { ...step, do: 'start' },
    { ...step, do: 'record', content: record },
  ];
}

export function removalSteps(link: MachineLink, unit: string): Step[] {
  const { unitDir } = link.facts.paths;
  const step = { unit, reason: 'test' };
  return [
    { ...step, do: 'stop' },
    { ...step, do: 'remove', path: `${unitDir}/${unit}` },
    { ...step, do: 'remove', path: `${unitDir}/multi-user.target.wants/${unit}` },
    { ...step, do: 'daemon-reload' },
    { ...step, do: 'reset-failed' },
    { ...step, do: 'record', content: null },
  ];
}

/** As the machine's rightful leader: with the highest epoch that it has seen. */
export async function actWell(link: MachineLink, steps: Step[]): Promise<void> {
  const { epoch } = await observeUnits(link, []);
  const { results } = await link.act({ id: 'contract', epoch: Math.max(epoch, 1), steps });
  const failures = results
    .filter(({ ok }) => !ok)
    .map(({ step, message }) => `${step.do} ${step.unit}: ${message}`);
  expect(failures).toEqual([]);
}

export async function observeUnits(
  link: MachineLink,
  names: string[],
  options: { details?: 'suspects' | 'all'; started?: string[]; strays?: boolean; more?: string[] } = {},
): Promise<ObservedMachine> {
  const { unitDir } = link.facts.paths;
  return link.observe({
    units: names.map((name) => ({
      name,
      paths: [`${unitDir}/${name}`, `${unitDir}/multi-user.target.wants/${name}`, ...(options.more ?? [])],
    })),
    details: options.details ?? 'suspects',
    started: options.started ?? [],
    strays: options.strays ?? false,
  });
}

/** Observes until the unit is as wanted; the last observation when it never becomes so. */
export async function observeUntil(
  link: MachineLink,
  name: string,
  wanted: (unit: ObservedUnit, machine: ObservedMachine) => boolean,
  options: Parameters<typeof observeUnits>[2] = {},
): Promise<ObservedUnit> {
  const limit = Date.now() + 20_000;
  for (;;) {
    const machine = await observeUnits(link, [name], options);
    const unit = machine.units.get(name);
    if (unit === undefined) throw new Error(`${name} was not observed`);
    if (wanted(unit, machine) || Date.now() > limit) return unit;
  }
}

export function describeObserveAct(name: string, open: () => Promise<MeddledMachine>): void {
  describe(`observe and act: ${name}`, () => {
    let machine: MeddledMachine;
    let link: MachineLink;
    let counter = 0;
    const fresh = () => `contract-${++counter}.service`;

    beforeAll(async () => {
      machine = await open();
      link = machine.link;
    }, 120_000);
    afterAll(() => machine?.close());

    const running = (unit: ObservedUnit) => unit.loaded?.sub === 'running';
    const bring = async (unit: string, body = sleeper()) => {
      await actWell(link, firstSteps(link, unit, body));
      return observeUntil(link, unit, running);
    };

    test('a name that nobody knows is there, with nothing in it', async () => {
      const observed = await observeUnits(link, ['nobody-knows.service'], { details: 'all' });
      expect(observed.units.get('nobody-knows.service')).toMatchObject({
        dropIns: [],
        shadows: [],
        links: [],
        runtimeLinks: [],
        invocation: null,
        ledger: null,
        record: null,
      });
      expect(observed.units.get('nobody-knows.service')?.files.size).toBe(0);
      expect(observed.bootId).toBe(link.facts.bootId);
      expect(observed.machineId).toBe(link.facts.machineId);
    });

    test('a first act writes, enables, starts and records, without a daemon-reload', async () => {
      const unit = fresh();
      const before = await observeUnits(link, [unit]);
      const observed = await bring(unit);
      const after = await observeUnits(link, [unit]);
      const path = `${link.facts.paths.unitDir}/${unit}`;
      const file = observed.files.get(path);
      expect(file).toMatchObject({ type: 'file', mode: '0644', owner: ownerOf(link), stamp: unit });
      expect(file?.digest).toBe(fileOf(link, unit, withStamp(unit, Buffer.from(sleeper()))).digest);
      expect(observed.links.map(({ target }) => target)).toEqual([`../${unit}`]);
      expect(observed.loaded).toEqual({ load: 'loaded', active: 'active', sub: 'running' });
      expect(observed.ledger).toEqual({
        restart: 'a1',
        previousInvocation: '-',
        reload: '',
        loaded: file?.identity,
        reloadMark: before.reloadMark,
      });
      expect(observed.invocation).toMatch(/^[0-9a-f]{32}$/);
      expect(observed.record?.name).toBe(unit);
      if (link.facts.paths.scope === 'system') expect(observed.details).toBeNull();
      expect(after.reloadMark).toBe(before.reloadMark);
    });

    test('the same act again changes nothing that runs', async () => {
      const unit = fresh();
      const first = await bring(unit);
      await actWell(link, firstSteps(link, unit, sleeper()));
      const second = await observeUntil(link, unit, running);
      expect(second.invocation).toBe(first.invocation);
    });

    test('a stop by hand shows, and a start makes another invocation', async () => {
      const unit = fresh();
      const first = await bring(unit);
      await machine.systemctl('stop', unit);
      const stopped = await observeUntil(link, unit, ({ loaded }) => loaded?.active !== 'active');
      expect(stopped.loaded?.active ?? 'inactive').toBe('inactive');
      await actWell(link, [{ unit, reason: 'test', do: 'start' }]);
      const again = await observeUntil(link, unit, running);
      expect(again.invocation).not.toBe(first.invocation);
    });

    test('an edit by hand shows in digest, identity and stamp', async () => {
      const unit = fresh();
      const first = await bring(unit);
      const path = `${link.facts.paths.unitDir}/${unit}`;
      await machine.write(path, sleeper('Nice=5\n'));
      const observed = (await observeUnits(link, [unit])).units.get(unit);
      expect(observed?.files.get(path)?.digest).not.toBe(first.files.get(path)?.digest);
      expect(observed?.files.get(path)?.identity).not.toBe(first.ledger?.loaded);
      expect(observed?.files.get(path)?.stamp).toBeNull();
      expect(observed?.details?.needDaemonReload).toBe(true);
    });

    test('a changed definition is loaded once and restarted; the ledger knows which process is the old one', async () => {
      const unit = fresh();
      const first = await bring(unit);
      const file = fileOf(link, unit, withStamp(unit, Buffer.from(sleeper('Nice=3\n'))));
      const step = { unit, reason: 'test' };
      await actWell(link, [
        { ...step, do: 'write', file },
        { ...step, do: 'daemon-reload' },
        { ...step, do: 'ledger', restart: 'b2', reload: '', loadedFrom: [file.path], starts: true },
      ]);
      const loaded = await observeUnits(link, [unit]);
      const owed = loaded.units.get(unit);
      expect(owed?.ledger?.previousInvocation).toBe(first.invocation);
      expect(owed?.invocation).toBe(first.invocation);
      expect(loaded.ownReloadMark).toBe(loaded.reloadMark);
      expect(owed?.ledger?.loaded).toBe(owed?.files.get(file.path)?.identity);
      await actWell(link, [{ ...step, do: 'restart' }]);
      const restarted = await observeUntil(
        link,
        unit,
        (now) => running(now) && now.invocation !== first.invocation,
      );
      expect(restarted.invocation).not.toBe(first.invocation);
      // Noted anew without a start, the earlier invocation stays the one that is old.
      await actWell(link, [
        { ...step, do: 'ledger', restart: 'b2', reload: '', loadedFrom: [file.path], starts: false },
      ]);
      expect((await observeUnits(link, [unit])).units.get(unit)?.ledger?.previousInvocation).toBe(
        first.invocation,
      );
    });

    test('of what was started it is told that its condition is not met, though systemd has forgotten it', async () => {
      const unit = fresh();
      const body = `[Unit]\nConditionPathExists=/nowhere\n${sleeper()}`;
      await actWell(
        link,
        firstSteps(link, unit, body).filter((step) => step.do !== 'link'),
      );
      const observed = (await observeUnits(link, [unit], { started: [unit] })).units.get(unit);
      expect(observed?.details).toMatchObject({ conditionTested: true, conditionResult: false });
    });

    test('somebody else’s daemon-reload shows as a mark that is not ours', async () => {
      const unit = fresh();
      await bring(unit);
      await actWell(link, [{ unit, reason: 'test', do: 'daemon-reload' }]);
      await machine.systemctl('daemon-reload');
      const observed = await observeUnits(link, [unit]);
      expect(observed.reloadMark).not.toBe(observed.ownReloadMark);
    });

    test('a removal leaves nothing, and records of others are strays', async () => {
      const [unit, other] = [fresh(), fresh()];
      await bring(unit);
      await bring(other);
      const strays = await observeUnits(link, [other], { strays: true });
      expect(strays.strays.map((record) => record.name)).toContain(unit);
      expect(strays.strays.map((record) => record.name)).not.toContain(other);
      await actWell(link, removalSteps(link, unit));
      const gone = (await observeUnits(link, [unit])).units.get(unit);
      expect(gone?.files.size).toBe(0);
      expect(gone).toMatchObject({ record: null, ledger: null, links: [], invocation: null });
    });

    test('a lower epoch is refused, and nothing is done', async () => {
      const unit = fresh();
      const epoch = (await observeUnits(link, [unit])).epoch;
      await link.act({ id: 'leader', epoch: epoch + 5, steps: firstSteps(link, fresh(), sleeper()) });
      const batch: ActBatch = { id: 'stale', epoch: epoch + 4, steps: firstSteps(link, unit, sleeper()) };
      const refused = await link.act(batch).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).toBeInstanceOf(LinkError);
      expect(refused).toMatchObject({ reason: 'EpochStale' });
      const observed = await observeUnits(link, [unit]);
      expect(observed.units.get(unit)?.files.size).toBe(0);
      expect(observed.epoch).toBe(epoch + 5);
    });

    test('one unit that cannot start does not keep the others from it', async () => {
      const [good, bad] = [fresh(), fresh()];
      const steps = [
        ...firstSteps(link, bad, '[Service]\nExecStart=\n'),
        ...firstSteps(link, good, sleeper()),
      ].sort((a, b) => order.indexOf(a.do) - order.indexOf(b.do));
      const { epoch } = await observeUnits(link, []);
      const { results } = await link.act({ id: 'mixed', epoch, steps });
      const failed = results.filter(({ ok }) => !ok);
      expect(new Set(failed.map(({ step }) => step.unit))).toEqual(new Set([bad]));
      expect(failed.map(({ step }) => step.do)).toEqual(['start', 'record']);
      expect(failed[0]?.message).toContain(bad);
      await observeUntil(link, good, running);
    });
  });
}

const order = ['intent', 'write', 'link', 'ledger', 'start', 'record'];
