/** Which directories and files a path unit has to watch so that edits of unit files are heard. */
import type { UnitPaths } from '../units/desired.ts';
import type { ExecScript } from './exec-script.ts';
import { LinkError } from './link.ts';

/**
 * stdin: directories, one a line. Prints the kernel's limit of inotify instances, then each directory below them.
 * The limit matters: systemd takes one instance for every path that a path unit names, all out of one account's.
 */
const listScript = String.raw`
cat /proc/sys/fs/inotify/max_user_instances 2>/dev/null || echo 128
while IFS= read -r directory; do
  for below in "$directory"/*.d "$directory"/*.wants "$directory"/*.requires "$directory"/*.upholds; do
    [ -d "$below" ] && printf '%s\n' "$below"
  done
done
:
`;

/**
 * systemd takes each path unit apart and together again at every daemon-reload and every time it triggers, and
 * closing an inotify descriptor waits for the kernel (some 5 to 10 ms of process 1): a bounded number, then.
 */
const mostPaths = 32;

/** PathChanged does not look into directories below: each has to be named. */
export interface HeardPaths {
  paths: string[];
  /** True when there were more than the machine's limits let muster watch; the slow full read finds those edits. */
  partial: boolean;
}

/** Directories whose direct entries are unit files or their drop-in directories. */
export function unitDirectories(paths: UnitPaths, runtimeParent: string): string[] {
  return paths.scope === 'system'
    ? [paths.unitDir, '/etc/systemd/system.control', '/run/systemd/system.control', '/run/systemd/system']
    : [paths.unitDir, `${paths.unitDir}.control`, `${runtimeParent}/systemd/user.control`];
}

/** `files`: accompanying files of the units, absolute. */
export async function heardPaths(
  execScript: ExecScript,
  paths: UnitPaths,
  units: ReadonlySet<string>,
  files: readonly string[],
  deadlineMs: number,
): Promise<HeardPaths> {
  const roots = unitDirectories(paths, paths.runtimeDir.slice(0, paths.runtimeDir.lastIndexOf('/')));
  const { stdout, code, stderr } = await execScript(
    listScript,
    Buffer.from(roots.map((root) => `${root}\n`).join('')),
    {
      privileged: true,
      deadlineMs,
    },
  );
  const [limit, ...found] = stdout.toString().split('\n');
  if (code !== 0)
    throw new LinkError('ProtocolError', `listing the unit directories failed: ${stderr.trim()}`);
  const most = Math.min(mostPaths, Math.floor((Number(limit) || 128) / 4));
  const reaching = dropInReach(units);
  const below = found.filter((path) => path !== '' && concernsUnits(path, reaching));
  const outside = files.filter((file) => !roots.some((root) => file.startsWith(`${root}/`)));
  const wanted = [...new Set([...roots, ...below, ...outside])];
  return { paths: wanted.slice(0, most), partial: wanted.length > most };
}

/** Names `X` for which a directory `X.d` applies to one of these units: itself, its template, its prefixes, its type. */
function dropInReach(units: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  for (const unit of units) {
    const dot = unit.lastIndexOf('.');
    const type = unit.slice(dot + 1);
    const at = unit.indexOf('@');
    const stem = at < 0 ? unit.slice(0, dot) : unit.slice(0, at);
    names.add(unit).add(type);
    if (at >= 0) names.add(`${stem}@.${type}`);
    for (let dash = stem.indexOf('-'); dash >= 0; dash = stem.indexOf('-', dash + 1)) {
      names.add(`${stem.slice(0, dash + 1)}.${type}`);
      if (at >= 0) names.add(`${stem.slice(0, dash + 1)}@.${type}`);
    }
  }
  return names;
}

function concernsUnits(path: string, reaching: ReadonlySet<string>): boolean {
  if (!path.endsWith('.d')) return true;
  return reaching.has(path.slice(path.lastIndexOf('/') + 1, -'.d'.length));
}
