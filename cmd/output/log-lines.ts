import type { PlacementRef } from '../../controllers/operations.ts';
import type { Colors } from './color.ts';

type Line = PlacementRef & { text: string; at?: number };

/** With `merge`, lines are held until the end and sorted by time; otherwise (following) they are printed as they come. */
export function logPrinter(
  print: (text: string) => void,
  colors: Colors,
  options: { merge: boolean; prefix: boolean | undefined },
): { line(line: Line): void; end(): void } {
  const paints = [colors.cyan, colors.yellow, colors.green, colors.magenta, colors.blue, colors.red];
  const prefixes = new Map<string, string>();
  const held: Line[] = [];
  const prefixOf = (line: Line): string => {
    const key = `${line.unit} ${line.machine}`;
    let prefix = prefixes.get(key);
    if (prefix === undefined) {
      const paint = paints[prefixes.size % paints.length] ?? colors.cyan;
      prefix = paint(`${line.machine} ${line.unit} | `);
      prefixes.set(key, prefix);
    }
    return prefix;
  };
  const show = (line: Line, several: boolean) => {
    const prefix = prefixOf(line);
    print(`${(options.prefix ?? several) ? prefix : ''}${line.text}\n`);
  };
  return {
    line(line) {
      if (options.merge) held.push(line);
      else show(line, true);
    },
    end() {
      const several = new Set(held.map((line) => `${line.unit} ${line.machine}`)).size > 1;
      // Lines without a time of their own (hints of journalctl) stay after the line they followed.
      let latest = 0;
      const timed = held.map((line, index) => {
        latest = line.at ?? latest;
        return { line, index, at: latest };
      });
      timed.sort((left, right) => left.at - right.at || left.index - right.index);
      for (const { line } of timed) show(line, several);
    },
  };
}
