/** `muster serve` as a process: how it begins, how it ends however it ends, and that units run through all of it. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../lab/run-program.ts';
import { buildCommand } from './built-command.ts';
import { type CommandHome, commandHome } from './command-cases.ts';
import { freePort } from './free-port.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, machineYaml, onHost, unitYaml } from './muster.ts';

jest.setTimeout(180_000);
const lab = labOfTest('cli-serve', [{ name: 'm1' }]);
const m1 = onHost(() => lab.host('m1'));
let cli: CommandHome;

beforeAll(async () => {
  await buildCommand();
  cli = commandHome();
}, 120_000);
lab.beforeDown(() => cli.remove());

test('a server ends by SIGTERM, by kill -9, begins again, and the unit runs on through all of it', async () => {
  const port = await freePort();
  const first = await cli.serve(['--metrics', `127.0.0.1:${port}`]);
  await cli.ends(0, ['apply', '-f', '-'], {
    input: documents(machineYaml(lab.host('m1')), unitYaml('stays.service', 'm1')),
  });
  const before = await m1.live('stays.service');
  expect(before.sub).toBe('running');
  expect((await cli.ends(0, ['version', '--server'])).stdout).toMatch(/^server /m);

  const second = await cli.ends(1, ['serve']);
  expect(second.stderr).toMatch(/^error: a server for .* runs already/);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toMatch(/^process_cpu_user_seconds_total /m);
  expect(metrics).toMatch(/^muster_\w+/m);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/apis`)).status).toBe(404);

  const ran = await first.stop();
  expect(ran.code).toBe(0);
  const lines = ran.stdout.trim().split('\n');
  const logged = lines.map((line) => JSON.parse(line) as { level: string; time: string; msg: string });
  expect(logged.at(-1)?.msg).toBe('stopped');
  expect(ran.stderr).toBe('');
  expect((await m1.live('stays.service')).invocation).toBe(before.invocation);

  // A socket whose server was killed is taken over.
  const killed = await cli.serve();
  killed.child.kill('SIGKILL');
  await killed.over;
  await cli.ends(0, ['get', 'units']);
  const third = await cli.serve();
  // What happens while nobody looks is seen and repaired by the next one; what is well is left alone.
  await cli.ends(0, ['wait', 'placements', '--all', '--for=condition=Ready']);
  expect((await m1.live('stays.service')).invocation).toBe(before.invocation);
  await m1('systemctl stop stays');
  await m1.until('systemctl is-active --quiet stays');
  expect((await third.stop()).code).toBe(0);
});

test('--print-unit is a unit that systemd takes and runs', async () => {
  const unit = (await cli.ends(0, ['serve', '--print-unit'])).stdout;
  const file = join(cli.home, 'muster.service');
  writeFileSync(file, unit);
  await runProgram(['systemd-analyze', 'verify', '--man=no', file]);
  expect(unit).toContain(`Environment=MUSTER_HOME=${cli.home}`);
});
