import picocolors from 'picocolors';

/** How the demo looks: on a terminal with colours, in a pipe the same words without. Nothing is ever redrawn. */
export interface Page {
  /** What comes next, and why one would want to see it. */
  heading(title: string, explanation: string): void;
  /** A command of the user's. */
  typed(command: string): void;
  /** A command of root's on a host. */
  typedOn(host: string, command: string): void;
  /** A line that answers, behind a word that says what it is. */
  answer(kind: 'seen' | 'repaired' | 'plain', word: string, text: string): void;
  text(text?: string): void;
  /** For what is worth a second look: a figure. */
  strong(text: string): string;
  dim(text: string): string;
}

export function openPage(
  stream: NodeJS.WritableStream & { isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Page {
  const colored = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const colors = picocolors.createColors(colored);
  const print = (line: string) => void stream.write(`${line}\n`);
  const paint = { seen: colors.yellow, repaired: colors.green, plain: colors.dim };
  return {
    heading(title, explanation) {
      print(`\n${colors.bold(title)}  ${colors.dim(explanation)}`);
    },
    typed: (command) => print(`\n${colors.cyan('$')} ${colors.bold(command)}`),
    typedOn: (host, command) => print(`${colors.magenta(`${host} #`)} ${colors.bold(command)}`),
    answer(kind, word, text) {
      print(`  ${paint[kind](word.padEnd(8))}  ${text}`);
    },
    text: (text = '') => print(text),
    strong: (text) => colors.bold(text),
    dim: (text) => colors.dim(text),
  };
}
