/** Widths of a table's columns; kept so that rows that come later (`-w`) line up with the first ones. */
export type Widths = number[];

const gap = '   ';

/** kubectl's table: columns three spaces apart, nothing after the last. `paint` colours a cell without changing its width. */
export function formatTable(
  header: string[] | null,
  rows: string[][],
  options: { widths?: Widths; paint?: (cell: string) => string } = {},
): { text: string; widths: Widths } {
  const lines = header ? [header, ...rows] : rows;
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(options.widths?.[column] ?? 0, ...lines.map((line) => (line[column] ?? '').length)),
  );
  const paint = options.paint ?? ((cell: string) => cell);
  const text = lines
    .map((line, index) => {
      const isHeader = header !== null && index === 0;
      const cells = line.map((cell, column) => {
        const painted = isHeader ? cell : paint(cell);
        return column === line.length - 1
          ? painted
          : painted + ' '.repeat((widths[column] ?? 0) - cell.length);
      });
      return `${cells.join(gap)}\n`;
    })
    .join('');
  return { text, widths };
}
