/**
 * Hosts are cut off, healed, lose their power, reboot; muster is killed; its operator drains machines and rebalances; lets
 * units that conflict change places; hands stop, edit and kill units, and let systemd read everything anew. All the while:
 * never two copies of a unit under fence, conflicts never share a host, nothing that was left alone is restarted. And after
 * the last fault everything is as declared within a bound. MUSTER_SEED repeats the faults of a run, MUSTER_CHAOS_SECONDS
 * makes it longer: npm run chaos.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildCommand, runCommand, startCommand } from '../e2e/built-command.ts';
import { documents, machineYaml, unitYaml } from '../e2e/muster.ts';
import { type Random, seed, seededRandom } from '../e2e/seeded-random.ts';
import { extent } from '../extent.ts';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { type Interval, Intervals, monotonicMicroseconds, overlaps } from './intervals.ts';

const seconds = extent('MUSTER_CHAOS_SECONDS', { usual: 25, full: 600 });
/** After the last fault: a lost machine's back-off (30 s), and what a slow machine takes. */
const convergeMs = 240_000;
jest.setTimeout(seconds * 1000 + convergeMs + 120_000);

const lab = openLab({ name: 'chaos' });
const names = ['c1', 'c2', 'c3', 'c4'];
const fenceSeconds = 15;
/** From a rebalance until a unit leaves: its new host may have been lost meanwhile. */
const mostMoveSeconds = 60;
const underFence = ['solo-a.service', 'solo-b.service'];
const opposed = ['left.service', 'right.service'] as const;
const movers = ['mover@1.service', 'mover@2.service', 'mover@3.service'];
const single = [...underFence, ...opposed, ...movers];
const everywhere = 'everywhere.service';
const units = [...single, everywhere];

interface Fault {
  /** Microseconds, monotonic. */
  at: number;
  /** Or muster itself. */
  host: string;
  /** Whose restart it excuses; null: of all that runs there. */
  unit: string | null;
  what: string;
}

const nobody = '';
const operator = 'operator';

let hosts: LabHost[] = [];
let home: string;
let server: ChildProcess | null = null;
const intervals = new Intervals();
const faults: Fault[] = [];

beforeAll(async () => {
  process.stdout.write(`MUSTER_SEED=${seed} repeats the faults of this run\n`);
  home = mkdtempSync(join(tmpdir(), 'muster-chaos-'));
  await buildCommand();
  hosts = await lab.up(names.map((name) => ({ name })));
}, 240_000);
afterAll(async () => {
  server?.kill('SIGKILL');
  await lab.down();
  rmSync(home, { recursive: true, force: true });
}, 120_000);

function manifest(): string {
  const failover = (policy: string) => ({ policy, after: '8s' });
  return documents(
    ...hosts.map((host) => machineYaml(host)),
    ...underFence.map((unit) =>
      unitYaml(unit, '', { placement: {}, failover: { policy: 'fence', after: `${fenceSeconds}s` } }),
    ),
    opposedManifest(),
    unitYaml('mover@.service', '', { placement: {}, instances: 3, failover: failover('reschedule') }),
    unitYaml(everywhere, '', { placement: { global: true } }),
  );
}

/** `hosts`: where the two are to be; anywhere when not said. */
function opposedManifest(hosts: readonly string[] = []): string {
  return documents(
    ...opposed.map((unit, index) => {
      const machineSelector = { matchLabels: { 'muster.dev/machine': hosts[index] } };
      const placement = {
        ...(index === 0 ? { conflicts: [opposed[1]] } : {}),
        ...(hosts[index] === undefined ? {} : { machineSelector }),
      };
      return unitYaml(unit, '', { placement, failover: { policy: 'reschedule', after: '8s' } });
    }),
  );
}

function startServer(): void {
  server = startCommand(['serve', '--log-level', 'warn'], { home });
  server.stdout?.resume();
  server.stderr?.resume();
}

async function killServer(): Promise<void> {
  note('muster', 'killed', nobody);
  const gone = server === null ? Promise.resolve() : once(server, 'exit');
  server?.kill('SIGKILL');
  await gone;
}

function note(host: string, what: string, unit: string | null = null): void {
  const at = monotonicMicroseconds();
  faults.push({ at, host, unit, what });
  if (seconds > 60) process.stdout.write(`${(at / 1e6).toFixed(1)} ${host} ${what}\n`);
}

/** The state of one host as the faults left it. */
class Victim {
  readonly host: LabHost;
  away: 'cut' | 'off' | null = null;

  constructor(host: LabHost) {
    this.host = host;
  }

