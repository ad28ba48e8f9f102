import { basename } from 'node:path';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const argv = process.argv.slice(2);
/** A link of that name to the program makes it take fleet's commands. */
const isFleetctl = basename(process.argv[1] ?? '') === 'fleetctl';

/** The shortest way for what asks nothing but the version: no command line parser is loaded. */
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === 'version')) {
  process.stdout.write(`muster ${version}\n`);
} else {
  runCommand();
}

function runCommand(): void {
  const interrupted = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    // The second time somebody means it.
    if (interrupted.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interrupted.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // `muster get | head`: the reader has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const terminal: Terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    workingDirectory: process.cwd(),
    signal: interrupted.signal,
  };
  // Not awaited at the top level: the bundle stays loadable as CommonJS by the tests.
  const begun = isFleetctl
    ? import('./fleetctl.ts').then(({ runFleetctl }) => runFleetctl(argv, terminal))
    : import('./run.ts').then(({ run }) => run(argv, terminal));
  void begun.then((code) => process.exit(code));
}
