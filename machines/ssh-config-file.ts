/** The user's own ssh_config, read the way `ssh` does: first value wins, `Include` is followed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { glob, parse } from 'ssh-config';

/** What muster uses of ssh_config for one host; undefined where the file says nothing. */
export interface SshHostOptions {
  hostName?: string;
  port?: number;
  user?: string;
  identityFiles: string[];
  identitiesOnly: boolean;
  /** A path, `none`, or `SSH_AUTH_SOCK`. */
  identityAgent?: string;
  proxyJump?: string;
  proxyCommand?: string;
  userKnownHostsFiles?: string[];
  globalKnownHostsFiles?: string[];
  hostKeyAlias?: string;
  connectTimeoutSeconds?: number;
}

const includeLine = /^[ \t]*include[ \t=]+(.+)$/i;
const deepestInclude = 16;

/** The text of a file with its `Include` lines replaced by what they name. A file that is not there is empty. */
export function readSshConfigText(path: string, home: string, depth = 0): string {
  if (depth > deepestInclude || !existsSync(path)) return '';
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => {
      const named = includeLine.exec(line)?.[1];
      if (named === undefined) return line;
      return includedFiles(named, home, dirname(path))
        .map((file) => readSshConfigText(file, home, depth + 1))
        .join('\n');
    })
    .join('\n');
}

function includedFiles(named: string, home: string, folder: string): string[] {
  return named
    .trim()
    .split(/[ \t]+/)
    .map((word) => word.replaceAll('"', ''))
    .flatMap((word) => {
      const expanded = word.startsWith('~/') ? join(home, word.slice(2)) : word;
      const path = isAbsolute(expanded) ? expanded : join(folder, expanded);
      if (!/[*?]/.test(path)) return [path];
      const parent = dirname(path);
      if (!existsSync(parent)) return [];
      return readdirSync(parent)
        .filter((name) => glob(basename(path), name))
        .sort()
        .map((name) => join(parent, name));
    });
}

/** `text` is one or more ssh_config files in order of precedence, joined. `Match exec` never matches. */
export function sshHostOptions(text: string, host: string, user: string | undefined): SshHostOptions {
  const computed = parse(text).compute(user === undefined ? { Host: host } : { Host: host, User: user }, {
    ignoreCase: true,
    matchExec: false,
  });
  const list = (name: string): string[] => {
    const value = computed[name];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  };
  const one = (name: string): string | undefined => list(name)[0];
  const words = (name: string): string[] | undefined => {
    const all = list(name).flatMap((value) => value.split(/[ \t]+/).filter((word) => word !== ''));
    return all.length === 0 ? undefined : all;
  };
  const port = Number(one('port'));
  const timeout = Number(one('connecttimeout'));
  return {
    hostName: one('hostname'),
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    user: one('user'),
    identityFiles: list('identityfile'),
    identitiesOnly: one('identitiesonly')?.toLowerCase() === 'yes',
    identityAgent: one('identityagent'),
    proxyJump: one('proxyjump'),
    proxyCommand: list('proxycommand').join(' ') || undefined,
    userKnownHostsFiles: words('userknownhostsfile'),
    globalKnownHostsFiles: words('globalknownhostsfile'),
    hostKeyAlias: one('hostkeyalias'),
    connectTimeoutSeconds: timeout > 0 ? timeout : undefined,
  };
}
