/** The keeper's promise against a machine with its own clock, a network that delays, loses answers and is cut. */

import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { fenceStopSeconds } from '../../machines/fence.ts';
import type { MachineLink } from '../../machines/link.ts';
import { FenceKeeper } from './fence-keeper.ts';

/** A machine that understands just what the keeper asks of it; its clock runs a little fast or slow. */
class FencedMachine {
  now = 1_000_000;
  readonly #rate: number;
  /** In the machine's own seconds since boot; null: no timer. */
  timerEnds: number | null = null;
  network: { delayMs: number; loses: 'nothing' | 'the answer' | 'everything' } = {
    delayMs: 0,
    loses: 'nothing',
  };

  constructor(rate: number) {
    this.#rate = rate;
  }

  get uptime(): number {
    return 5_000 + (this.now / 1000) * this.#rate;
  }

  /** Whether the unit may still run, at the worst. */
  get mayRun(): boolean {
    return this.timerEnds !== null && this.uptime < this.timerEnds + fenceStopSeconds;
  }

  link(): MachineLink {
    const run: MachineLink['run'] = async (argv) => {
      const { delayMs, loses } = this.network;
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      stderr.end();
      if (loses === 'everything') throw new Error('lost');
      this.now += delayMs;
      stdout.end(this.#answer(argv));
      this.now += delayMs;
      if (loses === 'the answer') throw new Error('lost');
      return { stdin: new PassThrough(), stdout, stderr, exit: Promise.resolve(0), kill() {}, resize() {} };
    };
    const paths = { scope: 'system', unitDir: '', stateDir: '', runtimeDir: '/run/muster' };
    return { facts: { hostname: 'm', paths }, run } as unknown as MachineLink;
  }

  #answer(argv: string[]): string {
    const up = Math.floor(this.uptime);
    const words = argv.slice(4);
    if (words.length === 0) return `${up}\n`;
    const notAfter = Number(words[2]);
    if (notAfter > 0 && up > notAfter) return `up ${up}\nlate\n`;
    this.timerEnds = this.uptime + Number(words[6]);
    return `up ${up}\nok\n`;
  }
}

const moves = fc.array(
  fc.record({
    waitMs: fc.integer({ min: 0, max: 20_000 }),
    delayMs: fc.integer({ min: 0, max: 9_000 }),
    loses: fc.constantFrom('nothing' as const, 'the answer' as const, 'everything' as const),
    reconnects: fc.boolean(),
    seconds: fc.integer({ min: 5, max: 40 }),
  }),
  { minLength: 1, maxLength: 12 },
);

test('from fencedAt on, the unit does not run there, whatever the network did', async () => {
  await fc.assert(
    fc.asyncProperty(moves, fc.constantFrom(0.995, 1, 1.005), async (steps, rate) => {
      const machine = new FencedMachine(rate);
      const keeper = new FenceKeeper({ seconds: 0, halted: false, now: () => machine.now });
      let link = machine.link();
      for (const { waitMs, delayMs, loses, reconnects, seconds } of steps) {
        machine.now += waitMs;
        machine.network = { delayMs, loses };
        if (reconnects) link = machine.link();
        await keeper.push(link, [{ name: 'a.service', seconds }]).catch(() => undefined);
      }
      const { fencedAt } = keeper;
      if (fencedAt === null) throw new Error('nothing was halted');
      machine.now = Math.max(machine.now, fencedAt);
      expect(machine.mayRun).toBe(false);
    }),
  );
});

test('a push that answers keeps the unit running until the next is due', async () => {
  const machine = new FencedMachine(1);
  const keeper = new FenceKeeper({ seconds: 0, halted: false, now: () => machine.now });
  const link = machine.link();
  const units = [{ name: 'a.service', seconds: 6 }];
  expect(keeper.isDue(link, units)).toBe(true);
  for (let round = 0; round < 50; round++) {
    if (keeper.isDue(link, units)) await keeper.push(link, units);
    machine.now += 1000;
    expect(machine.uptime).toBeLessThan(machine.timerEnds ?? 0);
  }
  expect(keeper.isDue(link, [])).toBe(true);
});

test('what an earlier process may have pushed is waited for; what it halted is never believed to have stopped', () => {
  const fresh = new FenceKeeper({ seconds: 30, halted: false, now: () => 0 });
  expect(fresh.fencedAt).toBeGreaterThan((30 + fenceStopSeconds) * 1000);
  expect(new FenceKeeper({ seconds: 30, halted: true, now: () => 0 }).fencedAt).toBeNull();
});
