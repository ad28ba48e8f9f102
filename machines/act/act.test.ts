import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { phases, type Step } from '../../units/step.ts';
import { factsScript } from '../facts.ts';
import { listScript } from '../heard-directories.ts';
import type { ActBatch } from '../link.ts';
import { contentsScript } from '../observe/contents-script.ts';
import { detailsScript } from '../observe/details-script.ts';
import { surveyScript } from '../observe/survey-script.ts';
import { systemdAnswersScript } from '../systemd-busy.ts';
import { actScript } from './act-script.ts';
import { encodeAct, encodePlainAct, isPlain } from './encode.ts';
import { parseAct } from './parse.ts';

const paths = {
  scope: 'system' as const,
  unitDir: '/etc/systemd/system',
  stateDir: '/var/lib/muster',
  runtimeDir: '/run/muster',
};
const batchOf = (steps: Step[]): ActBatch => ({ id: 'test', epoch: 3, steps });
const step = { unit: 'a.service', reason: 'test' };
const write = (path: string, content: Buffer, owner = 'root:root', mode = '0644'): Step => ({
  ...step,
  do: 'write',
  file: { path, role: 'file', content, digest: '', mode, owner, secret: false },
});

async function unpack(upload: Buffer): Promise<{ header: string[]; entries: Map<string, Buffer | string> }> {
  const end = upload.indexOf('\n');
  const entries = new Map<string, Buffer | string>();
  const archive = extract();
  archive.on('entry', (header, stream, next) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: unknown) => {
      if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    });
    stream.on('end', () => {
      entries.set(header.name, header.type === 'symlink' ? (header.linkname ?? '') : Buffer.concat(chunks));
      next();
    });
    stream.resume();
  });
  await new Promise((resolve, reject) => {
    archive.on('finish', () => resolve(undefined));
    archive.on('error', reject);
    Readable.from([upload.subarray(end + 1)]).pipe(archive);
  });
  return { header: upload.subarray(0, end).toString().split('\t'), entries };
}

test('what is encoded comes out of tar as it went in, and the last entry says that all is there', async () => {
  const part = fc.stringMatching(/^[ -.0-~]{1,40}$/).filter((text) => text !== '.' && text !== '..');
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(part, part, fc.uint8Array()), {
        maxLength: 10,
        selector: ([a, b]) => `${a}/${b}`,
      }),
      async (files) => {
        const steps = files.map(([directory, name, content]) =>
          write(`/x/${directory}/${name}`, Buffer.from(content)),
        );
        const { entries } = await unpack(await encodeAct(batchOf(steps), paths));
        const plan = String(entries.get('plan'))
          .split('\n')
          .map((line) => line.split('\t'));
        const directories = new Map(
          plan.flatMap(([kind, , number, path]) => (kind === 'group' ? [[number, path]] : [])),
        );
        const seen = new Map(
          plan.flatMap(([kind, , number, name]) =>
            kind === 'entry'
              ? [[`${directories.get(number)}/${name}`, entries.get(`g/${number}/${name}`)]]
              : [],
          ),
        );
        expect(seen).toEqual(
          new Map(
            files.map(([directory, name, content]) => [`/x/${directory}/${name}`, Buffer.from(content)]),
          ),
        );
        expect([...entries.keys()].at(-1)).toBe('complete');
      },
    ),
    { numRuns: 50 },
  );
});

test('staged beside the units when something is written, in /run when nothing is', async () => {
  const base = async (steps: Step[]) => (await unpack(await encodeAct(batchOf(steps), paths))).header[4];
  expect(await base([{ ...step, do: 'restart' }])).toBe('/run/muster');
  expect(await base([write('/x/y', Buffer.from(''))])).toBe('/etc/systemd/system');
});

test('a reload is owed until it has succeeded; the empty digest survives', async () => {
  const ledger: Step = { ...step, do: 'ledger', restart: 'a1', reload: 'b2', loadedFrom: [], starts: false };
  const plan = async (steps: Step[]) =>
    String((await unpack(await encodeAct(batchOf(steps), paths))).entries.get('plan'));
  expect(await plan([ledger, { ...step, do: 'reload' }])).toBe(
    'ledger\ta.service\ta1\t-\t0\nreload\ta.service\tb2\n',
  );
  expect(await plan([{ ...ledger, reload: '' }])).toBe('ledger\ta.service\ta1\t=\t0\n');
});

