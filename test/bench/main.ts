/** `npm run bench`: see scripts/bench.sh. Every trace is removed, whichever way it ends. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { openLab } from '../lab/lab.ts';
import { openMeter } from './meter.ts';
import { Results } from './results.ts';
import { type Part, parts, runParts } from './run-parts.ts';

interface Options {
  only?: string;
  quick?: boolean;
  ansible: boolean;
  runs: number;
  hosts: number;
  units: number;
  idle: number;
}

const program = new Command('npm run bench --')
  .description(
    'Measures muster against a script written by hand and against Ansible, on real systemd hosts of the lab.',
  )
  .option('--only <parts>', `some of: ${parts.join(', ')}`)
  .option('--quick', 'three runs of each, a short idle time, without Ansible')
  .option('--no-ansible', 'without Ansible, whose runs take a minute each')
  .option('--runs <count>', 'how often each is measured (Ansible: once)', Number, 5)
  .option('--hosts <count>', 'hosts', Number, 10)
  .option('--units <count>', 'units over all hosts', Number, 100)
  .option('--idle <seconds>', 'how long to watch an idle server', Number, 60)
  .parse();
const options = program.opts<Options>();
const only = options.only?.split(',') ?? [...parts];
const unknown = only.filter((name) => !parts.includes(name as Part));
if (unknown.length > 0)
  program.error(`--only ${unknown.join(',')}: the parts are ${parts.join(', ')}`, { exitCode: 2 });

const labName = 'bench';
const lab = openLab({ name: labName });
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'muster-bench-'));
const meter = openMeter(labName);
let cleaning: Promise<void> | undefined;
const clean = (): Promise<void> => {
  cleaning ??= (async () => {
    await meter.close();
    await lab.down();
    fs.rmSync(directory, { recursive: true, force: true });
  })();
  return cleaning;
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    report();
    void clean().finally(() => process.exit(130));
  });
}

const results = new Results();
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  // What a run that was killed left behind is taken down first.
  await lab.down();
  say(`booting ${options.hosts} hosts`);
  const hosts = await lab.up(options.hosts);
  await runParts(new Set(only as Part[]), {
    hosts,
    meter,
    directory,
    results,
    say,
    units: options.units,
    runs: options.quick ? Math.min(3, options.runs) : options.runs,
    idleSeconds: options.quick ? Math.min(20, options.idle) : options.idle,
    ansible: options.ansible && !options.quick,
  });
} catch (error) {
  if (cleaning === undefined) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
} finally {
  await clean();
}
report();

/** Also of a run that was broken off: what was measured is worth something. */
function report(): void {
  const cores = os.cpus();
  process.stdout.write(
    `\n${new Date().toISOString().slice(0, 10)}, ${cores.length} cores (${cores[0]?.model.trim()}), Node ${process.version}, ${options.hosts} hosts, ${options.units} units; medians\n\n${results.table()}\n`,
  );
}
