/** Exit codes shared by all commands; `wait`, `diff` and `apply` add their own (DESIGN.md, "Command line"). */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  impossible: 3,
  someMachines: 4,
  interrupted: 130,
} as const;

/** An error for the person at the terminal: printed as one sentence, never with a stack. */
export class CommandError extends Error {
  readonly exitCode: number;
  constructor(message: string, code: number = exitCode.failed) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = code;
  }
}

/** Wrong options or arguments. */
export function usageError(message: string): CommandError {
  return new CommandError(message, exitCode.usage);
}
