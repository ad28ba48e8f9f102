import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Suspend all processes of units until muster thaw: they keep their memory and use no CPU. An act of the moment, as with
systemctl: nothing that is desired changes, muster shows the unit as Suspended and does not thaw it, and a restart or a
reboot ends it.`,
  );
  defineVerb(command, context, 'freeze');
  examples(
    command,
    `
# On every machine it is placed on
muster freeze batch

# On one machine
muster freeze batch -m web-1`,
  );
}
