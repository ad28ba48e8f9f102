import type { PlacementRef } from '../controllers/operations.ts';

type Line = Pick<PlacementRef, 'unit' | 'machine'> & { text: string };

export interface SectionPrinter {
  line(line: Line): void;
  end(): void;
}

/**
 * The lines of each unit and machine together under a heading, in the order of units and machines. Printed at the end:
 * machines answer side by side, each in its own time.
 */
export function sectionPrinter(
  print: (text: string) => void,
  heading: (text: string) => string,
): SectionPrinter {
  const sections = new Map<string, string[]>();
  return {
    line({ unit, machine, text }) {
      const key = `${unit} on ${machine}`;
      const lines = sections.get(key) ?? [];
      sections.set(key, lines);
      lines.push(`${text}\n`);
    },
    end() {
      const all = [...sections].sort(([one], [other]) => (one < other ? -1 : 1));
      print(all.map(([title, lines]) => `${heading(`# ${title}`)}\n${lines.join('')}`).join('\n'));
    },
  };
}
