/**
 * Splits a value into words as `extract_first_word()` does with EXTRACT_UNQUOTE: white space separates, quotes may
 * stand anywhere in a word, a backslash protects the next character. null when a quote is not closed.
 */
export function splitWords(value: string): string[] | null {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    if (character === '\\' && index + 1 < value.length) {
      // The escape stays as it is: what it means differs between directives.
      word = (word ?? '') + character + value.charAt(index + 1);
      index += 1;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word = word ?? '';
    } else if (' \t\n\r'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== '') return null;
  if (word !== undefined) words.push(word);
  return words;
}