  async takeAway(random: Random): Promise<void> {
    if (random.next() < 0.6) {
      this.away = 'cut';
      note(this.host.name, 'cut');
      await this.host.cut(random.next() < 0.5 ? 'drop' : 'reject');
      return;
    }
    this.away = 'off';
    note(this.host.name, 'power cut');
    await this.host.kill();
    intervals.powerCut(this.host.name);
    note(this.host.name, 'power cut');
  }

  async bringBack(): Promise<void> {
    note(this.host.name, 'brought back');
    if (this.away === 'cut') await this.host.heal();
    if (this.away === 'off') await this.host.boot();
    this.away = null;
    note(this.host.name, 'brought back');
  }

  async meddle(random: Random): Promise<void> {
    const unit = units[Math.floor(random.next() * units.length)] ?? everywhere;
    const ways = [
      `systemctl stop ${unit}`,
      `systemctl kill -s KILL ${unit}`,
      `sed -i 's/sleeps/sleeps badly/' /etc/systemd/system/${unit.replace(/@[0-9]/, '@')}`,
    ];
    const way = ways[Math.floor(random.next() * ways.length)] ?? '';
    note(this.host.name, way, unit);
    await this.host.run(way).catch(() => null);
    note(this.host.name, way, unit);
  }

  async readAnew(random: Random): Promise<void> {
    const way = random.next() < 0.5 ? 'systemctl daemon-reload' : 'systemctl daemon-reexec';
    note(this.host.name, way, nobody);
    await this.host.run(way).catch(() => null);
  }

  async reboot(): Promise<void> {
    note(this.host.name, 'reboot');
    await this.host.reboot();
    intervals.powerCut(this.host.name);
    note(this.host.name, 'reboot');
  }
}

/** Drains a host, takes it back, evens out, or lets two change places; whatever comes of it. */
class Operator {
  #drained: string | null = null;
  #sent: string[] = [];