test.each<[string, Step]>([
  ['a path with a newline', write('/etc/a\nb', Buffer.from(''))],
  ['a path with a tab', write('/etc/a\tb', Buffer.from(''))],
  ['a relative path', write('etc/a', Buffer.from(''))],
  ['a path with ..', write('/etc/../passwd', Buffer.from(''))],
  ['an owner that is a sentence', write('/etc/a', Buffer.from(''), 'root root')],
  ['an owner that is an option', write('/etc/a', Buffer.from(''), '--reference=/etc/shadow:x')],
  ['a mode that is none', write('/etc/a', Buffer.from(''), 'root:root', 'u+s')],
  ['a unit that is a path', { ...step, unit: '../a.service', do: 'start' }],
  ['a unit that is an option', { ...step, unit: '--now', do: 'start' }],
  ['a unit that is a command', { ...step, unit: '$(reboot).service', do: 'start' }],
  ['a link target with a newline', { ...step, do: 'link', path: '/etc/a', target: 'b\nc' }],
])('%s never leaves for the machine', async (_, bad) => {
  await expect(encodeAct(batchOf([bad]), paths)).rejects.toMatchObject({ reason: 'ConfigurationInvalid' });
});

const everyStep: Step[] = [
  { ...step, do: 'stop' },
  { ...step, do: 'intent', content: '{}' },
  { ...step, do: 'set-aside', path: '/x', kept: '/k' },
  write('/etc/systemd/system/a.service', Buffer.from('')),
  { ...step, do: 'remove', path: '/r' },
  { ...step, do: 'restore', kept: '/k', path: '/x' },
  { ...step, do: 'link', path: '/l', target: 't' },
  { unit: '', reason: 'test', do: 'daemon-reload' },
  { ...step, do: 'reset-failed' },
  { ...step, do: 'ledger', restart: 'a1', reload: '', loadedFrom: [], starts: true },
  { ...step, do: 'reload' },
  { ...step, do: 'restart' },
  { ...step, do: 'start' },
  { ...step, do: 'record', content: '{}' },
];
const report = (...lines: string[]) =>
  Buffer.from(`Welcome!\n\nmuster-act-1\n${lines.map((line) => `${line}\n`).join('')}end\t120\n`);

test('no word of failure means that every step succeeded', () => {
  const { results, heldMs } = parseAct(report(), '', batchOf(everyStep), 'm1');
  expect(results.map(({ ok }) => ok)).toEqual(everyStep.map(() => true));
  expect(heldMs).toBe(120);
});

test('a block fails the later phases of its unit, and of no other', () => {
  const other = everyStep.map(
    (each): Step => (each.do === 'daemon-reload' ? each : { ...each, unit: 'b.service' }),
  );
  for (const phase of phases) {
    const { results } = parseAct(
      report(`block\t${phase}\ta.service`),
      '',
      batchOf([...everyStep, ...other]),
      'm1',
    );
    for (const { step: done, ok } of results) {
      const doneIn = done.do === 'restore' ? 'remove' : done.do;
      const later = phases.indexOf(doneIn) > phases.indexOf(phase) && done.unit === 'a.service';
      expect({ phase, do: done.do, unit: done.unit, ok }).toEqual({
        phase,
        do: done.do,
        unit: done.unit,
        ok: !later,
      });
    }
  }
});

test('a failure carries the lines that name its unit', () => {
  const steps: Step[] = [
    { ...step, do: 'start' },
    { ...step, unit: 'b.service', do: 'start' },
  ];
  const output = report(
    'fail\tstart\tb.service',
    'note\tstart\tFailed to start a thing.',
    'note\tstart\tFailed to start b.service: Unit b.service not found.',
  );
  expect(parseAct(output, '', batchOf(steps), 'm1').results).toMatchObject([
    { ok: true },
    { ok: false, message: 'Failed to start b.service: Unit b.service not found.' },
  ]);
});

