import type { AnyObject } from '../schemas/types.ts';
import { coalesce } from './machine/coalesce.ts';

/** Computes the status an object should have now; null when the object is gone or as it should be. */
export type StatusOf = () => AnyObject | null;

/**
 * Writes statuses, many in one commit and each at most every few milliseconds: a first apply moves hundreds of
 * placements through several states, and only where they end up has to last.
 */
export class StatusWriter {
  readonly #wanted = new Map<string, StatusOf>();
  readonly #delayMs: number;
  readonly #flush: (key: string, input: null) => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(
    commit: (objects: AnyObject[]) => Promise<void>,
    failed: (error: unknown) => void,
    options: { delayMs: number },
  ) {
    this.#delayMs = options.delayMs;
    this.#flush = coalesce(async (wishes) => {
      const due = [...this.#wanted];
      this.#wanted.clear();
      const objects = due.flatMap(([, statusOf]) => statusOf() ?? []);
      try {
        if (objects.length > 0) await commit(objects);
      } catch (error) {
        for (const [key, statusOf] of due) if (!this.#wanted.has(key)) this.#wanted.set(key, statusOf);
        failed(error);
        this.#later(1000);
      }
      return new Map([...wishes.keys()].map((key) => [key, undefined]));
    });
  }

  want(key: string, statusOf: StatusOf): void {
    this.#wanted.set(key, statusOf);
    this.#later(this.#delayMs);
  }

  /** Writes what is waiting, now. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#wanted.size > 0) await this.#flush('', null);
  }

  /** Writes what is waiting; what comes after that, or could not be written, is found anew by the next process. */
  async stop(): Promise<void> {
    await this.flush();
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #later(ms: number): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#flush('', null);
    }, ms);
  }
}
