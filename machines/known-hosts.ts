/** Reading and writing known_hosts files, as sshd(8) describes them. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface KnownKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  type: string;
  /** The key's bytes as they go over the wire. */
  blob: Buffer;
  marker: 'none' | 'revoked' | 'cert-authority';
  /** `FILE:LINE`, or where else it was stated. */
  place: string;
}

/** How a host is named in known_hosts: `[host]:port` unless the port is 22. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The key type that a wire-format key starts with; an empty string when it is no key. */
export function keyType(blob: Buffer): string {
  if (blob.length < 4) return '';
  const length = blob.readUInt32BE(0);
  return length > 64 || blob.length < 4 + length ? '' : blob.toString('latin1', 4, 4 + length);
}

/** `ssh-ed25519 AAAA…`: what a manifest's `hostKey` and a known_hosts line hold. */
export function keyText(blob: Buffer): string {
  return `${keyType(blob)} ${blob.toString('base64')}`;
}

/** null when the text is not a public key whose type agrees with its bytes. */
export function parseKeyText(text: string): { type: string; blob: Buffer } | null {
  const [type, encoded] = text.trim().split(/[ \t]+/);
  if (type === undefined || encoded === undefined || !/^[A-Za-z0-9+/]+=*$/.test(encoded)) return null;
  const blob = Buffer.from(encoded, 'base64');
  return keyType(blob) === type ? { type, blob } : null;
}

/** Every key that the files state for this host, in the order of the files. Lines that cannot be read are passed over, as ssh does. */
export function knownKeys(files: readonly string[], name: string): KnownKey[] {
  return files.flatMap((file) => {
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => keyOfLine(line, name, `${file}:${index + 1}`));
  });
}

function keyOfLine(line: string, name: string, place: string): KnownKey[] {
  const words = line.trim().split(/[ \t]+/);
  const first = words[0] ?? '';
  if (first === '' || first.startsWith('#')) return [];
  const marked = first.startsWith('@');
  const marker = !marked
    ? 'none'
    : first === '@revoked'
      ? 'revoked'
      : first === '@cert-authority'
        ? 'cert-authority'
        : null;
  const [hosts, ...key] = marked ? words.slice(1) : words;
  if (marker === null || hosts === undefined || !namesHost(hosts, name)) return [];
  const parsed = parseKeyText(key.slice(0, 2).join(' '));
  return parsed === null ? [] : [{ ...parsed, marker, place }];
}

function namesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|1|')) {
    const [, , salt, hash] = hosts.split('|');
    if (salt === undefined || hash === undefined) return false;
    const stated = Buffer.from(hash, 'base64');
    const computed = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return stated.length === computed.length && timingSafeEqual(stated, computed);
  }
  let named = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matches(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    named = true;
  }
  return named;
}

function matches(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

/** Replace the file's lines for this host by these keys; no keys means remove. Other hosts' lines stay as they are. */
export function writeKnownHost(file: string, name: string, keys: readonly Buffer[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const kept = before.filter((line) => keyOfLine(line, name, '').length === 0);
  const lines = [...kept, ...keys.map((blob) => `${name} ${keyText(blob)}`)];
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, lines.map((line) => `${line}\n`).join(''), { mode: 0o600, flush: true });
  renameSync(temporary, file);
}
