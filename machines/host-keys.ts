/** Strict host keys: pinned in the manifest, or known; anything else stops the connection and says what to do. */

import {
  fingerprint,
  type KnownKey,
  keyText,
  keyType,
  knownHostName,
  knownKeys,
  parseKeyText,
  writeKnownHost,
} from './known-hosts.ts';
import { LinkError } from './link.ts';
import type { ConnectTarget } from './ssh-target.ts';

export interface HostKeyPolicy {
  /** Offered to the server in this order, so that it shows a key that is known, if it has one. */
  algorithms: string[];
  /** null when the key is accepted. */
  check(blob: Buffer): LinkError | null;
}

/** Best first. `ssh-rsa` (SHA-1 signatures) is left out on purpose. */
const allAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/** RSA keys have one type and several signature algorithms. */
function algorithmsOf(type: string): string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type];
}

/** Throws LinkError ConfigurationInvalid when the manifest's `hostKey` is not a key. */
export function hostKeyPolicy(target: ConnectTarget): HostKeyPolicy {
  const stated = statedKeys(target);
  const trusted = stated.filter((key) => key.marker === 'none');
  const known = allAlgorithms.filter((algorithm) =>
    trusted.some((key) => algorithmsOf(key.type).includes(algorithm)),
  );
  return {
    // Unknown types come last: without them a host that has changed its only key would fail to negotiate,
    // and the user would read about algorithms instead of the change.
    algorithms: [...known, ...allAlgorithms.filter((algorithm) => !known.includes(algorithm))],
    check: (blob) => checkKey(target, stated, blob),
  };
}

function statedKeys(target: ConnectTarget): KnownKey[] {
  if (target.pinnedKey === null) {
    const keys = knownKeys(target.knownHostsFiles, nameOf(target));
    // What was trusted through muster is the latest word: it replaces what the user's files still say.
    const own = keys.filter(
      (key) => key.place.startsWith(`${target.ownKnownHostsFile}:`) && key.marker === 'none',
    );
    return own.length === 0 ? keys : [...own, ...keys.filter((key) => key.marker === 'revoked')];
  }
  const pinned = parseKeyText(target.pinnedKey);
  if (pinned === null) {
    throw new LinkError(
      'ConfigurationInvalid',
      `machine ${target.machine}: spec.ssh.hostKey is not a public key; write it as "ssh-ed25519 AAAA…", as \`ssh-keyscan ${target.host}\` prints it after the host's name`,
    );
  }
  return [{ ...pinned, marker: 'none', place: `spec.ssh.hostKey of machine ${target.machine}` }];
}

function nameOf(target: ConnectTarget): string {
  return target.hostKeyAlias?.toLowerCase() ?? knownHostName(target.host, target.port);
}

function checkKey(target: ConnectTarget, stated: KnownKey[], blob: Buffer): LinkError | null {
  const shown = { fingerprint: fingerprint(blob), key: keyText(blob) };
  const where = `${target.host}:${target.port}`;
  const revoked = stated.find((key) => key.marker === 'revoked' && key.blob.equals(blob));
  if (revoked !== undefined) {
    return new LinkError(
      'HostKeyChanged',
      `${target.machine} (${where}) shows a host key that ${revoked.place} marks as revoked (${shown.fingerprint}): somebody else may hold it. Give the host new keys before you connect again`,
      shown,
    );
  }
  const trusted = stated.filter((key) => key.marker === 'none');
  if (trusted.some((key) => key.blob.equals(blob))) return null;
  const type = keyType(blob);
  const other = trusted.find((key) => key.type === type) ?? trusted[0];
  if (other !== undefined) return changed(target, other, shown, type);
  const authority = stated.find((key) => key.marker === 'cert-authority');
  const certificates =
    authority === undefined
      ? ''
      : ` (${authority.place} names a certificate authority: muster does not read host certificates yet)`;
  return new LinkError(
    'HostKeyUnknown',
    `the host key of ${target.machine} (${where}) is not known${certificates}: ${type} ${shown.fingerprint}. Compare it with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then accept it with \`muster trust ${target.machine}\`, or pin it as spec.ssh.hostKey`,
    shown,
  );
}

function changed(
  target: ConnectTarget,
  known: KnownKey,
  shown: { fingerprint: string; key: string },
  type: string,
): LinkError {
  const line = '@'.repeat(64);
  const next =
    target.pinnedKey === null
      ? `\`muster trust ${target.machine} --replace\``
      : `the new key in spec.ssh.hostKey`;
  return new LinkError(
    'HostKeyChanged',
    [
      line,
      `THE HOST KEY OF ${target.machine} (${target.host}:${target.port}) HAS CHANGED. Nothing was sent to it.`,
      line,
      `  known: ${known.type} ${fingerprint(known.blob)}  (${known.place})`,
      `  shown: ${type} ${shown.fingerprint}`,
      `The host was rebuilt, or someone is between you and it. If you know that it was rebuilt, accept the new key with ${next}.`,
    ].join('\n'),
    shown,
  );
}

/** Remember a key in muster's own known_hosts, in place of what stood there for this host. */
export function rememberHostKey(target: ConnectTarget, key: string): void {
  const parsed = parseKeyText(key);
  if (parsed === null) throw new LinkError('ConfigurationInvalid', `"${key}" is not a public key`);
  writeKnownHost(target.ownKnownHostsFile, nameOf(target), [parsed.blob]);
}

/** Forget what muster's own known_hosts says about this host; the user's files are left alone. */
export function forgetHostKey(target: ConnectTarget): void {
  writeKnownHost(target.ownKnownHostsFile, nameOf(target), []);
}
