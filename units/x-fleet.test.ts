import { locateText } from './located-directives.ts';
import { readFleetSection } from './x-fleet.ts';

function read(lines: string, name = 'web.service') {
  const text = `[Service]\nExecStart=/bin/true\n[X-Fleet]\n${lines}\n`;
  return readFleetSection(locateText(text, ['spec', 'text']).directives, name);
}

const messages = (lines: string, name?: string) =>
  read(lines, name).problems.map(({ within, message }) => `${within?.line}: ${message}`);

describe('every option, in its modern and its legacy spelling', () => {
  test.each([
    ['MachineID=148a18ff', { machine: '148a18ff' }],
    ['X-ConditionMachineID=148a18ff', { machine: '148a18ff' }],
    ['X-ConditionMachineBootID=148a18ff', { machine: '148a18ff' }],
    ['MachineOf=db.service cache.service', { with: ['db.service', 'cache.service'] }],
    ['X-ConditionMachineOf=db.service', { with: ['db.service'] }],
    ['Conflicts=a@* b.service\nConflicts=c.service', { conflicts: ['a@*', 'b.service', 'c.service'] }],
    ['X-Conflicts=a@*', { conflicts: ['a@*'] }],
    ['Replaces=old.service', { replaces: ['old.service'] }],
    ['Global=true', { global: true }],
    ['Global=t', { global: true }],
    ['Global=on\nGlobal=no', { global: false }],
    ['MachineMetadata=region=eu', { machineSelector: { matchLabels: { region: 'eu' } } }],
    ['X-ConditionMachineMetadata="disk=ssd"', { machineSelector: { matchLabels: { disk: 'ssd' } } }],
    [
      'MachineMetadata=region=eu disk=ssd\nMachineMetadata=region=us',
      {
        machineSelector: {
          matchLabels: { disk: 'ssd' },
          matchExpressions: [{ key: 'region', operator: 'In', values: ['eu', 'us'] }],
        },
      },
    ],
  ])('%s', (lines, placement) => {
    expect(read(lines)).toEqual({ placement, problems: [] });
  });

  test('none of it is no placement', () => {
    expect(read('')).toEqual({ placement: undefined, problems: [] });
  });
});

describe('specifiers', () => {
  test('of a unit and of an instance are known at once', () => {
    expect(read('MachineOf=%p-db@%i.service\nConflicts=%N-* %n.x%%', 'web@3.service').placement).toEqual({
      with: ['web-db@3.service'],
      conflicts: ['web@3-*', 'web@3.service.x%'],
    });
  });

  test('of a template wait for the instance', () => {
    expect(read('MachineMetadata=hostname=%i', 'web@.service').placement).toEqual({
      machineSelector: { matchLabels: { hostname: '%i' } },
    });
  });
});

describe('what fleet refused, or should have', () => {
  test.each([
    ['MachineID=a\nMachineOf=b.service', '5: MachineOf= cannot be combined with MachineID='],
    ['MachineID=a\nConflicts=b', '5: Conflicts= cannot be combined with MachineID='],
    ['MachineID=a\nGlobal=yes', '5: Global= cannot be combined with MachineID='],
    ['MachineID=a\nReplaces=b.service', '5: Replaces= cannot be combined with MachineID='],
    ['Global=yes\nMachineOf=b.service', '5: MachineOf= cannot be combined with Global='],
    ['Global=yes\nReplaces=b.service', '5: Replaces= cannot be combined with Global='],
    ['Conflicts=a\nReplaces=b.service', '5: Replaces= cannot be combined with Conflicts='],
    [
      'MachineID=a\nX-ConditionMachineID=b',
      '5: X-ConditionMachineID= names b beside a; a unit is on one machine',
    ],
    ['MachineOf=db.service\nConflicts=d*', '5: Conflicts=d* matches db.service, which MachineOf= names'],
    [
      'MachineOf=db.service\nReplaces=db.service',
      '5: Replaces=db.service matches db.service, which MachineOf= names',
    ],
    ['MachineMetadata=region', '4: MachineMetadata= has "region", which is not one key=value'],
    ['MachineMetadata=region=', '4: MachineMetadata= has "region=", which is not one key=value'],
    ['MachineMetadata==eu', '4: MachineMetadata= has "=eu", which is not one key=value'],
    ['MachineMetadata=a=b=c', '4: MachineMetadata= has "a=b=c", which is not one key=value'],
    ['Global=perhaps', '4: Global=perhaps is not a boolean; write yes or no'],
    ['Global=yes no', '4: Global=yes no is not a boolean; write yes or no'],
    ['MachineOf=web.service', '4: MachineOf=web.service is this unit itself'],
    ['MachineOf="db.service', '4: MachineOf= has a quote that is not closed'],
    ['Conflicts=a/b', '4: Conflicts=a/b contains "/", which stands in no unit\'s name and no glob'],
    [`Conflicts=${'x'.repeat(257)}`, `4: Conflicts=${'x'.repeat(257)} has 257 characters; 256 is the most`],
    ['MachineOff=db.service', '4: there is no option MachineOff= in [X-Fleet]'],
  ])('%s', (lines, message) => {
    expect(messages(lines)).toEqual([message]);
  });

  test('all at once', () => {
    expect(messages('MachineMetadata=region\nMachineOf=db\nGlobal=2\nmachineid=x')).toHaveLength(5);
  });
});
