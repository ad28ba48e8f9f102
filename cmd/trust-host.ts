import { createInterface } from 'node:readline/promises';
import { connect } from '../machines/connect.ts';
import { rememberHostKey } from '../machines/host-keys.ts';
import { LinkError } from '../machines/link.ts';
import type { ConnectTarget } from '../machines/ssh-target.ts';
import type { Context } from './command.ts';
import { CommandError } from './command-error.ts';

export interface TrustOptions {
  yes?: boolean;
  fingerprint?: string;
  replace?: boolean;
}

/** Sees which key the host shows and, when it is the right one, remembers it. */
export async function trustHost(
  context: Context,
  target: ConnectTarget,
  options: TrustOptions,
): Promise<void> {
  const refusal = await keyRefusal(context, target);
  const { machine } = target;
  if (refusal === null) {
    context.print(`${machine}: its host key is known already\n`);
    return;
  }
  const { fingerprint, key } = refusal.hostKey ?? { fingerprint: '', key: '' };
  if (refusal.reason === 'HostKeyChanged' && !options.replace) throw new CommandError(refusal.message);
  if (target.pinnedKey !== null) {
    throw new CommandError(
      `the manifest of ${machine} pins another key (spec.ssh.hostKey); write "${key}" there if it is the right one: ${fingerprint}`,
    );
  }
  if (options.fingerprint !== undefined && options.fingerprint !== fingerprint) {
    throw new CommandError(
      `${machine} shows ${fingerprint}, not ${options.fingerprint}: nothing was accepted. Is it the right host, or is somebody in between?`,
    );
  }
  if (options.fingerprint === undefined && !options.yes)
    await ask(context, machine, `${target.host}:${target.port}`, key, fingerprint);
  rememberHostKey(target, key);
  context.print(`${machine}: ${fingerprint} accepted (${target.ownKnownHostsFile})\n`);
}

/** null when the key is accepted already; anything else that goes wrong is thrown. */
async function keyRefusal(context: Context, target: ConnectTarget): Promise<LinkError | null> {
  try {
    const connection = await connect(target, { signal: context.terminal.signal });
    await connection.close();
    return null;
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    if (error.hostKey && (error.reason === 'HostKeyUnknown' || error.reason === 'HostKeyChanged'))
      return error;
    // The key comes before the login: when that failed, the key was right.
    if (error.reason === 'AuthenticationFailed') {
      context.warn(`warning: ${error.message}`);
      return null;
    }
    throw new CommandError(`${error.reason}: ${error.message}`);
  }
}

async function ask(
  context: Context,
  machine: string,
  where: string,
  key: string,
  fingerprint: string,
): Promise<void> {
  const { stdin, stderr, signal } = context.terminal;
  if (stdin.isTTY !== true) {
    throw new CommandError(
      `nobody to ask here: compare ${fingerprint} with the machine's own, then run muster trust ${machine} --fingerprint ${fingerprint}`,
    );
  }
  const prompt = createInterface({ input: stdin, output: stderr });
  try {
    const question = `${machine} (${where}) shows this host key:\n  ${key.split(' ')[0]} ${fingerprint}\nIs it the machine's own? (yes/no) `;
    const answer = await prompt.question(question, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('not accepted');
  } finally {
    prompt.close();
  }
}
