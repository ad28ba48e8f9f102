import type { Placement, Unit } from '../schemas/types.ts';
import type { UnitRecord } from '../units/observed.ts';
import { judgeStray, type StrayJudge } from './strays.ts';

const record: UnitRecord = {
  name: 'a.service',
  owner: { namespace: 'default', unit: 'a.service', uid: '1' },
  paths: [],
  adopted: [],
  machineId: '',
  spec: {},
  store: 'ours',
};

function unit(spec: Partial<Unit['spec']> = {}): Unit {
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name: 'a.service' }, spec };
}

function placement(machine: string): Placement {
  const metadata = { name: `a.service.${machine}`, namespace: 'default' };
  return { apiVersion: 'muster.dev/v1', kind: 'Placement', metadata, spec: { unit: 'a.service', machine } };
}

function judge(rest: Partial<StrayJudge> = {}): StrayJudge {
  return { store: 'ours', machine: 'm1', unit: () => unit(), placements: [], unplaced: new Set(), ...rest };
}

test('what another muster wrote is left to it', () => {
  expect(judgeStray({ ...record, store: 'theirs' }, judge())).toMatchObject({
    kind: 'NotOwned',
    remove: false,
  });
  const { store: _, ...unsigned } = record;
  expect(judgeStray(unsigned, judge())).toMatchObject({ kind: 'NotOwned', remove: false });
});

test('a second copy of what has its place elsewhere goes', () => {
  const verdict = judgeStray(record, judge({ placements: [placement('m2')] }));
  expect(verdict).toEqual({
    kind: 'WrongMachine',
    message: 'a.service is on m1 too, and its place is on m2',
    remove: true,
  });
});

test('what the Unit no longer asks for goes, and policy can hold it back', () => {
  expect(judgeStray(record, judge())).toMatchObject({ kind: 'Orphan', remove: true });
  for (const spec of [{ drift: 'detect' }, { drift: 'ignore' }, { suspend: true }] as const) {
    expect(judgeStray(record, judge({ unit: () => unit(spec) }))).toMatchObject({ remove: false });
  }
});

test('a Unit that the store does not know is no reason to stop anything', () => {
  const verdict = judgeStray(record, judge({ unit: () => undefined }));
  expect(verdict).toMatchObject({ kind: 'Orphan', remove: false });
  expect(verdict.message).toContain('apply its manifest');
});

test('what may get its place here again, or has it already, stays', () => {
  const waiting = judge({ unplaced: new Set(['default/a.service']) });
  expect(judgeStray(record, waiting)).toMatchObject({ remove: false });
  expect(judgeStray(record, judge({ placements: [placement('m1')] }))).toMatchObject({ remove: false });
});
