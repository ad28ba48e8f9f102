/** Every command as a user meets it, its words and its exit codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Machine } from '../../schemas/types.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { buildCommand, ended, startCommand } from './built-command.ts';
import { type CommandHome, commandHome } from './command-cases.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, machineYaml, onHost, sleeper, unitYaml } from './muster.ts';

jest.setTimeout(180_000);
const lab = labOfTest('cli-verbs', [{ name: 'm1' }, { name: 'm2', login: 'deploy' }]);
const m1 = onHost(() => lab.host('m1'));
const m2 = onHost(() => lab.host('m2'));

beforeAll(buildCommand, 120_000);

const talker = {
  Unit: { Description: 'talks' },
  Service: {
    ExecStart: '/bin/sh -c "echo first word; exec sleep infinity"',
    ExecReload: '/bin/sh -c "echo reloaded"',
  },
  Install: { WantedBy: 'multi-user.target' },
};

function manifests(hosts: LabHost[]): string {
  const labels = (text: string, name: string) =>
    text.replace(`name: ${name}\n`, `name: ${name}\n  labels:\n    app: talk\n`);
  return documents(
    ...hosts.map((host) => machineYaml(host)),
    labels(unitYaml('talk.service', 'm1', { sections: talker }), 'talk.service'),
    unitYaml('nap@.service', 'm2', { instances: ['1', '2'] }),
    // What hands change here is shown, and stays: the same with a server as without one.
    unitYaml('watched.service', 'm1', { drift: 'detect', sections: sleeper() }),
  );
}

const ways = [['without a server', false] as const, ['with a server', true] as const];

describe.each(ways)('%s', (_, served) => {
  let cli: CommandHome;
  let text = '';
  const json = async <T>(...words: string[]) =>
    JSON.parse((await cli.ends(0, [...words, '-o', 'json'])).stdout) as T;

  beforeAll(async () => {
    cli = commandHome();
    text = manifests([lab.host('m1'), lab.host('m2')]);
    writeFileSync(join(cli.home, 'all.yaml'), text);
    if (served) await cli.serve();
  });
  lab.beforeDown(async () => {
    // Not made when none of these tests was asked for.
    if (cli === undefined) return;
    await cli.ends(0, ['delete', 'units', '--all']);
    await cli.remove();
  });

  test('apply makes it so, with a line per change, and a second one changes nothing', async () => {
    const first = await cli.ends(0, ['apply', '-f', 'all.yaml']);
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(/^machine\.muster\.dev\/m1 created$/m);
    expect(first.stdout).toMatch(/^talk\.service on m1: start \(/m);
    expect(first.stdout).toMatch(/^4 placements as declared, \d+/m);
    expect(first.output).not.toContain('\u001b');
    expect(first.output).not.toContain('Warning');
    expect((await m1.live('talk.service')).sub).toBe('running');
    expect((await m2.live('nap@2.service')).sub).toBe('running');
    const before = await m1.live('talk.service');
    // The same from elsewhere is the same.
    const second = await cli.ends(0, ['apply', '-f', '-'], { input: text });
    expect(second.stdout.split('\n').slice(0, -2)).toEqual([
      'machine.muster.dev/m1 unchanged',
      'machine.muster.dev/m2 unchanged',
      'unit.muster.dev/talk.service unchanged',
      'unit.muster.dev/nap@.service unchanged',
      'unit.muster.dev/watched.service unchanged',
    ]);
    expect((await m1.live('talk.service')).invocation).toBe(before.invocation);
  });

  test('get: tables, yaml, json, names, one field, labels and globs', async () => {
    const placements = await cli.ends(0, ['get', 'placements', '--no-headers']);
    const { pid } = await m1.live('talk.service');
    expect(placements.stdout).toMatch(
      new RegExp(
        `^talk\\.service\\.m1 +talk\\.service +m1 +Synced +Healthy +active +running +${pid} +0 `,
        'm',
      ),
    );
    expect((await cli.ends(0, ['get', 'machines'])).stdout).toMatch(/^m2 +Ready /m);
    expect((await cli.ends(0, ['get', 'u', '-o', 'wide'])).stdout).toMatch(/^NAME .*PLACEMENT/);
    expect((await cli.ends(0, ['get', 'unit', 'talk', '-o', 'yaml'])).stdout).toMatch(/^ {2}sync: Synced$/m);
    expect((await json<{ items: unknown[] }>('get', 'units')).items).toHaveLength(3);
    const names = async (...words: string[]) =>
      (await cli.ends(0, ['get', ...words, '-o', 'name'])).stdout.trim().split('\n');
    expect(await names('units', '-l', 'app=talk')).toEqual(['unit.muster.dev/talk.service']);
    expect(await names('placements', 'nap@*')).toEqual([
      'placement.muster.dev/nap@1.service.m2',
      'placement.muster.dev/nap@2.service.m2',
    ]);
    expect((await cli.ends(0, ['get', 'unit/talk', '-o', 'jsonpath={.status.health}'])).stdout).toBe(
      'Healthy',
    );
    expect((await cli.ends(1, ['get', 'unit', 'tlak'])).stderr).toBe(
      'Error from server (NotFound): units.muster.dev "tlak.service" not found; did you mean talk.service?\n',
    );
    expect((await cli.ends(2, ['get', 'pods'])).stderr).toMatch(/resource type "pods"/);
  });

  test('diff: 0 when nothing differs, 1 with what and why, 2 when something went wrong; it repairs and writes nothing', async () => {
    expect((await cli.ends(0, ['diff'])).stderr).toMatch(/^nothing differs \(2 machines/);
    await m1('systemctl stop watched');
    const stored = await json('get', 'all,events', '-A');
    const live = await cli.ends(1, ['diff', '-m', 'm1']);
    expect(live.stdout).toMatch(/^watched\.service on m1: update\n {2}NotRunning: .*\n {2}→ start$/m);
    if (!served) expect(await json('get', 'all,events', '-A')).toEqual(stored);
    expect((await m1.live('watched.service')).active).toBe('inactive');
    await m1('systemctl start watched');
    const changed = await cli.ends(1, ['diff', '-f', '-'], {
      input: text.replace('first word', 'other word'),
    });
    expect(changed.stdout).toMatch(/^-ExecStart=.*first word.*\n\+ExecStart=.*other word/m);
    expect(changed.stdout).not.toContain('# muster:');
    expect(changed.stdout).toMatch(/→ write \S+talk\.service, daemon-reload, restart$/m);
    expect((await cli.ends(2, ['diff', '-o', 'xml'])).stderr).toMatch(/the formats are/);
  });

  test('describe, events, explain', async () => {
    const page = (await cli.ends(0, ['describe', 'unit', 'talk'])).stdout;
    expect(page).toMatch(/^ {2}Synced, Healthy$/m);
    expect(page).toMatch(/^ {2}Normal +Applied /m);
    expect(page).not.toContain('last-applied-configuration');
    const connected = (await cli.ends(0, ['events', '--for', 'machine/m1'])).stdout.match(/Connected/g);
    // Not once for every command that has looked at it.
    expect(connected?.length ?? 0).toBeLessThan(3);
    expect((await cli.ends(0, ['explain', 'unit.spec.placement'])).stdout).toMatch(
      /^ {2}machine\s+<string>/m,
    );
  });

  test('status, cat and logs look at the machines', async () => {
    expect((await cli.ends(0, ['status', 'talk'])).stdout).toMatch(/Active: active \(running\)/);
    expect((await cli.ends(4, ['status', 'nobody*'])).stderr).toMatch(/nobody/);
    expect((await cli.ends(0, ['cat', 'nap@1'])).stdout).toMatch(
      /^# \/etc\/systemd\/system\/nap@\.service$/m,
    );
    expect((await cli.ends(0, ['logs', 'talk', '-n', '5'])).stdout).toMatch(/first word$/m);
    expect((await cli.ends(0, ['logs', 'talk', '--since', '-1h'])).stdout).toMatch(/first word$/m);
    const { stdout } = await cli.ends(0, ['logs', 'talk', '--since', '2001-01-01', '-n', '0']);
    expect(stdout).toBe('');
    const follow = startCommand(['logs', '-f', 'talk'], { home: cli.home });
    const seen: string[] = [];
    const over = ended(follow, {
      onLine: (line) => {
        seen.push(line);
        if (line.includes('first word')) follow.kill('SIGINT');
      },
    });
    expect((await over).code).toBe(130);
    expect((await cli.ends(0, ['ssh', 'talk', 'hostname'])).stdout.trim()).toBe('m1');
    expect((await cli.muster(['ssh', 'm2', '--', 'sh', '-c', 'exit 7'])).code).toBe(7);
  });

  test('stop, start, restart, reload', async () => {
    await cli.ends(0, ['stop', 'talk']);
    expect((await m1.live('talk.service')).active).toBe('inactive');
    // systemctl's code for what does not run.
    expect((await cli.ends(3, ['status', 'talk'])).stdout).toMatch(/Active: inactive/);
    await cli.ends(0, ['diff', 'talk']);
    await cli.ends(0, ['start', 'talk']);
    const before = await m1.live('talk.service');
    expect(before.active).toBe('active');
    const restarted = await cli.ends(0, ['restart', 'talk']);
    expect(restarted.stdout).toMatch(/^1 placement restarted/m);
    const after = await m1.live('talk.service');
    expect(after.invocation).not.toBe(before.invocation);
    await cli.ends(0, ['reload', 'talk']);
    expect((await m1.live('talk.service')).invocation).toBe(after.invocation);
    const refused = await cli.ends(1, ['reload', 'watched']);
    expect(refused.stderr).toMatch(/watched\.service on m1: .*not applicable/);
    expect((await cli.ends(1, ['restart', 'tlak'])).stderr).toMatch(/did you mean talk\.service\?/);
    expect((await cli.ends(0, ['events', '--for', 'placement/talk.service.m1'])).stdout).not.toMatch(
      /someone else/,
    );
  });

  test('wait: 0 met, 1 timed out, 3 can no longer be met', async () => {
    await cli.ends(0, ['wait', 'units', '--all', '--for=sync=Synced', '--timeout=60s']);
    await cli.ends(1, ['wait', 'unit/talk', '--for=condition=Sunny', '--timeout=1s']);
    expect((await cli.ends(3, ['wait', 'unit/none', '--for=condition=Ready'])).stderr).toMatch(
      /no such object/,
    );
  });

  test('get -w shows what another command does', async () => {
    const watch = startCommand(['get', 'units', 'talk.service', '-w'], { home: cli.home });
    let begun = false;
    const over = ended(watch, {
      onLine: (line) => {
        if (line.startsWith('talk.service') && !begun) {
          begun = true;
          void cli.muster(['label', 'unit', 'talk', 'seen=yes', '--overwrite']);
          void cli.muster(['apply', '-f', '-'], { input: text.replace('first word', 'third word') });
        } else if (/talk\.service +1 +[01] /.test(line) && begun) watch.kill('SIGINT');
      },
    });
    expect((await over).code).toBe(130);
    await cli.ends(0, ['apply', '-f', 'all.yaml']);
  });

  test('edit stores what the editor leaves, and says what is wrong with it', async () => {
    const editor = (script: string) => ({ environment: { EDITOR: `sed -i ${script}` } });
    await cli.ends(0, ['edit', 'unit', 'talk'], editor('s/first.word/edited.word/'));
    await m1.until("journalctl -u talk -o cat | grep -q 'edited.word'");
    const wrong = await cli.ends(1, ['edit', 'unit', 'talk'], editor('s/active/actvie/'));
    expect(wrong.stderr).toMatch(/kept in/);
    await cli.ends(0, ['apply', '-f', 'all.yaml']);
  });

  test('cordon and uncordon; a unit that finds no machine fails with the reason', async () => {
    await cli.ends(0, ['cordon', 'm*']);
    expect((await cli.ends(0, ['get', 'machines'])).stdout).toMatch(/^m1 +Ready,SchedulingDisabled /m);
    const free = unitYaml('free.service', '', { placement: {} });
    const unplaced = await cli.ends(1, ['apply', '-f', '-'], { input: free });
    expect(unplaced.stderr).toMatch(/free\.service: no machine: [\s\S]*m1: .*cordon/);
    if (served) {
      await cli.ends(0, ['wait', 'machine/m1', 'machine/m2', '--for=condition=Cordoned']);
      expect((await cli.ends(0, ['describe', 'machine', 'm1'])).stdout).toMatch(
        /^ {2}Cordoned +True +Unschedulable +\d+s +takes no new units: muster uncordon lifts it$/m,
      );
    }
    await cli.ends(0, ['uncordon', 'm1', 'm2']);
    if (served) {
      await waitUntil('no longer cordoned', async () => {
        const { stdout } = await cli.ends(0, ['describe', 'machine', 'm1']);
        return !stdout.includes('Cordoned');
      });
    }
    await cli.ends(0, ['apply', '-f', '-'], { input: free });
    await cli.ends(0, ['delete', 'unit', 'free']);
    expect((await cli.ends(1, ['delete', 'unit', 'free'])).stderr).toMatch(/not found/);
  });

  test('apply: 2 changes nothing, 4 when only machines fail', async () => {
    const invalid = await cli.ends(2, ['apply', '-f', '-'], {
      input: text.replace('drift: detect', 'drift: detct'),
    });
    expect(invalid.stderr).toMatch(/^<stdin>:\d+:\d+: spec\.drift: .*did you mean .detect.\?/m);
    const host = lab.host('m1');
    const closed = machineYaml(host, { ssh: { ...host.machineManifest().spec.ssh, port: 9 } }, 'closed');
    const failed = await cli.ends(4, ['apply', '-f', '-'], { input: closed });
    expect(failed.stderr).toMatch(/error: machine closed: /);
    expect((await cli.ends(0, ['get', 'machine', 'closed'])).stdout).toMatch(/^closed +(NotReady|Suspect) /m);
    await cli.ends(0, ['delete', 'machine', 'closed']);
  });

  test('an unknown host key stops there with its fingerprint, and muster trust lets it pass', async () => {
    const manifest = lab.host('m2').machineManifest() as unknown as Machine;
    const { hostKey, ...ssh } = manifest.spec.ssh;
    const with_ = (more: object) =>
      stringify({
        ...manifest,
        metadata: { name: 'm2' },
        spec: { ...manifest.spec, ssh: { ...ssh, ...more } },
      });
    const unknown = await cli.ends(4, ['apply', '-f', '-'], { input: with_({}) });
    const fingerprint = /SHA256:[\w+/]+/.exec(unknown.stderr)?.[0] ?? '';
    expect(unknown.stderr).toMatch(/HostKeyUnknown: [\s\S]*muster trust m2/);
    await cli.ends(1, ['trust', 'm2', '--fingerprint', `SHA256:${'x'.repeat(43)}`]);
    await cli.ends(0, ['trust', 'm2', '--fingerprint', fingerprint]);
    if (served) await cli.ends(0, ['wait', 'machine/m2', '--for=condition=Ready', '--timeout=30s']);
    await cli.ends(0, ['diff']);
    const other = lab.host('m1').machineManifest().spec.ssh.hostKey;
    const changed = await cli.ends(4, ['apply', '-f', '-'], { input: with_({ hostKey: other }) });
    expect(changed.stderr).toMatch(/HostKeyChanged: /);
    await cli.ends(0, ['apply', '-f', '-'], { input: with_({ hostKey }) });
  });

  test('delete takes units off their machines', async () => {
    await cli.ends(0, ['delete', 'unit', 'nap@', '--dry-run=server']);
    expect((await m2.live('nap@1.service')).active).toBe('active');
    const deleted = await cli.ends(0, ['delete', 'unit', 'nap@.service']);
    expect(deleted.stdout).toMatch(/^2 placements removed/m);
    await m2('test ! -e /etc/systemd/system/nap@.service');
    expect((await m2.live('nap@1.service')).active).toBe('inactive');
    expect((await cli.ends(0, ['get', 'units', '-o', 'name'])).stdout).not.toContain('nap@');
  });
  test('delete -f: units leave before their machines go; a machine that cannot be reached stays until then', async () => {
    await m1('systemctl is-active talk.service watched.service');
    if (!served) {
      await lab.host('m1').cut('reject');
      try {
        const held = await cli.ends(4, ['delete', '-f', 'all.yaml', '--ignore-not-found']);
        expect(held.stderr).toMatch(/^error: machine m1: HostUnreachable: /m);
        expect((await cli.ends(0, ['get', 'machines', '-o', 'name'])).stdout).toBe('machine.muster.dev/m1\n');
      } finally {
        await lab.host('m1').heal();
      }
    }
    const gone = await cli.ends(0, ['delete', '-f', 'all.yaml', '--ignore-not-found']);
    expect(gone.stdout).toMatch(/^machine\.muster\.dev\/m1 deleted$/m);
    expect((await cli.ends(0, ['get', 'machines', '-o', 'name'])).stdout).toBe('');
    expect(await m1('ls /etc/systemd/system /var/lib/muster/units')).not.toMatch(/talk|watched/);
    expect((await m1.live('talk.service')).load).toBe('not-found');
  });
});
