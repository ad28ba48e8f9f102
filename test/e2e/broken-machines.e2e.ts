/** Machines that cannot be used, each in its own way: what the user reads, and that the others do not have to wait. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Condition } from '../../schemas/types.ts';
import { hangSshd, noisyProfile, removeSudo } from '../lab/host-faults.ts';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { runProgram } from '../lab/run-program.ts';
import { buildCommand, runCommand } from './built-command.ts';
import { conditionOf, documents, machineYaml, onHost, startMuster, unitYaml } from './muster.ts';

jest.setTimeout(180_000);
const lab = openLab({ name: 'faultsbroken' });
let good: LabHost;
let deploy: LabHost;
let password: LabHost;
let silent: LabHost;
let sick: LabHost;
let folder: string;
let home: string;

beforeAll(async () => {
  const hosts = await lab.up([
    { name: 'good' },
    { name: 'deploy', login: 'deploy' },
    { name: 'password', sudoPassword: true },
    { name: 'silent' },
    { name: 'sick', diskSize: '96m' },
  ]);
  [good, deploy, password, silent, sick] = hosts as [LabHost, LabHost, LabHost, LabHost, LabHost];
  folder = mkdtempSync(join(tmpdir(), 'muster-broken-'));
  await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'stranger')]);
  await buildCommand();
}, 180_000);
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
beforeEach(() => {
  home = mkdtempSync(join(folder, 'home-'));
});

const sshOf = (host: LabHost) => host.machineManifest().spec.ssh;

/** Every way in which a machine of this test cannot be used. */
function brokenMachines(): Record<string, { yaml: string; reason: string; message: RegExp }> {
  const like = (name: string, host: LabHost, spec: Record<string, unknown>) => machineYaml(host, spec, name);
  const ssh = (host: LabHost, change: Record<string, unknown>) => ({ ssh: { ...sshOf(host), ...change } });
  return {
    'wrong-key': {
      yaml: like('wrong-key', good, ssh(good, { identityFile: join(folder, 'stranger') })),
      reason: 'AuthenticationFailed',
      message:
        /does not let root in: it took none of: \S*stranger.* Add the public key to ~root\/.ssh\/authorized_keys/,
    },
    'unknown-host-key': {
      yaml: like('unknown-host-key', good, ssh(good, { hostKey: undefined })),
      reason: 'HostKeyUnknown',
      message:
        /is not known: ssh-ed25519 SHA256:\S+\. Compare .* accept it with `muster trust unknown-host-key`/,
    },
    'wrong-host-key': {
      yaml: like('wrong-host-key', good, ssh(good, { hostKey: deploy.hostKey })),
      reason: 'HostKeyChanged',
      message:
        /THE HOST KEY OF wrong-host-key \(\S+\) HAS CHANGED. Nothing was sent to it.[\s\S]*the new key in spec.ssh.hostKey/,
    },
    'not-root': {
      yaml: like('not-root', deploy, { sudo: false }),
      reason: 'PrivilegeDenied',
      message: /the account deploy is not root, and system units need root: set spec.sudo: true/,
    },
    'no-sudo': {
      yaml: like('no-sudo', deploy, {}),
      reason: 'PrivilegeDenied',
      message: /deploy may not use sudo without a password on no-sudo \(.*not found.*\)/,
    },
    'sudo-password': {
      yaml: like('sudo-password', password, {}),
      reason: 'PrivilegeDenied',
      message:
        /\(sudo: a password is required\)\. Put this line into \/etc\/sudoers.d\/muster .*: deploy ALL=\(root\) NOPASSWD: ALL/,
    },
    hangs: {
      yaml: like('hangs', silent, {}),
      reason: 'Timeout',
      message: /accepts the connection and then says nothing for 15 s: sshd hangs/,
    },
    down: {
      yaml: like('down', good, ssh(good, { host: good.ip.replace(/\d+$/, '250') })),
      reason: 'HostUnreachable',
      message: /down \(\S+:22\) (cannot be reached: no route to the host, or it is down|does not answer)/,
    },
    'no-sshd': {
      yaml: like('no-sshd', good, ssh(good, { port: 9 })),
      reason: 'HostUnreachable',
      message: /refuses the connection: is sshd running, and is the port right \(spec.ssh.port\)\?/,
    },
    'no-name': {
      yaml: like('no-name', good, ssh(good, { host: 'muster-no-such-host.invalid' })),
      reason: 'HostUnreachable',
      message: /the name (does not resolve; correct spec.ssh.host|service does not answer)/,
    },
    'no-key': {
      yaml: like('no-key', good, ssh(good, { identityFile: join(folder, 'nowhere') })),
      reason: 'AuthenticationFailed',
      message: /nowhere does not exist/,
    },
    'in-a-circle': {
      yaml: like('in-a-circle', good, ssh(good, { proxyJump: ['not-root', 'in-a-circle-2'] })),
      reason: 'ConfigurationInvalid',
      message: /proxyJump goes in a circle .* correct spec.ssh.proxyJump/,
    },
    'in-a-circle-2': {
      yaml: like('in-a-circle-2', good, ssh(good, { proxyJump: ['in-a-circle'] })),
      reason: 'ConfigurationInvalid',
      message: /proxyJump goes in a circle/,
    },
  };
}

interface Item {
  metadata: { name: string };
  spec: { machine: string };
  status?: { sync?: string; health?: string; conditions?: Condition[] };
}

