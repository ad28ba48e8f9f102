import picocolors from 'picocolors';
import { type Terminal, wantsColor } from '../terminal.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

export function colorsFor(
  terminal: Terminal,
  when: 'auto' | 'always' | 'never',
  stream: { isTTY?: boolean } = terminal.stdout,
): Colors {
  return picocolors.createColors(wantsColor(when, stream, terminal.environment));
}

const good = new Set(['Synced', 'Healthy', 'Ready', 'True', 'Active', 'created', 'ready']);
const warning = new Set(['OutOfSync', 'Progressing', 'Suspended', 'Warning', 'configured', 'Missing']);
const bad = new Set(['Degraded', 'NotReady', 'False', 'failed', 'deleted']);

/** A word of a status in the colour of its meaning; any other text as it is. */
export function paintWord(colors: Colors, word: string): string {
  const first = word.split(/[,/ ]/)[0] ?? '';
  if (good.has(first)) return colors.green(word);
  if (warning.has(first)) return colors.yellow(word);
  if (bad.has(first)) return colors.red(word);
  if (first === 'Unknown' || first === '<unknown>' || first === '<none>') return colors.dim(word);
  return word;
}
