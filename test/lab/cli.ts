import { spawn } from 'node:child_process';
import { Command, Option } from 'commander';
import type { HostSpec } from './host-record.ts';
import { type Lab, machineManifests, openLab } from './lab.ts';
import { LabError } from './lab-error.ts';

interface UpOptions {
  login?: 'root' | 'user';
  sudoPassword?: boolean;
  userScope?: boolean;
  names?: string;
  diskSize?: string;
}

const program = new Command('lab')
  .description('Real systemd hosts on this machine, each ready in a second or two.')
  .addOption(new Option('--lab <name>', 'which lab, when several are up').env('MUSTER_LAB').default('lab'))
  .enablePositionalOptions()
  .showHelpAfterError();

const lab = (): Lab => openLab({ name: program.opts<{ lab: string }>().lab });

program
  .command('up')
  .description('boot hosts m1, m2, … (or --names); those that run already are left alone')
  .argument('[count]', 'how many', Number)
  .option('--names <names>', 'their names, separated by commas')
  .addOption(
    new Option('--login <who>', 'user: the manifest logs in as deploy, who may sudo -n').choices([
      'root',
      'user',
    ]),
  )
  .option('--sudo-password', 'deploy’s sudo asks for a password, which is deploy')
  .option('--user-scope', 'for units of deploy’s own systemctl --user')
  .option('--disk-size <size>', 'the most a host’s disk holds, such as 64m')
  .action(async (count: number | undefined, options: UpOptions) => {
    const names = options.names?.split(',') ?? Array.from({ length: count ?? 3 }, (_, i) => `m${i + 1}`);
    if (count !== undefined && (!Number.isInteger(count) || count < 1))
      program.error('COUNT is a number from 1.', { exitCode: 2 });
    const specs = names.map(
      (name): HostSpec => ({
        name,
        ...(options.login === 'user' ? { login: 'deploy' } : {}),
        ...(options.sudoPassword ? { sudoPassword: true } : {}),
        ...(options.userScope ? { scope: 'user' } : {}),
        ...(options.diskSize === undefined ? {} : { diskSize: options.diskSize }),
      }),
    );
    const start = performance.now();
    const hosts = await lab().up(specs);
    for (const host of hosts) console.log(`${host.name}\t${host.ip}\t${host.user}`);
    console.error(`${hosts.length} ready in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  });

program
  .command('down')
  .description('end all hosts and leave no trace')
  .action(() => lab().down());

program
  .command('list')
  .description('the hosts: name, address, login, on or off')
  .action(() => {
    for (const host of lab().hosts) {
      console.log([host.name, host.ip, host.user, host.initPid === undefined ? 'off' : 'on'].join('\t'));
    }
  });

program
  .command('ssh')
  .description('a shell, or one command, on a host')
  .argument('<name>')
  .argument('[command...]')
  .option('--user <user>', 'root or deploy; else as the manifest logs in')
  .passThroughOptions()
  .action((name: string, command: string[], options: { user?: string }) => {
    const host = lab().host(name);
    const [client = 'ssh', ...rest] = host.sshArguments(options.user ?? host.user);
    const child = spawn(client, [...rest, ...command], { stdio: 'inherit' });
    child.on('exit', (code) => {
      process.exitCode = code ?? 255;
    });
  });

program
  .command('cut')
  .description('cut a host off the network: packets vanish; with --reject they are refused at once')
  .argument('<name>')
  .option('--reject')
  .action((name: string, options: { reject?: boolean }) =>
    lab()
      .host(name)
      .cut(options.reject ? 'reject' : 'drop'),
  );

program
  .command('slow')
  .description('make round trips to a host longer: slow m1 100ms')
  .argument('<name>')
  .argument('<delay>', 'milliseconds; 0 ends it')
  .action((name: string, delay: string) => {
    const match = /^(\d+)(ms)?$/.exec(delay);
    if (!match) program.error(`${delay} is no delay: write 100ms.`, { exitCode: 2 });
    return lab().host(name).slow(Number(match?.[1]));
  });

const verbs = {
  heal: 'take back cut and slow',
  kill: 'cut its power; up boots it again',
  reboot: 'press its reset button: the disk stays, the boot id is new',
  rebuild: 'replace it by a new machine: empty disk, new host key, new machine id',
} as const;
for (const verb of ['heal', 'kill', 'reboot', 'rebuild'] as const) {
  program
    .command(verb)
    .description(verbs[verb])
    .argument('<name>')
    .action((name: string) => lab().host(name)[verb]());
}

program
  .command('manifests')
  .description('kind: Machine for each host, for muster apply -f -')
  .action(() => {
    process.stdout.write(machineManifests(lab().hosts));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = error.reason === 'LabUnavailable' ? 3 : 1;
}
