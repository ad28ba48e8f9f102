import { Command, CommanderError, Help } from 'commander';
import type { Client } from './client.ts';
import type { CommandEntry, Context, Need } from './command.ts';
import { CommandError, exitCode } from './command-error.ts';
import { commandList } from './command-list.ts';
import { type GlobalFlags, readSettings, type Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** How a command reaches the API; tests give their own. */
export type OpenClient = (settings: Settings, need: Need, terminal: Terminal) => Promise<Client>;

/** Each with all that the ones before it bring. */
const needs: readonly Need[] = ['objects', 'operations', 'controllers'];

async function openUsual(settings: Settings, need: Need, terminal: Terminal): Promise<Client> {
  const { openClient } = await import('./open-client.ts');
  return openClient(settings, need, terminal);
}

/** Carries out one command line (without `node muster`) and answers with its exit code. Never throws. */
export async function run(argv: string[], terminal: Terminal, open: OpenClient = openUsual): Promise<number> {
  let client: Client | undefined;
  let opened: Need = 'objects';
  let settings: Settings | undefined;
  const program = new Command('muster');
  const context: Context = {
    terminal,
    commands: commandList,
    exitCode: exitCode.ok,
    settings() {
      if (!settings) throw new Error('options are read before the action of a command, and only there');
      return settings;
    },
    async open(need) {
      if (client !== undefined && client.where === 'local' && needs.indexOf(need) > needs.indexOf(opened)) {
        await client.close();
        client = undefined;
      }
      if (client === undefined) {
        client = await open(context.settings(), need, terminal);
        opened = need;
      }
      return client;
    },
    print: (text) => void terminal.stdout.write(text),
    warn: (text) => void terminal.stderr.write(`${text}\n`),
  };

  try {
    await buildProgram(program, argv, context);
    if (argv.length === 0) {
      program.outputHelp();
      return exitCode.ok;
    }
    program.hook('preAction', async () => {
      const { environment, workingDirectory } = terminal;
      settings = await readSettings(program.opts<GlobalFlags>(), environment, workingDirectory);
    });
    await program.parseAsync(argv, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return report(error, context);
  } finally {
    await client?.close();
  }
}

async function buildProgram(program: Command, argv: string[], context: Context): Promise<void> {
  const { stdout, stderr } = context.terminal;
  program
    .description('Keeps systemd units as declared, on every machine, over nothing but SSH.')
    .usage('COMMAND [options]')
    .option('--home <folder>', 'where state lives ($MUSTER_HOME; /var/lib/muster, or ~/.local/state/muster)')
    .option('--config <file>', 'options file ($MUSTER_CONFIG; muster.yaml in the home folder)')
    .option('--color <when>', 'auto, always or never ($MUSTER_COLOR; NO_COLOR is honoured)')
    .option(
      '--tunnel <host>',
      'a server elsewhere, through SSH: [USER@]HOST[:PORT][/SOCKET] ($MUSTER_TUNNEL)',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns || 100,
      getErrHelpWidth: () => stderr.columns || 100,
    })
    .configureHelp({ showGlobalOptions: true });
  const wanted = commandWord(argv);
  for (const entry of commandList) {
    const command = program
      .command(entry.name, { hidden: entry.hidden === true })
      .summary(entry.summary)
      .description(entry.summary);
    command.exitOverride();
    if (entry.name !== wanted) continue;
    const module = await entry.load();
    command.allowExcessArguments(false).showHelpAfterError(`See "muster ${entry.name} --help".`);
    module.define(command, context);
    // Lines of the source are not lines of the help: a paragraph is wrapped as the terminal is wide.
    command.description(command.description().replace(/(\S)\n(?=\S)/g, '$1 '));
  }
  program.configureHelp({ showGlobalOptions: true, formatHelp: formatProgramHelp(program) });
  program.addHelpText(
    'after',
    `
Examples:
  # Make the machines as the manifests in a folder say, and show what changed
  muster apply -f manifests/

  # What differs between the manifests and the live machines
  muster diff -f manifests/

  # Everything muster knows about a unit
  muster describe unit hello

Use "muster COMMAND --help" for a command, "muster explain unit.spec" for the manifest's fields.
Without a running "muster serve", commands do the work themselves until it is done.`,
  );
}

/** The first word that is a command, past global options and their values; of `help X`, the X. */
function commandWord(argv: string[]): string | undefined {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (['--home', '--config', '--color', '--tunnel'].includes(word)) index++;
    else if (!word.startsWith('-')) words.push(word);
    if (words.length === 2) break;
  }
  return words[0] === 'help' ? words[1] : words[0];
}

/** Commands under their groups, for the program; the usual form for each command. */
function formatProgramHelp(program: Command): (command: Command, helper: Help) => string {
  const usual = Help.prototype.formatHelp;
  return (command, helper) => {
    if (command !== program) return usual.call(helper, command, helper);
    const shown = commandList.filter((entry) => !entry.hidden);
    const width = Math.max(...shown.map((entry) => entry.name.length));
    const line = (entry: CommandEntry) => `  ${entry.name.padEnd(width)}  ${entry.summary}`;
    const groups = [...new Set(shown.map((entry) => entry.group))].map(
      (group) =>
        `${group}:\n${shown
          .filter((entry) => entry.group === group)
          .map(line)
          .join('\n')}`,
    );
    const options = helper
      .visibleOptions(command)
      .map((option) => `  ${helper.optionTerm(option).padEnd(17)}  ${helper.optionDescription(option)}`);
    return [
      helper.commandDescription(command),
      `Usage:\n  muster ${command.usage()}`,
      ...groups,
      `Options of all commands:\n${options.join('\n')}\n`,
    ].join('\n\n');
  };
}

function report(error: unknown, context: Context): number {
  if (error instanceof CommanderError) {
    // Help and version have been printed; anything else was a wrong command line, already explained.
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
  if (context.terminal.signal.aborted) return exitCode.interrupted;
  if (error instanceof CommandError) {
    context.warn(error.message.startsWith('Error from server') ? error.message : `error: ${error.message}`);
    return error.exitCode;
  }
  // Not for the user to mend: a defect, shown with what is needed to report it.
  context.warn(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return exitCode.failed;
}
