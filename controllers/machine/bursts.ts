/** When to look at a unit of which something was heard: a stop alone is half a dozen signals within a few milliseconds. */
import type { MachineSignal } from '../../machines/link.ts';

/** After the last signal of a unit that has come to rest. */
const restMs = 5;
/** A unit on its way (deactivating, activating) is looked at when it has arrived, or after this time. */
const onTheWayMs = 250;

const onTheWay: ReadonlySet<string | undefined> = new Set(['activating', 'deactivating', 'reloading']);

interface Burst {
  timer: NodeJS.Timeout;
  /** Monotonic ms after which nothing delays the look any more. */
  until: number;
  moving: boolean;
}

export class Bursts {
  readonly #over: (unit: string) => void;
  readonly #bursts = new Map<string, Burst>();

  /** `over`: the signals of the unit have died down, or have gone on for a quarter of a second. */
  constructor(over: (unit: string) => void) {
    this.#over = over;
  }

  heard(signal: Extract<MachineSignal, { unit: string }>): void {
    const { unit } = signal;
    const now = performance.now();
    const before = this.#bursts.get(unit);
    // What waits for its next start is called activating, too, and how it ended can be seen only now.
    const moving =
      signal.kind === 'unit-changed' && signal.active !== undefined
        ? onTheWay.has(signal.active) && signal.sub?.startsWith('auto-restart') !== true
        : (before?.moving ?? false);
    const until = before?.until ?? now + onTheWayMs;
    clearTimeout(before?.timer);
    const timer = setTimeout(
      () => {
        this.#bursts.delete(unit);
        this.#over(unit);
      },
      moving ? until - now : Math.min(restMs, until - now),
    );
    this.#bursts.set(unit, { timer, until, moving });
  }

  stop(): void {
    for (const { timer } of this.#bursts.values()) clearTimeout(timer);
    this.#bursts.clear();
  }
}
