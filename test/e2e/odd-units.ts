/** Units with every odd thing that a valid name, path or content may hold, for property tests on real hosts. */
import fc from 'fast-check';
import { unitNameProblem } from '../../units/unit-name.ts';

/** A file as it is to lie on the machine. */
export interface OddFile {
  path: string;
  content: Buffer;
  mode: string;
}

export interface OddUnit {
  name: string;
  instances: string[];
  /** Of the unit file, below muster's stamp. */
  text: string;
  dropIns: Record<string, string>;
  files: OddFile[];
}

/** What a shell, a tar archive, a line protocol, or a regular expression could take for something of its own. */
const oddWords = [
  ...`'"\`$(){}[]<>|;&*?!#~%^=+,@:\\ -_.aZ0`,
  ...['é', '漢', '😀', 'e\u0301', '\u200b', '\u00a0', '\ufeff'],
  ...[
    '$(touch /odd)',
    '`id`',
    '$IFS',
    '-rf',
    '--help',
    '\\n',
    '\\x41',
    '%n',
    '%%',
    '*',
    'g',
    'plan',
    'complete',
    '..',
  ],
];
const oddText = (maxLength: number) =>
  fc.array(fc.constantFrom(...oddWords), { minLength: 1, maxLength }).map((words) => words.join(''));

const namePart = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...'aZ09:-_.\\@', '--', '\\x2d', '-rf'), { minLength: 1, maxLength })
    .map((words) => words.join(''));

/** The number keeps names apart from each other, and from those of the machine. */
const nameOf = (number: number): fc.Arbitrary<{ name: string; instances: string[] }> =>
  fc
    .record({
      before: fc.oneof(namePart(6), fc.constant('')),
      after: fc.oneof(namePart(20), fc.constant(''), fc.constant('n'.repeat(200))),
      // The one character of a name that the schema keeps out of an instance.
      instances: fc.uniqueArray(
        namePart(10).filter((part) => !part.includes('@')),
        { maxLength: 2 },
      ),
    })
    .map(({ before, after, instances }) => {
      // With nothing after the @ it would be a template, which runs nowhere.
      const stem = `${before}odd${number}${after}`.replace(/@+$/, '');
      if (instances.length === 0) return { name: `${stem}.service`, instances };
      return { name: `${stem.replaceAll('@', '')}@.service`, instances };
    })
    .filter(({ name }) => unitNameProblem(name) === null);

const pathPart = oddText(8).filter((part) => part !== '.' && part !== '..');

/** Not only text: every byte but those that the case is without. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content)),
  oddText(60).map((text) => Buffer.from(text)),
  fc.array(oddText(10), { maxLength: 5 }).map((lines) => Buffer.from(`${lines.join(' \r\n')}\n`)),
  fc
    .constantFrom(
      '',
      '\n',
      ' ',
      '\0',
      'E\0',
      '\n\n\nmuster-act-1\nend\t1\n',
      '# muster: odd.service sha256:0 -\n',
    )
    .map((text) => Buffer.from(text)),
  oddText(3).map((text) => Buffer.from(text.repeat(5_000))),
);

const filesOf = (number: number): fc.Arbitrary<OddFile[]> =>
  fc
    .array(
      fc.record({
        parts: fc.array(pathPart, { minLength: 1, maxLength: 3 }),
        content: bytes,
        mode: fc.constantFrom('0644', '0600', '0755', '0440'),
      }),
      {
        maxLength: 3,
      },
    )
    .map((files) =>
      files.map(({ parts, content, mode }, index) => ({
        path: `/srv/odd/${number}-${index}/${parts.join('/')}`,
        content,
        mode,
      })),
    );

/** A line of a unit file that systemd passes over. */
const comment = fc
  .oneof(
    oddText(20),
    oddText(2).map((text) => `${text}x`.repeat(1_000)),
  )
  .map((text) => `# ${text.replace(/\\+$/, '')}`);

const textOf = (rest: string) =>
  fc
    .record({
      above: fc.array(comment, { maxLength: 3 }),
      below: fc.array(comment, { maxLength: 2 }),
      end: fc.constantFrom('', '\n', '\n\n', '  \n'),
    })
    .map(({ above, below, end }) => [...above, rest, ...below].join('\n') + end);

const dropIns = fc
  .uniqueArray(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,12}$/), { maxLength: 2 })
  .chain((names) =>
    fc
      .tuple(...names.map(() => textOf('[Unit]\nX-Odd=yes')))
      .map((texts) => Object.fromEntries(names.map((name, index) => [`${name}.conf`, texts[index] ?? '']))),
  );

const service = '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true';

const oddUnit = (number: number): fc.Arbitrary<OddUnit> =>
  fc
    .record({ named: nameOf(number), text: textOf(service), dropIns, files: filesOf(number) })
    .map(({ named, ...rest }) => ({ ...named, ...rest }));

/** So many units, no two of which are in each other's way. */
export function oddUnits(count: number): fc.Arbitrary<OddUnit[]> {
  return fc.tuple(...Array.from({ length: count }, (_, number) => oddUnit(number)));
}
