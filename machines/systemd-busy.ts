import type { ScriptResult } from './exec-script.ts';
import { LinkError } from './link.ts';

/** Prints 124 when systemd does not answer, as timeout(1) says it. */
export const systemdAnswersScript = String.raw`
read -r scope
user=
[ "$scope" = user ] && user=--user
timeout 2 systemctl $user show -p Version >/dev/null 2>&1
printf 'answered %s\n' "$?"
`;

const deadlineMs = 6000;

/**
 * A read that did not end in time may have waited for systemd: while it reloads, or is stopped, it answers nobody. Asked
 * only then, so that it costs nothing otherwise. Gives back the error that says so, or the one that was.
 */
export async function whyLate(
  error: unknown,
  machine: string,
  scope: 'system' | 'user',
  run: (
    script: string,
    stdin: Buffer,
    options: { privileged: boolean; deadlineMs: number },
  ) => Promise<ScriptResult>,
): Promise<unknown> {
  if (!(error instanceof LinkError) || error.reason !== 'Timeout') return error;
  try {
    const answer = await run(systemdAnswersScript, Buffer.from(`${scope}\n`), {
      privileged: true,
      deadlineMs,
    });
    if (!answer.stdout.toString().includes('answered 124')) return error;
  } catch {
    return error;
  }
  return new LinkError(
    'SystemdBusy',
    `systemd on ${machine} does not answer, while the machine does: it is reloading, or hangs (there, "systemctl is-system-running" says more, and "cat /proc/1/stack" what it waits for); it is tried again`,
  );
}
