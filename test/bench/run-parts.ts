/** The parts of the benchmark, in an order in which each finds the hosts as it needs them. */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabHost } from '../lab/lab-host.ts';
import { ansiblePeer } from './ansible-peer.ts';
import { type HandPeer, handPeer } from './hand-peer.ts';
import { quiet, running, wipeHosts } from './hosts.ts';
import type { Cost, Meter } from './meter.ts';
import { type MusterPeer, musterPeer } from './muster-peer.ts';
import { secondsDown, secondsEdited } from './repairs.ts';
import { median, type Results } from './results.ts';
import { type BenchUnit, benchUnits, withOneChanged } from './workload.ts';

export const parts = ['start', 'first', 'noop', 'change', 'repair', 'idle', 'scale'] as const;
export type Part = (typeof parts)[number];

export interface BenchPlan {
  hosts: LabHost[];
  meter: Meter;
  directory: string;
  results: Results;
  say: (text: string) => void;
  units: number;
  runs: number;
  idleSeconds: number;
  ansible: boolean;
}

type Bench = BenchPlan & { hand: HandPeer; muster: MusterPeer; wanted: ReadonlySet<Part>; all: BenchUnit[] };

const server = 'muster, server';
const alone = 'muster, no server';
const warm = 'by hand, open connections';
const cold = 'by hand, new connections';
const bare = 'bare read of all hosts';

export async function runParts(wanted: ReadonlySet<Part>, plan: BenchPlan): Promise<void> {
  const { meter, hosts, directory } = plan;
  const bench: Bench = {
    ...plan,
    wanted,
    hand: handPeer(meter, hosts, directory),
    muster: musterPeer(meter, hosts, directory),
    all: benchUnits(hosts, plan.units),
  };
  if (wanted.has('start')) await startUp(bench);
  const some = (...names: Part[]) => names.some((name) => wanted.has(name));
  if (some('first', 'noop', 'change', 'repair', 'idle', 'scale')) {
    bench.hand.write(bench.all);
    await bench.hand.open();
  }
  if (some('first', 'change')) await byHand(bench);
  if (some('first', 'noop', 'change')) await withoutServer(bench);
  if (some('first', 'noop', 'change', 'repair', 'idle')) await withServer(bench);
  if (wanted.has('scale')) await scale(bench);
  if (plan.ansible && some('first', 'noop', 'change')) await ansible(bench);
}

/** `bench.runs` measurements, each after the hosts have come to rest. */
async function repeat(bench: Bench, work: () => Promise<void>): Promise<void> {
  for (let run = 0; run < bench.runs; run += 1) {
    await quiet();
    await work();
  }
}

async function startUp({ muster, results, runs, say, meter }: Bench): Promise<void> {
  say('start of the command');
  for (let run = 0; run < runs * 3; run += 1) {
    results.add('start of a command', 'node, nothing else', await meter.run([process.execPath, '-e', '0']));
    results.add('start of a command', 'muster version', await muster.command(['version']));
    results.add('start of a command', 'muster get units', await muster.command(['get', 'units']));
    results.add('start of a command', 'muster explain unit', await muster.command(['explain', 'unit']));
  }
}

async function byHand(bench: Bench): Promise<void> {
  const { hand, results, hosts, wanted, say, all } = bench;
  say('the script written by hand');
  for (const [who, connections] of [
    [warm, 'warm'],
    [cold, 'cold'],
  ] as const) {
    hand.write(all);
    await repeat(bench, async () => {
      await wipeHosts(hosts);
      results.add('first apply', who, await hand.apply(connections));
    });
    if (!wanted.has('change')) continue;
    let version = 1;
    await repeat(bench, async () => {
      version += 1;
      hand.write(withOneChanged(all, version));
      const changed = all[0]?.name ?? '';
      results.add('one unit changed', who, await hand.apply(connections, [changed]));
    });
  }
  await wipeHosts(hosts);
}

async function withoutServer(bench: Bench): Promise<void> {
  const { muster, hand, results, hosts, wanted, say, all } = bench;
  say('muster without a server');
  muster.write(all);
  const first = async (): Promise<Cost> => {
    muster.forget();
    await wipeHosts(hosts);
    return muster.apply();
  };
  if (wanted.has('first')) {
    await repeat(bench, async () =>
      results.add('first apply', alone, await first(), `first apply | ${cold}`),
    );
    await expectRunning(bench, all.length);
  } else await first();
  if (wanted.has('noop')) {
    await repeat(bench, async () => {
      results.add(bare, 'ssh, new connections', await hand.read('cold'));
      await quiet();
      results.add('no-op diff', alone, await muster.diff(), `${bare} | ssh, new connections`);
      await quiet();
      results.add('no-op apply', alone, await muster.apply(), `${bare} | ssh, new connections`);
    });
  }
  if (wanted.has('change')) await change(bench, alone, cold);
  await wipeHosts(hosts);
  muster.forget();
}

async function change(bench: Bench, who: string, peer: string): Promise<void> {
  const { muster, results, all } = bench;
  let version = 1;
  await repeat(bench, async () => {
    version += 1;
    muster.write(withOneChanged(all, version));
    results.add('one unit changed', who, await muster.apply(), `one unit changed | ${peer}`);
  });
  muster.write(all);
}

