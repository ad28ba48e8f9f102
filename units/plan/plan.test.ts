/** Properties of plans, against a model of systemd that people have meddled with. */
import fc from 'fast-check';
import type { Unit } from '../../schemas/types.ts';
import { compile } from '../compile.ts';
import type { DesiredUnit } from '../desired.ts';
import type { Step } from '../step.ts';
import { type Assessment, assess, pathsToObserve } from './assess.ts';
import { mergeSteps } from './merge-steps.ts';
import { planRemoval } from './removal.ts';
import { ModelMachine, paths } from './testing/model-machine.ts';

const name = 'a.service';
const fragment = `${paths.unitDir}/${name}`;
const environment = '/etc/a.env';
const wants = `${paths.unitDir}/multi-user.target.wants/${name}`;
const bystander = `${paths.unitDir}/b.service`;

interface Wish {
  description: string;
  command: string;
  weight: number | null;
  stopCommand: string | null;
  reloads: boolean;
  environment: string | null;
  dropIn: string | null;
  installed: boolean;
  enabled: boolean;
  state: 'active' | 'inactive';
}

const word = fc.constantFrom('one', 'two', 'three');
const wish: fc.Arbitrary<Wish> = fc.record({
  description: word,
  command: word,
  weight: fc.option(fc.constantFrom(50, 200)),
  stopCommand: fc.option(word),
  reloads: fc.boolean(),
  environment: fc.option(word),
  dropIn: fc.option(word),
  installed: fc.boolean(),
  enabled: fc.boolean(),
  state: fc.constantFrom('active' as const, 'active' as const, 'inactive' as const),
});

function desire(wanted: Wish, rest: Partial<Unit['spec']> = {}): DesiredUnit {
  const unit: Unit = {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, uid: 'u' },
    spec: {
      state: wanted.state,
      ...(wanted.installed ? { enabled: wanted.enabled } : {}),
      sections: {
        Unit: { Description: wanted.description },
        Service: {
          ExecStart: `/bin/${wanted.command}`,
          ...(wanted.weight === null ? {} : { CPUWeight: wanted.weight }),
          ...(wanted.stopCommand === null ? {} : { ExecStop: `/bin/${wanted.stopCommand}` }),
          ...(wanted.reloads ? { ExecReload: '/bin/kill -HUP $MAINPID' } : {}),
          ...(wanted.environment === null ? {} : { EnvironmentFile: environment }),
        },
        ...(wanted.installed ? { Install: { WantedBy: 'multi-user.target' } } : {}),
      },
      ...(wanted.dropIn === null
        ? {}
        : { dropIns: { '10-ours.conf': { Service: { Environment: { WORD: wanted.dropIn } } } } }),
      ...(wanted.environment === null ? {} : { files: [{ path: environment, content: wanted.environment }] }),
      ...rest,
    },
  };
  const result = compile(unit, { paths, machine: { name: 'm', machineId: 'm' } });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.desired;
}

/** What somebody does on the machine. */
const meddling: { [what: string]: (machine: ModelMachine) => void } = {
  edit: (machine) => machine.write(fragment, '[Service]\nExecStart=/bin/evil\n'),
  'edit and keep the mtime': (machine) =>
    machine.write(fragment, '[Service]\nExecStart=/bin/evil\n', { hidden: true }),
  'change the mode': (machine) => machine.chmod(fragment, '0600'),
  'delete the file': (machine) => machine.remove(fragment),
  mask: (machine) => machine.link(fragment, '/dev/null'),
  'mask with an empty file': (machine) => machine.write(fragment, ''),
  'mask until the next boot': (machine) => machine.link(`/run/systemd/system/${name}`, '/dev/null'),
  'link elsewhere': (machine) => machine.link(fragment, `/srv/${name}`),
  'add a drop-in': (machine) =>
    machine.write(`${paths.unitDir}/${name}.d/override.conf`, '[Service]\nEnvironment=X=1\n'),
  'add a drop-in for now': (machine) =>
    machine.write(`/run/systemd/system/${name}.d/50-now.conf`, '[Service]\nEnvironment=X=2\n'),
  'add a drop-in for all': (machine) =>
    machine.write(`${paths.unitDir}/service.d/all.conf`, '[Service]\nEnvironment=X=3\n'),
  'set a property': (machine) => {
    machine.write(`/etc/systemd/system.control/${name}.d/50-CPUWeight.conf`, '[Service]\nCPUWeight=7\n');
  },
  'edit our drop-in': (machine) => {
    const path = `${paths.unitDir}/${name}.d/10-ours.conf`;
    if (machine.files.has(path)) machine.write(path, '[Service]\nEnvironment=WORD=evil\n');
  },
  'remove our drop-in': (machine) => machine.remove(`${paths.unitDir}/${name}.d/10-ours.conf`),
  shadow: (machine) => machine.write(`/run/systemd/transient/${name}`, '[Service]\nExecStart=/bin/evil\n'),
  'edit the environment': (machine) => {
    if (machine.files.has(environment)) machine.write(environment, 'evil');
  },
  disable: (machine) => machine.remove(wants),
  'enable elsewhere': (machine) => machine.link(`${paths.unitDir}/timers.target.wants/${name}`, fragment),
  'daemon-reload': (machine) => machine.daemonReload(),
  start: (machine) => machine.start(),
  stop: (machine) => machine.stop(),
  restart: (machine) => machine.restart(),
  kill: (machine) => machine.fail(),
  reboot: (machine) => machine.reboot(),
};
const hands = fc.array(fc.constantFrom(...Object.keys(meddling)), { maxLength: 6 });

