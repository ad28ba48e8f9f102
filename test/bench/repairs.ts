/** How long a host is not as declared, by the host's own clock. */
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';

/** Milliseconds from the moment the unit went down until it was up again. */
export async function secondsDown(host: LabHost, unit: string, breakIt: string): Promise<number> {
  const before = await timesOf(host, unit);
  const { code, stderr } = await host.run(breakIt, { timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`${breakIt}: ${stderr}`);
  const after = await waitUntil(
    `${unit} running again`,
    async () => {
      const times = await timesOf(host, unit);
      return times.state === 'active' &&
        times.up > before.up &&
        times.down > before.down &&
        times.up >= times.down
        ? times
        : undefined;
    },
    60_000,
    100,
  );
  return (after.up - after.down) / 1e6;
}

/** Milliseconds from the edit until the file was as declared and systemd had read it again. */
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

async function timesOf(host: LabHost, unit: string): Promise<{ state: string; up: number; down: number }> {
  const { stdout } = await host.run(
    `systemctl show -p ActiveState -p ActiveEnterTimestampMonotonic -p ActiveExitTimestampMonotonic ${unit}`,
    { timeoutMs: 60_000 },
  );
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(stdout)?.[1] ?? '';
  return {
    state: value('ActiveState'),
    up: Number(value('ActiveEnterTimestampMonotonic')),
    down: Number(value('ActiveExitTimestampMonotonic')),
  };
}
