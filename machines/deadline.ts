/** Rejects with `error()` when `work` takes longer than `milliseconds`; the work itself goes on unless `stop` ends it. */
export function withDeadline<T>(
  work: Promise<T>,
  milliseconds: number,
  error: () => Error,
  stop?: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(error());
      stop?.();
    }, milliseconds);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (reason) => {
        clearTimeout(timer);
        reject(reason);
      },
    );
  });
}
