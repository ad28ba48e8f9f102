/**
 * Fencing with nothing installed: for each unit, a file below /run without which it does not start (a drop-in asks for it,
 * so not after a reboot either), and a transient timer that takes the file away and stops the unit unless it is pushed back
 * in time. RemainAfterElapse=no, --collect and restart: systemd-run(1), systemctl(1).
 */
import { createHash } from 'node:crypto';
import { withDeadline } from './deadline.ts';
import { LinkError, type MachineLink } from './link.ts';

export interface FencedUnit {
  /** The name that runs. */
  name: string;
  /** Whole seconds from a push until the timer stops the unit. */
  seconds: number;
}

export interface FencePush {
  units: readonly FencedUnit[];
  /**
   * Seconds since the machine's boot after which the machine refuses this push; null for the first one. What lingers in a
   * network and arrives late must not prolong what is believed to have ended.
   */
  notAfter: number | null;
}

/** So long a unit may take to stop before it is killed, in seconds. */
export const fenceStopSeconds = 10;

/** The file without which a unit under fence does not start; `name` may be a specifier. */
export function fenceFile(runtimeDir: string, name: string): string {
  return `${runtimeDir}/fence/${name}`;
}

const script = `
set -u
scope=$1 dir=$2 not_after=$3 stop=$4
shift 4
read -r up _ </proc/uptime
up=\${up%%.*}
echo "up $up"
if [ "$not_after" -gt 0 ] && [ "$up" -gt "$not_after" ]; then echo late; exit 0; fi
user=
[ "$scope" = system ] || user=--user
mkdir -p "$dir" || exit 1
# A push that was given up may still be at work.
if command -v flock >/dev/null; then exec 9>>"$dir/.lock"; flock -w 5 9 || exit 1; fi
keep=" "
while [ $# -gt 0 ]; do
  unit=$1 timer=muster-fence-$2 seconds=$3
  shift 3
  keep="$keep$unit "
  # Restarted when it is there for as many seconds; else made, with the file after it: without a timer the unit must not start.
  if ! { [ "$(cat "$dir/$unit" 2>/dev/null)" = "$seconds" ] && systemctl $user restart "$timer.timer" 2>/dev/null; }; then
    systemctl $user stop "$timer.timer" 2>/dev/null
    if systemctl $user is-active --quiet "$timer.service"; then echo "it is just stopping $unit" >&2; exit 1; fi
    # A command line of its own words only: systemd 252 writes a quoted \`;\` so that it is another one when it reads it anew.
    cat >"$dir/.stop.$$" <<'stop' && mv "$dir/.stop.$$" "$dir/.stop" || exit 1
user=
[ "$1" = system ] || user=--user
rm -f "$2/$3"
timeout "$4" systemctl $user stop -- "$3" || {
  systemctl $user kill -s KILL -- "$3"
  systemctl $user stop -- "$3"
}
stop
    # Collected also when it has failed, as it does where the unit has left the machine: else its name stays taken.
    systemd-run $user --quiet --collect --unit="$timer" --description="stops $unit unless muster is in reach" \\
      --on-active="$seconds" --timer-property=AccuracySec=100ms --timer-property=RemainAfterElapse=no \\
      /bin/sh "$dir/.stop" "$scope" "$dir" "$unit" "$stop" || exit 1
    echo "$seconds" >"$dir/$unit" || exit 1
  fi
done
for file in "$dir"/*; do
  [ -e "$file" ] || continue
  unit=\${file##*/}
  case "$keep" in *" $unit "*) continue ;; esac
  timer=muster-fence-$(printf %s "$unit" | sha256sum | cut -c1-16)
  systemctl $user stop "$timer.timer" 2>/dev/null
  rm -f "$file"
done
echo ok
`;

/** Halts the timers and lets the units run: muster is about to be away on purpose. */
const haltScript = `
user=
[ "$1" = system ] || user=--user
for file in "$2"/*; do
  [ -e "$file" ] || continue
  systemctl $user stop "muster-fence-$(printf %s "\${file##*/}" | sha256sum | cut -c1-16).timer" 2>/dev/null
done
echo ok
`;

/**
 * Pushes the timers of these units back, makes those that are missing, and ends those of units not named. Resolves with the
 * machine's seconds since boot as it answered. Rejects with LinkError.
 */
export async function pushFence(link: MachineLink, push: FencePush, deadlineMs: number): Promise<number> {
  const { scope, runtimeDir } = link.facts.paths;
  const words = push.units.flatMap(({ name, seconds }) => [name, timerId(name), String(seconds)]);
  const asked = [scope, `${runtimeDir}/fence`, String(push.notAfter ?? 0), String(fenceStopSeconds)];
  const said = await runScript(link, script, [...asked, ...words], deadlineMs);
  const up = /^up ([0-9]+)$/m.exec(said.stdout)?.[1];
  if (up !== undefined && /^late$/m.test(said.stdout)) {
    throw new LinkError(
      'Timeout',
      `${link.facts.hostname} got a push of its fence too late and refused it; it is tried again`,
    );
  }
  if (up === undefined || !/^ok$/m.test(said.stdout)) {
    throw new LinkError(
      'ProtocolError',
      `the fence of ${link.facts.hostname} could not be set: ${said.stderr.trim() || said.stdout.trim()}`,
    );
  }
  return Number(up);
}

export async function haltFence(link: MachineLink, deadlineMs: number): Promise<void> {
  const { scope, runtimeDir } = link.facts.paths;
  const { stdout, stderr } = await runScript(link, haltScript, [scope, `${runtimeDir}/fence`], deadlineMs);
  if (!/^ok$/m.test(stdout)) throw new LinkError('ProtocolError', stderr.trim());
}

/** Seconds since the machine's boot; as a sign of life, too. */
export async function readUptime(link: MachineLink, deadlineMs: number): Promise<number> {
  const { stdout } = await runScript(link, 'cut -d. -f1 /proc/uptime', [], deadlineMs);
  return Number(stdout);
}

function timerId(unit: string): string {
  return createHash('sha256').update(unit).digest('hex').slice(0, 16);
}

async function runScript(
  link: MachineLink,
  text: string,
  words: string[],
  deadlineMs: number,
): Promise<{ stdout: string; stderr: string }> {
  const work = async () => {
    const child = await link.run(['/bin/sh', '-c', text, 'muster-fence', ...words], { privileged: true });
    child.stdin.end();
    const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr), child.exit]);
    return { stdout, stderr };
  };
  return withDeadline(
    work(),
    deadlineMs,
    () =>
      new LinkError(
        'Timeout',
        `${link.facts.hostname} does not answer within ${(deadlineMs / 1000).toFixed(1)} s`,
      ),
  );
}

async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}
