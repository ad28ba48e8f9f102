import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import { version } from '../version.ts';

export function define(command: Command, context: Context): void {
  command
    .description('Print the version of this muster, and of the server with --server.')
    .option('--server', 'ask the running server, too')
    .option('-o, --output <format>', 'json or yaml');
  examples(
    command,
    `
# The version of this command
muster version

# Of this command and of the running server, for programs
muster version --server -o json`,
  );
  action<{ server?: boolean; output?: string }>(command, context, async (_, options) => {
    const client = { version, node: process.version, platform: `${process.platform}/${process.arch}` };
    const server = options.server ? await serverVersion(context) : undefined;
    if (options.output === 'json') {
      context.print(`${JSON.stringify({ client, ...(server ? { server } : {}) }, null, 2)}\n`);
    } else if (options.output === 'yaml') {
      const { yamlText } = await import('../output/yaml-text.ts');
      context.print(yamlText({ client, ...(server ? { server } : {}) }));
    } else if (options.output !== undefined) {
      throw usageError(`-o ${options.output}: the formats are json and yaml`);
    } else {
      context.print(`muster ${version}\n`);
      if (server) context.print(`server ${server.gitVersion}\n`);
    }
    return 0;
  });
}

async function serverVersion(context: Context): Promise<{ gitVersion: string }> {
  const client = await context.open('objects');
  return JSON.parse(await client.text('/version')) as { gitVersion: string };
}
