/**
 * The one place where words become shell text.
 *
 * `quote` is for a POSIX sh. `loginShellCommand` is for what sshd hands to the account's login shell, which may
 * as well be fish or csh: there only single-quoted words made of characters that every shell takes literally are safe.
 */

const plainWord = /^[A-Za-z0-9_\-./:=@%+,]+$/;

/** One word for a POSIX sh. Throws on NUL, which no argument can hold. */
export function quote(word: string): string {
  if (word.includes('\0'))
    throw new Error('an argument for a command holds a NUL byte, which no system can pass on');
  return plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function quoteAll(argv: readonly string[]): string {
  return argv.map(quote).join(' ');
}

/**
 * What sh, csh, tcsh, fish and zsh read differently inside single quotes: the quote itself, backslashes (fish),
 * history's `!` and newlines (csh), and control characters. `printf %b` turns `\0NNN` back.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found
const unsafe = /['\\!\u0001-\u001f\u007f]/g;

function encode(text: string): string {
  return text.replace(unsafe, (character) => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/**
 * A command line that makes any login shell become `/bin/sh` and run `script` there, with `args` as $1, $2, …
 *
 * @example loginShellCommand('echo "$1"', ["it's"], ['sudo', '-n', '--'])
 */
export function loginShellCommand(
  script: string,
  args: readonly string[] = [],
  prefix: readonly string[] = [],
): string {
  if (script.includes('\0')) throw new Error('a script for a machine holds a NUL byte');
  for (const word of [...prefix, ...args]) {
    if (word.includes('\0'))
      throw new Error('an argument for a command holds a NUL byte, which no system can pass on');
  }
  // A newline at the end would be lost in $(…), and a script needs none.
  const text = args.length === 0 ? script : `set -- ${quoteAll(args)}\n${script}`;
  return `exec ${[...prefix, '/bin/sh', '-c', `'eval "$(printf %b "$1")"'`, 'sh', `'${encode(text)}'`].join(' ')}`;
}