test('each says what is wrong and what to do; the others are served at once; the exit code is 4', async () => {
  const broken = brokenMachines();
  await Promise.all([removeSudo(deploy, true), hangSshd(silent, true), noisyProfile(sick, true)]);
  try {
    writeFileSync(
      join(home, 'all.yaml'),
      documents(
        machineYaml(good),
        machineYaml(sick),
        ...Object.values(broken).map(({ yaml }) => yaml),
        ...['good', 'sick', ...Object.keys(broken)].map((name) => unitYaml(`on-${name}.service`, name)),
        unitYaml('everywhere.service', 'good').replace('machine: good', 'global: true'),
      ),
    );
    const { code, stdout, stderr } = await runCommand(['apply', '-f', 'all.yaml'], { home });
    const names = Object.keys(broken).sort();
    const errors = stderr.split(/^error: /m).slice(1);
    expect(errors.map((line) => /^machine (\S+): (\w+)/.exec(line)?.slice(1)).sort()).toEqual(
      names.map((name) => [name, broken[name]?.reason]),
    );
    for (const error of errors) {
      const name = /^machine (\S+):/.exec(error)?.[1] ?? '';
      expect(error).toMatch(broken[name]?.message ?? /^$/);
    }
    expect(stdout).toMatch(
      new RegExp(`\n4 of ${2 * names.length + 4} placements as declared, ${names.length} machines failed, `),
    );
    expect(code).toBe(4);

    const listed = await runCommand(['get', 'machines', '-o', 'json'], { home });
    const machines = (JSON.parse(listed.stdout) as { items: Item[] }).items;
    const condition = (name: string, type: string) => {
      const found = conditionOf(machines.find((item) => item.metadata.name === name)?.status, type);
      return [name, found?.status, found?.reason];
    };
    for (const name of names) {
      expect(condition(name, 'Ready')).toEqual([name, 'False', broken[name]?.reason]);
    }
    expect(condition('good', 'Ready')).toEqual(['good', 'True', 'Connected']);
    const types: [string, string][] = [
      ...['hangs', 'down', 'no-sshd', 'no-name'].map((name): [string, string] => [name, 'Reachable']),
      ...['unknown-host-key', 'wrong-host-key'].map((name): [string, string] => [name, 'HostKeyVerified']),
      ...['not-root', 'no-sudo', 'sudo-password'].map((name): [string, string] => [name, 'PrivilegeOK']),
    ];
    for (const [name, type] of types)
      expect(condition(name, type)).toEqual([name, 'False', broken[name]?.reason]);

    // Nobody waited for the machine that hangs: what was done meanwhile was done before everybody's eyes.
    for (const host of [good, sick]) {
      for (const unit of [`on-${host.name}.service`, 'everywhere.service']) {
        expect(stdout).toContain(`\n${unit} on ${host.name}: start (`);
        expect((await onHost(() => host).live(unit)).sub).toBe('running');
      }
    }

    // Of what cannot be reached nothing is known, and nothing is concluded: never Degraded.
    const placed = await runCommand(['get', 'placements', '-o', 'json'], { home });
    for (const { metadata, spec, status } of (JSON.parse(placed.stdout) as { items: Item[] }).items) {
      const lost = broken[spec.machine];
      const ready = conditionOf(status, 'Ready');
      expect([metadata.name, status?.sync, status?.health, ready?.status, ready?.reason]).toEqual(
        lost === undefined
          ? [metadata.name, 'Synced', 'Healthy', 'True', 'Running']
          : [metadata.name, 'Unknown', 'Unknown', 'Unknown', lost.reason],
      );
    }
  } finally {
    await Promise.all([removeSudo(deploy, false), hangSshd(silent, false), noisyProfile(sick, false)]);
  }
});

test('two machines of one machine-id: nothing is done in the name of the second, until that is mended', async () => {
  const twin = machineYaml(good, {}, 'twin');
  const muster = await startMuster();
  try {
    await muster.apply(documents(machineYaml(good), unitYaml('first.service', 'good')));
    const outcome = await muster.apply(documents(twin, unitYaml('second.service', 'twin')));
    expect(outcome).toMatchObject({
      converged: 0,
      machinesFailed: [{ machine: 'twin', reason: 'DuplicateMachineID' }],
    });
    expect(outcome.machinesFailed[0]?.message).toMatch(/same machine-id as good.*delete one of the two/);
    await muster.verb('restart', ['second.service']);
    const placed = await muster.untilPlacement(
      'second.service',
      'twin',
      ({ status }) => status?.phase === 'unknown',
    );
    expect(conditionOf(placed.status, 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'DuplicateMachineID',
    });
    const machine = await muster.machine('twin');
    expect(conditionOf(machine.status, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'DuplicateMachineID',
    });
    const hand = onHost(() => good);
    expect((await hand.live('second.service')).load).toBe('not-found');
    expect((await hand.live('first.service')).sub).toBe('running');

    // It turns out to be another machine after all.
    const moved = await muster.apply(
      documents(machineYaml(sick, {}, 'twin'), unitYaml('second.service', 'twin')),
    );
    expect(moved).toMatchObject({ converged: 1, failed: [] });
    expect((await onHost(() => sick).live('second.service')).sub).toBe('running');
    expect((await hand.live('second.service')).load).toBe('not-found');
  } finally {
    await muster.stop();
  }
});
