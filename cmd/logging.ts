import type { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { type Colors, paintWord } from './output/color.ts';
import type { LogLevel } from './settings.ts';

/** One line of JSON each; on a terminal one line of text. */
export function createLogger(
  level: LogLevel | 'silent',
  stream: Writable,
  colors: Colors | undefined,
): Logger {
  const destination = colors
    ? { write: (line: string) => void stream.write(textLine(line, colors)) }
    : stream;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/** `12:03:04.123 info  machine ready machine=web-1` */
function textLine(line: string, colors: Colors): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const paint = level === 'error' ? colors.red : level === 'warn' ? colors.yellow : colors.cyan;
  const rest = Object.entries(fields).map(([key, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `${colors.dim(`${key}=`)}${paintWord(colors, text)}`;
  });
  const message =
    typeof err === 'object' && err !== null && 'message' in err ? `: ${String(err.message)}` : '';
  const clock = String(time).slice(11, 23);
  return `${colors.dim(clock)} ${paint(String(level).padEnd(5))} ${[`${String(msg ?? '')}${message}`, ...rest].join(' ')}\n`;
}
