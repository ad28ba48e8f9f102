import { parseDetails } from './parse-details.ts';

const answer = (records: string[], replaced: number[] = []) =>
  Buffer.from(
    `rubbish\n\nmuster-details-1\n${records.join('\n\n')}\n--\n${replaced.map((pid) => `/proc/${pid}/exe\n`).join('')}end 0\n`,
  );

test('properties in any order, found by any name of the unit', () => {
  const details = parseDetails(
    answer(
      [
        'MainPID=42\nId=a.service\nNames=a.service also.service\nActiveState=active\nDropInPaths=/etc/x y/1.conf /run/2.conf\nNeedDaemonReload=yes\nConditionTimestampMonotonic=9\nConditionResult=no',
        'LoadState=not-found\nLoadError=org.freedesktop.systemd1.NoSuchUnit "Unit b.service\nnot found."\nId=b.service\nNames=b.service\nMainPID=0',
      ],
      [42],
    ),
    ['also.service', 'b.service', 'c.service'],
  );
  expect([...details.keys()]).toEqual(['also.service', 'b.service']);
  expect(details.get('also.service')).toMatchObject({
    mainPID: 42,
    activeState: 'active',
    dropInPaths: ['/etc/x y/1.conf', '/run/2.conf'],
    needDaemonReload: true,
    conditionTested: true,
    conditionResult: false,
    binaryReplaced: true,
  });
  expect(details.get('b.service')).toMatchObject({
    loadState: 'not-found',
    loadError: 'org.freedesktop.systemd1.NoSuchUnit "Unit b.service\nnot found."',
    dropInPaths: [],
    binaryReplaced: false,
    conditionTested: false,
  });
});

test('an answer that was cut is refused', () => {
  const whole = answer(['Id=a.service\nNames=a.service']);
  for (let length = 0; length < whole.length; length++) {
    expect(() => parseDetails(whole.subarray(0, length), ['a.service'])).toThrow(
      expect.objectContaining({ reason: 'ProtocolError' }),
    );
  }
});

test('a failure of systemctl is told', () => {
  expect(() => parseDetails(answer(['Failed to connect to bus: Host is down']), ['a.service'])).toThrow(
    /Host is down/,
  );
});
