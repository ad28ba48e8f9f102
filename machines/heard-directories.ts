/** Which directories and files a path unit has to watch so that edits of unit files are heard. */
import type { UnitPaths } from '../units/desired.ts';
import { LinkError } from './link.ts';
import type { RunScript } from './run-script.ts';

/**
 * stdin: directories, one a line. Prints, after a line `muster-places-1`, the kernel's limit of inotify instances, then each directory below them.
 * The limit matters: systemd takes one instance for every path that a path unit names, all out of one account's.
 */
export const listScript = String.raw`
printf '\nmuster-places-1\n'
# Not the shell's read: it asks for one byte after the other, and the kernel gives a number only once.
cat /proc/sys/fs/inotify/max_user_instances 2>/dev/null || echo 128
IFS='
'
# shellcheck disable=SC2046 # one directory per line
for directory in $(if [ -n "$muster_lines" ]; then head -n "$((muster_lines + 1))"; else cat; fi); do
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

/** What there is to listen to on a machine. */
export interface HeardPlaces {
  /** fs.inotify.max_user_instances. */
  mostInstances: number;
  /** Below the unit directories, sorted. */
  directories: readonly string[];
}

/** Rejects with LinkError. */
export async function listPlaces(runScript: RunScript, paths: UnitPaths): Promise<HeardPlaces> {
  const { stdout, code, stderr } = await runScript(
    listScript,
    Buffer.from(
      heardRoots(paths)
        .map((root) => `${root}\n`)
        .join(''),
    ),
  );
  const text = stdout.toString();
  const start = text.indexOf(mark);
  if (code !== 0 || start < 0)
    throw new LinkError('ProtocolError', `listing the unit directories failed: ${stderr.trim()}`);
  const [most, ...found] = text.slice(start + mark.length).split('\n');
  return {
    mostInstances: Number(most) || 128,
    directories: found.filter((path) => path !== '').sort(),
  };
}

const mark = '\nmuster-places-1\n';

export function heardRoots(paths: UnitPaths): string[] {
  return unitDirectories(paths, paths.runtimeDir.slice(0, paths.runtimeDir.lastIndexOf('/')));
}

/** `files`: accompanying files of the units, absolute. */
export function heardPaths(
  { mostInstances, directories }: HeardPlaces,
  paths: UnitPaths,
  units: ReadonlySet<string>,
  files: readonly string[],
): HeardPaths {
  const roots = heardRoots(paths);
  const most = Math.min(mostPaths, Math.floor(mostInstances / 4));
  const reaching = dropInReach(units);
  const below = directories.filter((path) => concernsUnits(path, reaching));
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
