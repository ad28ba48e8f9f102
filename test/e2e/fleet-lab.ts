/** Real hosts, a server, and the built command under fleet's name and its own: what fleet's users would have before them. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { socketTransport } from '../../cmd/transport.ts';
import type { Outcome, ProgressEvent } from '../../controllers/operations.ts';
import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { buildCommand, program, type Ran } from './built-command.ts';
import { type CommandHome, commandHome, type Server } from './command-cases.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, type Live, limit, machineYaml, objectsOf, onHost } from './muster.ts';

export interface FleetLab {
  readonly names: string[];
  host(name: string): LabHost;
  cli(): CommandHome;
  /** `fleetctl` with these words; throws with all that was said unless it ends with this code. */
  fleetctl(code: number, words: string[], environment?: Record<string, string>): Promise<Ran>;
  muster(code: number, words: string[], input?: string): Promise<Ran>;
  /** A file in the folder where commands run. */
  write(name: string, text: string): void;
  /** What systemd on each host says of these units: by unit, by host. */
  live(units: string[], hosts?: string[]): Promise<Map<string, Map<string, Live>>>;
  /** The hosts on which the unit runs, in the order of their names. */
  places(unit: string): Promise<string[]>;
  /** Waits for the only host on which the unit runs. */
  place(unit: string): Promise<string>;
  /** The invocation of each unit that runs on the host. */
  invocations(host: string): Promise<Map<string, string>>;
  machine(name: string, spec?: Record<string, unknown>): string;
  /** Everything that is stored leaves its machine, and the store; without a process, as with the next one. */
  destroyAll(): Promise<void>;
  /** For what a test begins with: the server is asked as `muster apply` asks it. */
  apply(...manifests: string[]): Promise<void>;
  server(): Server;
  /** Ends the server as given, and starts another; resolves with the first one's end. */
  serveAnew(end: NodeJS.Signals): Promise<Ran>;
  /** What is stored, asked of the API: a command would cost a process. */
  machines(): Promise<Machine[]>;
  placements(): Promise<Placement[]>;
  /** A request of the API as it is, on the server's socket: for what no command would send. */
  request(
    method: string,
    path: string,
    body?: string,
    type?: string,
  ): Promise<{ status: number; text: string }>;
}

export interface FleetLabOptions {
  /** In the spec of every Machine. */
  machineSpec?: Record<string, unknown>;
  /** Before anything is stored there; what it returns takes it back. */
  prepareHome?: (home: string) => Promise<() => Promise<unknown>>;
}

function itemsIn<T>({ text }: { text: string }): T[] {
  return (JSON.parse(text) as { items: T[] }).items;
}

export const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n';

/** Boots the hosts and makes them known to a server before the tests. */
export function fleetLab(
  name: string,
  names: string[],
  { machineSpec = {}, prepareHome }: FleetLabOptions = {},
): FleetLab {
  const lab = labOfTest(
    name,
    names.map((host) => ({ name: host })),
  );
  let cli: CommandHome | undefined;
  let server: Server | undefined;
  let takeBack: (() => Promise<unknown>) | undefined;
  const operate = async (name: string, request: object): Promise<Outcome> => {
    const body = JSON.stringify({ ...request, dryRun: 'none', timeoutMs: limit });
    const { text } = await self.request('POST', `/apis/muster.dev/v1/operations/${name}`, body);
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ProgressEvent);
    const done = events.find((event) => event.type === 'done');
    if (done === undefined) throw new Error(`${name}: ${text}`);
    return done;
  };
  const self: FleetLab = {
    names,
    host: lab.host,
    cli() {
      if (cli === undefined) throw new Error('there is no home before the tests');
      return cli;
    },
    fleetctl(code, words, environment = {}) {
      const { home, ends } = self.cli();
      return ends(code, words, { program: join(home, 'fleetctl'), environment });
    },
    muster: (code, words, input) => self.cli().ends(code, words, input === undefined ? {} : { input }),
    write: (file, text) => writeFileSync(join(self.cli().home, file), text),
    async live(units, hosts = names) {
      const byHost = await Promise.all(hosts.map((host) => onHost(() => lab.host(host)).liveOf(units)));
      const none = new Map<string, Live>();
      return new Map(
        units.map((unit) => [
          unit,
          new Map(
            hosts.flatMap((host, index) => {
              const live = (byHost[index] ?? none).get(unit);
              return live === undefined ? [] : [[host, live] as const];
            }),
          ),
        ]),
      );
    },
    async places(unit) {
      const all = (await self.live([unit])).get(unit) ?? new Map<string, Live>();
      return [...all].flatMap(([host, { active }]) => (active === 'active' ? [host] : []));
    },
    place: (unit) =>
      waitUntil(
        `the only place of ${unit}`,
        async () => {
          const places = await self.places(unit);
          return places.length === 1 ? places[0] : undefined;
        },
        limit,
        // A process on every host each time.
        100,
      ),
    async invocations(host) {
      const running = await onHost(() => lab.host(host))(
        "systemctl list-units --state=active --plain --no-legend '*.service' | cut -d' ' -f1",
      );
      const units = running.trim().split('\n').filter(Boolean);
      const live = await onHost(() => lab.host(host)).liveOf(units);
      return new Map(
        [...live].flatMap(([unit, { invocation, fragment }]) =>
          fragment.startsWith('/etc/systemd/system/') ? [[unit, invocation]] : [],
        ),
      );
    },
    machine(host, spec = {}) {
      const manifest = parse(machineYaml(lab.host(host), { ...machineSpec, ...spec })) as {
        metadata: object;
      };
      return stringify({ ...manifest, metadata: { ...manifest.metadata, labels: { hostname: host } } });
    },
    async destroyAll() {
      const units = itemsIn<Unit>(await self.request('GET', '/apis/muster.dev/v1/namespaces/default/units'));
      if (units.length === 0) return;
      const outcome = await operate('delete', { units: units.map(({ metadata }) => metadata.name) });
      expect(outcome).toMatchObject({ failed: [], machinesFailed: [], timedOut: false });
    },
    async apply(...manifests) {
      const outcome = await operate('apply', { objects: objectsOf(documents(...manifests)) });
      expect(outcome).toMatchObject({ failed: [], machinesFailed: [], unplaced: 0, timedOut: false });
    },
    server() {
      if (server === undefined) throw new Error('there is no server before the tests');
      return server;
    },
    async serveAnew(end) {
      const before = self.server();
      before.child.kill(end);
      const ran = await before.over;
      server = await self.cli().serve();
      return ran;
    },
    machines: async () => itemsIn(await self.request('GET', '/apis/muster.dev/v1/machines')),
    placements: async () =>
      itemsIn(await self.request('GET', '/apis/muster.dev/v1/namespaces/default/placements')),
    async request(method, path, body, type = 'application/json') {
      const transport = socketTransport(join(self.cli().home, 'muster.sock'));
      const answer = await transport({
        method,
        path,
        headers: { 'content-type': type },
        ...(body === undefined ? {} : { body }),
      });
      let text = '';
      for await (const chunk of answer.body) text += chunk;
      return { status: answer.status, text };
    },
  };
  beforeAll(async () => {
    await buildCommand();
    cli = commandHome();
    takeBack = await prepareHome?.(cli.home);
    symlinkSync(program, join(cli.home, 'fleetctl'));
    server = await cli.serve();
    await self.apply(...names.map((host) => self.machine(host)));
  }, 180_000);
  lab.beforeDown(async () => {
    await takeBack?.();
    await cli?.remove();
  });
  return self;
}