function meddle(machine: ModelMachine, what: readonly string[]): void {
  for (const each of what) meddling[each]?.(machine);
}

function look(machine: ModelMachine, desired: DesiredUnit): Assessment {
  const recorded = machine.observe([]).record?.paths ?? [];
  const asked = [...pathsToObserve(desired), ...recorded];
  return assess(desired, machine.observe(asked), machine.context());
}

function carryOut(machine: ModelMachine, steps: Step[]): Step[] {
  const batch = mergeSteps([steps]);
  for (const step of batch) machine.perform(step, batch);
  return batch;
}

/** A machine with a stranger on it, where `first` was carried out to the end. */
function settled(first: DesiredUnit): ModelMachine {
  const machine = new ModelMachine(name);
  machine.write(bystander, '[Service]\nExecStart=/bin/b\n');
  carryOut(machine, look(machine, first).steps);
  return machine;
}

function isAsDesired(machine: ModelMachine, desired: DesiredUnit): void {
  for (const file of desired.files) {
    const live = machine.files.get(file.path);
    expect(live).toMatchObject({ link: false, mode: file.mode, owner: file.owner });
    expect(live?.content).toBe(file.content.toString('latin1'));
  }
  const links = [...machine.files.keys()].filter((path) => path.endsWith(`.wants/${name}`)).sort();
  expect(links).toEqual(desired.links.map(({ path }) => path).sort());
  if (desired.state === 'inactive') {
    expect(machine.process).toBeNull();
    return;
  }
  expect(machine.process?.digest).toBe(desired.digests.restart);
  expect(machine.loadedDigest()).toBe(desired.digests.restart);
}

