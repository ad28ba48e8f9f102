/** The manifests that people are told to apply as they are: each valid, and each true on a host. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { documents, limit, type Muster, machineYaml, objectsOf, onHost, startMuster } from './muster.ts';

const folder = join(__dirname, '../../manifests');
const example = (name: string) => readFileSync(join(folder, 'examples', name), 'utf8');
const lab: Lab = openLab({ name: 'demo-examples' });
let system: LabHost;
let user: LabHost;
let muster: Muster;
let users: Muster;
const on = onHost(() => system);

beforeAll(async () => {
  await lab.down();
  const [first, second] = await lab.up([{ name: 'web' }, { name: 'desk', scope: 'user' }]);
  if (first === undefined || second === undefined) throw new Error('the lab booted no hosts');
  [system, user] = [first, second];
  [muster, users] = await Promise.all([startMuster({ mode: 'command' }), startMuster()]);
}, 120_000);

afterAll(async () => {
  await Promise.all([muster?.stop(), users?.stop()]);
  await lab.down();
}, 60_000);

const labelled = (manifest: string, labels: string) => manifest.replace('labels:', `labels:\n    ${labels}`);
const yamlFiles = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.yaml$/.test(path),
);

test.each(yamlFiles)('%s is valid, and says to editors what it is', (path) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(objectsOf(text).length).toBeGreaterThan(0);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/muster\.schema\.json\n# /);
});

test('all system examples together converge, and do what they say', async () => {
  const names = ['web-server', 'nightly-backup', 'socket-activated', 'on-web-machines', 'queue-workers'];
  const manifests = documents(
    labelled(machineYaml(system), 'role: web'),
    ...names.map((name) => example(`${name}.yaml`)),
  );
  const outcome = await muster.apply(manifests, limit * 4);
  expect(outcome).toMatchObject({ failed: [], machinesFailed: [], unplaced: 0, timedOut: false });

  expect((await on.live('backup.timer')).sub).toBe('waiting');
  expect((await on.live('disk-watch.service')).sub).toBe('running');
  expect(await on('systemctl show --value -p ControlGroup queue-worker@4.service')).toContain(
    '/queue.slice/',
  );
  // The socket starts the service, which passes on what sshd says first.
  expect(await on('bash -c "exec 3<>/dev/tcp/127.0.0.1/8022 && head -n 1 <&3"')).toContain('SSH-2.0');
  expect((await on.live('relay.service')).active).toBe('active');
  await on('systemctl start backup.service && tar -tzf /var/lib/backup/etc-*.tar.gz etc/hostname');
  const nginx = (await system.run('test -x /usr/sbin/nginx')).code === 0;
  expect((await on.live('site.service')).active).toBe(nginx ? 'active' : 'inactive');
}, 300_000);

test('the user example runs without root', async () => {
  const manifests = documents(labelled(machineYaml(user), 'scope: user'), example('user-service.yaml'));
  const outcome = await users.apply(manifests, limit * 4);
  expect(outcome).toMatchObject({ failed: [], machinesFailed: [], unplaced: 0, timedOut: false });
  const { stdout } = await user.ssh('systemctl --user is-active notes.service && ls notes', {
    user: 'deploy',
  });
  expect(stdout).toBe('active\nnotes\n');
}, 300_000);
