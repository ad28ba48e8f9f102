import type { Unit, UnitPlacement } from '../schemas/types.ts';
import { fleetPlacementProblems, withFleetPlacement } from './fleet-placement.ts';
import { loadManifests } from './load-manifests.ts';

const text = (fleet: string) => `[Service]\nExecStart=/bin/true\n[X-Fleet]\n${fleet}\n`;

function unit(fleet: string, placement?: UnitPlacement): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: 'a@1.service' },
    spec: { text: text(fleet), ...(placement === undefined ? {} : { placement }) },
  };
}

const yaml = (spec: string) =>
  loadManifests([
    {
      name: 'a.yaml',
      text: `apiVersion: muster.dev/v1\nkind: Unit\nmetadata: {name: a@1.service}\nspec:\n${spec}`,
    },
  ]);
const placementOf = (spec: string) => {
  const { objects, problems } = yaml(spec);
  expect(problems).toEqual([]);
  return objects.map(({ object }) => (object as Unit).spec.placement)[0];
};
const problemsOf = (spec: string) =>
  yaml(spec).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

test('[X-Fleet] in spec.text and in spec.sections is read as in a unit file', () => {
  const wanted = { conflicts: ['b@1.service', 'c*'], machineSelector: { matchLabels: { role: 'web' } } };
  expect(
    placementOf(
      '  text: |\n    [Service]\n    ExecStart=/bin/true\n    [X-Fleet]\n    Conflicts=b@%i.service c*\n    MachineMetadata=role=web\n',
    ),
  ).toEqual(wanted);
  expect(
    placementOf(
      '  sections:\n    Service: {ExecStart: /bin/true}\n    X-Fleet: {Conflicts: ["b@%i.service", c*], MachineMetadata: role=web}\n',
    ),
  ).toEqual(wanted);
  expect(
    placementOf('  sections:\n    Service: {ExecStart: /bin/true}\n    X-Fleet: {Global: true}\n'),
  ).toEqual({ global: true });
});

test('what is wrong there is said where it stands', () => {
  expect(
    problemsOf(
      '  text: |\n    [Service]\n    ExecStart=/bin/true\n    [X-Fleet]\n    Conflict=b\n    MachineID=x\n    Global=yes\n',
    ),
  ).toEqual([
    '9:5 there is no option Conflict= in [X-Fleet]',
    '11:5 Global= cannot be combined with MachineID=',
  ]);
  expect(
    problemsOf(
      '  sections:\n    Service: {ExecStart: /bin/true}\n    X-Fleet:\n      MachineMetadata: [role]\n      Replace: b\n',
    ),
  ).toEqual([
    '8:25 MachineMetadata= has "role", which is not one key=value',
    '9:7 there is no option Replace= in [X-Fleet]',
  ]);
});

test('a placement beside it: other fields are joined, the same is fine, and a difference is named', () => {
  const { placement } = withFleetPlacement(unit('Conflicts=b*', { handover: 'stopFirst' })).unit.spec;
  expect(placement).toEqual({ conflicts: ['b*'], handover: 'stopFirst' });
  expect(withFleetPlacement(unit('Conflicts=b*', { conflicts: ['b*'] })).problems).toEqual([]);
  expect(withFleetPlacement(unit('Conflicts=b*', { conflicts: ['c*'] })).problems).toEqual([
    {
      path: ['spec', 'placement', 'conflicts'],
      target: 'value',
      message: 'differs from ["b*"], as [X-Fleet] has it; keep one of the two',
    },
  ]);
});

test('where it cannot be filled in, what it says has to be in the placement', () => {
  expect(fleetPlacementProblems(unit('Conflicts=b*', { conflicts: ['b*'] }))).toEqual([]);
  expect(fleetPlacementProblems(unit(''))).toEqual([]);
  expect(fleetPlacementProblems(unit('Conflicts=b*')).map(({ message }) => message)).toEqual([
    '[X-Fleet] is read by muster apply only; say it in placement: {"conflicts": ["b*"]}',
  ]);
  expect(fleetPlacementProblems(unit('Conflict=b*')).map(({ message }) => message)).toEqual([
    'there is no option Conflict= in [X-Fleet]',
  ]);
});
