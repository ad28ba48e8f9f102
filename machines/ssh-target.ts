/** From a Machine manifest and the user's ssh_config to everything that `connect` needs to know. */
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { LinkError } from './link.ts';
import { readSshConfigText, type SshHostOptions, sshHostOptions } from './ssh-config-file.ts';

/** The part of a Machine object that says how to reach it. */
export interface MachineAccess {
  metadata: { name: string };
  spec: {
    ssh?: {
      host?: string;
      port?: number;
      user?: string;
      identityFile?: string;
      hostKey?: string;
      proxyJump?: string[];
    };
    sudo?: boolean;
    scope?: 'system' | 'user';
  };
}

export interface ConnectTarget {
  /** The machine's name, as messages call it. */
  machine: string;
  host: string;
  port: number;
  user: string;
  /** The name under which the host's key is looked up when it is not `host`. */
  hostKeyAlias: string | null;
  /** Private keys to try, absolute paths, in order. */
  identityFiles: string[];
  /** True when the files were named by somebody: a missing one is then worth a word. */
  identitiesNamed: boolean;
  /** Offer only those keys of the agent that `identityFiles` name. */
  identitiesOnly: boolean;
  /** The agent's socket; null for none. */
  agentSocket: string | null;
  /** `ssh-ed25519 AAAA…` from the manifest: the only key that is accepted then. */
  pinnedKey: string | null;
  /** known_hosts files, read in this order. */
  knownHostsFiles: string[];
  /** Where `muster trust` writes. */
  ownKnownHostsFile: string;
  /** Hosts to go through, outermost first; their own `jumps` are empty. */
  jumps: ConnectTarget[];
  connectTimeoutMs: number;
  sudo: boolean;
  scope: 'system' | 'user';
}

export interface TargetContext {
  /** `$MUSTER_HOME`. */
  musterHome: string;
  /** Machines by name, for `proxyJump`. */
  machine?: (name: string) => MachineAccess | undefined;
  /** The user's ssh_config, already read; by default ~/.ssh/config and /etc/ssh/ssh_config. */
  sshConfig?: string;
  home?: string;
  environment?: NodeJS.ProcessEnv;
}

const defaultIdentities = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const defaultConnectTimeoutMs = 10_000;
const longestJumpChain = 8;

/** Throws LinkError ConfigurationInvalid when a jump cannot be followed. */
export function sshTarget(machine: MachineAccess, context: TargetContext): ConnectTarget {
  const home = context.home ?? homedir();
  const config =
    context.sshConfig ??
    `${readSshConfigText(join(home, '.ssh/config'), home)}\n${readSshConfigText('/etc/ssh/ssh_config', home)}`;
  return resolve(machine, { ...context, home, sshConfig: config }, []);
}

type Resolved = TargetContext & { home: string; sshConfig: string };

