interface Wish<Input, Output> {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns many single wishes into few calls: what is wished for in one turn of the event loop, or while a call is under
 * way, goes into the next call together. One call at a time. A second wish for a key joins the first with its newer input.
 * `perform` answers every key it was given, or fails them all.
 */
export function coalesce<Input, Output>(
  perform: (wishes: ReadonlyMap<string, Input>) => Promise<ReadonlyMap<string, Output | Error>>,
): (key: string, input: Input) => Promise<Output> {
  let waiting = new Map<string, Wish<Input, Output>[]>();
  let busy = false;

  const run = async (): Promise<void> => {
    const wishes = waiting;
    waiting = new Map();
    const inputs = new Map<string, Input>();
    for (const [key, list] of wishes) {
      const last = list.at(-1);
      if (last !== undefined) inputs.set(key, last.input);
    }
    try {
      const outputs = await perform(inputs);
      for (const [key, list] of wishes) {
        const output = outputs.has(key)
          ? (outputs.get(key) as Output | Error)
          : new Error(`nothing was said about ${key}`);
        for (const wish of list) {
          if (output instanceof Error) wish.reject(output);
          else wish.resolve(output);
        }
      }
    } catch (error) {
      for (const list of wishes.values()) for (const wish of list) wish.reject(error);
    }
    if (waiting.size > 0) setImmediate(() => void run());
    else busy = false;
  };

  return (key, input) =>
    new Promise<Output>((resolve, reject) => {
      const list = waiting.get(key);
      if (list === undefined) waiting.set(key, [{ input, resolve, reject }]);
      else list.push({ input, resolve, reject });
      if (!busy) {
        busy = true;
        setImmediate(() => void run());
      }
    });
}
