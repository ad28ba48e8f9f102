import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fenceFile, pushFence } from '../../machines/fence.ts';
import { forgetHostKey } from '../../machines/host-keys.ts';
import { collected, describeLink, finished, listen } from '../../machines/link.contract.ts';
import { LinkError, type MachineLink } from '../../machines/link.ts';
import { openLink } from '../../machines/ssh-link.ts';
import { type ConnectTarget, type MachineAccess, sshTarget } from '../../machines/ssh-target.ts';
import { fetchHostKey, trust } from '../../machines/trust.ts';
import { hangSshd, noisyProfile, removeStdioBridge, removeSudo } from '../lab/host-faults.ts';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { runProgram } from '../lab/run-program.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { configureSshd } from './configure-sshd.ts';

jest.setTimeout(120_000);

const limitMs = 60_000;
const lab = openLab({ name: 'sshlink' });
const home = mkdtempSync(join(tmpdir(), 'muster-ssh-link-'));
let root: LabHost;
let deploy: LabHost;
let rootless: LabHost;
let password: LabHost;

beforeAll(async () => {
  const hosts = await lab.up([
    { name: 'root' },
    { name: 'deploy', login: 'deploy' },
    { name: 'rootless', scope: 'user' },
    { name: 'password', sudoPassword: true },
  ]);
  [root, deploy, rootless, password] = hosts as [LabHost, LabHost, LabHost, LabHost];
}, limitMs);

afterAll(async () => {
  await lab.down();
  rmSync(home, { recursive: true });
}, limitMs);

interface Change {
  ssh?: Partial<NonNullable<MachineAccess['spec']['ssh']>>;
  sshConfig?: string;
  environment?: NodeJS.ProcessEnv;
  others?: LabHost[];
}

/** Nothing of the developer's own ~/.ssh takes part. */
function targetOf(
  host: LabHost,
  { ssh = {}, sshConfig = '', environment = {}, others = [] }: Change = {},
): ConnectTarget {
  const manifest = host.machineManifest();
  return sshTarget(
    { ...manifest, spec: { ...manifest.spec, ssh: { ...manifest.spec.ssh, ...ssh } } },
    {
      musterHome: join(home, 'muster'),
      home,
      sshConfig,
      environment,
      machine: (name) => others.find((other) => other.name === name)?.machineManifest(),
    },
  );
}

async function withLink(target: ConnectTarget, use: (link: MachineLink) => Promise<void>): Promise<void> {
  const link = await openLink(target);
  try {
    await use(link);
  } finally {
    await link.close();
  }
}

/** Opens a link that is expected to fail, and gives the error. */
async function refusal(target: ConnectTarget, options = {}): Promise<LinkError> {
  const outcome = await openLink(target, options).catch((error: unknown) => error);
  if (outcome instanceof LinkError) return outcome;
  throw new Error(`no LinkError: ${String(outcome)}`);
}

async function whoRuns(link: MachineLink): Promise<string> {
  return (await finished(await link.run(['id', '-un']))).out.trim();
}

const service = '[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sleep infinity\n';

function contractOn(host: () => LabHost, scope: 'system' | 'user' = 'system') {
  return async () => {
    const link = await openLink(targetOf(host()));
    const systemctl = scope === 'user' ? 'systemctl --user' : 'systemctl';
    const account =
      scope === 'user' ? 'exec runuser -u deploy -- env XDG_RUNTIME_DIR=/run/user/$(id -u deploy) ' : 'exec ';
    const shell = async (command: string, input = '') => {
      const { code, stderr } = await host().run(account + command, { input });
      if (code !== 0) throw new Error(`${command}: ${stderr}`);
    };
    const write = (path: string, content: string) =>
      shell(`sh -c 'mkdir -p "\${0%/*}" && cat >"$0"' '${path}'`, content);
    return {
      link,
      byHand: {
        writeFile: write,
        removeFile: (path: string) => shell(`rm -f '${path}'`),
        startService: async (unit: string) => {
          await write(`${link.facts.paths.unitDir}/${unit}`, service);
          await shell(`${systemctl} daemon-reload`);
          await shell(`${systemctl} restart '${unit}'`);
        },
        stopService: (unit: string) => shell(`${systemctl} stop '${unit}'`),
        daemonReload: () => shell(`${systemctl} daemon-reload`),
      },
      cut: () => {
        host()
          .run('pkill -KILL -f "^sshd: (root|deploy)"')
          .catch(() => undefined);
      },
      close: () => link.close(),
    };
  };
}

