import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineStateQuestion } from '../state-question.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Ask the machines whether units run, and print systemd's word for it: active, inactive, failed, activating … A unit on several
machines counts when it does on all of them, and each is a line.

Exit codes: 0 at least one of the units runs, 3 none does, 4 there is no such unit; 5 when a machine could not be asked.`,
  );
  defineStateQuestion(command, context, 'is-active', { none: 3, notPlaced: 'inactive' });
  examples(
    command,
    `
# In a script
muster is-active --quiet hello && echo yes

# On one machine
muster is-active hello -m web-1`,
  );
}
