import type { Readable, Writable } from 'node:stream';

/** What a command reads from and prints to: the process's own, or a test's. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  stdout: Writable & { isTTY?: boolean; columns?: number; rows?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  /** Aborted by Ctrl-C or SIGTERM: the command ends early and leaves every unit as it is. */
  signal: AbortSignal;
}

/** True when colours are wanted on this stream: `--color` wins, then NO_COLOR, then whether it is a terminal. */
export function wantsColor(
  when: 'auto' | 'always' | 'never',
  stream: { isTTY?: boolean },
  environment: Terminal['environment'],
): boolean {
  if (when !== 'auto') return when === 'always';
  if (environment.NO_COLOR) return false;
  return stream.isTTY === true && environment.TERM !== 'dumb';
}
