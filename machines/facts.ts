/** What kind of machine this is, and whether muster can work there: one exec. */
import type { SshConnection } from './connect.ts';
import { type ScriptResult, sudoRefused } from './exec-script.ts';
import { LinkError, type MachineFacts } from './link.ts';
import type { ConnectTarget } from './ssh-target.ts';

export interface Probe {
  facts: MachineFacts;
  uid: number;
  /** Whether privileged scripts go through `sudo -n`. */
  sudo: boolean;
  /** Absolute path of systemd-stdio-bridge; null where it is missing. */
  bridge: string | null;
}

export const oldestSystemd = 239;

/**
 * stdin: `sudo` or `plain`. Prints lines of `key<TAB>value`. It is on the way of every command without a server, so that the
 * shell reads by itself whatever it can: each program that it starts costs the machine some milliseconds.
 */
export const factsScript = String.raw`
set +f
say() { printf '%s\t%s\n' "$1" "$2"; }
first() { value=; [ -r "$1" ] && IFS= read -r value <"$1"; }
read -r wanted
uid=
while read -r key value effective rest; do
  [ "$key" = Uid: ] && { uid=$effective; break; }
done </proc/self/status
[ -n "$uid" ] || uid=$(id -u)
say uid "$uid"
say user "$\{LOGNAME:-$(id -un)}"
[ "$uid" = 0 ] || say group "$(id -gn)"
say home "$HOME"
say runtime "$XDG_RUNTIME_DIR"
[ -S "$XDG_RUNTIME_DIR/systemd/private" ] && say manager running
first /proc/sys/kernel/hostname; say hostname "$\{value:-$(uname -n)}"
first /proc/sys/kernel/osrelease; say kernel "$\{value:-$(uname -r)}"
first /proc/sys/kernel/arch; say architecture "$\{value:-$(uname -m)}"
first /proc/sys/kernel/random/boot_id; say bootId "$value"
first /etc/machine-id; say machineId "$value"
first /proc/1/comm; say pid1 "$value"
first /sys/devices/system/cpu/online; say cpus "$value"
# The library that all of systemd's programs share has the version in its name; asking systemctl takes ten times as long.
version=
for library in /usr/lib/systemd/libsystemd-shared-*.so /usr/lib/*/systemd/libsystemd-shared-*.so /lib/systemd/libsystemd-shared-*.so; do
  [ -e "$library" ] || continue
  library=$\{library##*/libsystemd-shared-}
  case $version in '' | "$library") version=$library ;; *) version=; break ;; esac
done
if [ -n "$version" ]; then say systemd "systemd $version"; else say systemd "$(systemctl --version 2>/dev/null | head -n 1)"; fi
[ -d /run/systemd/system ] && say booted yes
while IFS= read -r line; do
  case $line in PRETTY_NAME=*) say os "$\{line#*=}"; break ;; esac
done 2>/dev/null </etc/os-release
while read -r key value _; do
  [ "$key" = MemTotal: ] && { say memoryKib "$value"; break; }
done </proc/meminfo
for address in $(hostname -I 2>/dev/null); do say address "$address"; done
bridge=/usr/bin/systemd-stdio-bridge
[ -x "$bridge" ] || bridge=$(command -v systemd-stdio-bridge 2>/dev/null)
say bridge "$bridge"
if [ "$wanted" = sudo ] && [ "$uid" != 0 ]; then
  if refusal=$(sudo -n true 2>&1); then say sudo yes; else say refusal "$refusal"; fi
fi
`.replaceAll('$\\{', '$' + '{');

/** Rejects with LinkError SystemdIncompatible, PrivilegeDenied or ConfigurationInvalid when the machine is not fit for muster. */
export async function probe(
  { target }: SshConnection,
  /** Runs `factsScript` as the account itself. */
  run: (stdin: Buffer) => Promise<ScriptResult>,
): Promise<Probe> {
  const wantsSudo = mayNeedSudo(target);
  return probed(await run(Buffer.from(wantsSudo ? 'sudo\n' : 'plain\n')), target, wantsSudo);
}

/** Whether scripts go through sudo, unless the account turns out to be root. */
export function mayNeedSudo({ sudo, scope }: ConnectTarget): boolean {
  return sudo && scope === 'system';
}

/** `0-3,8`, as the kernel lists processors. */
function countOf(list: string): number {
  return list.split(',').reduce((count, range) => {
    const [from = '', to = from] = range.split('-');
    return from === '' ? count : count + Number(to) - Number(from) + 1;
  }, 0);
}

/** As in os-release(5): the value may stand in quotes. */
function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1');
}

function probed(answer: ScriptResult, target: ConnectTarget, wantsSudo: boolean): Probe {
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
    if (value('sudo') !== 'yes') throw sudoRefused(target, value('refusal'));
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
      os: unquoted(value('os')),
      architecture: value('architecture'),
      kernel: value('kernel'),
      addresses,
      cpus: countOf(value('cpus')) || 0,
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
