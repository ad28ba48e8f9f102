import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Lab, machineManifests } from '../lab/lab.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { damageAndMeasure, damages } from './damage.ts';
import type { DemoPlace } from './demo-place.ts';
import type { MusterCommand } from './muster-command.ts';
import type { Page } from './page.ts';

interface Scene {
  lab: Lab;
  place: DemoPlace;
  muster: MusterCommand;
  page: Page;
  /** Aborted by Ctrl-C: the story ends at the next sentence. */
  signal: AbortSignal;
}

interface List<T> {
  items: T[];
}
interface PlacementSeen {
  metadata: { name: string };
  spec: { machine: string };
}
interface EventSeen {
  metadata: { name: string; resourceVersion: string };
  reason: string;
  message: string;
}

const quickstart = 'manifests/quickstart/';

export async function tellStory(scene: Scene): Promise<void> {
  const chapters = [bootHosts, applyManifests, breakByHand, changeManifests];
  for (const chapter of chapters) {
    await chapter(scene);
    scene.signal.throwIfAborted();
  }
}

async function bootHosts({ lab, place, muster, page }: Scene): Promise<void> {
  page.heading('Three hosts', 'real systemd, real sshd, on this machine; muster knows them by SSH alone');
  const start = performance.now();
  const hosts = await lab.up(3);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const { stdout } = await (hosts[0]?.run(
    '. /etc/os-release; echo "$PRETTY_NAME, $(systemctl --version | head -n 1)"',
  ) ?? Promise.reject(new Error('the lab booted no host')));
  page.text();
  for (const host of hosts) page.answer('plain', host.name, `${host.ip}  ${page.dim(stdout.trim())}`);
  page.text(`  ${page.dim(`ready after ${seconds} s`)}`);
  fs.mkdirSync(place.home, { recursive: true, mode: 0o700 });
  fs.writeFileSync(machinesFile(place), machineManifests(hosts));
  await muster.serve();
}

async function applyManifests({ place, muster, page }: Scene): Promise<void> {
  page.heading(
    'Declared, so it becomes so',
    'manifests of machines and of units; units are placed and started',
  );
  await succeed({ muster, page }, ['apply', '-f', machinesFile(place), '-f', quickstart]);
  await succeed({ muster, page }, ['get', 'units']);
}

async function breakByHand(scene: Scene): Promise<void> {
  const { lab, muster, page, signal } = scene;
  page.heading(
    'Changed by hand, repaired',
    'on the hosts, as root; times are from the command on, by the host’s clock',
  );
  const { items } = await muster.read<List<PlacementSeen>>(['get', 'placements', '-o', 'json']);
  const all = damages({
    stopped: 'hello.service',
    edited: 'beacon.service',
    extended: 'heartbeat.service',
    killed: 'worker@1.service',
  });
  const times: number[] = [];
  for (const damage of all) {
    signal.throwIfAborted();
    const placement = items.find(({ metadata }) => metadata.name.startsWith(`${damage.unit}.`));
    if (placement === undefined) throw new Error(`${damage.unit} has not been placed`);
    const host = lab.host(placement.spec.machine);
    const commands = await damage.commands(host);
    const earlier = await eventsOf(muster, placement);
    page.text();
    for (const command of commands) page.typedOn(host.name, command);
    const milliseconds = await damageAndMeasure(host, commands, damage);
    times.push(milliseconds);
    const { steps, found } = await newRepair(muster, placement, earlier);
    page.answer('seen', 'seen', found);
    page.answer('repaired', 'repaired', `after ${page.strong(`${Math.round(milliseconds)} ms`)}: ${steps}`);
  }
}

/** What muster's own event says of the repair: `STEPS: WHY`. It is written a moment after the deed. */
async function newRepair(
  muster: MusterCommand,
  placement: PlacementSeen,
  earlier: EventSeen[],
): Promise<{ steps: string; found: string }> {
  const known = new Map(earlier.map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
  const event = await waitUntil(`an event about ${placement.metadata.name}`, async () => {
    const events = await eventsOf(muster, placement);
    return events.find(
      ({ metadata, message }) =>
        known.get(metadata.name) !== metadata.resourceVersion && message.includes(': '),
    );
  });
  const at = event.message.indexOf(': ');
  return { steps: event.message.slice(0, at), found: event.message.slice(at + 2) };
}

async function eventsOf(muster: MusterCommand, placement: PlacementSeen): Promise<EventSeen[]> {
  const about = `placement/${placement.metadata.name}`;
  return (await muster.read<List<EventSeen>>(['events', '--for', about, '-o', 'json'])).items;
}

async function changeManifests({ place, muster, page }: Scene): Promise<void> {
  page.heading('A change of one’s own', 'first what it would do, then the smallest act that does it');
  const changed = path.join(place.home, 'hello.yaml');
  const text = fs.readFileSync(path.join(quickstart, 'hello.yaml'), 'utf8');
  fs.writeFileSync(changed, text.replace('Hello from muster', `Hello from ${os.userInfo().username}`));
  await succeed({ muster, page }, ['diff', '-f', changed], 1);
  await succeed({ muster, page }, ['apply', '-f', changed]);
  await succeed({ muster, page }, ['logs', '-n', '2', 'hello']);
}

async function succeed(
  { muster, page }: Pick<Scene, 'muster' | 'page'>,
  args: string[],
  expected = 0,
): Promise<void> {
  page.typed(`muster ${args.join(' ')}`);
  const code = await muster.show(args);
  if (code !== expected) throw new Error(`muster ${args.join(' ')} ended with exit code ${code}`);
}

function machinesFile(place: DemoPlace): string {
  return path.join(place.home, 'machines.yaml');
}
