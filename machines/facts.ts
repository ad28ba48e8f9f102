/** What kind of machine this is, and whether muster can work there: one exec. */
import type { SshConnection } from './connect.ts';
import { type ScriptResult, scriptRunner, sudoRefused } from './exec-script.ts';
import { LinkError, type MachineFacts } from './link.ts';

export interface Probe {
  facts: MachineFacts;
  uid: number;
  /** Whether privileged scripts go through `sudo -n`. */
  sudo: boolean;
  /** Absolute path of systemd-stdio-bridge; null where it is missing. */
  bridge: string | null;
}

export const oldestSystemd = 239;

/** Lines of `key<TAB>value`; `address` may come several times. */
const factsScript = String.raw`
say() { printf '%s\t%s\n' "$1" "$2"; }
say uid "$(id -u)"
say user "$(id -un)"
say group "$(id -gn)"
say home "$HOME"
say runtime "$XDG_RUNTIME_DIR"
[ -S "$XDG_RUNTIME_DIR/systemd/private" ] && say manager running
say hostname "$(uname -n)"
say kernel "$(uname -r)"
say architecture "$(uname -m)"
say bootId "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)"
say machineId "$(cat /etc/machine-id 2>/dev/null)"
say systemd "$(systemctl --version 2>/dev/null | head -n 1)"
say pid1 "$(cat /proc/1/comm 2>/dev/null)"
[ -d /run/systemd/system ] && say booted yes
say os "$(. /etc/os-release 2>/dev/null; printf %s "$PRETTY_NAME")"
say cpus "$(getconf _NPROCESSORS_ONLN 2>/dev/null)"
while read -r key value unit; do
  [ "$key" = MemTotal: ] && { say memoryKib "$value"; break; }
done </proc/meminfo
for address in $(hostname -I 2>/dev/null); do say address "$address"; done
say bridge "$(command -v systemd-stdio-bridge 2>/dev/null)"
if [ "$1" = sudo ] && [ "$(id -u)" != 0 ]; then
  if refusal=$(sudo -n true 2>&1); then say sudo yes; else say refusal "$refusal"; fi
fi
`;

/** Rejects with LinkError SystemdIncompatible, PrivilegeDenied or ConfigurationInvalid when the machine is not fit for muster. */
export async function probe(connection: SshConnection, deadlineMs: number): Promise<Probe> {
  const { target } = connection;
  const wantsSudo = target.sudo && target.scope === 'system';
  const script = `set -- ${wantsSudo ? 'sudo' : 'plain'}\n${factsScript}`;
  const run = scriptRunner(connection, false);
  const answer = await run(script, Buffer.alloc(0), { privileged: false, deadlineMs });
  return probed(answer, connection, wantsSudo);
}

function probed(answer: ScriptResult, connection: SshConnection, wantsSudo: boolean): Probe {
  const { target } = connection;
  const values = new Map<string, string>();
  const addresses: string[] = [];
  for (const line of answer.stdout.toString().split('\n')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const key = line.slice(0, tab);
    const value = line.slice(tab + 1);
    if (key === 'address') addresses.push(value);
    else values.set(key, value);
  }
  const value = (key: string): string => values.get(key) ?? '';

  const systemdVersion = Number(/^systemd (\d+)/.exec(value('systemd'))?.[1] ?? Number.NaN);
  if (Number.isNaN(systemdVersion) || value('booted') !== 'yes') {
    throw new LinkError(
      'SystemdIncompatible',
      `${target.machine} does not run systemd (process 1 is ${value('pid1') || 'unknown'}): muster needs systemd ${oldestSystemd} or newer there`,
    );
  }
  if (systemdVersion < oldestSystemd) {
    throw new LinkError(
      'SystemdIncompatible',
      `${target.machine} runs systemd ${systemdVersion}: muster needs ${oldestSystemd} or newer; update the host`,
    );
  }
  const uid = Number(value('uid'));
  const user = value('user') || target.user;
  if (target.scope === 'system' && uid !== 0) {
    if (!wantsSudo) {
      throw new LinkError(
        'PrivilegeDenied',
        `${target.machine}: the account ${user} is not root, and system units need root: set spec.sudo: true (with passwordless sudo), use spec.ssh.user: root, or manage the account's own units with spec.scope: user`,
      );
    }
    if (value('sudo') !== 'yes') throw sudoRefused(connection, value('refusal'));
  }
  if (target.scope === 'user' && value('manager') !== 'running') {
    throw new LinkError(
      'ConfigurationInvalid',
      `${target.machine}: the user manager of ${user} does not run. Let it run without a login: as root there, loginctl enable-linger ${user}`,
    );
  }
  return {
    uid,
    sudo: wantsSudo && uid !== 0,
    bridge: value('bridge') || null,
    facts: {
      hostname: value('hostname'),
      machineId: value('machineId'),
      bootId: value('bootId'),
      systemdVersion,
      os: value('os'),
      architecture: value('architecture'),
      kernel: value('kernel'),
      addresses,
      cpus: Number(value('cpus')) || 0,
      memoryBytes: Number(value('memoryKib')) * 1024 || 0,
      paths:
        target.scope === 'system'
          ? {
              scope: 'system',
              unitDir: '/etc/systemd/system',
              stateDir: '/var/lib/muster',
              runtimeDir: '/run/muster',
            }
          : {
              scope: 'user',
              unitDir: `${value('home')}/.config/systemd/user`,
              stateDir: `${value('home')}/.local/state/muster-machine`,
              runtimeDir: `${value('runtime')}/muster`,
              // Nobody but root can give a file to another.
              owner: `${user}:${value('group') || user}`,
            },
    },
  };
}
