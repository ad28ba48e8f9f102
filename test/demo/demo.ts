/** `npm run demo`: hosts of the lab, the built command, and hands that change what they should not. */
import { Command, Option } from 'commander';
import { openLab } from '../lab/lab.ts';
import { withLabLock } from '../lab/lab-lock.ts';
import { demoExists, demoPlace, removeDemo } from './demo-place.ts';
import { musterCommand, program as musterProgram } from './muster-command.ts';
import { openPage } from './page.ts';
import { tellStory } from './story.ts';

const program = new Command('demo')
  .description('Shows muster at work on three real systemd hosts on this machine, and leaves no trace.')
  .option('--keep', 'leave hosts and server running, and say what to try')
  .option('--down', 'end what --keep left running, and nothing else')
  .addOption(new Option('--lab <name>', 'the name of its lab').default('demo').hideHelp())
  .parse();
const options = program.opts<{ keep?: boolean; down?: boolean; lab: string }>();

const page = openPage(process.stdout, process.env);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());
// The reader of a pipe has seen enough.
process.stdout.on('error', () => interrupted.abort());

const lab = openLab({ name: options.lab });
const place = demoPlace(options.lab);

async function demo(): Promise<void> {
  if (options.down) {
    await removeDemo(place, lab);
    return;
  }
  const start = performance.now();
  if (demoExists(place, lab)) {
    page.text(page.dim('Removing what an earlier demo left.'));
    await removeDemo(place, lab);
  }
  let told = false;
  const muster = musterCommand(place, interrupted.signal, (how) =>
    page.text(page.dim(`  muster serve has ended (${how}) and is started again`)),
  );
  try {
    await tellStory({ lab, place, muster, page, signal: interrupted.signal });
    told = true;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    muster.letGo();
    if (told && options.keep) sayWhatToTry();
    else await removeDemo(place, lab);
  }
  if (!told) page.text('\nInterrupted. The hosts are gone, and nothing is left of them here.');
  if (!told || options.keep) return;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  page.text();
  page.text(
    `${page.strong('That was it')}, in ${seconds} s. The hosts are gone, and nothing is left of them here.`,
  );
  page.text(page.dim('To look around in it: npm run demo -- --keep. For machines of your own: README.md.'));
}

function sayWhatToTry(): void {
  page.heading('It runs on', 'try something; muster serve logs to serve.log in MUSTER_HOME');
  const hosts = `npm run lab -- --lab ${options.lab}`;
  page.text(`
  export MUSTER_HOME=${place.home}
  alias muster='node ${musterProgram}'

  muster get placements
  muster describe unit hello
  muster logs -f heartbeat
  muster events -w                       ${page.dim('# leave it open, and break something:')}
  ${hosts} ssh m1
  ${hosts} kill m2       ${page.dim('# then: muster get machines; it comes back with: … up')}
  muster delete unit hello

  npm run demo -- --down                 ${page.dim('# ends all of it')}`);
}

try {
  // Two demos would take each other's hosts away: the second waits.
  await withLabLock(`demo of ${options.lab}`, demo);
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
