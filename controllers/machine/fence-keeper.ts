import { type FencedUnit, fenceStopSeconds, haltFence, pushFence, readUptime } from '../../machines/fence.ts';
import type { MachineLink } from '../../machines/link.ts';

/** A push that reaches the machine later than so many seconds is refused there. */
const validSeconds = 5;
/** For clocks that do not run alike, and for what systemd takes until a timer fires. */
const marginMs = 2_000;
const clockTolerance = 1.01;

/** The machine's clock, seen at some moment between sending a question and reading its answer (ms, monotonic). */
interface Sighting {
  uptime: number;
  sentAt: number;
  answeredAt: number;
}

/**
 * Keeps the units under fence on one machine from being stopped, as long as it is reached; and knows from when on they
 * have certainly been stopped there when it is not. Lives longer than a connection.
 */
export class FenceKeeper {
  readonly #now: () => number;
  #sighting: Sighting | null = null;
  #link: MachineLink | null = null;
  #pushed = '';
  #pushedAt = Number.NEGATIVE_INFINITY;
  #longestSeconds: number;
  #fencedAt: number | null;
  #halted: boolean;
  #work: Promise<void> = Promise.resolve();

  /**
   * `seconds`: the longest that another process may have set; whatever it pushed, it pushed before now. `halted`: it halted
   * the timers, and nothing can be known until the machine is reached.
   */
  constructor(options: { seconds: number; halted: boolean; now: () => number }) {
    this.#now = options.now;
    this.#halted = options.halted;
    this.#longestSeconds = options.seconds;
    this.#fencedAt = options.now() + stoppedWithinMs(options.seconds + validSeconds);
  }

  /** Monotonic ms; null when it cannot be known. */
  get fencedAt(): number | null {
    return this.#halted ? null : this.#fencedAt;
  }

  /** Time to push again, or the units have changed. */
  isDue(link: MachineLink, units: readonly FencedUnit[]): boolean {
    if (units.length === 0 && this.#pushed === '') return false;
    if (link !== this.#link || this.#pushed !== keyOf(units)) return true;
    const shortest = Math.min(...units.map(({ seconds }) => seconds));
    return this.#now() - this.#pushedAt >= (shortest * 1000) / 4;
  }

  /** Resolves when the machine has these units under fence, and no others. Rejects with LinkError. */
  push(link: MachineLink, units: readonly FencedUnit[]): Promise<void> {
    this.#work = this.#work.catch(() => undefined).then(() => this.#push(link, units));
    return this.#work;
  }

  async halt(link: MachineLink): Promise<void> {
    await haltFence(link, 5_000);
    this.#halted = true;
  }

  async #push(link: MachineLink, units: readonly FencedUnit[]): Promise<void> {
    const seconds = Math.max(5, ...units.map((unit) => unit.seconds));
    const shortest = Math.min(30, ...units.map((unit) => unit.seconds));
    const deadlineMs = (shortest * 1000) / 2;
    if (link !== this.#link || this.#sighting === null) {
      const sentAt = this.#now();
      const uptime = await readUptime(link, deadlineMs);
      this.#sighting = { uptime, sentAt, answeredAt: this.#now() };
      this.#link = link;
    }
    const seen = this.#sighting;
    const sentAt = this.#now();
    const notAfter = Math.ceil(seen.uptime + ((sentAt - seen.sentAt) / 1000) * clockTolerance + validSeconds);
    // It may arrive although no answer comes: what it prolongs is counted from here on.
    this.#longestSeconds = Math.max(this.#longestSeconds, seconds);
    const untilUptime = notAfter + 1 + this.#longestSeconds - seen.uptime;
    this.#fencedAt = Math.max(this.#fencedAt ?? 0, seen.answeredAt + stoppedWithinMs(untilUptime));
    const uptime = await pushFence(link, { units, notAfter }, deadlineMs);
    this.#sighting = { uptime, sentAt, answeredAt: this.#now() };
    this.#pushed = keyOf(units);
    this.#pushedAt = sentAt;
    this.#halted = false;
    // Nothing that was longer is left on the machine: every timer has been set anew.
    this.#longestSeconds = seconds;
    this.#fencedAt = this.#now() + stoppedWithinMs(seconds + 1);
  }
}

/** From the moment at which a timer of so many seconds begins until its unit is gone. */
function stoppedWithinMs(seconds: number): number {
  return (seconds + fenceStopSeconds) * 1000 * clockTolerance + marginMs;
}

function keyOf(units: readonly FencedUnit[]): string {
  return units.map(({ name, seconds }) => `${name} ${seconds}`).join('\n');
}
