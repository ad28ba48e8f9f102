/**
 * muster killed with -9 at random points, and its connections cut at random points, many times each: the store opens,
 * the next run converges, and nothing that was well was restarted. MUSTER_ROUNDS and MUSTER_SEED extend or repeat a run.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { extent } from '../extent.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { buildCommand, ended, runCommand, startCommand } from './built-command.ts';
import { type CountedUnits, countedUnits } from './counted-units.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, machineYaml, onHost, startMuster } from './muster.ts';
import { type Random, seed, seededRandom } from './seeded-random.ts';

const rounds = extent('MUSTER_ROUNDS', { usual: 8, full: 100 });
const hostNames = ['k1', 'k2'];
const lab = labOfTest(
  'faultskill',
  hostNames.map((name) => ({ name })),
);
let folder: string;

beforeAll(async () => {
  process.stdout.write(`MUSTER_SEED=${seed} repeats the kills and cuts of this run\n`);
  folder = mkdtempSync(join(tmpdir(), 'muster-killed-'));
  await buildCommand();
}, 120_000);
lab.beforeDown(() => rmSync(folder, { recursive: true, force: true }));

/** One home folder and one machine of its own. */
class Lane {
  readonly #host: LabHost;
  readonly #units: CountedUnits;
  readonly #random: Random;
  readonly #home: string;
  readonly #file: string;
  /** Milliseconds that a whole run takes: kills are spread over it, whatever machine this is. */
  #wholeMs = 500;
  #version = 0;

  constructor(host: LabHost) {
    this.#host = host;
    this.#units = countedUnits(
      host,
      onHost(() => host),
      'killed',
    );
    this.#random = seededRandom(`killed ${host.name}`);
    this.#home = join(folder, host.name);
    this.#file = join(this.#home, 'all.yaml');
    mkdirSync(this.#home);
  }

  #manifest(): string {
    return documents(machineYaml(this.#host), this.#units.manifest(this.#version));
  }

  nextVersion(): void {
    this.#version += 1;
    writeFileSync(this.#file, this.#manifest());
  }

  async applyKilled(): Promise<void> {
    const child = startCommand(['apply', '-f', this.#file], { home: this.#home });
    const over = ended(child);
    await sleep(this.#random.next() * this.#wholeMs);
    child.kill('SIGKILL');
    await over;
  }

  /** A server that is killed while a command has it at work. */
  async serveKilled(): Promise<void> {
    const server = startCommand(['serve'], { home: this.#home });
    const over = ended(server);
    await waitUntil('the server is ready', async () => {
      const { code } = await runCommand(['get', 'machines'], { home: this.#home });
      return code === 0;
    });
    const client = runCommand(['apply', '-f', this.#file], { home: this.#home });
    await sleep(this.#random.next() * this.#wholeMs);
    server.kill('SIGKILL');
    await Promise.all([over, client]);
  }

  /** The next run, as the user starts it. */
  async apply(): Promise<void> {
    const begun = performance.now();
    const { code, output } = await runCommand(['apply', '-f', this.#file], { home: this.#home });
    this.#wholeMs = performance.now() - begun;
    if (code !== 0) throw new Error(`version ${this.#version}: apply ended with ${code}:\n${output}`);
    await this.#units.check(this.#version);
  }

  /** The next run, without the cost of a process. */
  async applyHere(): Promise<void> {
    const muster = await startMuster({ home: this.#home, mode: 'command' });
    try {
      expect(await muster.apply(this.#manifest(), 60_000)).toMatchObject({ converged: 3, failed: [] });
    } finally {
      await muster.stop();
    }
    await this.#units.check(this.#version);
  }
}

test(`killed with -9, ${rounds} times`, async () => {
  await Promise.all(
    hostNames.map(async (name, number) => {
      const lane = new Lane(lab.host(name));
      lane.nextVersion();
      await lane.apply();
      for (let round = number; round < rounds; round += hostNames.length) {
        lane.nextVersion();
        if (round % 10 < 2) await lane.serveKilled();
        else await lane.applyKilled();
        if (round % 10 < 4) await lane.apply();
        else await lane.applyHere();
      }
    }),
  );
}, 1_800_000);

test(`connections cut, ${rounds} times`, async () => {
  const muster = await startMuster();
  try {
    const hosts = hostNames.map((name) => {
      const host = lab.host(name);
      const hand = onHost(() => host);
      return { host, hand, units: countedUnits(host, hand, 'cut'), random: seededRandom(`cut ${name}`) };
    });
    await muster.apply(documents(...hosts.map(({ host }) => machineYaml(host))));
    let wholeMs = 500;
    const cutsPerVersion = 2;
    for (let version = 1; (version - 1) * hosts.length * cutsPerVersion < rounds; version++) {
      const begun = performance.now();
      const applied = muster
        .apply(documents(...hosts.map(({ units }) => units.manifest(version))), 60_000)
        .then((outcome) => {
          // A whole run, if it was one.
          if (outcome.failed.length === 0) wholeMs = performance.now() - begun;
        });
      await Promise.all(
        hosts.map(async ({ host, hand, random }) => {
          for (let cut = 0; cut < cutsPerVersion; cut++) {
            // The second time while it connects again, or goes on with what the first one interrupted.
            await sleep(random.next() * (cut === 0 ? wholeMs : wholeMs + 700));
            // sshd may die, or the network: then the host does not know yet.
            if (random.next() < 0.5) await hand('pkill -KILL -f "^sshd: root"; true');
            else {
              await host.cut('reject');
              await host.heal();
            }
          }
        }),
      );
      await applied;
      for (const { host, units } of hosts) {
        for (const name of units.names) await muster.untilWell(name, host.name, 60_000);
        await units.check(version);
      }
    }
  } finally {
    await muster.stop();
  }
}, 1_800_000);
