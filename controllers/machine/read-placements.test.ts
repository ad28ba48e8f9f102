import type { DesiredUnit } from '../../units/desired.ts';
import { neighbourhood } from './read-placements.ts';

function desire(name: string, more: Partial<DesiredUnit> = {}) {
  const desired = { name, state: 'active', files: [], links: [], triggers: [], pulls: [], ...more };
  return [name, { desired: desired as unknown as DesiredUnit, generation: 1 }] as [
    string,
    { desired: DesiredUnit; generation: number },
  ];
}

const enabledIn = (by: string, name: string) => [
  { path: `/etc/systemd/system/${by}.wants/${name}`, target: '/x' },
];
const pulledIn = (...desires: ReturnType<typeof desire>[]) => [...neighbourhood(desires).pulledIn];

test('pulled in is what a unit that should run starts together with itself', () => {
  expect(pulledIn(desire('a.service', { pulls: ['b.service'] }), desire('b.service'))).toEqual(['b.service']);
  expect(pulledIn(desire('a.service', { pulls: ['b.service'], state: 'inactive' }))).toEqual([]);
});

test('pulled in is what is enabled for a unit of ours that should run, whichever comes first', () => {
  const side = desire('side.service', { state: 'inactive', links: enabledIn('a.service', 'side.service') });
  expect(pulledIn(side, desire('a.service'))).toEqual(['side.service']);
  expect(pulledIn(side, desire('a.service', { state: 'inactive' }))).toEqual([]);
  expect(pulledIn(side)).toEqual([]);
  expect(
    pulledIn(
      desire('b.service', { state: 'inactive', links: enabledIn('all.target', 'b.service') }),
      desire('all.target'),
    ),
  ).toEqual([]);
});
