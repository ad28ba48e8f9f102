import type { DesiredUnit } from '../desired.ts';
import type { ObservedUnit } from '../observed.ts';
import type { PlanContext } from './context.ts';

/** The files whose identities the ledger notes when systemd has loaded them: fragment and our drop-ins. */
export function definitionPaths(desired: DesiredUnit): string[] {
  return desired.files.filter((file) => file.role !== 'file').map((file) => file.path);
}

export function identitiesOf(paths: string[], observed: ObservedUnit): string {
  return paths.map((path) => observed.files.get(path)?.identity ?? '-').join(',');
}

/**
 * Why what systemd has in memory may be older than the files, or null when it certainly is not (drift rows 5 and 7).
 * NeedDaemonReload alone is not believed: an edit that keeps the mtime leaves it at `no`.
 */
export function staleDefinition(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
): string | null {
  if (observed.loaded === null) return null;
  const { ledger, details } = observed;
  if (observed.loaded.load === 'not-found' && observed.files.has(definitionPaths(desired)[0] ?? '')) {
    return 'systemd looked for the unit before its file was there';
  }
  if (ledger !== null) {
    const onDisk = identitiesOf(definitionPaths(desired), observed);
    if (onDisk !== ledger.loaded) return 'the unit file was replaced or touched after systemd loaded it';
    if (context.reloadMark === ledger.reloadMark || context.reloadMark === context.ownReloadMark) return null;
  }
  if (details === null) return null;
  if (details.needDaemonReload) return 'systemd says that the unit file changed on disk';
  const applied = new Set(details.dropInPaths);
  const gone = details.dropInPaths.find((path) => !observed.dropIns.some((dropIn) => dropIn.path === path));
  if (gone !== undefined) return `${gone} is loaded and no longer on disk`;
  const missing = observed.dropIns.find(
    (dropIn) => !applied.has(dropIn.path) && !(dropIn.type === 'link' && dropIn.target === '/dev/null'),
  );
  if (missing !== undefined && missing.source !== 'vendor' && missing.reach === 'unit') {
    return `${missing.path} is on disk and not loaded`;
  }
  return null;
}

/** Somebody other than muster has run daemon-reload since our last act, so a foreign definition may have been loaded. */
export function reloadedByOthers(observed: ObservedUnit, context: PlanContext): boolean {
  return context.reloadMark !== context.ownReloadMark && context.reloadMark !== observed.ledger?.reloadMark;
}
