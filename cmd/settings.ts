import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { usageError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** Options of all commands. A flag wins over MUSTER_*, that over muster.yaml, that over the default. */
export interface Settings {
  /** Where state lives: `$MUSTER_HOME`, `/var/lib/muster` for root, else `~/.local/state/muster`. */
  home: string;
  /** Namespace when a command names none. */
  namespace: string;
  color: 'auto' | 'always' | 'never';
  /** `embedded` (the file in `home`) or `etcd://HOST:PORT[,HOST:PORT…][/PREFIX]`. */
  store: string;
  /** `HOST:PORT` for Prometheus beside the socket; empty: none. */
  metrics: string;
  /** When more than so many of a hundred machines vanish together, no unit moves. */
  mostLostPercent: number;
  /** `[USER@]HOST[:PORT][/SOCKET]` of a server to be reached through SSH; empty: this machine. */
  tunnel: string;
  /** undefined when nobody said: `serve` logs at info, other commands not at all. */
  logLevel: LogLevel | undefined;
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Flags that all commands take; undefined when not given. */
export interface GlobalFlags {
  home?: string;
  config?: string;
  color?: string;
  tunnel?: string;
}

const keys = ['namespace', 'color', 'store', 'metrics', 'mostLostPercent', 'logLevel', 'tunnel'] as const;
type Key = (typeof keys)[number];

const defaults: Record<Key, string> = {
  namespace: 'default',
  color: 'auto',
  store: 'embedded',
  metrics: '',
  tunnel: '',
  mostLostPercent: '50',
  logLevel: '',
};

const allowed: Partial<Record<Key, readonly string[]>> = {
  color: ['auto', 'always', 'never'],
  logLevel: logLevels,
};

export function environmentName(key: string): string {
  return `MUSTER_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function homeOf(flags: GlobalFlags, environment: Terminal['environment'], workingDirectory: string): string {
  const named = flags.home ?? environment.MUSTER_HOME;
  if (named) return resolve(workingDirectory, named);
  return process.getuid?.() === 0 ? '/var/lib/muster' : join(homedir(), '.local/state/muster');
}

/** Throws a usage error that names the file or variable with a wrong value. */
export async function readSettings(
  flags: GlobalFlags,
  environment: Terminal['environment'],
  workingDirectory: string,
): Promise<Settings> {
  const home = homeOf(flags, environment, workingDirectory);
  const named = flags.config ?? environment.MUSTER_CONFIG;
  const file = named ? resolve(workingDirectory, named) : join(home, 'muster.yaml');
  if (named && !existsSync(file)) throw usageError(`${file} does not exist; --config names a muster.yaml`);
  const fromFile = await optionsIn(file);
  const settle = (key: Key): string => {
    const sources: [string, string | undefined][] = [
      [`--${key}`, key === 'color' ? flags.color : key === 'tunnel' ? flags.tunnel : undefined],
      [environmentName(key), environment[environmentName(key)]],
      [`${file}: ${key}`, fromFile.get(key)],
      ['default', defaults[key]],
    ];
    const [source, value] = sources.find(([, candidate]) => candidate !== undefined && candidate !== '') ?? [
      'default',
      defaults[key],
    ];
    const words = allowed[key];
    if (value && words && !words.includes(value)) {
      throw usageError(`${source}: "${value}" is not one of ${words.join(', ')}`);
    }
    if (key === 'mostLostPercent' && !/^([0-9]|[1-9][0-9]|100)$/.test(value ?? '')) {
      throw usageError(`${source}: "${value}" is not a whole number from 0 to 100`);
    }
    return value ?? '';
  };
  return {
    home,
    namespace: settle('namespace'),
    color: settle('color') as Settings['color'],
    store: settle('store'),
    metrics: settle('metrics'),
    tunnel: settle('tunnel'),
    mostLostPercent: Number(settle('mostLostPercent')),
    logLevel: logLevels.find((level) => level === settle('logLevel')),
  };
}

/** The parser of YAML is loaded only when there is such a file: most start-ups need none. */
async function optionsIn(file: string): Promise<Map<Key, string>> {
  if (!existsSync(file)) return new Map();
  const { readOptionsFile } = await import('./options-file.ts');
  return readOptionsFile(file, keys);
}
