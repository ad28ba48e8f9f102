import type { Unit, UnitSpec } from './types.ts';
import { validate } from './validate.ts';

function problemsOf(name: string, spec: UnitSpec): string[] {
  const unit: Unit = {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name },
    spec: { text: '[Service]\nExecStart=/bin/true\n', ...spec },
  };
  return validate(unit).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test.each<[string, UnitSpec]>([
  ['a.service', { dependsOn: ['b.service', 'c@1.service', 'd@.service', 'e@%i.socket'] }],
  ['a@.service', { bindsTo: ['b@%i.service', '%p-db.service'] }],
])('%s may wait for %j', (name, spec) => {
  expect(problemsOf(name, spec)).toEqual([]);
});

test.each<[string, UnitSpec, string]>([
  ['a.service', { dependsOn: ['b.service', 'a.service'] }, 'spec.dependsOn.1: is this unit itself'],
  ['a.service', { bindsTo: ['%n'] }, 'spec.bindsTo.0: is this unit itself'],
  ['a@.service', { dependsOn: ['a@1.service'] }, 'spec.dependsOn.0: is this unit itself'],
  ['a@.service', { dependsOn: ['a@.service'] }, 'spec.dependsOn.0: is this unit itself'],
  ['a.service', { dependsOn: ['b*.service'] }, 'spec.dependsOn.0: is a glob'],
  ['a.service', { dependsOn: ['b'] }, 'spec.dependsOn.0: must end in a type of unit'],
  ['a.service', { dependsOn: ['b c.service'] }, 'spec.dependsOn.0: contains " "'],
  ['a@.service', { dependsOn: ['%i'] }, 'spec.dependsOn.0: with its specifiers filled in must end in'],
])('%s may not wait for %j', (name, spec, message) => {
  expect(problemsOf(name, spec)).toEqual([expect.stringContaining(message)]);
});
