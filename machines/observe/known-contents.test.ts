import fc from 'fast-check';
import { KnownContents } from './known-contents.ts';
import { noContents, type Survey } from './parse-survey.ts';

/** The kernel stamps files with a clock that moves on every 10 ms. */
const tickMs = 10;

interface Disk {
  now: number;
  files: Map<string, { content: string; changed: number }>;
}

function stamped(ms: number): string {
  return (Math.floor(ms / tickMs) * (tickMs / 1000)).toFixed(10);
}

function glanceOf({ now, files }: Disk): Survey {
  const glance = {
    files: new Map(),
    kept: new Map<string, string>(),
    contents: noContents(),
    clock: Number(stamped(now)),
  };
  let inode = 1;
  for (const [path, { content, changed }] of files) {
    const identity = `${inode++}:${stamped(changed)}`;
    if (path.startsWith('/state/')) glance.kept.set(path, `${identity} ${content.length}`);
    else glance.files.set(path, { path, type: 'file', identity, size: content.length });
  }
  // What else is in a survey is nothing to those who know contents.
  return glance as unknown as Survey;
}

/** What a machine would answer about the paths, and what was known of the others. Returns how many had to be read. */
function look(disk: Disk, known: KnownContents): { survey: Survey; read: number } {
  const survey = glanceOf(disk);
  const { contents, files, kept } = known.compare(survey, new Set());
  for (const path of files) contents.digests.set(path, disk.files.get(path)?.content ?? '');
  for (const path of kept) contents.texts.set(path, disk.files.get(path)?.content ?? '');
  survey.contents = contents;
  known.note(survey);
  return { survey, read: files.length + kept.length };
}

function newDisk(): Disk {
  const paths = ['/etc/systemd/system/a.service', '/etc/systemd/system/b.service', '/state/units/a.json'];
  return {
    now: 1_000_000,
    files: new Map(paths.map((path) => [path, { content: 'x', changed: 1_000_000 }])),
  };
}

test('what is known is what is there, however fast it changes', () => {
  const write = fc.record({ file: fc.nat(2), content: fc.constantFrom('x', 'y', 'zz') });
  const step = fc.oneof(
    fc.record({ write }),
    fc.record({ wait: fc.constantFrom(1, 9, 60, 150) }),
    fc.constant('look' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const disk = newDisk();
      const known = new KnownContents();
      for (const each of steps) {
        if (each === 'look') {
          const { survey } = look(disk, known);
          for (const [path, { content }] of disk.files)
            expect((survey.contents.digests.get(path) ?? survey.contents.texts.get(path)) === content).toBe(
              true,
            );
        } else if ('wait' in each) disk.now += each.wait;
        else {
          const path = [...disk.files.keys()][each.write.file] ?? '';
          disk.files.set(path, { content: each.write.content, changed: disk.now });
        }
      }
    }),
  );
});

test('what has come to rest is read once', () => {
  const disk = newDisk();
  disk.now += 1_000;
  const known = new KnownContents();
  expect(known.isEmpty).toBe(true);
  expect(look(disk, known).read).toBe(3);
  expect(look(disk, known).read).toBe(0);
  disk.files.set('/etc/systemd/system/a.service', { content: 'y', changed: disk.now });
  expect(look(disk, known).read).toBe(1);
  // Changed a moment ago: it may yet change without showing it.
  expect(look(disk, known).read).toBe(1);
  disk.now += 1_000;
  expect(look(disk, known).read).toBe(1);
  expect(look(disk, known).read).toBe(0);
});

test('a link is never believed', () => {
  const known = new KnownContents();
  const path = '/etc/systemd/system/a.service.d/10.conf';
  const link = { path, type: 'link', identity: '7:1.0', size: 4 };
  const survey = { ...glanceOf(newDisk()), files: new Map([[path, link]]), kept: new Map(), clock: 1e6 };
  known.note(survey as unknown as Survey);
  expect(known.compare(survey as unknown as Survey, new Set()).files).toEqual([path]);
});
