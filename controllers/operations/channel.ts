/** A queue between what calls back and what iterates; ends when told to, or when the signal aborts. */
export class Channel<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #aborted = () => this.end();
  #wake: (() => void) | null = null;
  #ended = false;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    if (signal?.aborted === true) this.#ended = true;
    else signal?.addEventListener('abort', this.#aborted, { once: true });
  }

  push(item: T): void {
    if (this.#ended) return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** What was pushed before is still delivered. */
  end(): void {
    this.#ended = true;
    // The signal may outlive many channels.
    this.#signal?.removeEventListener('abort', this.#aborted);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (;;) {
      const items = this.#items.splice(0);
      for (const item of items) yield item;
      if (this.#items.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#items.length > 0 || this.#ended) resolve();
      });
      this.#wake = null;
    }
  }
}
