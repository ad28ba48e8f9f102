/**
 * When each unit ran on each host, from systemd's own timestamps. The hosts of a lab share the kernel's monotonic clock, so
 * that moments on different hosts, and of this process, can be compared to the microsecond.
 */
import type { LabHost } from '../lab/lab-host.ts';

export interface Interval {
  host: string;
  unit: string;
  invocation: string;
  /** Microseconds of the monotonic clock. */
  from: number;
  /** When it ended; as long as it runs, when it was last seen running. */
  to: number;
  ended: boolean;
}

export function monotonicMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

const properties = 'Id,ActiveState,InvocationID,ActiveEnterTimestampMonotonic,ActiveExitTimestampMonotonic';

export class Intervals {
  readonly all: Interval[] = [];

  /** Asks systemd of the host, from outside of its network; says nothing when the host is off. */
  async sample(host: LabHost, units: readonly string[]): Promise<void> {
    const asked = monotonicMicroseconds();
    const result = await host.run(`systemctl show -p ${properties} -- ${units.join(' ')}`).catch(() => null);
    if (result === null || result.code !== 0) return;
    for (const block of result.stdout.split('\n\n')) {
      const values = new Map(
        block.split('\n').map((line) => {
          const at = line.indexOf('=');
          return [line.slice(0, at), line.slice(at + 1)] as const;
        }),
      );
      const unit = values.get('Id') ?? '';
      const invocation = values.get('InvocationID') ?? '';
      const from = Number(values.get('ActiveEnterTimestampMonotonic') ?? 0);
      const exit = Number(values.get('ActiveExitTimestampMonotonic') ?? 0);
      if (unit === '' || invocation === '' || from === 0) continue;
      const active = values.get('ActiveState') === 'active';
      const ended = !active && exit >= from;
      const to = ended ? exit : asked;
      const known = this.all.find((each) => each.host === host.name && each.invocation === invocation);
      if (known === undefined) this.all.push({ host: host.name, unit, invocation, from, to, ended });
      else if (!known.ended) Object.assign(known, { to: Math.max(known.to, to), ended });
    }
  }

  /** The power of a host was cut: nothing runs there any more. */
  powerCut(host: string): void {
    for (const interval of this.all) if (interval.host === host) interval.ended = true;
  }

  of(unit: string): Interval[] {
    return this.all.filter((interval) => interval.unit === unit).sort((a, b) => a.from - b.from);
  }
}

/** Pairs that ran at the same moment. */
export function overlaps(intervals: readonly Interval[]): [Interval, Interval][] {
  return intervals.flatMap((one, index) =>
    intervals
      .slice(index + 1)
      .filter((other) => one.from < other.to && other.from < one.to)
      .map((other): [Interval, Interval] => [one, other]),
  );
}
