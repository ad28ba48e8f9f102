/** What to say instead of, or beside, the YAML parser's own words; by its error codes. */
const explanations: { [code: string]: string } = {
  TAB_AS_INDENT: 'a tab cannot indent YAML: use spaces',
  BAD_INDENT: 'the indentation does not fit the lines before',
  MULTILINE_IMPLICIT_KEY: 'a field is missing its `:`, or a text over several lines its quotes',
  MISSING_CHAR: 'a quote, bracket or comma is missing',
  BLOCK_AS_IMPLICIT_KEY: 'a value contains `: `: put it in quotes',
  BAD_SCALAR_START: 'a value cannot begin with this character: put it in quotes',
  UNEXPECTED_TOKEN: 'this does not belong here',
  BAD_ALIAS: 'a value that begins with * means an anchor: put it in quotes',
};

/** A sentence for a syntax error: ours, then the parser's own words. `line` is the line it stands in. */
export function syntaxMessage(code: string, message: string, line: string): string {
  // The parser calls most tabs an unexpected token or a wrong indentation.
  if (/^ *\t/.test(line)) return 'a tab cannot indent YAML: use spaces';
  const explanation = explanations[code];
  const words = message.split('\n')[0] ?? message;
  return explanation === undefined
    ? `is not valid YAML: ${words}`
    : `is not valid YAML: ${explanation} (${words})`;
}
