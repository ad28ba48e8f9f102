import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab/lab.ts';

/** All that a demo leaves on this machine is in one folder and in processes that carry one variable. */
export interface DemoPlace {
  /** MUSTER_HOME; on a tmpfs, like the lab. */
  home: string;
  /** What every process of the demo has in its environment, so that the next demo finds those of one that was killed. */
  environment: NodeJS.ProcessEnv;
}

const MARK = 'MUSTER_DEMO';

export function demoPlace(lab: string): DemoPlace {
  const home = `/run/muster-demo${lab === 'demo' ? '' : `-${lab}`}`;
  // What the user has set for a muster of their own must not reach the demo's.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('MUSTER_'));
  return { home, environment: { ...Object.fromEntries(own), MUSTER_HOME: home, [MARK]: home } };
}

/** Ends every process of this demo, whoever started it, then the hosts, then removes the folder. */
export async function removeDemo(place: DemoPlace, lab: Lab): Promise<void> {
  await endProcesses(place, 'SIGTERM', 3_000);
  await endProcesses(place, 'SIGKILL', 10_000);
  await lab.down();
  fs.rmSync(place.home, { recursive: true, force: true });
}

/** True when something of an earlier demo is there. */
export function demoExists(place: DemoPlace, lab: Lab): boolean {
  return fs.existsSync(place.home) || lab.hosts.length > 0 || processesOf(place).length > 0;
}

async function endProcesses(place: DemoPlace, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  for (const pid of processesOf(place)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended by itself.
    }
  }
  while (processesOf(place).length > 0 && performance.now() < end) await sleep(20);
}

function processesOf(place: DemoPlace): number[] {
  const mark = `${MARK}=${place.home}`;
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => environmentOf(pid).includes(mark))
    .map(Number);
}

function environmentOf(pid: string): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // It has just ended.
    return [];
  }
}
