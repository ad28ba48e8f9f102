import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { mountsBelow } from './host-disk.ts';
import { hangSshd, noisyProfile, readOnlyEtc, removeStdioBridge, removeSudo } from './host-faults.ts';
import { machineManifests, openLab } from './lab.ts';
import { processesOf } from './lab-cgroup.ts';
import type { LabHost } from './lab-host.ts';
import { withLabLock } from './lab-lock.ts';
import { interfacesOf } from './lab-network.ts';
import { labPlace } from './lab-place.ts';
import { labProblem } from './lab-problem.ts';
import { runProgram } from './run-program.ts';
import { waitUntil } from './wait-until.ts';

const NAME = 'labtest';
const place = labPlace(NAME);

/** Everything on this machine that belongs to the lab of this test; colleagues' labs may come and go meanwhile. */
async function traces(): Promise<Record<string, string[]>> {
  const cgroups = fs.existsSync(place.cgroup) ? [place.cgroup, ...processesOf(place.cgroup).map(String)] : [];
  const processes = fs.readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry) || entry === String(process.pid)) return false;
    try {
      // A zombie is dead: that init has not looked at it yet is no doing of the lab.
      return (
        fs.readFileSync(`/proc/${entry}/cgroup`, 'utf8').includes(`muster-lab/${NAME}/`) &&
        !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${entry}/status`, 'utf8'))
      );
    } catch {
      return false;
    }
  });
  return {
    interfaces: await interfacesOf(place),
    mounts: mountsBelow(place.directory),
    files: fs.existsSync(place.directory) ? fs.readdirSync(place.directory) : [],
    routes: (await runProgram(['ip', 'route', 'show', 'table', 'all']))
      .split('\n')
      .filter((route) => route.includes(place.bridge) || route.startsWith('unreachable 10.213.')),
    cgroups,
    processes,
  };
}
const NO_TRACE = { interfaces: [], mounts: [], files: [], routes: [], cgroups: [], processes: [] };

/** Whether any process on this machine is still in the network namespace. */
function inhabited(networkNamespace: string): boolean {
  return fs.readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && fs.readlinkSync(`/proc/${entry}/ns/net`) === networkNamespace;
    } catch {
      return false;
    }
  });
}

const output = async (host: LabHost, command: string, user?: string): Promise<string> => {
  const result = await host.ssh(command, { timeoutMs: 20_000, ...(user === undefined ? {} : { user }) });
  expect({ command, ...result }).toMatchObject({ code: 0 });
  return result.stdout.trim();
};
const answers = async (host: LabHost): Promise<boolean> =>
  (await host.ssh('true', { timeoutMs: 3000 }).catch(() => ({ code: -1 }))).code === 0;

test('this machine can run a lab', () => {
  expect(labProblem()).toBeNull();
});

describe('two hosts', () => {
  const lab = openLab({ name: NAME });
  let first: LabHost;
  let second: LabHost;

  beforeAll(async () => {
    await lab.down();
    [first, second] = (await lab.up([{ name: 'web-1' }, { name: 'web-2', login: 'deploy' }])) as [
      LabHost,
      LabHost,
    ];
  }, 120_000);
  afterAll(() => lab.down(), 60_000);

  test('are machines of their own, reached with the pinned key', async () => {
    const facts =
      'hostname; cat /etc/machine-id /proc/sys/kernel/random/boot_id; systemctl show -p SystemState';
    const [a, b] = await Promise.all([output(first, facts), output(second, facts)]);
    expect(a.split('\n')[0]).toBe('web-1');
    expect(b.split('\n')[0]).toBe('web-2');
    for (const line of [1, 2]) expect(a.split('\n')[line]).not.toBe(b.split('\n')[line]);
    expect(first.hostKey).not.toBe(second.hostKey);
    expect(await output(first, 'id -u')).toBe('0');
    expect(await output(second, 'whoami && sudo -n id -u', 'deploy')).toBe('deploy\n0');
    expect(await output(first, `systemctl --failed --no-legend; ls -A /root`)).toBe('.ssh');
  });

  test('print manifests of Machines', () => {
    expect(first.machineManifest().spec.ssh.hostKey).toMatch(/^ssh-ed25519 AAAA\S+$/);
    expect(second.machineManifest().spec).toMatchObject({ ssh: { user: 'deploy', port: 22 }, sudo: true });
    expect(machineManifests(lab.hosts)).toContain('---\napiVersion: muster.dev/v1\nkind: Machine\n');
  });

  test('run units of the same name without touching each other’s, and keep a journal', async () => {
    const start =
      'systemd-run --quiet --unit=same sh -c "echo hello from \\$(hostname); exec sleep infinity"';
    await Promise.all([output(first, start), output(second, start)]);
    await output(first, 'systemctl stop same');
    expect(await output(second, 'systemctl is-active same')).toBe('active');
    expect(await output(first, 'journalctl -u same -o cat')).toContain('hello from web-1');
  });

  test('cut drops packets without an answer, reject refuses them, heal takes both back', async () => {
    await first.cut('drop');
    expect(await first.ssh('true', { timeoutMs: 4500 }).catch((error: Error) => error.message)).toMatch(
      /no end after/,
    );
    expect(await answers(second)).toBe(true);
    expect((await first.run('systemctl is-active ssh sshd | head -1')).stdout).toBe('active\n');
    await first.heal();
    expect(await answers(first)).toBe(true);
    await first.cut('reject');
    expect((await first.ssh('true', { timeoutMs: 4500 })).stderr).toMatch(/No route to host|unreachable/);
    await first.heal();
    expect(await answers(first)).toBe(true);
  }, 60_000);

  test('slow makes each round trip longer', async () => {
    const roundTrip = async (): Promise<number> => {
      const start = performance.now();
      await output(first, 'true');
      return performance.now() - start;
    };
    await first.slow(200);
    // TCP, versions, keys and login take more than four round trips.
    expect(await roundTrip()).toBeGreaterThan(800);
    expect(await output(first, 'head -c 3000000 /dev/zero | wc -c')).toBe('3000000');
    await first.heal();
    expect(await answers(first)).toBe(true);
  }, 60_000);

  test('reboot keeps the disk and changes the boot id, by the button and from inside', async () => {
    const boot = 'cat /proc/sys/kernel/random/boot_id';
    await output(first, 'echo kept >/etc/kept');
    const ids = [await output(first, boot)];
    await first.reboot();
    ids.push(await output(first, boot));
    expect(await output(first, 'systemd-id128 boot-id')).toBe(ids[1]?.replaceAll('-', ''));
    await first.run('systemctl reboot');
    ids.push(
      await waitUntil('the boot from inside', async () => {
        const { code, stdout } = await first
          .ssh(boot, { timeoutMs: 3000 })
          .catch(() => ({ code: -1, stdout: '' }));
        return code === 0 && !ids.includes(stdout.trim()) && stdout.trim();
      }),
    );
    expect(new Set(ids).size).toBe(3);
    expect(await output(first, 'cat /etc/kept')).toBe('kept');
  }, 60_000);

  test('kill cuts the power, boot brings it back', async () => {
    const namespace = fs.readlinkSync(`/proc/${first.initPid}/ns/net`);
    expect(inhabited(namespace)).toBe(true);
    await first.kill();
    expect(first.initPid).toBeUndefined();
    expect(inhabited(namespace)).toBe(false);
    expect(await answers(first)).toBe(false);
    await expect(first.run('true')).rejects.toThrow(/web-1 is off/);
    await first.boot();
    expect(await answers(first)).toBe(true);
  }, 60_000);

  test('rebuild makes a new machine under the old name', async () => {
    await output(first, 'echo gone >/etc/gone');
    const before = [first.hostKey, await output(first, 'cat /etc/machine-id')];
    await first.rebuild();
    const after = [first.hostKey, await output(first, 'cat /etc/machine-id; test ! -e /etc/gone')];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  }, 60_000);

  test('faults can be had and taken back', async () => {
    const write = 'echo x >/etc/probe';
    await readOnlyEtc(first, true);
    expect((await first.ssh(write)).stderr).toContain('Read-only file system');
    await readOnlyEtc(first, false);
    await output(first, write);

    await first.fillDisk(true);
    expect((await first.ssh('head -c 100000 /dev/zero >/etc/probe')).stderr).toContain(
      'No space left on device',
    );
    await first.fillDisk(false);
    await output(first, 'head -c 100000 /dev/zero >/etc/probe');

    await noisyProfile(second, true);
    expect(await output(second, 'true', 'deploy')).toContain('Welcome!');
    await noisyProfile(second, false);
    expect(await output(second, 'true', 'deploy')).toBe('');

    await removeSudo(second, true);
    expect((await second.ssh('sudo -n true', { user: 'deploy' })).code).toBe(127);
    await removeSudo(second, false);
    await output(second, 'sudo -n true', 'deploy');

    await removeStdioBridge(first, true);
    expect((await first.ssh('systemd-stdio-bridge')).code).toBe(127);
    await removeStdioBridge(first, false);
    expect(await output(first, 'command -v systemd-stdio-bridge')).toBe('/usr/bin/systemd-stdio-bridge');

    await hangSshd(first, true);
    expect(await first.ssh('true', { timeoutMs: 3000 }).catch((error: Error) => error.message)).toMatch(
      /no end after/,
    );
    await hangSshd(first, false);
    expect(await answers(first)).toBe(true);

    await first.freeze(true);
    expect(await first.ssh('true', { timeoutMs: 3000 }).catch((error: Error) => error.message)).toMatch(
      /no end after/,
    );
    await first.freeze(false);
    expect(await answers(first)).toBe(true);
  }, 60_000);

  test('up again leaves what runs alone, refuses other options, and adds others', async () => {
    const boot = await output(first, 'cat /proc/sys/kernel/random/boot_id');
    await lab.up([
      { name: 'web-1' },
      { name: 'user-1', scope: 'user' },
      { name: 'asks-1', sudoPassword: true },
    ]);
    expect(await output(first, 'cat /proc/sys/kernel/random/boot_id')).toBe(boot);
    await expect(lab.up([{ name: 'web-1', scope: 'user' }])).rejects.toThrow(/other options/);
    await expect(lab.up([{ name: '../x' }])).rejects.toThrow(/cannot name a host/);
    expect(
      await output(lab.host('user-1'), 'systemd-run --user --pipe --quiet --wait id -un', 'deploy'),
    ).toBe('deploy');
    expect((await lab.host('asks-1').ssh('sudo -n true', { user: 'deploy' })).stderr).toContain(
      'password is required',
    );
    expect(lab.hosts.map((host) => host.name)).toEqual(['web-1', 'web-2', 'user-1', 'asks-1']);
  }, 60_000);

  test('a second lab beside it has its own hosts, and its end touches nothing here', async () => {
    const other = openLab({ name: `${NAME}-beside-it` });
    try {
      const [neighbour] = (await other.up([{ name: 'web-1' }])) as [LabHost];
      expect(neighbour.ip).not.toBe(first.ip);
      expect(await output(neighbour, 'cat /etc/machine-id')).not.toBe(
        await output(first, 'cat /etc/machine-id'),
      );
    } finally {
      await other.down();
    }
    expect(await answers(first)).toBe(true);
    expect(fs.existsSync(labPlace(other.name).directory)).toBe(false);
  }, 60_000);

  test('a host whose systemd was killed is off, and up boots it again with its disk', async () => {
    await output(first, 'echo kept >/etc/kept');
    await first.slow(10);
    process.kill(first.initPid ?? 0, 'SIGKILL');
    await waitUntil('the end of the host', () => first.initPid === undefined);
    await lab.up([{ name: 'web-1' }]);
    expect(await output(first, 'cat /etc/kept')).toBe('kept');
  }, 60_000);

  test('down leaves no trace', async () => {
    await first.cut('reject');
    await second.slow(50);
    const before = await traces();
    for (const kind of Object.keys(NO_TRACE)) expect(before[kind]).not.toEqual([]);
    await lab.down();
    expect(await traces()).toEqual(NO_TRACE);
    expect(lab.hosts).toEqual([]);
    await lab.down();
  }, 60_000);
});

describe('a command killed in the middle of up', () => {
  const lab = openLab({ name: NAME });
  beforeAll(() => lab.down(), 60_000);
  afterAll(() => lab.down(), 60_000);

  const moments = {
    'when the bridge is there': () => interfacesOf(place).then((names) => names.length > 0),
    'in the template': () => fs.existsSync(path.join(place.directory, 'template')),
    'in the first disk': () => fs.existsSync(path.join(place.directory, 'hosts/m1/disk')),
    'in the first boot': () => fs.existsSync(path.join(place.cgroup, 'm1/payload')),
    'when a first host is ready': () => lab.hosts.some((host) => host.record.booted),
  };

  test.each(Object.entries(moments))(
    '%s: down leaves no trace, up works',
    async (_, reached) => {
      const killed = async (): Promise<void> => {
        const cli = ['--import', 'tsx', path.join(__dirname, 'cli.ts'), '--lab', NAME, 'up', '3'];
        const child = spawn(process.execPath, cli, { stdio: 'ignore' });
        const ended = new Promise((resolve) => child.on('exit', resolve));
        await waitUntil('the moment to kill', reached, 30_000, 5);
        child.kill('SIGKILL');
        await ended;
      };
      await killed();
      await lab.down();
      expect(await traces()).toEqual(NO_TRACE);
      await killed();
      const hosts = await lab.up(2);
      expect(await Promise.all(hosts.map(answers))).toEqual([true, true]);
      await lab.down();
      expect(await traces()).toEqual(NO_TRACE);
    },
    120_000,
  );
});

test('the lock lets one in at a time, and outlives no holder', async () => {
  const log: string[] = [];
  const work = (who: string) =>
    withLabLock(`${NAME}/lock`, async () => {
      log.push(`${who} in`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${who} out`);
    });
  await Promise.all(['a', 'b', 'c', 'd'].map(work));
  expect(log).toHaveLength(8);
  for (let i = 0; i < 8; i += 2) expect(log[i + 1]).toBe(log[i]?.replace('in', 'out'));
});
