/** How long a host is not as declared, by the host's own clock. */
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';

/**
 * Seconds from the command that takes the unit down until it is up again; to 10 ms, as /proc/uptime has it. Not from systemd's
 * own time of the stop: a unit that nothing refers to is forgotten when it stops, and its times with it.
 */
export async function secondsDown(host: LabHost, unit: string, breakIt: string): Promise<number> {
  const before = await upSince(host, unit);
  const { code, stdout, stderr } = await host.run(`cut -d ' ' -f 1 /proc/uptime; ${breakIt}`, {
    timeoutMs: 60_000,
  });
  if (code !== 0) throw new Error(`${breakIt}: ${stderr}`);
  const up = await waitUntil(
    `${unit} running again`,
    async () => {
      const since = await upSince(host, unit);
      return since > before ? since : undefined;
    },
    60_000,
    100,
  );
  return up - Number(stdout);
}

/** Seconds from the edit until the file was as declared and systemd had read it again. */
export async function secondsEdited(host: LabHost, unit: string): Promise<number> {
  const file = `/etc/systemd/system/${unit}`;
  const edit = `sha256sum <${file} && echo '# edited' >>${file} && stat -c %.9Y ${file}`;
  const { stdout } = await host.run(edit, { timeoutMs: 60_000 });
  const [digest = '', edited = ''] = stdout.trim().split('\n');
  const look = `sha256sum <${file}; systemctl show -p NeedDaemonReload --value ${unit}; stat -c %.9Z ${file} /run/systemd/systemd-units-load`;
  const end = await waitUntil(
    `${file} repaired`,
    async () => {
      const [now, needsReload, written = '', reloaded = ''] = (
        await host.run(look, { timeoutMs: 60_000 })
      ).stdout
        .trim()
        .split('\n');
      return now === digest && needsReload === 'no' ? Math.max(Number(written), Number(reloaded)) : undefined;
    },
    60_000,
    100,
  );
  return end - Number(edited);
}

/** Seconds since the host's boot; 0 while the unit is not active. */
async function upSince(host: LabHost, unit: string): Promise<number> {
  const { stdout } = await host.run(
    `systemctl show -p ActiveState -p ActiveEnterTimestampMonotonic ${unit}`,
    { timeoutMs: 60_000 },
  );
  const since = /^ActiveEnterTimestampMonotonic=(\d+)$/m.exec(stdout)?.[1];
  return /^ActiveState=active$/m.test(stdout) ? Number(since) / 1e6 : 0;
}
