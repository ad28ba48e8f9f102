import type { LabHost } from '../lab/lab-host.ts';

/** Something done to a unit by hand, on its host. */
export interface Damage {
  unit: string;
  /** What is typed as root on the host. */
  commands(host: LabHost): Promise<string[]>;
  /**
   * Shell: waits until the host is as declared again and leaves in `$repaired` when that was, in nanoseconds of the host's
   * clock. `$broken` is when the commands began.
   */
  untilRepaired: string;
}

const unitFolder = '/etc/systemd/system';
/** How long a repair may take at all, on a machine with much else to do. */
const LIMIT_MS = 60_000;

/** systemd notes to the microsecond when a unit became active. */
function untilActiveAgain(unit: string): string {
  const escaped = unit.replace(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
  const path = `/org/freedesktop/systemd1/unit/${escaped}`;
  return `
    until read -r _ since <<END && [ "$since"000 -gt "$broken" ] && systemctl is-active -q '${unit}'
$(busctl get-property org.freedesktop.systemd1 ${path} org.freedesktop.systemd1.Unit ActiveEnterTimestamp)
END
    do sleep 0.005; done
    repaired="$since"000`;
}

/** Asked again and again: the time is at most that of one question too long. */
function untilTrue(condition: string): string {
  return `until ${condition}; do sleep 0.005; done; repaired=$(date +%s%N)`;
}

export function damages(units: {
  stopped: string;
  edited: string;
  extended: string;
  killed: string;
}): Damage[] {
  const file = `${unitFolder}/${units.edited}`;
  const dropIn = `${unitFolder}/${units.extended}.d/99-by-hand.conf`;
  return [
    {
      unit: units.stopped,
      commands: async () => [`systemctl stop ${units.stopped}`],
      untilRepaired: untilActiveAgain(units.stopped),
    },
    {
      unit: units.edited,
      commands: async () => [`sed -i 's/Restart=always/Restart=no/' ${file}`],
      untilRepaired: untilTrue(
        `grep -q Restart=always ${file} && [ "$(systemctl show --value -p NeedDaemonReload '${units.edited}')" = no ]`,
      ),
    },
    {
      unit: units.extended,
      commands: async () => [`printf '[Service]\\nMemoryMax=4G\\n' > ${dropIn}`, 'systemctl daemon-reload'],
      untilRepaired: untilTrue(
        `! [ -e ${dropIn} ] && ! systemctl show -p DropInPaths '${units.extended}' | grep -q by-hand`,
      ),
    },
    {
      unit: units.killed,
      async commands(host) {
        const { stdout } = await host.run(`systemctl show --value -p MainPID '${units.killed}'`);
        return [`kill -9 ${stdout.trim()}`];
      },
      untilRepaired: untilActiveAgain(units.killed),
    },
  ];
}

/** Does the damage and waits for its repair; answers with the milliseconds between, both by the host's clock. */
export async function damageAndMeasure(host: LabHost, commands: string[], damage: Damage): Promise<number> {
  const script = `broken=$(date +%s%N)
${commands.join(' &&\n')} || exit 1
${damage.untilRepaired}
echo "$broken $repaired"`;
  const { code, stdout, stderr } = await host.run(script, { timeoutMs: LIMIT_MS });
  if (code !== 0)
    throw new Error(`${host.name}: ${commands.join('; ')}: exit status ${code}: ${stderr.trim()}`);
  const [broken = 0n, repaired = 0n] = stdout.trim().split(' ').map(BigInt);
  return Number(repaired - broken) / 1e6;
}
