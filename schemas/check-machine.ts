import type { Problem } from './problem.ts';
import type { Machine } from './types.ts';

/** What the schema cannot say of a Machine; `machine` already fits the schema. */
export function checkMachine(machine: Machine): Problem[] {
  const problems: Problem[] = [];
  const { scope, sudo, ssh } = machine.spec;
  if (scope === 'user' && sudo === true) {
    problems.push({
      path: ['spec', 'sudo'],
      target: 'value',
      message:
        "must be false with `scope: user`: the user who logs in needs no sudo for the user's own units",
    });
  }
  for (const [index, jump] of (ssh.proxyJump ?? []).entries()) {
    if (jump === machine.metadata.name) {
      problems.push({
        path: ['spec', 'ssh', 'proxyJump', index],
        target: 'value',
        message: 'is this machine itself: it cannot be on the way to itself',
      });
    }
  }
  return problems;
}
