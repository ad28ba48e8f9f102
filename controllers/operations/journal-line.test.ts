import { comesAfter, journalLine } from './journal-line.ts';

test('an entry as journalctl shows it, with every unit that it is about', () => {
  const entry = {
    MESSAGE: 'Started hello.',
    SYSLOG_IDENTIFIER: 'systemd',
    _PID: '1',
    UNIT: 'hello.service',
    _SYSTEMD_UNIT: 'init.scope',
    __REALTIME_TIMESTAMP: '1700000000000001',
    __CURSOR: 's=ab;i=1f;b=0;m=1;t=60;x=0',
  };
  expect(journalLine(JSON.stringify(entry))).toEqual({
    text: 'systemd[1]: Started hello.',
    at: 1_700_000_000_000_001,
    cursor: entry.__CURSOR,
    units: ['hello.service', 'init.scope'],
  });
});

test('what is not UTF-8 comes as bytes; what is no entry stays as it is', () => {
  expect(journalLine('{"MESSAGE":[104,105]}')?.text).toBe('unknown: hi');
  expect(journalLine('-- Boot --')?.text).toBe('-- Boot --');
  expect(journalLine('')).toBeNull();
});

test('the order of entries is their number, and between journals their time', () => {
  expect(comesAfter('s=a;i=100;t=1', 's=a;i=ff;t=2')).toBe(true);
  expect(comesAfter('s=a;i=ff;t=1', 's=a;i=ff;t=1')).toBe(false);
  expect(comesAfter('s=b;i=1;t=20', 's=a;i=ff;t=1f')).toBe(true);
});
