import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { createClient } from '../client.ts';
import { run } from '../run.ts';
import type { Terminal } from '../terminal.ts';
import { type Fetch, fetchTransport } from '../transport.ts';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Answers the API's requests; without it, asking for the API is an error. */
  fetch?: Fetch;
  stdin?: string;
  environment?: Record<string, string>;
  workingDirectory?: string;
  /** Makes stdout a terminal of this width. */
  columns?: number;
  signal?: AbortSignal;
  onOutput?: (stdout: string) => void;
}

/** Runs the real command line in this process, with nothing of the machine's own settings. */
export async function runCommand(argv: string[], options: RunOptions = {}): Promise<Ran> {
  const result: Ran = { code: -1, stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        result[name] += chunk.toString();
        if (name === 'stdout') options.onOutput?.(result.stdout);
        done();
      },
    });
  const stdout: Terminal['stdout'] = Object.assign(
    sink('stdout'),
    options.columns === undefined ? {} : { isTTY: true, columns: options.columns, rows: 24 },
  );
  const terminal: Terminal = {
    stdin: options.stdin === undefined ? new PassThrough() : Readable.from([options.stdin]),
    stdout,
    stderr: sink('stderr'),
    environment: {
      MUSTER_HOME: mkdtempSync(join(tmpdir(), 'muster-test-home-')),
      ...options.environment,
    },
    workingDirectory: options.workingDirectory ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
  };
  result.code = await run(argv, terminal, async () => {
    if (!options.fetch) throw new Error('this test gave no API');
    return createClient('local', fetchTransport(options.fetch), async () => {});
  });
  return result;
}

/** The output as a snapshot shows it: exit code, standard output, standard error. */
export function shown({ code, stdout, stderr }: Ran): string {
  return `exit ${code}\n${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}`;
}
