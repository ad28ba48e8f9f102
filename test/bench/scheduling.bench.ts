/**
 * How long the scheduler takes: `npx tsx test/bench/scheduling.bench.ts`. 10,000 units on 1,000 machines from nothing, and
 * one change among them. The targets: two seconds, and 20 ms.
 */
import { pathToFileURL } from 'node:url';
import { type SchedulerInput, schedule } from '../../controllers/scheduling/schedule.ts';
import { Scheduler } from '../../controllers/scheduling/scheduler.ts';
import { after, machine, unit } from '../../controllers/scheduling/testing/worlds.ts';
import type { Unit } from '../../schemas/types.ts';

export interface SchedulingFigure {
  what: string;
  /** Medians, in milliseconds of processor time: what others do on the machine meanwhile does not count. */
  first: number;
  /** All of it, though everything has its place. */
  anew: number;
  /** From here on what goes on from the schedule before. */
  nothing: number;
  oneAdded: number;
  oneChanged: number;
  machineLost: number;
  placed: number;
}

const regions = ['eu', 'us', 'ap'];

export function machines(count: number) {
  return Array.from({ length: count }, (_, index) =>
    machine(`m${String(index).padStart(4, '0')}`, {
      labels: {
        region: regions[index % regions.length] ?? '',
        rack: `r${index % 40}`,
        disk: index % 2 === 0 ? 'ssd' : 'hdd',
      },
      memoryBytes: 64 * 2 ** 30,
      cpus: 16,
      maxUnits: 100,
    }),
  );
}

export const workloads: { [what: string]: (count: number) => Unit[] } = {
  'without constraints': (count) =>
    Array.from({ length: count }, (_, index) => unit(`plain-${index}.service`)),
  'selectors, requests, conflicts, pairs, anti-affinity, spread': (count) =>
    Array.from({ length: count }, (_, index) => {
      const name = `mixed-${index}.service`;
      const labels = { app: `app-${index % 500}` };
      const requests = { memory: '256Mi', cpu: '100m' };
      const own = { matchLabels: { app: labels.app } };
      switch (index % 6) {
        case 0:
          return unit(name, { machineSelector: { matchLabels: { disk: 'ssd' } } }, { labels });
        case 1:
          return unit(name, { with: [`mixed-${index - 1}.service`] }, { labels });
        case 2:
          return unit(
            name,
            { conflicts: [`mixed-${index + 6}.service`] },
            { labels, resources: { requests } },
          );
        case 3:
          return unit(name, { antiAffinity: { required: [{ labelSelector: own }] } }, { labels });
        case 4:
          return unit(name, { spread: [{ topologyKey: 'region', labelSelector: own }] }, { labels });
        default:
          return unit(
            name,
            { machineSelector: { matchExpressions: [{ key: 'region', operator: 'NotIn', values: ['ap'] }] } },
            { labels, resources: { requests } },
          );
      }
    }),
};

export function measureScheduling(
  units = 10_000,
  hosts = 1_000,
  rounds = 5,
  changes = 20,
): SchedulingFigure[] {
  return Object.entries(workloads).map(([what, make]) => {
    const first: number[] = [];
    const anew: number[] = [];
    let settled: SchedulerInput = { units: make(units), machines: machines(hosts), current: [] };
    let placed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const input: SchedulerInput = { units: make(units), machines: machines(hosts), current: [] };
      const [result, took] = timed(() => schedule(input));
      first.push(took);
      placed = result.place.length;
      settled = { ...input, current: after(result) };
      anew.push(timed(() => schedule(settled))[1]);
    }
    return {
      what: `${units} units on ${hosts} machines, ${what}`,
      first: median(first),
      anew: median(anew),
      ...measureChanges(settled, changes),
      placed,
    };
  });
}

/** As in a server: one scheduler, and one change after the other, each of them taken back. */
function measureChanges(settled: SchedulerInput, changes: number) {
  const scheduler = new Scheduler();
  scheduler.schedule(settled);
  const medianOf = (changed: (index: number) => SchedulerInput) => {
    const took = Array.from({ length: changes }, (_, index) => {
      const input = changed(index);
      const [, ms] = timed(() => scheduler.schedule(input));
      scheduler.schedule(settled);
      return ms;
    });
    return median(took);
  };
  return {
    nothing: medianOf(() => ({ ...settled })),
    oneAdded: medianOf((index) => ({ ...settled, units: [...settled.units, unit(`new-${index}.service`)] })),
    oneChanged: medianOf((index) => ({
      ...settled,
      units: settled.units.map((each, at) =>
        at === index * 7
          ? unit(each.metadata.name, { machineSelector: { matchLabels: { rack: 'r7' } } })
          : each,
      ),
    })),
    machineLost: medianOf((index) => ({
      ...settled,
      machines: settled.machines.map((each, at) =>
        at === index ? { ...each, ready: 'no' as const, standing: 'gone' as const } : each,
      ),
      evict: () => true,
    })),
  };
}

function timed<T>(work: () => T): [T, number] {
  const begun = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begun);
  return [result, (user + system) / 1000];
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}

export function schedulingTable(figures: SchedulingFigure[]): string {
  const rows = figures.map(
    (figure) =>
      `| ${figure.what} (${figure.placed} placed) | ${[figure.first, figure.anew, figure.nothing, figure.oneAdded, figure.oneChanged, figure.machineLost].map((ms) => `${ms} ms`).join(' | ')} |`,
  );
  return [
    '| Scheduling | from nothing | from where all is | no change | one unit more | one unit changed | a machine lost |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.stdout.write(`${schedulingTable(measureScheduling())}\n`);
