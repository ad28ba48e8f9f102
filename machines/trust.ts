/** Looking at a host's key without sending it anything, for `muster trust`. */
import { type ConnectOptions, connect } from './connect.ts';
import { hostKeyPolicy, rememberHostKey } from './host-keys.ts';
import { fingerprint, keyText } from './known-hosts.ts';
import { LinkError } from './link.ts';
import type { ConnectTarget } from './ssh-target.ts';

export interface ShownHostKey {
  /** `SHA256:…` */
  fingerprint: string;
  /** `ssh-ed25519 AAAA…` */
  key: string;
}

/**
 * The key that the host shows now, whatever is known about it. Jump hosts on the way have to be known. Rejects with
 * LinkError when the host cannot be reached.
 */
export async function fetchHostKey(
  target: ConnectTarget,
  options: ConnectOptions = {},
): Promise<ShownHostKey> {
  let shown: ShownHostKey | null = null;
  const policy = {
    ...hostKeyPolicy({ ...target, pinnedKey: null, knownHostsFiles: [] }),
    // Refused in any case: nothing is sent to the host after it has shown its key.
    check(blob: Buffer) {
      shown = { fingerprint: fingerprint(blob), key: keyText(blob) };
      return new LinkError('HostKeyUnknown', `the key of ${target.machine} was only looked at`, shown);
    },
  };
  try {
    await connect(target, { ...options, policy });
  } catch (error) {
    if (shown === null) throw error;
    return shown;
  }
  throw new LinkError('ProtocolError', `${target.machine} showed no host key`);
}

/** Accepts that key from now on, in place of any other that muster knew for the host. */
export function trust(target: ConnectTarget, { key }: ShownHostKey): void {
  if (
    target.pinnedKey !== null &&
    target.pinnedKey
      .trim()
      .split(/[ \t]+/)
      .slice(0, 2)
      .join(' ') !== key
  ) {
    throw new LinkError(
      'ConfigurationInvalid',
      `the manifest of machine ${target.machine} pins another key: put this one into its spec.ssh.hostKey, or take that field out (${key})`,
    );
  }
  rememberHostKey(target, key);
}
