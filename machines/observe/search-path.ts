/** Where systemd looks for unit files and drop-ins, after systemd.unit(5); highest priority first. */
import { dirname } from 'node:path/posix';
import type { UnitPaths } from '../../units/desired.ts';
import type { ObservedDropIn } from '../../units/observed.ts';

export interface SearchDirectory {
  path: string;
  source: ObservedDropIn['source'];
  /** Its unit files win over those of `unitDir`. */
  wins: boolean;
  /** `systemctl enable --runtime` and `mask --runtime` leave their links here. */
  runtime: boolean;
}

/** The user's directories are derived from `unitDir` (`HOME/.config/systemd/user`) and `runtimeDir` (`/run/user/UID/muster`). */
export function searchPath(paths: UnitPaths): SearchDirectory[] {
  const row = (path: string, source: ObservedDropIn['source'], wins = false): SearchDirectory => ({
    path,
    source,
    wins,
    runtime: path === '/run/systemd/system' || path === `${dirname(paths.runtimeDir)}/systemd/user`,
  });
  if (paths.scope === 'system') {
    return [
      row('/etc/systemd/system.control', 'control', true),
      row('/run/systemd/system.control', 'control', true),
      row('/run/systemd/transient', 'run', true),
      row('/run/systemd/generator.early', 'run', true),
      row(paths.unitDir, 'etc'),
      row('/etc/systemd/system.attached', 'etc'),
      row('/run/systemd/system', 'run'),
      row('/run/systemd/system.attached', 'run'),
      row('/run/systemd/generator', 'run'),
      row('/usr/local/lib/systemd/system', 'vendor'),
      row('/usr/lib/systemd/system', 'vendor'),
      row('/run/systemd/generator.late', 'run'),
    ];
  }
  const configuration = dirname(paths.unitDir);
  const runtime = `${dirname(paths.runtimeDir)}/systemd`;
  const home = dirname(dirname(configuration));
  return [
    row(`${configuration}/user.control`, 'control', true),
    row(`${runtime}/user.control`, 'control', true),
    row(`${runtime}/transient`, 'run', true),
    row(`${runtime}/generator.early`, 'run', true),
    row(paths.unitDir, 'etc'),
    row('/etc/xdg/systemd/user', 'etc'),
    row('/etc/systemd/user', 'etc'),
    row(`${runtime}/user`, 'run'),
    row('/run/systemd/user', 'run'),
    row(`${runtime}/generator`, 'run'),
    row(`${home}/.local/share/systemd/user`, 'vendor'),
    row('/usr/local/share/systemd/user', 'vendor'),
    row('/usr/share/systemd/user', 'vendor'),
    row('/usr/local/lib/systemd/user', 'vendor'),
    row('/usr/lib/systemd/user', 'vendor'),
    row(`${runtime}/generator.late`, 'run'),
  ];
}
