/** A response that streams one JSON value per line, as long as its client listens. */

/**
 * @param produce Called once; its signal aborts when the client goes away.
 * @param onError The last line when `produce` throws; null for none.
 */
export function jsonLines(
  produce: (signal: AbortSignal) => AsyncIterable<unknown>,
  options: { signal: AbortSignal; contentType: string; onError: (error: unknown) => unknown },
): Response {
  const abort = new AbortController();
  const stop = () => abort.abort();
  if (options.signal.aborted) stop();
  options.signal.addEventListener('abort', stop, { once: true });
  const encoder = new TextEncoder();
  const line = (value: unknown) => encoder.encode(`${JSON.stringify(value)}\n`);
  const values = produce(abort.signal)[Symbol.asyncIterator]();

  const body = new ReadableStream<Uint8Array>({
    // Pulled, so that a slow client slows the source instead of filling memory.
    async pull(controller) {
      const finish = () => {
        options.signal.removeEventListener('abort', stop);
        controller.close();
      };
      try {
        const next = await values.next();
        if (next.done === true) finish();
        else controller.enqueue(line(next.value));
      } catch (error) {
        if (abort.signal.aborted) return finish();
        controller.enqueue(line(options.onError(error)));
        finish();
      }
    },
    async cancel() {
      stop();
      options.signal.removeEventListener('abort', stop);
      await values.return?.();
    },
  });
  return new Response(body, {
    headers: { 'content-type': options.contentType, 'cache-control': 'no-store' },
  });
}
