/** Every way to a machine that a user can declare, through the built command: each puts a unit where it belongs, and runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { LabHost } from '../lab/lab-host.ts';
import { runProgram } from '../lab/run-program.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { buildCommand } from './built-command.ts';
import { type CommandHome, commandHome } from './command-cases.ts';
import { configureSshd } from './configure-sshd.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, onHost, unitYaml } from './muster.ts';

jest.setTimeout(120_000);
const lab = labOfTest('cli-reach', [
  { name: 'gate' },
  { name: 'inner', login: 'deploy' },
  { name: 'rootless', scope: 'user' },
]);
const otherPort = 2222;
const unit = 'reached.service';
let cli: CommandHome;

beforeAll(async () => {
  await buildCommand();
  for (const name of ['gate', 'inner']) await configureSshd(lab.host(name), `Port 22\nPort ${otherPort}\n`);
}, 120_000);
// A home of its own for each: a host that two machines lead to would be a twin of itself.
beforeEach(() => {
  cli = commandHome();
});
afterEach(async () => {
  try {
    await cli.ends(0, ['delete', 'units', '--all']);
  } finally {
    await cli.remove();
  }
});

interface Access {
  ssh: Record<string, unknown>;
  [field: string]: unknown;
}

/** The Machine with nothing but what is given: what is left out has to come from somewhere else. */
function machine(name: string, spec: Access): string {
  return stringify({ apiVersion: 'muster.dev/v1', kind: 'Machine', metadata: { name }, spec });
}

const pinned = ({ ip, hostKey, identityFile }: LabHost) => ({ host: ip, hostKey, identityFile });

async function apply(manifests: string[], target: string, environment: Record<string, string> = {}) {
  return cli.ends(0, ['apply', '-f', '-'], {
    input: documents(...manifests, unitYaml(unit, target)),
    environment,
  });
}

/** The unit runs, and its file is where root's units are. */
async function runsAsSystemUnit(host: LabHost): Promise<void> {
  const hand = onHost(() => host);
  expect(await hand.live(unit)).toMatchObject({ sub: 'running', fragment: `/etc/systemd/system/${unit}` });
}

/** The sshd that let us in says who came, and from where. */
async function expectLogin(host: LabHost, user: string, from: string): Promise<void> {
  await onHost(() => host).until(
    `journalctl -b -o cat | grep -q '^Accepted publickey for ${user} from ${from.replaceAll('.', '\\.')} '`,
  );
}

describe('a key that only an ssh-agent has', () => {
  let agent: ChildProcess;
  let socket: string;
  beforeAll(async () => {
    socket = join(lab.home(), 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    const add = ['env', `SSH_AUTH_SOCK=${socket}`, 'ssh-add', '-q', lab.host('gate').identityFile];
    await waitUntil('the ssh-agent takes the key', () =>
      runProgram(add).then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(() => {
    agent.kill();
  });

  test('lets muster in; without the agent it says that there is no key', async () => {
    const { host, hostKey } = pinned(lab.host('gate'));
    const text = machine('gate', { ssh: { host, hostKey, user: 'root' } });
    const keyless = await cli.ends(4, ['apply', '-f', '-'], {
      input: text,
      environment: { SSH_AUTH_SOCK: '' },
    });
    expect(keyless.stderr).toMatch(
      /machine gate: AuthenticationFailed: .* does not let root in: there was no key to offer/,
    );
    const environment = { SSH_AUTH_SOCK: socket };
    await apply([text], 'gate', environment);
    await runsAsSystemUnit(lab.host('gate'));
    expect((await cli.ends(0, ['ssh', unit, 'hostname'], { environment })).stdout).toBe('gate\n');
    await cli.ends(0, ['delete', 'units', '--all'], { environment });
  });
});

test('another port, as root', async () => {
  const gate = lab.host('gate');
  await apply([machine('gate', { ssh: { ...pinned(gate), user: 'root', port: otherPort } })], 'gate');
  await runsAsSystemUnit(gate);
  const listed = await cli.ends(0, ['get', 'machines', '-o', 'wide']);
  expect(listed.stdout).toMatch(/^gate +Ready /m);
});

test('through another machine, to an account that may use sudo without a password', async () => {
  const [gate, inner] = [lab.host('gate'), lab.host('inner')];
  await apply(
    [
      machine('gate', { ssh: { ...pinned(gate), user: 'root' } }),
      machine('inner', { ssh: { ...pinned(inner), user: 'deploy', proxyJump: ['gate'] }, sudo: true }),
    ],
    'inner',
  );
  await runsAsSystemUnit(inner);
  await expectLogin(inner, 'deploy', gate.ip);
});

test('~/.ssh/config: HostName, Port, User, IdentityFile, ProxyJump and known_hosts', async () => {
  const [gate, inner] = [lab.host('gate'), lab.host('inner')];
  const folder = join(cli.home, '.ssh');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(
    join(folder, 'config'),
    `Host way-in
  HostName ${gate.ip}
  User root
Host inner-alias
  HostName ${inner.ip}
  Port ${otherPort}
  User deploy
  ProxyJump way-in
Host *
  User nobody
  IdentityFile ${inner.identityFile}
`,
  );
  writeFileSync(
    join(folder, 'known_hosts'),
    `${gate.ip} ${gate.hostKey}\n[${inner.ip}]:${otherPort} ${inner.hostKey}\n`,
  );
  await apply([machine('inner', { ssh: { host: 'inner-alias' }, sudo: true })], 'inner');
  await runsAsSystemUnit(inner);
  await expectLogin(inner, 'deploy', gate.ip);
});

test('an account without any privilege: its own units, in its own systemd', async () => {
  const rootless = lab.host('rootless');
  await apply(
    [machine('rootless', { ssh: { ...pinned(rootless), user: 'deploy' }, scope: 'user' })],
    'rootless',
  );
  const hand = onHost(() => rootless, 'systemctl --user -M deploy@');
  expect(await hand.live(unit)).toMatchObject({
    sub: 'running',
    fragment: `/home/deploy/.config/systemd/user/${unit}`,
  });
  expect((await hand(`stat -c %U /home/deploy/.config/systemd/user/${unit}`)).trim()).toBe('deploy');
  expect((await onHost(() => rootless).live(unit)).load).toBe('not-found');
  expect((await cli.ends(0, ['status', unit])).stdout).toMatch(/Active: active \(running\)/);
});
