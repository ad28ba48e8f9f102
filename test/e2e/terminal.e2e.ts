/** `apply` before somebody's eyes: what the terminal shows meanwhile and at the end, and that Ctrl-C ends it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slowReload } from '../lab/host-faults.ts';
import { buildCommand } from './built-command.ts';
import { type CommandHome, commandHome } from './command-cases.ts';
import { startInTerminal, type TerminalOptions } from './in-terminal.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, machineYaml, onHost, sleeper, unitYaml } from './muster.ts';

jest.setTimeout(120_000);
const lab = labOfTest('cli-terminal', [{ name: 'm1' }]);
const m1 = onHost(() => lab.host('m1'));
const file = '/srv/seen/data';
let cli: CommandHome;

beforeAll(async () => {
  await buildCommand();
  cli = commandHome();
}, 120_000);
lab.beforeDown(async () => {
  await cli.ends(0, ['delete', 'units', '--all']);
  await cli.remove();
});

/** The unit is starting for as long as there is a /run/wait. */
function declare(version: number): void {
  const service = {
    ExecStartPre: '/bin/sh -c "while [ -e /run/wait ]; do sleep 0.05; done"',
    ExecStart: `/bin/sleep ${1_000_000 + version}`,
  };
  const unit = unitYaml('seen.service', 'm1', {
    sections: sleeper(service),
    files: [{ path: file, content: `version ${version}\n` }],
  });
  writeFileSync(join(cli.home, 'all.yaml'), documents(machineYaml(lab.host('m1')), unit));
}

const applyInTerminal = (options: Partial<TerminalOptions> = {}) =>
  startInTerminal(['apply', '-f', 'all.yaml'], { home: cli.home, ...options });

const escapeCharacter = '\u001b';
const colours = new RegExp(`${escapeCharacter}\\[[0-9;]*m`);

let version = 0;
/** Applies the next version, looks at the terminal while the unit is starting, and lets it start. */
async function watched(options: Partial<TerminalOptions>, meanwhile: RegExp) {
  version += 1;
  declare(version);
  await m1('touch /run/wait');
  const terminal = applyInTerminal(options);
  await terminal.shows(meanwhile);
  await m1('rm /run/wait');
  expect((await terminal.over).code).toBe(0);
  return terminal;
}

test('live progress, in colour, and of that only what has changed is left at the end', async () => {
  const { screen, written } = await watched({}, /^m1 +0\/1 +\w+.* start/);
  expect(screen).toEqual([
    'machine.muster.dev/m1 created',
    'unit.muster.dev/seen.service created',
    expect.stringMatching(/^1 placement as declared, \d+(\.\d+)? m?s$/),
  ]);
  expect(written).toMatch(colours);
  expect(written.endsWith('\n') || written.endsWith(`${escapeCharacter}[J`)).toBe(true);
});

test('NO_COLOR leaves out the colours; a terminal that does not tell its size is one of 80 columns', async () => {
  const { screen, written } = await watched(
    { environment: { NO_COLOR: '1' }, columns: 0 },
    /^(?=.{70,79}$)m1 +0\/1 +\w+.* restart/,
  );
  expect(written).not.toMatch(colours);
  expect(screen).toEqual([
    'unit.muster.dev/seen.service configured',
    expect.stringMatching(/^1 placement as declared, /),
  ]);
});

test('TERM=dumb and a pipe get plain lines', async () => {
  const { written } = await watched({ environment: { TERM: 'dumb' } }, /^seen\.service on m1: restart/);
  expect(written).not.toContain(escapeCharacter);
  declare(version);
  const { output } = await cli.ends(0, ['apply', '-f', 'all.yaml']);
  expect(output).not.toContain(escapeCharacter);
});

test('Ctrl-C in the middle of an act ends the command at once; the act ends by itself, and the next apply goes on from there', async () => {
  version += 1;
  declare(version);
  await slowReload(lab.host('m1'), true);
  try {
    const terminal = applyInTerminal();
    await m1.until('[ -e /run/is-slow ]');
    terminal.type('\u0003');
    const { code } = await terminal.over;
    expect(code).toBe(130);
    expect(terminal.screen.at(-1)).toMatch(
      /^interrupted: what had begun on the machines is left as it is; run the same command again$/,
    );
    expect(await m1('cat /run/is-slow')).toBe('');
  } finally {
    await slowReload(lab.host('m1'), false);
  }
  await cli.ends(0, ['apply', '-f', 'all.yaml']);
  expect(await m1(`cat ${file}; tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value seen)/cmdline`)).toBe(
    `version ${version}\n/bin/sleep ${1_000_000 + version} `,
  );
  expect(await m1("find /etc /srv /run/muster /var/lib/muster -name '.muster-*'")).toBe('');
  await cli.ends(0, ['diff']);
});
