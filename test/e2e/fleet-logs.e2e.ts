/** `muster logs -f` of units on several machines: through a cut connection, and of units that come later. */
import { stringify } from 'yaml';
import { waitUntil } from '../lab/wait-until.ts';
import { ended, startCommand } from './built-command.ts';
import { fleetLab } from './fleet-lab.ts';
import { limit } from './muster.ts';

jest.setTimeout(240_000);
const fleet = fleetLab('fleet-logs', ['l1', 'l2', 'l3']);

/** Counts aloud; each line has the unit's name, and the next number. */
function counter(name: string, spec: object): string {
  const text =
    '[Service]\nExecStart=/bin/sh -c \'n=0; while sleep 0.2; do n=$$((n + 1)); echo "%N says $$n"; done\'\n';
  return stringify({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name },
    spec: { text, ...spec },
  });
}
const apart = (instances: number) =>
  counter('count@.service', { instances, placement: { conflicts: ['count@*'] } });

test('logs -f merges machines, goes on after a cut connection without a gap, and follows units that come later', async () => {
  await fleet.apply(apart(2));
  const { home } = fleet.cli();
  const follow = startCommand(['logs', '-f', 'count*', '-n', '0'], { home });
  const numbers = new Map<string, number[]>();
  const order: string[] = [];
  const notes: string[] = [];
  const over = ended(follow, {
    limitMs: 200_000,
    onLine(line) {
      const [, name = '', number] = /: (\S+) says (\d+)$/.exec(line) ?? [];
      if (number === undefined) notes.push(line);
      else {
        numbers.set(name, [...(numbers.get(name) ?? []), Number(number)]);
        order.push(name);
      }
    },
  });
  const counted = (name: string) => numbers.get(name)?.length ?? 0;
  const untilCounted = (name: string, count: number) =>
    waitUntil(`${count} lines of ${name}; notes: ${notes.join('; ')}`, () => counted(name) >= count, limit);
  try {
    await Promise.all([untilCounted('count@1', 5), untilCounted('count@2', 5)]);
    // Neither waits for the other to end.
    expect(order.indexOf('count@1')).toBeLessThan(order.lastIndexOf('count@2'));
    expect(order.indexOf('count@2')).toBeLessThan(order.lastIndexOf('count@1'));

    const cut = fleet.host(await fleet.place('count@1.service'));
    await cut.cut('reject');
    await waitUntil(
      'the cut to be told',
      () => notes.some((note) => note.includes(`machine ${cut.name}: `)),
      limit,
    );
    const [before, other] = [counted('count@1'), counted('count@2')];
    await untilCounted('count@2', other + 5);
    await cut.heal();
    await untilCounted('count@1', before + 10);
    expect(notes.join('\n')).toContain(`machine ${cut.name}: connected again`);

    // One on a machine that has been followed all along, and one on another.
    const late = counter('count-late.service', { placement: { machine: cut.name } });
    await fleet.apply(apart(3), late);
    await Promise.all([untilCounted('count@3', 3), untilCounted('count-late', 3)]);
    const known = counted('count@1');
    await untilCounted('count@1', known + 3);
  } finally {
    follow.kill('SIGINT');
  }
  expect((await over).code).toBe(130);
  expect([...numbers.keys()].sort()).toEqual(['count-late', 'count@1', 'count@2', 'count@3']);
  for (const [name, all] of numbers) {
    const first = /late|3/.test(name) ? 1 : (all[0] ?? 0);
    expect([name, all]).toEqual([name, all.map((_, index) => first + index)]);
  }
});
