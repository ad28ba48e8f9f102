/** Which keys are offered to a host, in which order, and what to say when none is taken. */
import { existsSync, readFileSync } from 'node:fs';
// ssh2 is CommonJS, and Node finds only some of its names: hence the whole module.
import ssh2, {
  type AgentAuthMethod,
  type IdentityCallback,
  type ParsedKey,
  type PublicKeyAuthMethod,
} from 'ssh2';
import type { ConnectTarget } from './ssh-target.ts';

export interface Identities {
  offers: (PublicKeyAuthMethod | AgentAuthMethod)[];
  /** Why a key could not be offered, one clause each: part of the error when authentication fails. */
  problems: string[];
  /** What was offered, for the same message. */
  offered: string[];
}

export function identities(target: ConnectTarget): Identities {
  const found: Identities = { offers: [], problems: [], offered: [] };
  const wanted: Buffer[] = [];
  for (const file of target.identityFiles) {
    const blob = publicBlob(`${file}.pub`);
    if (blob !== null) wanted.push(blob);
    if (!existsSync(file)) {
      if (target.identitiesNamed && blob === null) found.problems.push(`the key file ${file} does not exist`);
      continue;
    }
    offerFile(file, target, found, wanted);
  }
  if (target.agentSocket !== null) {
    if (existsSync(target.agentSocket)) {
      found.offers.push({
        type: 'agent',
        username: target.user,
        agent: new OrderedAgent(target.agentSocket, wanted, target.identitiesOnly),
      });
      found.offered.push(`the keys of the ssh-agent at ${target.agentSocket}`);
    } else found.problems.push(`the ssh-agent's socket ${target.agentSocket} does not exist`);
  }
  return found;
}

function offerFile(file: string, target: ConnectTarget, found: Identities, wanted: Buffer[]): void {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    found.problems.push(
      `the key file ${file} cannot be read (${error instanceof Error ? error.message : error})`,
    );
    return;
  }
  const parsed = ssh2.utils.parseKey(content);
  if (parsed instanceof Error) {
    found.problems.push(
      /passphrase|encrypted/i.test(parsed.message)
        ? `the key file ${file} is protected by a passphrase: add it to the ssh-agent (ssh-add ${file})`
        : `the key file ${file} is not a private key that can be used (${parsed.message})`,
    );
    return;
  }
  const key: ParsedKey | undefined = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || !key.isPrivateKey()) {
    found.problems.push(`${file} holds a public key; name the private one`);
    return;
  }
  wanted.push(key.getPublicSSH());
  found.offers.push({ type: 'publickey', username: target.user, key: content });
  found.offered.push(file);
}

function publicBlob(file: string): Buffer | null {
  if (!existsSync(file)) return null;
  const encoded = readFileSync(file, 'utf8').split(/[ \t]+/)[1];
  return encoded === undefined ? null : Buffer.from(encoded, 'base64');
}

/** Wanted keys first: a server gives up after a few keys (MaxAuthTries), and an agent may hold many. */
class OrderedAgent extends ssh2.OpenSSHAgent {
  readonly #wanted: Buffer[];
  readonly #only: boolean;

  constructor(socket: string, wanted: Buffer[], only: boolean) {
    super(socket);
    this.#wanted = wanted;
    this.#only = only;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      if (error || keys === undefined) {
        callback(error ?? new Error('the ssh-agent gave no answer'));
        return;
      }
      const held = keys.map((entry) => ('pubKey' in entry ? entry.pubKey : entry)).filter(isParsedKey);
      const isWanted = (key: ParsedKey) => this.#wanted.some((blob) => blob.equals(key.getPublicSSH()));
      callback(null, [...held.filter(isWanted), ...(this.#only ? [] : held.filter((key) => !isWanted(key)))]);
    });
  }
}

function isParsedKey(key: unknown): key is ParsedKey {
  return typeof key === 'object' && key !== null && 'getPublicSSH' in key;
}
