import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import type { ServeFlags } from '../serve.ts';

type ServeOptions = ServeFlags & { printUnit?: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Run the API and the controllers in the foreground: listens on muster.sock in the home folder, hears of changes on all
machines, and repairs them. Ends on SIGTERM or Ctrl-C; units on the machines run on as they are.

Logs are lines of JSON, or plain text on a terminal. /metrics is served on the socket, and with --metrics over HTTP.`,
    )
    .option('--metrics <host:port>', 'serve /metrics here, too: a loopback address ($MUSTER_METRICS)')
    .option('--log-level <level>', 'trace, debug, info, warn or error ($MUSTER_LOG_LEVEL)')
    .option('--print-unit', 'print a systemd unit for muster itself, and do nothing else');
  examples(
    command,
    `
# In the foreground
muster serve

# As a service of this machine
muster serve --print-unit | sudo tee /etc/systemd/system/muster.service
sudo systemctl enable --now muster

# With metrics for a Prometheus on this machine
muster serve --metrics 127.0.0.1:9469`,
  );
  const serveUntilSignal = async (_: string[], options: ServeOptions) => {
    if (options.printUnit) {
      const { unitForMuster } = await import('../unit-for-muster.ts');
      context.print(unitForMuster(context.settings().home, process.execPath, process.argv[1] ?? 'muster'));
      return 0;
    }
    const { serve } = await import('../serve.ts');
    return serve(context, options);
  };
  action(command, context, serveUntilSignal, { endsBySignal: true });
}
