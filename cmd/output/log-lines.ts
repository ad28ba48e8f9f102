import type { PlacementRef } from '../../controllers/operations.ts';
import type { Colors } from './color.ts';

type Line = PlacementRef & { text: string; at?: number };

interface Held {
  line: Line;
  /** Place in the order of time; a line without a time of its own stays after the line that it followed. */
  at: number;
  arrived: number;
}

/** How long a line waits for older ones from other machines, while following. */
const patienceMs = 200;
/** Machines that have not told their last lines by then are no longer waited for. */
const longestStartMs = 3000;

export interface LogPrinter {
  line(line: Line): void;
  /** While following: a machine has told its last lines. When all have, lines are printed as they come. */
  caughtUp(machine: string, machines: number): void;
  end(): void;
}

/**
 * Lines of many machines in the order of time. Without `follow` they are held until the end; with it each for a moment,
 * so that those of a slower machine find their place.
 */
export function logPrinter(
  print: (text: string) => void,
  colors: Colors,
  options: { follow: boolean; prefix: boolean | undefined; timestamps?: boolean; now?: () => number },
): LogPrinter {
  const now = options.now ?? Date.now;
  const paints = [
    ...[colors.cyan, colors.yellow, colors.green, colors.magenta, colors.blue, colors.red],
    ...[colors.cyanBright, colors.yellowBright, colors.greenBright, colors.magentaBright, colors.blueBright],
  ];
  const units = new Map<string, (text: string) => string>();
  const latest = new Map<string, number>();
  const begun = now();
  let held: Held[] = [];
  let isCaughtUp = false;
  let timer: NodeJS.Timeout | null = null;
  const caughtUp = new Set<string>();

  /** One colour for a unit, on whichever machine. */
  const paintOf = (unit: string): ((text: string) => string) => {
    const known = units.get(unit) ?? paints[units.size % paints.length] ?? colors.cyan;
    units.set(unit, known);
    return known;
  };
  const show = ({ line }: Held, several: boolean) => {
    const paint = paintOf(line.unit);
    const prefix = (options.prefix ?? several) ? paint(`${line.machine} ${line.unit} | `) : '';
    const time = options.timestamps === true ? `${line.at === undefined ? '' : timeText(line.at)} ` : '';
    print(`${prefix}${colors.dim(time)}${line.text}\n`);
  };
  const inOrder = (lines: Held[]): Held[] => lines.sort((left, right) => left.at - right.at);
  const flush = () => {
    timer = null;
    const time = now();
    if (!isCaughtUp && time - begun < longestStartMs) return later();
    const ripe = held.filter(({ arrived }) => time - arrived >= patienceMs).map(({ at }) => at);
    // What is older than a line whose turn it is comes before it, however late it arrived.
    const until = Math.max(...ripe);
    const due = held.filter(({ at }) => at <= until);
    held = held.filter(({ at }) => at > until);
    for (const one of inOrder(due)) show(one, true);
    if (held.length > 0) later();
  };
  const later = () => {
    timer ??= setTimeout(flush, patienceMs / 2);
  };

  return {
    line(line) {
      const from = `${line.unit} ${line.machine}`;
      const at = line.at ?? latest.get(from) ?? 0;
      latest.set(from, at);
      held.push({ line, at, arrived: now() });
      if (options.follow) later();
    },
    caughtUp(machine, machines) {
      caughtUp.add(machine);
      isCaughtUp ||= caughtUp.size >= machines;
    },
    end() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const several =
        options.follow || new Set(held.map(({ line }) => `${line.unit} ${line.machine}`)).size > 1;
      for (const one of inOrder(held)) show(one, several);
      held = [];
    },
  };
}

/** `2026-01-31T12:00:00.123456Z`: journald counts microseconds. */
function timeText(at: number): string {
  const micros = String(Math.round(at % 1000)).padStart(3, '0');
  return new Date(Math.floor(at / 1000)).toISOString().replace('Z', `${micros}Z`);
}
