/** How many characters a string has, as JSON Schema counts them for maxLength: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
