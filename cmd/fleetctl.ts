/** fleet's command line in muster's words, for a program that is installed as `fleetctl`. */
import { dirname } from 'node:path';
import { exitCode } from './command-error.ts';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

/** Global options of fleetctl that take a value; each also from FLEETCTL_<UPPER_SNAKE>. */
const globalOptions = ['endpoint', 'tunnel', 'ssh-username', 'strict-host-key-checking'];
/** Have no meaning here: muster's own deadlines and known_hosts files stand. */
const ignoredOptions = [
  ...['ssh-timeout', 'request-timeout', 'known-hosts-file', 'driver', 'etcd-key-prefix'],
  ...['ca-file', 'cert-file', 'key-file', 'experimental-api', 'debug'],
];

const usage = `fleetctl of muster: fleet's commands for units under muster.

Usage: fleetctl [--tunnel HOST] [--endpoint unix:///var/lib/muster/muster.sock] COMMAND

  submit FILE…           store units without placing them      [--replace]
  load FILE|UNIT…        install units, not started            [--replace --no-block --block-attempts=N]
  start FILE|UNIT…       start units                           [--replace --no-block --block-attempts=N]
  stop UNIT…             stop units; they stay installed       [--no-block --block-attempts=N]
  unload UNIT…           take units off their machines         [--no-block --block-attempts=N]
  destroy UNIT…          take them off, and forget them
  restart UNIT…          restart units
  status UNIT…           systemctl status where they run
  journal UNIT           their journal                         [--lines N --follow]
  cat UNIT               the unit file as it was stored
  ssh MACHINE|UNIT [COMMAND…]
  list-units             what runs where                       [--full --no-legend --fields unit,machine,…]
  list-unit-files        what is stored                        [--full --no-legend --fields unit,hash,…]
  list-machines          the machines                          [--full --no-legend --fields machine,ip,metadata]
  verify FILE…           check unit files
  version, help [COMMAND]

Everything else that muster does: muster --help
`;

/** Throws nothing: what fleet had and muster has not ends with a sentence and 2. */
export async function runFleetctl(
  argv: string[],
  terminal: Terminal,
  runMuster: (argv: string[], terminal: Terminal) => Promise<number> = run,
): Promise<number> {
  const translated = translate(argv, terminal.environment);
  if ('usage' in translated) {
    terminal.stdout.write(usage);
    return exitCode.ok;
  }
  if ('error' in translated) {
    terminal.stderr.write(`error: ${translated.error}\n`);
    return exitCode.usage;
  }
  return runMuster(translated.argv, terminal);
}

export type Translated = { argv: string[] } | { error: string } | { usage: true };

/** Pure: from fleetctl's command line and environment to muster's command line. */
export function translate(argv: string[], environment: Terminal['environment']): Translated {
  const given = new Map<string, string>();
  for (const name of globalOptions) {
    const value = environment[`FLEETCTL_${name.toUpperCase().replaceAll('-', '_')}`];
    if (value) given.set(name, value);
  }
  let index = 0;
  for (; index < argv.length; index++) {
    const match = /^--?([a-z-]+)(?:=(.*))?$/.exec(argv[index] ?? '');
    if (match === null) break;
    const [, name = '', value] = match;
    if (['version', 'v'].includes(name)) return { argv: ['version'] };
    if (['help', 'h'].includes(name)) return { usage: true };
    if (![...globalOptions, ...ignoredOptions].includes(name))
      return { error: `fleetctl has no option --${name}` };
    const switches = ['strict-host-key-checking', 'experimental-api', 'debug'];
    given.set(name, value ?? (switches.includes(name) ? 'true' : (argv[++index] ?? '')));
  }
  if (given.get('strict-host-key-checking') === 'false') {
    return { error: 'host keys are always checked: accept one with muster trust' };
  }
  const way = wayTo(given);
  if ('error' in way) return way;
  const [command, ...rest] = argv.slice(index);
  if (command === undefined || (command === 'help' && rest.length === 0)) return { usage: true };
  const words = commandWords(command, rest);
  return 'error' in words ? words : { argv: [...way.argv, ...words.argv] };
}

