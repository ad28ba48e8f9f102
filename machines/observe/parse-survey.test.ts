import fc from 'fast-check';
import { stampLine } from '../../units/stamp.ts';
import { parseSurvey } from './parse-survey.ts';

const directories = { stateDir: '/var/lib/muster', runtimeDir: '/run/muster' };
const digest = 'd'.repeat(64);

/** What the script prints, from its parts. */
function answer(parts: { noise?: string; header?: string; rows?: string; records?: string[] }): Buffer {
  const { noise = '', header = 'boot machine 7 - - 0', rows = '', records = [] } = parts;
  return Buffer.from(`${noise}\nmuster-survey-1\n${header}\n${rows}\0V\0${records.join('')}E\0`);
}

const path = fc
  .array(
    fc.string({ minLength: 1, unit: 'binary' }).filter((part) => !/[\0/]/.test(part)),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => `/etc/${parts.join('/')}`);
const file = fc.record({
  type: fc.constantFrom('f', 'l', 'd', 'p'),
  mode: fc.constantFrom('644', '1777', '0'),
  owner: fc.constantFrom('root:root', '1000:a-b'),
  identity: fc.tuple(fc.nat(), fc.nat()).map(([inode, time]) => `${inode}:${time}.0123456789`),
  size: fc.nat(),
  target: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
});

test('whatever the names of files are, each record is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(path, file), { selector: ([each]) => each, maxLength: 20 }),
      (files) => {
        const records = files.map(
          ([name, { type, mode, owner, identity, size, target }]) =>
            `F${type} ${mode} ${owner} ${identity} ${size}\0${name}\0${target}\0`,
        );
        const digests = files.map(([name]) => `${digest}  ${name}\0`);
        const stamps = files.map(
          ([name], index) => `${name}\0${(index % 2) + 1}:${stampLine('a.service', digest)}`,
        );
        const survey = parseSurvey(answer({ records: [...records, ...digests, ...stamps] }), directories);
        expect(survey.files.size).toBe(files.length);
        files.forEach(([name, { type, mode, owner, identity, size, target }], index) => {
          expect(survey.files.get(name)).toEqual({
            path: name,
            type: { f: 'file', l: 'link', d: 'directory', p: 'other' }[type],
            digest,
            mode: mode.padStart(4, '0'),
            owner,
            target: type === 'l' ? target : null,
            identity,
            size,
            stamp: index % 2 === 0 ? 'a.service' : null,
          });
        });
      },
    ),
  );
});

test('an answer that was cut anywhere is refused', () => {
  const whole = answer({
    noise: 'Welcome!',
    rows: 'a.service loaded active running A thing',
    records: [
      'Iinvocation:a.service\0abc\x001.5\0',
      'Ff 644 root:root 1:2.3 9\0/etc/a\0\0',
      `${digest}  /etc/a\0`,
    ],
  });
  parseSurvey(whole, directories);
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), (length) => {
      expect(() => parseSurvey(whole.subarray(0, length), directories)).toThrow(
        expect.objectContaining({ reason: 'ProtocolError' }),
      );
    }),
  );
});

test('rows, invocations, ledgers, records and marks', () => {
  const survey = parseSurvey(
    answer({
      header: 'boot machine 7 - 12.5 0',
      rows: '  a.service loaded active running A  thing\nb.socket loaded inactive dead start B',
      records: [
        'Iinvocation:a.service\0abc\x00100.25\0',
        'M12.5\0',
        '/run/muster/ledger/a.service\0r\tabc\t=\t1:2,3:4\t12.5\n',
        '/run/muster/ledger/torn.service\0r\tabc\n',
        '/var/lib/muster/units/a.service.json\0{"name":"a.service","owner":{},\n',
        '/var/lib/muster/units/a.service.json\0"paths":[]}\n',
        '/var/lib/muster/units/torn.service.json\0{"name":"torn.ser\n',
      ],
    }),
    directories,
  );
  expect(survey).toMatchObject({
    bootId: 'boot',
    machineId: 'machine',
    epoch: 7,
    reloadMark: '12.5',
    ownReloadMark: '12.5',
  });
  expect(survey.loaded.get('a.service')).toEqual({ load: 'loaded', active: 'active', sub: 'running' });
  expect(survey.loaded.get('b.socket')).toEqual({ load: 'loaded', active: 'inactive', sub: 'dead' });
  expect(survey.invocations.get('a.service')).toEqual({ id: 'abc', at: 100.25 });
  expect(survey.ledgers).toEqual(
    new Map([
      [
        'a.service',
        { restart: 'r', previousInvocation: 'abc', reload: '', loaded: '1:2,3:4', reloadMark: '12.5' },
      ],
    ]),
  );
  expect([...survey.records.keys()]).toEqual(['a.service']);
});

test('a systemd that does not answer is named', () => {
  expect(() =>
    parseSurvey(
      answer({ header: 'b m 0 - - 1', rows: 'Failed to connect to bus: No such file' }),
      directories,
    ),
  ).toThrow(/Failed to connect to bus.*is-system-running/);
});

test('a machine without GNU find or a new enough sha256sum is refused, not taken for an empty one', () => {
  const plain = Buffer.from('\nmuster-survey-1\nboot machine 7 - - 0\n\0E\0');
  expect(() => parseSurvey(plain, directories)).toThrow(/findutils/);
  const undigested = answer({ records: ['Ff 644 root:root 1:2.3 9\0/etc/a\0\0'] });
  expect(() => parseSurvey(undigested, directories)).toThrow(/coreutils/);
});
