/** A server's API through SSH, with the keys, ssh_config and strict host keys that muster uses for its machines. */
import { connect, type SshConnection } from '../machines/connect.ts';
import { LinkError } from '../machines/link.ts';
import { startProcess } from '../machines/remote-process.ts';
import { type ConnectTarget, plainHost, sshTarget } from '../machines/ssh-target.ts';
import { fetchOverStream } from '../server/socket-fetch.ts';

import { CommandError } from './command-error.ts';
import type { Settings } from './settings.ts';
import type { Fetch } from './transport.ts';

const deadlineMs = 15_000;

/** Prints the path of the socket that a server listens on for this account, or nothing. */
const findSocket = `for socket in "$MUSTER_HOME/muster.sock" "$HOME/.local/state/muster/muster.sock" /var/lib/muster/muster.sock; do
  if [ -S "$socket" ]; then printf '%s' "$socket"; exit 0; fi
done`;

/** `[ssh://][USER@]HOST[:PORT][/SOCKET]`; the socket is null when it is to be found there. */
export function tunnelTarget(settings: Pick<Settings, 'tunnel' | 'home'>): {
  target: ConnectTarget;
  socket: string | null;
} {
  const text = settings.tunnel.replace(/^ssh:\/\//, '');
  const slash = text.indexOf('/');
  const where = slash === -1 ? text : text.slice(0, slash);
  try {
    const host = plainHost(where, 'of --tunnel');
    return {
      target: sshTarget(host, { musterHome: settings.home }),
      socket: slash === -1 || slash === text.length - 1 ? null : text.slice(slash),
    };
  } catch (error) {
    throw said(error);
  }
}

export function openTunnel(
  settings: Settings,
  signal: AbortSignal,
): { fetch: Fetch; close: () => Promise<void> } {
  const { target, socket } = tunnelTarget(settings);
  let opened: Promise<{ connection: SshConnection; path: string }> | null = null;

  /** One connection for all requests; another when that is lost. */
  async function through(): Promise<{ connection: SshConnection; path: string }> {
    const known = await opened?.catch(() => null);
    if (known != null && known.connection.lost === null) return known;
    opened = (async () => {
      const connection = await connect(target, { signal });
      try {
        return { connection, path: socket ?? (await socketThere(connection)) };
      } catch (error) {
        await connection.close();
        throw error;
      }
    })();
    return opened;
  }

  const open = async () => {
    try {
      const { connection, path } = await through();
      return await connection.forwardSocket(path, deadlineMs);
    } catch (error) {
      throw said(error);
    }
  };
  return {
    fetch: fetchOverStream(open, `${socket ?? 'muster.sock'} on ${target.machine}`),
    close: async () => {
      const known = await opened?.catch(() => null);
      await known?.connection.close();
    },
  };
}

async function socketThere(connection: SshConnection): Promise<string> {
  const program = await startProcess(connection, ['sh', '-c', findSocket], { sudo: false, deadlineMs });
  let path = '';
  for await (const chunk of program.stdout) path += String(chunk);
  if (path !== '') return path;
  const { machine, user } = connection.target;
  throw new CommandError(
    `${user} on ${machine} has no muster.sock: start muster serve there, or name its socket: --tunnel ${machine}/var/lib/muster/muster.sock`,
  );
}

/** The words of the connection, and how a key is accepted for a host that is no Machine. */
function said(error: unknown): unknown {
  if (!(error instanceof LinkError)) return error;
  const message = error.message.replace(/muster trust (\S+?)( --replace)?`/, 'muster trust --host $1$2`');
  return new CommandError(`${error.reason}: ${message}`);
}
