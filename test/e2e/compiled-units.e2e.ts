/** What compile() says of a unit against systemd itself: links as systemctl enable makes them, changes that need no restart. */
import type { Unit } from '../../schemas/types.ts';
import { compile } from '../../units/compile.ts';
import type { DesiredUnit } from '../../units/desired.ts';
import { byHand, labOfTest } from './meddled-host.ts';

const lab = labOfTest('compiled', [{ name: 'c1' }]);
jest.setTimeout(60_000);
const hand = (command: string, input?: string) => byHand(lab.host('c1'), command, input);

function compiled(name: string, text: string, instance?: string): DesiredUnit {
  const unit: Unit = { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name }, spec: { text } };
  const result = compile(unit, {
    ...(instance === undefined ? {} : { instance }),
    paths: {
      scope: 'system',
      unitDir: '/etc/systemd/system',
      stateDir: '/var/lib/muster',
      runtimeDir: '/run/muster',
    },
    machine: { name: 'c1', machineId: '' },
  });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.desired;
}

async function install(desired: DesiredUnit): Promise<void> {
  for (const file of desired.files) await hand(`cat > '${file.path}'`, file.content.toString('utf8'));
  for (const link of desired.links) {
    await hand(`mkdir -p "$(dirname '${link.path}')" && ln -sfn '${link.target}' '${link.path}'`);
  }
}

const links = () => hand("find /etc/systemd/system -type l -name '*made-*' -printf '%P %l\\n' | sort");
const run = '[Service]\nExecStart=/bin/sleep infinity\n';

// Every row has three: Jest would fill up a shorter one with its callback.
test.each([
  [
    'made-plain.service',
    `${run}[Install]\nWantedBy=multi-user.target with-%j.target\nRequiredBy=x.target\nAlias=made-other.service\n`,
    undefined,
  ],
  ['made-a@.service', `${run}[Install]\nWantedBy=%p-%i.target %N.target\nAlias=made-b@.service\n`, '1-x'],
  [
    'made-c@.service',
    `${run}[Install]\nWantedBy=multi-user.target\nDefaultInstance=d\nAlias=made-e@.service\n`,
    undefined,
  ],
  ['made-f@5.service', `${run}[Install]\nWantedBy=multi-user.target\nAlias=made-g@.service\n`, undefined],
  ['made-h.timer', '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n', undefined],
])('%s is enabled, and systemctl enable has nothing to add', async (name, text, instance) => {
  const desired = compiled(name, text, instance);
  await install(desired);
  const before = await links();
  expect((await hand(`systemctl is-enabled '${desired.name}'`)).trim()).toBe('enabled');
  await hand(`systemctl --no-reload enable '${desired.name}' 2>&1`);
  expect(await links()).toBe(before);
});

test('what is said to be live follows a daemon-reload', async () => {
  const before = compiled('made-when.timer', '[Timer]\nOnCalendar=2070-01-01\n');
  const after = compiled('made-when.timer', '[Timer]\nOnCalendar=2071-01-01\n');
  expect(after.digests.restart).toBe(before.digests.restart);
  await install(compiled('made-when.service', run));
  await install(before);
  await hand('systemctl daemon-reload && systemctl start made-when.timer');
  await install(after);
  await hand('systemctl daemon-reload');
  expect(await hand('systemctl show -p NextElapseUSecRealtime made-when.timer')).toContain('2071-01-01');
});