async function withServer(bench: Bench): Promise<void> {
  const { muster, hand, results, hosts, wanted, say, all } = bench;
  say('muster with a server');
  muster.write(all);
  const serving = await muster.serve();
  try {
    if (wanted.has('first')) {
      await repeat(bench, async () => {
        // The machines are known and connected, as with the script's open connections.
        await muster.apply();
        await muster.remove();
        await expectRunning(bench, 0);
        await quiet();
        results.add('first apply', server, await muster.apply(), `first apply | ${warm}`);
      });
    } else await muster.apply();
    await expectRunning(bench, all.length);
    if (wanted.has('noop')) {
      await repeat(bench, async () => {
        results.add(bare, 'ssh, open connections', await hand.read('warm'));
        await quiet();
        results.add('no-op diff', server, await muster.diff(), `${bare} | ssh, open connections`);
        await quiet();
        results.add('no-op apply', server, await muster.apply(), `${bare} | ssh, open connections`);
      });
    }
    if (wanted.has('change')) {
      await change(bench, server, warm);
      await muster.apply();
    }
    if (wanted.has('repair')) await repair(bench);
    if (wanted.has('idle')) await idle(bench, serving.pid);
  } finally {
    await serving.stop();
  }
  await wipeHosts(hosts);
  muster.forget();
}

async function repair(bench: Bench): Promise<void> {
  const { results, hosts, say, all } = bench;
  say('repairs');
  const kinds = {
    'systemctl stop, until it runs again': (host: LabHost, unit: string) =>
      secondsDown(host, unit, `systemctl stop ${unit}`),
    'kill -9 (no Restart=), until it runs again': (host: LabHost, unit: string) =>
      secondsDown(host, unit, `systemctl kill -s KILL ${unit}`),
    'unit file edited, until it is as declared and reloaded': secondsEdited,
  };
  for (const [what, measure] of Object.entries(kinds)) {
    const seconds: number[] = [];
    for (let run = 0; run < bench.runs * 2; run += 1) {
      // Each time another unit: what failed twice in a row is let wait.
      const unit = all[(run * 3) % all.length];
      const host = hosts.find(({ name }) => name === unit?.host);
      if (unit === undefined || host === undefined) throw new Error('there are no units');
      await quiet();
      seconds.push(await measure(host, unit.name));
    }
    const ms = (value: number) => `${Math.round(value * 1000)} ms`;
    results.note(
      what,
      `${ms(median(seconds))} (${ms(Math.min(...seconds))}–${ms(Math.max(...seconds))}, ${seconds.length} runs)`,
    );
  }
}

async function idle(bench: Bench, pid: number): Promise<void> {
  const { meter, results, say, idleSeconds } = bench;
  say(`idle for ${idleSeconds} s`);
  await sleep(5000);
  const before = bytes();
  const cost = await meter.during(() => sleep(idleSeconds * 1000));
  const after = bytes();
  const perMinute = 60 / idleSeconds;
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  results.note(
    'idle, per minute: CPU of muster serve',
    `${(cost.clientCpuSeconds * perMinute).toFixed(2)} s`,
  );
  results.note('idle, per minute: CPU of all hosts', `${(cost.hostsCpuSeconds * perMinute).toFixed(2)} s`);
  results.note(
    'idle, per minute: bytes on the wire, all hosts',
    String(Math.round((after - before) * perMinute)),
  );
  results.note(
    'memory of muster serve (resident; most so far)',
    `${Math.round(kib('VmRSS') / 1024)} MiB; ${Math.round(kib('VmHWM') / 1024)} MiB`,
  );
}

function bytes(): number {
  const of = (name: string) => Number(fs.readFileSync(`/sys/class/net/mb-bench/statistics/${name}`, 'utf8'));
  return of('rx_bytes') + of('tx_bytes');
}

/** Ten times as many units on the same hosts. */
async function scale(bench: Bench): Promise<void> {
  const { muster, hand, results, hosts, say } = bench;
  const many = benchUnits(hosts, bench.units * 10);
  say(`${many.length} units`);
  const label = (work: string) => `${many.length} units: ${work}`;
  muster.write(many);
  const serving = await muster.serve();
  try {
    results.add(label('first apply'), server, await muster.apply());
    await expectRunning(bench, many.length);
    await repeat(bench, async () => {
      results.add(label(bare), 'ssh, open connections', await hand.read('warm'));
      await quiet();
      results.add(label('no-op diff'), server, await muster.diff(), `${label(bare)} | ssh, open connections`);
      await quiet();
      results.add(label('no-op diff of what is stored'), server, await muster.command(['diff']));
      await quiet();
      results.add(
        label('no-op apply'),
        server,
        await muster.apply(),
        `${label(bare)} | ssh, open connections`,
      );
    });
  } finally {
    await serving.stop();
  }
  await wipeHosts(hosts);
  muster.forget();
}

async function ansible(bench: Bench): Promise<void> {
  const { meter, hosts, directory, hand, results, wanted, say, all } = bench;
  say('Ansible, once each');
  const peer = ansiblePeer(meter, hosts, directory, hand.config.warm);
  await wipeHosts(hosts);
  peer.write(all);
  const first = await peer.apply();
  await expectRunning(bench, all.length);
  if (wanted.has('first')) results.add('first apply', 'Ansible', first, `first apply | ${server}`);
  if (wanted.has('noop')) {
    results.add('no-op apply', 'Ansible', await peer.apply(), `no-op apply | ${server}`);
    results.add('no-op diff', 'Ansible', await peer.check(), `no-op diff | ${server}`);
  }
  if (wanted.has('change')) {
    peer.write(withOneChanged(all, 2));
    results.add('one unit changed', 'Ansible', await peer.apply(), `one unit changed | ${server}`);
  }
  await wipeHosts(hosts);
}

/** A figure for work that was not done is worth nothing. */
async function expectRunning({ hosts }: Bench, count: number): Promise<void> {
  const now = await running(hosts);
  if (now !== count) throw new Error(`${now} of the benchmark's units run on the hosts, not ${count}`);
}
