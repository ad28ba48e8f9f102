import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineStateQuestion } from '../state-question.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Ask the machines whether units start at boot, and print systemd's word for it: enabled, disabled, static, masked … A unit on several
machines counts when it does on all of them, and each is a line.

Exit codes: 0 at least one of the units is enabled, 1 none is, 4 there is no such unit; 5 when a machine could not be asked.`,
  );
  defineStateQuestion(command, context, 'is-enabled', { none: 1, notPlaced: 'disabled' });
  examples(
    command,
    `
# In a script
muster is-enabled --quiet hello && echo yes

# On one machine
muster is-enabled hello -m web-1`,
  );
}
