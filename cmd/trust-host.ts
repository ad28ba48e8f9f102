import { createInterface } from 'node:readline/promises';
import { hostKeyPolicy } from '../machines/host-keys.ts';
import { parseKeyText } from '../machines/known-hosts.ts';
import { LinkError } from '../machines/link.ts';
import type { ConnectTarget } from '../machines/ssh-target.ts';
import { fetchHostKey, type ShownHostKey, trust } from '../machines/trust.ts';
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
  const { machine } = target;
  try {
    const shown = await fetchHostKey(target, { signal: context.terminal.signal });
    const refusal = refusalOf(target, shown);
    if (refusal === null) {
      context.print(`${machine}: its host key is known already (${shown.fingerprint})\n`);
      return;
    }
    if (refusal.reason === 'HostKeyChanged' && !options.replace) throw refusal;
    await agree(context, target, shown, options);
    trust(target, shown);
    context.print(`${machine}: ${shown.fingerprint} accepted (${target.ownKnownHostsFile})\n`);
  } catch (error) {
    if (error instanceof LinkError) throw new CommandError(`${error.reason}: ${error.message}`);
    throw error;
  }
}

/** What a connection would say to this key; null when it is known. */
function refusalOf(target: ConnectTarget, shown: ShownHostKey): LinkError | null {
  const key = parseKeyText(shown.key);
  return key === null ? null : hostKeyPolicy(target).check(key.blob);
}

/** Throws unless somebody has said that this is the key. */
async function agree(
  context: Context,
  target: ConnectTarget,
  shown: ShownHostKey,
  options: TrustOptions,
): Promise<void> {
  const { machine } = target;
  const { fingerprint } = shown;
  if (options.fingerprint === undefined) {
    if (!options.yes) await ask(context, machine, `${target.host}:${target.port}`, shown.key, fingerprint);
  } else if (options.fingerprint !== fingerprint) {
    throw new CommandError(
      `${machine} shows ${fingerprint}, not ${options.fingerprint}: nothing was accepted. Is it the right host, or is somebody in between?`,
    );
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