describeLink(
  'SSH as root',
  contractOn(() => root),
);
describeLink(
  'SSH with sudo',
  contractOn(() => deploy),
);
describeLink(
  'SSH for a user manager',
  contractOn(() => rootless, 'user'),
);

async function systemctlSays(link: MachineLink, ...words: string[]): Promise<string> {
  const user = link.facts.paths.scope === 'user' ? ['--user'] : [];
  return (await finished(await link.run(['systemctl', ...user, ...words]))).out.trim();
}

test.each([
  ['system', 'fenced.service', () => root],
  ['system', 'fenced-odd\\x2dly.service', () => root],
  ['user', 'fenced.service', () => rootless],
] as const)(
  'a fence stops its unit, though systemd has read its files anew since, %s, %s',
  async (scope, name, host) => {
    const { link, byHand, close } = await contractOn(host, scope)();
    try {
      await byHand.startService(name);
      const letsItRun = async () => {
        const test = await link.run(['test', '-e', fenceFile(link.facts.paths.runtimeDir, name)]);
        return (await finished(test)).code === 0;
      };
      await pushFence(link, { units: [{ name, seconds: 1 }], notAfter: null }, 10_000);
      expect(await letsItRun()).toBe(true);
      await byHand.daemonReload();
      await waitUntil(
        'the unit to be stopped',
        async () => (await systemctlSays(link, 'is-active', name)) === 'inactive',
        limitMs,
      );
      expect(await letsItRun()).toBe(false);
    } finally {
      await close();
    }
  },
);

test.each([
  ['system', () => root],
  ['user', () => rootless],
] as const)('a fence that finds nothing to stop leaves nothing behind, %s', async (_scope, host) => {
  await withLink(targetOf(host()), async (link) => {
    const fences = () =>
      systemctlSays(link, 'list-units', '--all', '--plain', '--no-legend', 'muster-fence-*');
    const push = () =>
      pushFence(link, { units: [{ name: 'never-there.service', seconds: 1 }], notAfter: null }, 10_000);
    await push();
    await waitUntil('the timer to have run out', async () => (await fences()) === '', limitMs);
    await push();
    expect(await fences()).toMatch(/^muster-fence-[0-9a-f]+\.(service|timer) /);
    await pushFence(link, { units: [], notAfter: null }, 10_000);
    await waitUntil('the timer to be gone', async () => (await fences()) === '', limitMs);
  });
});

