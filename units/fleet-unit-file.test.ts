import type { Unit } from '../schemas/types.ts';
import { toFleetUnitFile, withoutFleetSection } from './fleet-unit-file.ts';
import { loadManifests } from './load-manifests.ts';

const web = `# kept
[Unit]
Description=web

[X-Fleet]
MachineMetadata=region=eu disk=ssd
MachineMetadata="region=us"
MachineOf=db.service
Conflicts=web@*

[Service]
ExecStart=/bin/sleep infinity
`;

function unitOf(name: string, text: string): Unit {
  const { objects, problems } = loadManifests([{ name, text }]);
  expect(problems).toEqual([]);
  const [object] = objects;
  if (object?.object.kind !== 'Unit') throw new Error('no unit');
  return object.object;
}

test('only the section goes', () => {
  expect(withoutFleetSection(web)).toBe(
    '# kept\n[Unit]\nDescription=web\n\n[Service]\nExecStart=/bin/sleep infinity\n',
  );
  expect(withoutFleetSection('[Service]\nExecStart=/bin/true\n\n[X-Fleet]\nGlobal=true\n')).toBe(
    '[Service]\nExecStart=/bin/true\n',
  );
});

test('a unit file of fleet becomes a Unit and the same placement again', () => {
  const unit = unitOf('web@1.service', web);
  const back = toFleetUnitFile({ ...unit, spec: { ...unit.spec, text: withoutFleetSection(web) } });
  expect(back.unsaid).toEqual([]);
  expect(unitOf(back.name, back.text).spec.placement).toEqual(unit.spec.placement);
});

test('what fleet had no words for is named', () => {
  const unit = unitOf('web.service', '[Service]\nExecStart=/bin/true\n');
  const { text, unsaid } = toFleetUnitFile({
    ...unit,
    spec: {
      ...unit.spec,
      resources: { requests: { cpu: 1 } },
      placement: {
        with: ['db@*', 'a.service'],
        machineSelector: { matchExpressions: [{ key: 'role', operator: 'NotIn', values: ['db'] }] },
        spread: [{ topologyKey: 'region' }],
      },
    },
  });
  expect(text).toBe('[Service]\nExecStart=/bin/true\n\n[X-Fleet]\nMachineOf=a.service\n');
  expect(unsaid).toEqual([
    'spec.placement.machineSelector (role NotIn)',
    'spec.placement.with (db@*)',
    'spec.placement.spread',
    'spec.resources',
  ]);
});