  async operate(host: string, random: Random): Promise<void> {
    const roll = random.next();
    if (roll < 0.3) await this.#say('rebalance', '--max-moves', '3', '--no-wait');
    else if (roll < 0.6) await this.#send(host, random);
    else if (this.#drained !== null) await this.takeBack();
    else {
      this.#drained = host;
      await this.#say('drain', host, '--no-wait');
    }
  }

  async takeBack(): Promise<void> {
    if (this.#drained === null) return;
    const { code } = await this.#say('uncordon', this.#drained);
    if (code === 0) this.#drained = null;
  }

  get isDone(): boolean {
    return this.#drained === null;
  }

  /** One of the two to this host, and the other one to another; mostly to where the first one was. */
  async #send(host: string, random: Random): Promise<void> {
    const others = names.filter((name) => name !== host);
    const other = this.#sent.find((name) => name !== host && random.next() < 0.7);
    const second = other ?? others[Math.floor(random.next() * others.length)] ?? host;
    this.#sent = [host, second];
    if (random.next() < 0.5) this.#sent.reverse();
    writeFileSync(join(home, 'opposed.yaml'), opposedManifest(this.#sent));
    await this.#say('apply', '-f', 'opposed.yaml', '--no-wait');
  }

  #say(...words: string[]): Promise<{ code: number | null }> {
    note(operator, [...words, ...this.#sent].join(' '), nobody);
    return runCommand(words, { home });
  }
}

/** One fault after the other, each decided by the seed alone. */
async function wreakHavoc(random: Random, until: number): Promise<void> {
  const victims = hosts.map((host) => new Victim(host));
  const operates = new Operator();
  const pick = (list: Victim[]) => list[Math.floor(random.next() * list.length)];
  while (Date.now() < until) {
    const away = victims.filter((victim) => victim.away !== null);
    const here = pick(victims.filter((victim) => victim.away === null));
    const roll = random.next();
    if (away.length > 1 || (away.length === 1 && roll < 0.3)) await pick(away)?.bringBack();
    else if (roll < 0.5) await here?.takeAway(random);
    else if (roll < 0.58) await here?.reboot();
    else if (roll < 0.7) {
      await killServer();
      await sleep(random.next() * 2000);
      startServer();
    } else if (roll < 0.75) await here?.readAnew(random);
    else if (roll < 0.88) await operates.operate(pick(victims)?.host.name ?? '', random);
    else await here?.meddle(random);
    await sleep(1000 + random.next() * 3000);
  }
  for (const victim of victims) if (victim.away !== null) await victim.bringBack();
  await waitUntil('all to take units again', async () => {
    await operates.takeBack();
    return operates.isDone;
  });
}

async function allAsDeclared(): Promise<string> {
  const { code, stdout } = await runCommand(['get', 'units', '-o', 'json'], { home });
  if (code !== 0) return 'the server does not answer';
  const { items } = JSON.parse(stdout) as {
    items: {
      metadata: { name: string };
      status?: { sync?: string; health?: string; conditions?: object[] };
    }[];
  };
  const not = items.filter(({ status }) => status?.sync !== 'Synced' || status.health !== 'Healthy');
  return JSON.stringify(not.map(({ metadata, status }) => [metadata.name, status]));
}

/**
 * A unit under fence is stopped where muster has not been for so long. One kill is no excuse for that; but a muster that
 * is killed anew as soon as it starts does not get there.
 */
function wasFenced({ unit, to }: Interval): boolean {
  const since = to - fenceSeconds * 1e6;
  const kills = faults.filter(({ host, at }) => host === 'muster' && at >= since && at <= to);
  return underFence.includes(unit) && kills.length > 1;
}

/**
 * The operator has sent it elsewhere, and back; or has drained the host, or evened out not long before it left, and it has
 * been elsewhere in between.
 */
function movedByChoice(one: Interval, next: Interval): boolean {
  const sent = ({ host, what, at }: Fault) =>
    host === operator && what.startsWith('apply ') && at >= one.from && at <= next.from;
  if (opposed.some((unit) => unit === one.unit) && faults.some(sent)) return true;
  const saidSo = ({ host, what, at }: Fault) =>
    host === operator &&
    at >= one.from &&
    at <= next.from &&
    (what.startsWith(`drain ${one.host} `) ||
      (what.startsWith('rebalance ') && at >= one.to - mostMoveSeconds * 1e6));
  const wasElsewhere = intervals
    .of(one.unit)
    .some(({ host, from }) => host !== one.host && from >= one.from && from <= next.from);
  return wasElsewhere && faults.some(saidSo);
}

/** What was running, was left alone, and runs anew on the same host. */
function needlessRestarts(): [Interval, Interval][] {
  const explained = (unit: string, host: string, after: number, before: number) =>
    faults.some(
      (fault) =>
        fault.host === host &&
        (fault.unit === null ||
          fault.unit === unit ||
          fault.unit.replace(/@[0-9]/, '@') === unit.replace(/@[0-9]/, '@')) &&
        fault.at >= after &&
        fault.at <= before,
    );
  return units.flatMap((unit) =>
    names.flatMap((host) => {
      const here = intervals.of(unit).filter((interval) => interval.host === host);
      return here.flatMap((interval, index): [Interval, Interval][] => {
        const next = here[index + 1];
        return next === undefined ||
          explained(unit, host, interval.from, next.from) ||
          wasFenced(interval) ||
          movedByChoice(interval, next)
          ? []
          : [[interval, next]];
      });
    }),
  );
}

test(`${seconds} s of faults`, async () => {
  startServer();
  writeFileSync(join(home, 'all.yaml'), manifest());
  await waitUntil(
    'the server',
    async () => (await runCommand(['get', 'units'], { home })).code === 0,
    60_000,
  );
  const applied = await runCommand(['apply', '-f', 'all.yaml'], { home });
  if (applied.code !== 0) throw new Error(applied.output);

  let watching = true;
  const watchers = hosts.map(async (host) => {
    while (watching) {
      await intervals.sample(host, units);
      await sleep(250);
    }
  });
  await wreakHavoc(seededRandom('chaos'), Date.now() + seconds * 1000);
  const quiet = Date.now();
  let last = '';
  await waitUntil(
    'everything to be as declared',
    async () => {
      last = await allAsDeclared();
      return last === '[]';
    },
    convergeMs,
    500,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${last}\n${JSON.stringify(faults)}`);
  });
  const tookMs = Date.now() - quiet;
  await waitUntil('one copy of each', async () => {
    const running = await Promise.all(
      hosts.map(async (host) =>
        (await host.run(`systemctl is-active ${units.join(' ')}`)).stdout.trim().split('\n'),
      ),
    );
    const copies = units.map((_, index) => running.filter((states) => states[index] === 'active').length);
    return copies.every((count, index) => count === (units[index] === everywhere ? names.length : 1));
  });
  watching = false;
  await Promise.all(watchers);

  const history = `MUSTER_SEED=${seed}\n${JSON.stringify(faults, null, 1)}`;
  const check = (what: string, found: unknown[]) => {
    if (found.length > 0) throw new Error(`${what}:\n${JSON.stringify(found, null, 1)}\n${history}`);
  };
  for (const unit of underFence) check(`two copies of ${unit}`, overlaps(intervals.of(unit)));
  for (const host of names) {
    const both = opposed.flatMap((unit) => intervals.of(unit)).filter((interval) => interval.host === host);
    check(
      `units that conflict, on ${host}`,
      overlaps(both).filter(([a, b]) => a.unit !== b.unit),
    );
  }
  check('restarts of what was left alone', needlessRestarts());
  process.stdout.write(
    `${faults.length} faults, ${intervals.all.length} runs of units; as declared ${tookMs} ms after the last fault\n`,
  );
});
