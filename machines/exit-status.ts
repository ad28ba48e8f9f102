/** `exit` of a channel: the status, or 128 + n of the signal that ended the process. */
export function exitStatus(code: number | null, signal: string | undefined): number {
  return code ?? 128 + (signalNumbers[(signal ?? '').replace(/^SIG/, '')] ?? 0);
}

const signalNumbers: Record<string, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  ABRT: 6,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
};