describe('who is let in', () => {
  it('a key file; sudo makes privileged programs root, others not', async () => {
    await withLink(targetOf(deploy), async (link) => {
      expect(await whoRuns(link)).toBe('root');
      const plain = await link.run(['id', '-un'], { privileged: false });
      expect((await finished(plain)).out.trim()).toBe('deploy');
    });
  });

  it('an ssh-agent', async () => {
    const socket = join(home, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      const add = ['env', `SSH_AUTH_SOCK=${socket}`, 'ssh-add', '-q', root.identityFile];
      await waitUntil('the ssh-agent takes the key', () =>
        runProgram(add).then(
          () => true,
          () => false,
        ),
      );
      const target = targetOf(root, {
        ssh: { identityFile: undefined },
        environment: { SSH_AUTH_SOCK: socket },
      });
      expect(target.agentSocket).toBe(socket);
      await withLink(target, async (link) => expect(await whoRuns(link)).toBe('root'));
    } finally {
      agent.kill();
    }
  });

  it('what ssh_config says for the host', async () => {
    const sshConfig = `Host lab-alias\n  HostName ${deploy.ip}\n  User deploy\n  IdentityFile ${deploy.identityFile}\n`;
    const target = targetOf(deploy, {
      ssh: { host: 'lab-alias', user: undefined, identityFile: undefined },
      sshConfig,
    });
    await withLink(target, async (link) => expect(link.facts.hostname).toBe('deploy'));
  });

  it('refuses a wrong key, and says what was tried', async () => {
    const file = join(home, 'stranger');
    await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file]);
    const error = await refusal(targetOf(root, { ssh: { identityFile: file } }));
    expect(error.reason).toBe('AuthenticationFailed');
    expect(error.message).toContain(file);
  });

  it('says that a key is encrypted', async () => {
    const file = join(home, 'encrypted');
    await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'secret', '-f', file]);
    const error = await refusal(targetOf(root, { ssh: { identityFile: file } }));
    expect(error.reason).toBe('AuthenticationFailed');
    expect(error.message).toContain(`ssh-add ${file}`);
  });
});

describe('the way there', () => {
  it('through another machine, and through two', async () => {
    const others = [root, rootless];
    const one = targetOf(deploy, { ssh: { proxyJump: ['root'] }, others });
    await withLink(one, async (link) => expect(link.facts.hostname).toBe('deploy'));
    const two = targetOf(deploy, { ssh: { proxyJump: ['root', 'rootless'] }, others });
    expect(two.jumps.map((jump) => jump.machine)).toEqual(['root', 'rootless']);
    await withLink(two, async (link) => expect(await whoRuns(link)).toBe('root'));
  });

  it('another port', async () => {
    await configureSshd(root, 'Port 22\nPort 2222\n');
    await withLink(targetOf(root, { ssh: { port: 2222 } }), async (link) =>
      expect(link.facts.hostname).toBe('root'),
    );
  });

  it('a closed port is unreachable, at once', async () => {
    const error = await refusal(targetOf(root, { ssh: { port: 9 } }));
    expect(error.reason).toBe('HostUnreachable');
    expect(error.message).toContain(`root (${root.ip}:9)`);
  });

  it('a host that accepts and then hangs', async () => {
    await hangSshd(password, true);
    try {
      const error = await refusal(targetOf(password), { handshakeTimeoutMs: 1000 });
      expect(error.reason).toBe('Timeout');
    } finally {
      await hangSshd(password, false);
    }
  });

  it(
    'a cable that is out: the keepalive notices',
    async () => {
      const link = await openLink(targetOf(rootless), { keepaliveIntervalMs: 200 });
      const heard = await listen(link, []);
      await rootless.cut('drop');
      try {
        const signal = await heard.until(({ kind }) => kind === 'closed');
        expect(signal).toMatchObject({ error: { reason: 'ConnectionLost' } });
      } finally {
        await rootless.heal();
        await link.close();
      }
    },
    limitMs,
  );
});

