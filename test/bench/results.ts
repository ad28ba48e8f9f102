/** The figures of one run of the benchmark, and the table that people read. */
import type { Cost } from './meter.ts';

/** `bare read` and `by hand` are the floor; everything is told as a ratio to it. */
export type Who = 'by hand' | 'muster, server' | 'muster, no server' | 'Ansible';

interface Row {
  work: string;
  who: string;
  costs: Cost[];
  /** The row to compare with. */
  against: string | null;
}

export interface Measure {
  label: string;
  value: string;
}

export class Results {
  readonly #rows = new Map<string, Row>();
  readonly #measures: Measure[] = [];

  add(work: string, who: string, cost: Cost, against: string | null = null): void {
    const key = `${work} | ${who}`;
    const row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, { work, who, costs: [cost], against });
    else row.costs.push(cost);
  }

  note(label: string, value: string): void {
    this.#measures.push({ label, value });
  }

  /** Median of the seconds on the clock; undefined when it was not measured. */
  wall(work: string, who: string): number | undefined {
    const row = this.#rows.get(`${work} | ${who}`);
    return row === undefined ? undefined : median(row.costs.map((cost) => cost.wallSeconds));
  }

  /** In Markdown, so that it can be read here and pasted into a page. */
  table(): string {
    const lines = [
      ['Work', 'Who', 'seconds', 'fastest–slowest', 'CPU s here', 'CPU s hosts', 'ratio', 'runs'],
    ];
    for (const { work, who, costs, against } of this.#rows.values()) {
      const walls = costs.map((cost) => cost.wallSeconds);
      const reference = against === null ? undefined : this.#rows.get(against);
      const ratio =
        reference === undefined
          ? ''
          : (median(walls) / median(reference.costs.map((cost) => cost.wallSeconds))).toFixed(2);
      lines.push([
        work,
        who,
        median(walls).toFixed(3),
        `${Math.min(...walls).toFixed(3)}–${Math.max(...walls).toFixed(3)}`,
        median(costs.map((cost) => cost.clientCpuSeconds)).toFixed(2),
        median(costs.map((cost) => cost.hostsCpuSeconds)).toFixed(2),
        ratio === '' ? '' : `${ratio} of ${against?.split(' | ').join(', ')}`,
        String(costs.length),
      ]);
    }
    const tables = this.#rows.size === 0 ? [] : [markdown(lines)];
    if (this.#measures.length > 0) {
      tables.push(
        markdown([['Measure', 'Value'], ...this.#measures.map(({ label, value }) => [label, value])]),
      );
    }
    return tables.join('\n');
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

function markdown(lines: string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = (line: string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...rest] = lines;
  return `${text(head)}${text(widths.map((width) => '-'.repeat(width)))}${rest.map(text).join('')}`;
}
