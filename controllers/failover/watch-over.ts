import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import { isLeaving } from '../placement-objects.ts';
import { type JudgedMachine, type Judgement, judge } from './judge.ts';

/** How reachable a machine is, as its agent knows. */
export interface Reach {
  link: object | null;
  lastContact: number;
  heardAt: number;
  fencedAt: number | null;
  answer(deadlineMs: number): Promise<void>;
}

/** Younger signs of life than this, in milliseconds, need no question. */
const freshMs = 2_000;
const answerWithinMs = 4_000;
/** So many machines are asked at a time: more would only make each look slow. */
const askedAtOnce = 32;

/**
 * Asks every machine that is thought to be there for a sign of life. Before a unit moves it has to be known whether its
 * machine is lost alone: a machine that vanished in the same moment may not have been missed yet.
 */
export async function callTheRoll(reaches: readonly Reach[]): Promise<void> {
  const silent = reaches.filter(
    ({ link, heardAt }) => link !== null && performance.now() - heardAt > freshMs,
  );
  const next = silent[Symbol.iterator]();
  const ask = async () => {
    for (const reach of next) await reach.answer(answerWithinMs);
  };
  await Promise.all(Array.from({ length: Math.min(askedAtOnce, silent.length) }, ask));
}

export interface Watched {
  machines: Machine[];
  placements: Placement[];
  unitOf: (placement: Placement) => Unit | undefined;
  reachOf: (machine: string) => Reach | undefined;
}

/** Judges all machines as they are now, and asks to be asked again when time alone changes the judgement. */
export class FailoverWatch {
  readonly #mostPercent: number;
  readonly #again: () => void;
  #timer: NodeJS.Timeout | null = null;
  #heldUntil = Number.NEGATIVE_INFINITY;
  last: Judgement | null = null;

  constructor(options: { mostPercent: number; again: () => void }) {
    this.#mostPercent = options.mostPercent;
    this.#again = options.again;
  }

  judge({ machines, placements, unitOf, reachOf }: Watched): Judgement {
    const now = performance.now();
    const on = new Map<string, JudgedMachine['placed']>();
    for (const placement of placements) {
      const unit = isLeaving(placement) ? undefined : unitOf(placement);
      if (unit === undefined) continue;
      const { machine } = placement.spec;
      const placed = on.get(machine) ?? [];
      on.set(machine, placed);
      placed.push({ unit, placement });
    }
    const judged = machines.flatMap((machine): JudgedMachine[] => {
      const { name } = machine.metadata;
      const reach = reachOf(name);
      if (reach === undefined) return [];
      const { link, lastContact, fencedAt } = reach;
      return [
        { machine, contact: { connected: link !== null, lastContact, fencedAt }, placed: on.get(name) ?? [] },
      ];
    });
    let judgement = judge(judged, now, this.#mostPercent, this.#heldUntil);
    if (this.last !== null && this.last.held !== null && judgement.held === null) {
      // What vanished together comes back one by one: those that are still away are most likely about to.
      this.#heldUntil = now;
      judgement = judge(judged, now, this.#mostPercent, now);
    }
    this.last = judgement;
    this.#wakeAt(judgement.nextChangeAt);
    return judgement;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wakeAt(at: number | null): void {
    this.stop();
    if (at === null) return;
    // A timer that fires a millisecond early would find nothing changed.
    this.#timer = setTimeout(this.#again, Math.max(1, at - performance.now()) + 5);
    this.#timer.unref();
  }
}