function wayTo(given: ReadonlyMap<string, string>): { argv: string[] } | { error: string } {
  const tunnel = given.get('tunnel');
  if (tunnel !== undefined) {
    const user = given.get('ssh-username');
    return { argv: ['--tunnel', user === undefined || tunnel.includes('@') ? tunnel : `${user}@${tunnel}`] };
  }
  const endpoint = given.get('endpoint');
  if (endpoint === undefined) return { argv: [] };
  const socket = /^unix:\/\/(\/.*)$/.exec(endpoint)?.[1];
  if (socket === undefined) {
    return {
      error: `--endpoint ${endpoint}: give the server's socket, unix:///var/lib/muster/muster.sock, or its host with --tunnel`,
    };
  }
  return { argv: ['--home', dirname(socket)] };
}

const unitVerbs = ['load', 'start', 'stop', 'unload', 'restart', 'destroy'];
const lists = ['list-units', 'list-unit-files', 'list-machines'];
/** How long fleetctl slept between two looks. */
const attemptMs = 500;

function commandWords(command: string, rest: string[]): { argv: string[] } | { error: string } {
  if (lists.includes(command) || command === 'version' || command === 'status')
    return { argv: [command, ...longOptions(rest)] };
  if (command === 'submit') return { argv: ['submit', ...without(longOptions(rest), ['--sign'])] };
  if (unitVerbs.includes(command)) {
    const files = command === 'start' || command === 'load' ? ['--files'] : [];
    return { argv: [command, ...files, ...blocking(without(longOptions(rest), ['--sign']))] };
  }
  if (command === 'cat') return { argv: ['cat', '--stored', ...rest] };
  if (command === 'verify')
    return { argv: ['apply', '--dry-run=client', ...rest.flatMap((file) => ['-f', file])] };
  if (command === 'help') return { argv: ['help', helpOf[rest[0] ?? ''] ?? rest[0] ?? ''] };
  if (command === 'journal') {
    const words = without(longOptions(rest), ['--sudo']).flatMap((word) =>
      word.startsWith('--lines=')
        ? ['-n', word.slice('--lines='.length)]
        : word === '--lines'
          ? ['-n']
          : [word],
    );
    const lines = words.includes('-n') ? [] : ['-n', '10'];
    return { argv: ['logs', '--no-prefix', ...lines, ...words] };
  }
  if (command === 'ssh') return sshWords(longOptions(rest));
  if (command === 'fd-forward')
    return { error: 'fd-forward is not needed: --tunnel reaches the socket through sshd itself' };
  return { error: `fleetctl has no command ${command}: see fleetctl help` };
}

const helpOf: Record<string, string> = { journal: 'logs', verify: 'apply' };

/** Go's flags take one dash or two. */
function longOptions(words: string[]): string[] {
  return words.map((word) => (/^-[a-z][a-z-]+/.test(word) ? `-${word}` : word));
}

function without(words: string[], options: string[]): string[] {
  return words.filter((word) => !options.includes(word.split('=')[0] ?? ''));
}

/** `--block-attempts=N`: so many looks; 0 or less for as long as it takes. */
function blocking(words: string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('--block-attempts')) {
      kept.push(word);
      continue;
    }
    const count = Number(word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[++index]);
    kept.push('--timeout', count > 0 ? `${count * attemptMs}ms` : '24h');
  }
  return kept;
}

/** What comes after the machine or unit is a command with its own options. */
function sshWords(words: string[]): { argv: string[] } {
  const options: string[] = [];
  let where: string | undefined;
  let index = 0;
  for (; index < words.length && where === undefined; index++) {
    const [name = '', value] = (words[index] ?? '').split('=', 2);
    if (['--machine', '-m', '--unit', '-u'].includes(name)) {
      const kind = name.includes('m') ? 'machine' : 'unit';
      where = `${kind}/${value ?? words[++index] ?? ''}`;
    } else if (['-A', '--forward-agent', '--ssh-port'].includes(name)) {
      // The agent stays here, and the port is the Machine's own.
      if (name === '--ssh-port' && value === undefined) index++;
    } else if (name.startsWith('-')) options.push(words[index] ?? '');
    else where = name;
  }
  // As ssh does: one line for the shell there.
  const command = words.slice(index).filter((word, at) => at > 0 || word !== '--');
  return {
    argv: [
      'ssh',
      ...options,
      ...(where === undefined ? [] : [where]),
      ...(command.length > 0 ? ['--', 'sh', '-c', command.join(' ')] : []),
    ],
  };
}
