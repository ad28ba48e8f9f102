/**
 * Draws docs/demo.svg from what `npm run demo` really prints on a terminal: `node --import tsx scripts/draw-demo.ts`, as
 * root, on a machine that has nothing else to do. With a file, draws what is in it: the record of script(1).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Run, screenLines } from './terminal-screen.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const columns = 104;
const cell = { width: 7.8, height: 19 };
const margin = { side: 22, top: 58, bottom: 22 };
/** What is drawn: the chapters between these two headings. */
const from = 'Declared, so it becomes so';
const until = 'A change of one’s own';

const background = '#11151c';
const foreground = '#d5dae3';
const palette = ['#6b7280', '#f07178', '#a5d884', '#f2c572', '#82aaff', '#d7a1f0', '#79d4e6', '#ffffff'];

function record(): string {
  const [file] = process.argv.slice(2);
  if (file !== undefined) return readFileSync(file, 'utf8');
  // script(1) is in every Debian (bsdutils): it gives the demo a terminal.
  const command = `stty cols ${columns} rows 60; TERM=xterm-256color bash scripts/demo.sh`;
  const { status, stdout } = spawnSync('script', ['-qfec', command, '/dev/null'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the demo failed (${status}): ${stdout.slice(-2000)}`);
  return stdout;
}

function textOf(line: Run[]): string {
  return line.map(({ text }) => text).join('');
}

function chapters(lines: Run[][]): Run[][] {
  const begin = lines.findIndex((line) => textOf(line).includes(from));
  const end = lines.findIndex((line) => textOf(line).includes(until));
  if (begin < 0 || end < begin) throw new Error(`the demo has no chapters "${from}" to "${until}"`);
  const chosen = lines.slice(begin, end);
  while (chosen.at(-1)?.length === 0) chosen.pop();
  return chosen;
}

/** Spaces that do not break are not collapsed by any viewer. */
function escaped(text: string): string {
  return text
    .replaceAll(' ', '\u00a0')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** `textLength` holds the columns in place whichever monospaced font there is. */
function drawRun({ column, text, color, bold, dim }: Run, y: number): string {
  const fill = color === undefined ? foreground : (palette[color] ?? foreground);
  const attributes = [
    `x="${(margin.side + column * cell.width).toFixed(1)}"`,
    `y="${y}"`,
    `textLength="${([...text].length * cell.width).toFixed(1)}"`,
    `fill="${fill}"`,
    ...(bold ? ['font-weight="bold"'] : []),
    ...(dim ? ['opacity="0.6"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escaped(text)}</text>`;
}

function draw(lines: Run[][]): string {
  const width = Math.ceil(columns * cell.width + 2 * margin.side);
  const height = margin.top + lines.length * cell.height + margin.bottom;
  const buttons = ['#f07178', '#f2c572', '#a5d884'].map(
    (fill, index) => `<circle cx="${24 + index * 20}" cy="22" r="6" fill="${fill}"/>`,
  );
  const rows = lines.flatMap((line, index) =>
    line.map((run) => drawRun(run, margin.top + index * cell.height + 4)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="npm run demo: units are applied to three hosts, changed by hand, and repaired">
<style>text{font-size:13px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}</style>
<rect width="${width}" height="${height}" rx="10" fill="${background}"/>
${buttons.join('\n')}
<text x="${width / 2}" y="26" fill="#7d8590" text-anchor="middle">npm run demo</text>
${rows.join('\n')}
</svg>
`;
}

writeFileSync(join(root, 'docs/demo.svg'), draw(chapters(screenLines(record()))));
process.stdout.write('written: docs/demo.svg\n');
