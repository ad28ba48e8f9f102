import type { DesiredUnit } from '../desired.ts';
import type { ObservedFile, ObservedUnit } from '../observed.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Compares the links that [Install] asks for with those on disk (drift rows 11, 12). UnitFileState is not asked: it
 * says `enabled` as long as any link is there.
 */
export function installLinkFindings(desired: DesiredUnit, observed: ObservedUnit): Finding[] {
  const findings: Finding[] = [];
  const wanted = new Map(desired.links.map((link) => [link.path, link]));
  const live = new Map(observed.links.map((link) => [link.path, link]));
  const none = desired.enabled === true && observed.links.length === 0;
  for (const link of desired.links) {
    const present = live.get(link.path);
    if (present !== undefined && leadsTo(present, link.target)) continue;
    const message = none ? `${desired.name} is disabled: ${link.path} is missing` : `${link.path} is missing`;
    findings.push(
      finding(none ? 'UnitDisabled' : 'InstallLinksDiffer', link.path, message, {
        steps: [
          {
            do: 'link',
            unit: desired.name,
            reason: '[Install] asks for it',
            path: link.path,
            target: link.target,
          },
        ],
        touches: pullsInLoadedUnit(link.path) ? 'definition' : 'other',
      }),
    );
  }
  for (const link of [...observed.links, ...observed.runtimeLinks]) {
    if (wanted.has(link.path)) continue;
    const masks = link.target === '/dev/null';
    const kind = masks ? 'UnitMasked' : desired.enabled === false ? 'UnitEnabled' : 'InstallLinksDiffer';
    const message = masks
      ? `${link.path} masks ${desired.name} until the next boot`
      : `${link.path} enables ${desired.name}, and its manifest does not ask for that`;
    findings.push(
      finding(kind, link.path, message, {
        steps: [{ do: 'remove', unit: desired.name, reason: 'not asked for by [Install]', path: link.path }],
        touches: masks || pullsInLoadedUnit(link.path) ? 'definition' : 'other',
      }),
    );
  }
  return findings;
}

function leadsTo(link: ObservedFile, target: string): boolean {
  if (link.type !== 'link' || link.target === null) return false;
  const name = target.slice(target.lastIndexOf('/') + 1);
  return link.target === target || link.target.endsWith(`/${name}`);
}

/**
 * A target is pulled in at boot, when everything is read anew. Any other unit may start at any time and knows only the
 * links that it was loaded with.
 */
function pullsInLoadedUnit(path: string): boolean {
  const directory = path.split('/').at(-2) ?? '';
  return (
    /\.(wants|requires|upholds)$/.test(directory) && !/\.target\.(wants|requires|upholds)$/.test(directory)
  );
}
