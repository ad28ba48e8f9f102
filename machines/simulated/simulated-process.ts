/** The few programs that a simulated host has: true, false, echo, cat, sleep. Anything else is not found. */
import { constants } from 'node:os';
import { PassThrough, Readable } from 'node:stream';
import type { RemoteProcess } from '../link.ts';

/** `lost`: rejects when the connection goes. */
export function simulatedProcess(argv: string[], lost: Promise<never>): RemoteProcess {
  const [program = '', ...words] = argv;
  const stdin = new PassThrough();
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const exit = Promise.race([ended, lost]);
  // Whoever does not wait for the end need not hear that it was cut.
  exit.catch(() => undefined);
  let stdout: Readable = Readable.from([]);
  let stderr: Readable = Readable.from([]);
  if (program === 'echo') stdout = Readable.from([Buffer.from(`${words.join(' ')}\n`)]);
  else if (program === 'cat') stdout = stdin;
  else if (!['true', 'false', 'sleep'].includes(program)) {
    stderr = Readable.from([Buffer.from(`${program}: command not found\n`)]);
  }
  if (program === 'cat') stdin.on('end', () => end(0));
  else if (program === 'true' || program === 'echo') end(0);
  else if (program === 'false') end(1);
  else if (program !== 'sleep') end(127);
  return {
    stdin,
    stdout,
    stderr,
    exit,
    kill: (signal = 'TERM') => end(128 + signalNumber(signal)),
    resize: () => {},
  };
}

function signalNumber(name: string): number {
  return Object.entries(constants.signals).find(([signal]) => signal === `SIG${name}`)?.[1] ?? 15;
}
