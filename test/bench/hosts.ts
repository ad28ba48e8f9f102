/** The hosts between two measurements. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabHost } from '../lab/lab-host.ts';

const wipe = `cd /etc/systemd/system || exit 1
units=$(ls bench-*.service 2>/dev/null)
[ -z "$units" ] || systemctl stop -- $units
rm -rf bench-*.service multi-user.target.wants/bench-*.service /var/lib/muster /run/muster
systemctl daemon-reload
systemctl reset-failed 'bench-*' 2>/dev/null
systemctl list-units --all --plain --no-legend 'bench-*' | wc -l`;

/** Nothing of any peer is left on the hosts, and systemd has never heard of the units. */
export async function wipeHosts(hosts: readonly LabHost[]): Promise<void> {
  for (const host of hosts) {
    const { stdout, stderr } = await host.run(wipe, { timeoutMs: 120_000 });
    if (stdout.trim() !== '0') throw new Error(`${host.name} is not clean: ${stdout} ${stderr}`);
  }
  await quiet();
}

/** What the last measurement set going must not weigh on the next. */
export async function quiet(): Promise<void> {
  await sleep(300);
}

/** How many of the benchmark's units run, over all hosts. */
export async function running(hosts: readonly LabHost[]): Promise<number> {
  const counts = await Promise.all(
    hosts.map((host) =>
      host.run("systemctl list-units --state=running --plain --no-legend 'bench-*' | wc -l", {
        timeoutMs: 60_000,
      }),
    ),
  );
  return counts.reduce((sum, { stdout }) => sum + Number(stdout), 0);
}