function resolve(machine: MachineAccess, context: Resolved, through: string[]): ConnectTarget {
  const { name } = machine.metadata;
  const { ssh = {} } = machine.spec;
  const alias = ssh.host ?? name;
  const options = sshHostOptions(context.sshConfig, alias, ssh.user);
  const environment = context.environment ?? process.env;
  const user = ssh.user ?? options.user ?? localUser(environment);
  const host = options.hostName === undefined ? alias : options.hostName.replaceAll('%h', alias);
  const port = ssh.port ?? options.port ?? 22;
  const path = (text: string): string =>
    expandPath(text, { home: context.home, environment, host, port, user });

  if (options.proxyCommand !== undefined && options.proxyCommand !== 'none' && ssh.proxyJump === undefined) {
    throw new LinkError(
      'ConfigurationInvalid',
      `machine ${name}: your ssh_config sets ProxyCommand for ${alias}, which muster does not run; use ProxyJump there, or spec.ssh.proxyJump in the manifest`,
    );
  }
  const named = ssh.identityFile === undefined ? options.identityFiles : [ssh.identityFile];
  const ownKnownHostsFile = join(context.musterHome, 'known_hosts');
  return {
    machine: name,
    host,
    port,
    user,
    hostKeyAlias: options.hostKeyAlias ?? null,
    identityFiles:
      named.length > 0 ? named.map(path) : defaultIdentities.map((file) => join(context.home, '.ssh', file)),
    identitiesNamed: named.length > 0,
    identitiesOnly: options.identitiesOnly,
    agentSocket: agentSocket(options, environment, path),
    pinnedKey: ssh.hostKey ?? null,
    knownHostsFiles: [
      ...(options.userKnownHostsFiles ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
      ...(options.globalKnownHostsFiles ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
      ownKnownHostsFile,
    ]
      .filter((file) => file !== 'none')
      .map(path),
    ownKnownHostsFile,
    jumps: jumpTargets(name, ssh.proxyJump, options, context, through),
    connectTimeoutMs: (options.connectTimeoutSeconds ?? defaultConnectTimeoutMs / 1000) * 1000,
    sudo: machine.spec.sudo ?? false,
    scope: machine.spec.scope ?? 'system',
  };
}

function jumpTargets(
  name: string,
  declared: string[] | undefined,
  options: SshHostOptions,
  context: Resolved,
  through: string[],
): ConnectTarget[] {
  const hops = declared ?? (options.proxyJump === undefined ? [] : options.proxyJump.split(','));
  const chain = [...through, name];
  return hops
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '' && hop !== 'none')
    .flatMap((hop, position) => {
      if (chain.includes(hop) || chain.length > longestJumpChain) {
        throw new LinkError(
          'ConfigurationInvalid',
          `machine ${name}: proxyJump goes in a circle (${[...chain, hop].join(' → ')}); correct spec.ssh.proxyJump`,
        );
      }
      const target = resolve(context.machine?.(hop) ?? plainHost(hop, name), context, chain);
      // Only the first hop is reached from here; the jumps of a later one are what comes before it in the list.
      return position === 0 ? [...target.jumps, { ...target, jumps: [] }] : [{ ...target, jumps: [] }];
    });
}

/** `user@host:port`, `host`, `[v6]:port` or an ssh_config alias; `machine` is whose way there it is, for messages. */
export function plainHost(hop: string, machine: string): MachineAccess {
  const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:]+|[0-9A-Fa-f:]+))(?::([0-9]+))?$/.exec(hop);
  const host = match?.[2] ?? match?.[3];
  if (match === null || host === undefined) {
    throw new LinkError(
      'ConfigurationInvalid',
      `machine ${machine}: cannot read the jump host "${hop}"; write a machine's name or user@host:port`,
    );
  }
  return {
    metadata: { name: hop },
    spec: { ssh: { host, user: match[1], port: match[4] === undefined ? undefined : Number(match[4]) } },
  };
}

function agentSocket(
  options: SshHostOptions,
  environment: NodeJS.ProcessEnv,
  path: (text: string) => string,
): string | null {
  const said = options.identityAgent;
  if (said === 'none') return null;
  if (said === undefined || said === 'SSH_AUTH_SOCK') return environment.SSH_AUTH_SOCK || null;
  if (said.startsWith('$') && !said.startsWith('${')) return environment[said.slice(1)] || null;
  return path(said);
}

function localUser(environment: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    // A uid without an account, as in containers.
    return environment.USER ?? 'root';
  }
}

interface Tokens {
  home: string;
  environment: NodeJS.ProcessEnv;
  host: string;
  port: number;
  user: string;
}

/** `~`, `${VARIABLE}` and the %-tokens of ssh_config(5) that make sense in a path. */
function expandPath(text: string, tokens: Tokens): string {
  const values: Record<string, string> = {
    '%': '%',
    h: tokens.host,
    n: tokens.host,
    p: String(tokens.port),
    r: tokens.user,
    u: localUser(tokens.environment),
    d: tokens.home,
  };
  const expanded = text
    .replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => tokens.environment[variable] ?? '')
    .replace(/%(.)/g, (whole, token: string) => values[token] ?? whole);
  if (expanded === '~' || expanded.startsWith('~/')) return join(tokens.home, expanded.slice(1));
  return isAbsolute(expanded) ? expanded : join(tokens.home, expanded);
}
