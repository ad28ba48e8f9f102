/** The built command on a terminal of its own, by util-linux' script(1), as somebody has it who looks on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type Run, screenLines } from '../../scripts/terminal-screen.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { ended, program, type Ran } from './built-command.ts';

export interface InTerminal {
  /** Everything that was written so far, escape sequences included. */
  readonly written: string;
  /** What is on the screen now, line by line; lines that are empty are left out. */
  readonly screen: string[];
  /** Waits for a line on the screen. */
  shows(line: RegExp): Promise<void>;
  /** As typed: `\u0003` is Ctrl-C. */
  type(keys: string): void;
  over: Promise<Ran>;
}

export interface TerminalOptions {
  home: string;
  environment?: Record<string, string>;
  /** 0 as long as nobody has told the terminal its size, as in some containers. */
  columns?: number;
}

export function startInTerminal(words: string[], options: TerminalOptions): InTerminal {
  const { home, environment = {}, columns = 100 } = options;
  const command = [process.execPath, program, ...words].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const child: ChildProcess = spawn(
    'script',
    ['-qec', `stty cols ${columns} rows ${columns === 0 ? 0 : 30}; exec ${command.join(' ')}`, '/dev/null'],
    {
      cwd: home,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm-256color',
        HOME: home,
        MUSTER_HOME: home,
        ...environment,
      },
    },
  );
  let written = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  const textOf = (runs: Run[]) =>
    runs.reduce((line, { column, text }) => `${line.padEnd(column)}${text}`, '');
  const self: InTerminal = {
    get written() {
      return written;
    },
    get screen() {
      return screenLines(written)
        .map(textOf)
        .filter((line) => line !== '');
    },
    async shows(line) {
      await waitUntil(
        String(line),
        () => {
          if (child.exitCode !== null) throw new Error(`it has ended:\n${written}`);
          return self.screen.some((shown) => line.test(shown));
        },
        60_000,
      );
    },
    type: (keys) => void child.stdin?.write(keys),
    over: ended(child),
  };
  return self;
}
