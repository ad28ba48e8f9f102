/** The built command with a home of its own, with and without a server beside it. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../lab/wait-until.ts';
import { type CommandOptions, ended, type Ran, runCommand, startCommand } from './built-command.ts';

export interface CommandHome {
  readonly home: string;
  /** Runs `muster` with these words. */
  muster(words: string[], options?: Partial<CommandOptions>): Promise<Ran>;
  /** As `muster`, and throws with all that was said unless it ends with this code. */
  ends(code: number, words: string[], options?: Partial<CommandOptions>): Promise<Ran>;
  serve(words?: string[]): Promise<Server>;
  remove(): Promise<void>;
}

export interface Server {
  child: ChildProcess;
  /** What it has logged, once it has ended. */
  over: Promise<Ran>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<Ran>;
}

export function commandHome(): CommandHome {
  const home = mkdtempSync(join(tmpdir(), 'muster-command-'));
  const servers = new Set<Server>();
  const self: CommandHome = {
    home,
    muster: (words, options = {}) => runCommand(words, { home, ...options }),
    async ends(code, words, options) {
      const ran = await self.muster(words, options);
      if (ran.code !== code)
        throw new Error(`muster ${words.join(' ')} ended with ${ran.code}, not ${code}:\n${ran.output}`);
      return ran;
    },
    async serve(words = []) {
      const child = startCommand(['serve', ...words], { home });
      let ready = false;
      const onLine = (line: string) => {
        if (line.includes('"msg":"ready"')) ready = true;
      };
      const over = ended(child, { onLine, limitMs: 600_000 });
      await waitUntil('muster serve', () => {
        if (child.exitCode !== null) throw new Error('muster serve has ended');
        return ready && existsSync(join(home, 'muster.sock'));
      });
      const server: Server = {
        child,
        over,
        stop() {
          servers.delete(server);
          child.kill('SIGTERM');
          return over;
        },
      };
      servers.add(server);
      return server;
    },
    async remove() {
      await Promise.all([...servers].map((server) => server.stop()));
      rmSync(home, { recursive: true, force: true });
    },
  };
  return self;
}
