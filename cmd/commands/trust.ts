import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';

interface Options {
  yes?: boolean;
  fingerprint?: string;
  replace?: boolean;
  host?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      `Accept a machine's host key: shows the fingerprint, asks, and remembers the key in known_hosts in the home folder.
Compare it with what the machine itself says: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
    )
    .argument('<machine>', "the machine's name")
    .option('--host', 'it is no Machine but a host as ssh knows it, such as that of --tunnel')
    .option('--fingerprint <sha256>', 'accept only this one, without asking: SHA256:…')
    .option('--yes', 'accept whatever is shown, without asking')
    .option('--replace', 'accept a key that has changed, after the machine was rebuilt');
  examples(
    command,
    `
# Look at the fingerprint, then decide
muster trust web-1

# In a script that knows the fingerprint
muster trust web-1 --fingerprint SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s

# After the machine was rebuilt
muster trust web-1 --replace

# A server, to be reached with --tunnel
muster trust --host admin@muster.example.com`,
  );
  action<Options>(command, context, async ([word = ''], options) => {
    const { findMachine } = await import('../find-machine.ts');
    const { targetOf } = await import('../machine-target.ts');
    const { trustHost } = await import('../trust-host.ts');
    if (options.host) {
      const { plainHost, sshTarget } = await import('../../machines/ssh-target.ts');
      const host = sshTarget(plainHost(word, word), { musterHome: context.settings().home });
      for (const [index, hop] of [...host.jumps, { ...host }].entries()) {
        await trustHost(context, { ...hop, jumps: host.jumps.slice(0, index) }, options);
      }
      return 0;
    }
    const client = await context.open('objects');
    const name = word.replace(/^machines?\//, '');
    const { machine, machines } = await findMachine(client, `machine/${name}`, { namespace: 'default' });
    const target = targetOf(machine, machines, context.settings());
    // A jump host must be trusted before what lies behind it can be seen.
    for (const [index, hop] of [...target.jumps, { ...target }].entries()) {
      await trustHost(context, { ...hop, jumps: target.jumps.slice(0, index) }, options);
    }
    if (client.where === 'server') {
      const { machineResource } = await import('../resources.ts');
      const { reconcileRequestedAt } = await import('../../controllers/reconcile-request.ts');
      const annotations = { [reconcileRequestedAt]: new Date().toISOString() };
      await client.patch(machineResource, undefined, machine.metadata.name, { metadata: { annotations } });
    }
    return 0;
  });
}