test.each([
  ['refused\tEpochStale\t9', 'EpochStale', /epoch 9.*epoch 3/],
  ['refused\tBusy\tanother act held it for 20 s', 'MachineBusy', /tried again/],
  ['refused\tStage\tmkdir: cannot create directory: Permission denied', 'PrivilegeDenied', /sudo: true/],
  [
    'refused\tUpload\ttar: g/0/a: Cannot write: No space left on device\t/etc/systemd/system',
    'DiskFull',
    /^\/etc\/systemd\/system on m1: tar: .*No space left on device\. Nothing was changed: free some space/,
  ],
  [
    "refused\tStage\tmkdir: cannot create directory '/etc/x': Read-only file system\t/etc",
    'ReadOnlyFileSystem',
    /^\/etc on m1: .*remount it read-write/,
  ],
  [
    'refused\tUpload\tthe upload was cut short\t/etc',
    'ProtocolError',
    /^m1 did not begin act test: .*tried again/,
  ],
])('%s', (line, reason, message) => {
  const error = (() => {
    try {
      parseAct(report(line), '', batchOf(everyStep), 'm1');
      return null;
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
});

test('a step that fails for what is wrong with the machine has that for its cause', () => {
  const output = report(
    'fail\twrite\t/srv/a',
    "note\twrite\tmv: cannot move 'g/0/a' to '/srv/a': Read-only file system",
    'fail\tstart\ta.service',
    'note\tstart\tFailed to start a.service: Connection timed out',
  );
  const steps: Step[] = [write('/srv/a', Buffer.from('')), { ...step, do: 'start' }];
  expect(parseAct(output, '', batchOf(steps), 'm1').results).toMatchObject([
    { ok: false, cause: 'ReadOnlyFileSystem', message: expect.stringMatching(/\/srv\/a.*remount/) },
    { ok: false, cause: 'SystemdBusy', message: expect.stringMatching(/is-system-running/) },
  ]);
});

test('an answer that was cut is refused', () => {
  expect(() =>
    parseAct(Buffer.from('\nmuster-act-1\nfail\tstart\ta.service\n'), 'sh: killed', batchOf(everyStep), 'm1'),
  ).toThrow(/killed/);
});

test('only what asks systemd for a start goes through the shell that stays, and ends with a word that shows it whole', () => {
  const start: Step = { do: 'start', unit: 'a.service', reason: '' };
  const reset: Step = { do: 'reset-failed', unit: 'a.service', reason: '' };
  expect(isPlain(batchOf([reset, start]))).toBe(true);
  for (const step of everyStep) {
    if (step.do !== 'start' && step.do !== 'reset-failed')
      expect(isPlain(batchOf([start, step]))).toBe(false);
  }
  const [header = '', ...plan] = encodePlainAct(batchOf([reset, start]), paths, 1)
    .toString()
    .split('\n');
  expect(header.split('\t')[4]).toBe('-');
  expect(plan).toEqual(['reset-failed\ta.service', 'start\ta.service', 'complete', '']);
});

describe('the scripts', () => {
  const scripts = {
    actScript,
    surveyScript,
    contentsScript,
    detailsScript,
    factsScript,
    listScript,
    systemdAnswersScript,
  };
  const shells = [['sh'], ['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(
    ([program = '', ...rest]) => spawnSync(program, [...rest, '-c', 'exit 0']).status === 0,
  );
  test.each(Object.entries(scripts))('%s is understood by every shell here', (_, script) => {
    expect(shells.length).toBeGreaterThan(0);
    for (const [program = '', ...rest] of shells) {
      const { status, stderr } = spawnSync(program, [...rest, '-n'], { input: script, encoding: 'utf8' });
      expect({ program, status, stderr }).toEqual({ program, status: 0, stderr: '' });
    }
  });

  test.each(Object.entries(scripts))(
    '%s leaves nothing for shellcheck to say, where it is installed',
    (_, script) => {
      const { error, stdout } = spawnSync('shellcheck', ['--shell=sh', '-'], {
        input: script,
        encoding: 'utf8',
      });
      expect(error === undefined ? stdout : '').toBe('');
    },
  );
});