test('whatever people did and whatever is wanted then: one plan reaches it, and the next one is empty', () => {
  fc.assert(
    fc.property(wish, hands, wish, (before, what, after) => {
      const machine = settled(desire(before));
      meddle(machine, what);
      const desired = desire(after);
      const batch = carryOut(machine, look(machine, desired).steps);
      isAsDesired(machine, desired);
      const next = look(machine, desired);
      expect(next.steps).toEqual([]);
      expect(next.drift.filter(({ heals }) => heals)).toEqual([]);
      expect(next.specChanged).toBe(false);
      expect(batch.filter((step) => step.do === 'daemon-reload').length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

test('the plan of an equal pair is empty, at once and after a reboot', () => {
  fc.assert(
    fc.property(wish, (wanted) => {
      const desired = desire({ ...wanted, installed: true, enabled: true, state: 'active' });
      const machine = settled(desired);
      expect(look(machine, desired).steps).toEqual([]);
      machine.reboot();
      expect(look(machine, desired)).toMatchObject({ steps: [], drift: [] });
    }),
  );
});

test('an act that is cut anywhere is taken up by the next plan', () => {
  fc.assert(
    fc.property(wish, hands, wish, fc.nat(20), (before, what, after, cut) => {
      const machine = settled(desire(before));
      meddle(machine, what);
      const desired = desire(after);
      const batch = mergeSteps([look(machine, desired).steps]);
      for (const step of batch.slice(0, cut % (batch.length + 1))) machine.perform(step, batch);
      carryOut(machine, look(machine, desired).steps);
      isAsDesired(machine, desired);
      expect(look(machine, desired).steps).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('what runs already as desired is not stopped, whatever else has to be repaired', () => {
  const harmless = hands.map((what) =>
    what.filter((each) => !['start', 'stop', 'restart', 'kill', 'reboot'].includes(each)),
  );
  fc.assert(
    fc.property(
      wish,
      harmless,
      fc.record({ description: word, installed: fc.boolean(), weight: fc.option(fc.constantFrom(50, 200)) }),
      (before, what, change) => {
        const wanted: Wish = { ...before, state: 'active' };
        const machine = settled(desire(wanted));
        const { process } = machine;
        meddle(machine, what);
        // Description, [Install] and CPUWeight: nothing in them needs another process.
        carryOut(machine, look(machine, desire({ ...wanted, ...change })).steps);
        expect(machine.process).toEqual(process);
        expect(machine.stops).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});

test('nothing is touched that is not this unit’s', () => {
  fc.assert(
    fc.property(wish, hands, wish, (before, what, after) => {
      const machine = settled(desire(before));
      meddle(machine, what);
      const shared = new Map(
        [...machine.files].filter(([path]) => path === bystander || path.includes('/service.d/')),
      );
      const owned = new Set(machine.observe([]).record?.paths);
      const desired = desire(after);
      const wanted = new Set([...desired.files, ...desired.links].map(({ path }) => path));
      for (const step of look(machine, desired).steps) {
        expect(step.unit).toBe(name);
        if (step.do === 'write') expect(wanted).toContain(step.file.path);
        // Somebody else's file is moved where it can be found again, and never removed; only links to this unit are.
        if (step.do === 'remove' && !owned.has(step.path))
          expect(machine.files.get(step.path)?.link).toBe(true);
        if (step.do === 'remove' || step.do === 'link' || step.do === 'set-aside')
          expect(step.path.split('/').some((part) => part.startsWith('a.'))).toBe(true);
        if (step.do === 'set-aside') expect(step.kept).toBe(`${paths.stateDir}/set-aside${step.path}`);
      }
      carryOut(machine, look(machine, desired).steps);
      for (const [path, file] of shared) expect(machine.files.get(path)).toEqual(file);
    }),
    { numRuns: 200 },
  );
});

test('without leave nothing is done: suspended, to be watched, or to be ignored', () => {
  fc.assert(
    fc.property(wish, hands, (wanted, what) => {
      const machine = settled(desire(wanted));
      meddle(machine, what);
      const whole = look(machine, desire(wanted));
      for (const rest of [{ suspend: true }, { drift: 'detect' as const }]) {
        const held = look(machine, desire(wanted, rest));
        expect(held.steps).toEqual([]);
        expect(held.wouldBe.map((step) => step.do)).toEqual(whole.wouldBe.map((step) => step.do));
      }
      const ignoring = look(machine, desire(wanted, { drift: 'ignore' }));
      expect(ignoring).toMatchObject({ steps: [], wouldBe: [] });
      expect(ignoring.drift).toEqual(whole.drift.map((item) => ({ ...item, heals: false })));
    }),
  );
});

test('a unit file of another is refused; adopted, it is given back when the unit goes', () => {
  fc.assert(
    fc.property(wish, fc.boolean(), (wanted, runs) => {
      const foreign = '[Service]\nExecStart=/bin/theirs\n';
      const machine = new ModelMachine(name);
      machine.write(fragment, foreign, { mode: '0640', owner: 'them:them' });
      if (runs) machine.start();
      const refused = look(machine, desire(wanted));
      expect(refused).toMatchObject({ steps: [], wouldBe: [], refused: { reason: 'NotOwned' } });
      const adopting = desire(wanted, { adopt: true });
      carryOut(machine, look(machine, adopting).steps);
      isAsDesired(machine, adopting);
      const record = machine.observe([]).record?.paths ?? [];
      carryOut(machine, planRemoval(machine.observe(record), machine.context()));
      expect(machine.files.get(fragment)).toMatchObject({
        content: foreign,
        mode: '0640',
        owner: 'them:them',
      });
      expect([...machine.files.keys()]).toEqual([fragment]);
    }),
  );
});

test('taken off, nothing of it is left, and nothing of others is gone', () => {
  fc.assert(
    fc.property(wish, hands, (wanted, what) => {
      const machine = settled(desire(wanted));
      meddle(machine, what);
      const record = machine.observe([]).record?.paths ?? [];
      const ours = new Set(record);
      const others = [...machine.files.keys()].filter(
        (path) => !ours.has(path) && !path.endsWith(`.wants/${name}`),
      );
      carryOut(machine, planRemoval(machine.observe(record), machine.context()));
      expect(machine.process).toBeNull();
      expect(record.filter((path) => machine.files.has(path))).toEqual([]);
      expect(machine.observe([]).record).toBeNull();
      // A mask until the next boot is a link that would lead nowhere, and goes too.
      for (const path of others.filter((each) => each !== `/run/systemd/system/${name}`))
        expect([...machine.files.keys()]).toContain(path);
      expect(planRemoval(machine.observe(record), machine.context())).toEqual([]);
    }),
  );
});