describe('host keys', () => {
  it('an unknown one stops there, until it is trusted', async () => {
    const target = targetOf(root, { ssh: { hostKey: undefined } });
    const error = await refusal(target);
    expect(error.reason).toBe('HostKeyUnknown');
    expect(error.hostKey?.key).toBe(root.hostKey);
    expect(error.message).toContain('muster trust root');
    const shown = await fetchHostKey(target);
    expect(shown).toEqual(error.hostKey);
    trust(target, shown);
    await withLink(target, async (link) => expect(link.facts.hostname).toBe('root'));
    forgetHostKey(target);
    expect((await refusal(target)).reason).toBe('HostKeyUnknown');
  });

  it('an unknown one of a jump host is not taken for that of the host behind it', async () => {
    const behind = targetOf(deploy, { ssh: { proxyJump: [`root@${root.ip}`], hostKey: undefined } });
    await expect(fetchHostKey(behind)).rejects.toMatchObject({ hostKey: { key: root.hostKey } });
    const known = targetOf(deploy, { ssh: { proxyJump: ['root'], hostKey: undefined }, others: [root] });
    expect((await fetchHostKey(known)).key).toBe(deploy.hostKey);
  });

  it('a changed one is refused', async () => {
    const error = await refusal(targetOf(root, { ssh: { hostKey: deploy.hostKey } }));
    expect(error.reason).toBe('HostKeyChanged');
    expect(error.message).toContain('spec.ssh.hostKey of machine root');
    expect(error.hostKey?.key).toBe(root.hostKey);
  });

  it('negotiates the kind of key that is known, though another comes first', async () => {
    const key = '/etc/ssh/ssh_host_ecdsa_key';
    await root.run(`ssh-keygen -q -t ecdsa -N '' -f ${key}`);
    await configureSshd(root, `HostKey ${key}\n`);
    const known = join(home, 'known');
    writeFileSync(known, `${root.ip} ${(await root.run(`cat ${key}.pub`)).stdout}`);
    const target = { ...targetOf(root, { ssh: { hostKey: undefined } }), knownHostsFiles: [known] };
    await withLink(target, async (link) => expect(link.facts.hostname).toBe('root'));
  });
});

describe('what the machine must have', () => {
  it('sudo without a password', async () => {
    const error = await refusal(targetOf(password));
    expect(error.reason).toBe('PrivilegeDenied');
    expect(error.message).toContain('deploy ALL=(root) NOPASSWD: ALL');
  });

  it('sudo at all', async () => {
    await removeSudo(deploy, true);
    try {
      expect((await refusal(targetOf(deploy))).reason).toBe('PrivilegeDenied');
    } finally {
      await removeSudo(deploy, false);
    }
  });

  it('no quiet shell profile', async () => {
    await noisyProfile(deploy, true);
    try {
      await withLink(targetOf(deploy), async (link) => {
        expect(await finished(await link.run(['echo', 'clean']))).toEqual({ code: 0, out: 'clean\n' });
        const loud = await link.run(['sh', '-c', 'echo only >&2']);
        expect(await collected(loud.stderr)).toBe('only\n');
        expect((await link.read(['/etc/hostname'])).get('/etc/hostname')?.toString()).toBe('deploy\n');
        await listen(link, ['ssh.service']);
        expect(link.hearing.by).toBe('signals');
      });
    } finally {
      await noisyProfile(deploy, false);
    }
  });

  it('no bridge: then it is polled, and says so', async () => {
    await removeStdioBridge(root, true);
    try {
      await withLink(targetOf(root), async (link) => {
        await listen(link, ['ssh.service']);
        expect(link.hearing.by).toBe('polling');
        expect(link.hearing.reason).toContain('systemd-stdio-bridge');
      });
    } finally {
      await removeStdioBridge(root, false);
    }
  });

  it('a systemd that answers: when it does not, that is told from a machine that does not', async () => {
    await withLink(targetOf(root), async (link) => {
      const pid = root.initPid ?? 0;
      process.kill(pid, 'SIGSTOP');
      try {
        const late = link.observe({ units: [], details: 'suspects', strays: false }, 1000);
        await expect(late).rejects.toMatchObject({
          reason: 'SystemdBusy',
          message: expect.stringMatching(/^systemd on root does not answer/),
        });
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await link.observe({ units: [], details: 'suspects', strays: false });
    });
  });

  it('nothing is left behind', async () => {
    const link = await openLink(targetOf(root));
    await listen(link, ['ssh.service']);
    const units = async () =>
      (await root.run('systemctl list-units --all --plain --no-legend "muster-hearing-*"')).stdout.trim();
    expect(await units()).not.toBe('');
    await link.close();
    await waitUntil('no path units are left', async () => (await units()) === '');
  });
});
