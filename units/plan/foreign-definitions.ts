import type { DesiredUnit } from '../desired.ts';
import type { ObservedDropIn, ObservedUnit } from '../observed.ts';
import type { PlanContext } from './context.ts';
import { changedAt, type Finding, finding, keptPath } from './finding.ts';

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Definitions that others put over ours: drop-ins (drift rows 3, 4, 17) and unit files in directories that win (row 6).
 * What concerns this unit alone is set aside. A drop-in for a whole type or prefix serves other units too, so it stays,
 * and a drop-in of the same name that leads to /dev/null keeps it from this unit (systemd.unit(5)).
 */
export function foreignDefinitionFindings(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
): Finding[] {
  const ownDropIns = new Set(
    desired.files.filter((file) => file.role === 'drop-in').map((file) => file.path),
  );
  const ownNames = new Set([...ownDropIns].map(baseName));
  const wide = observed.dropIns.filter((dropIn) => isWide(dropIn) && dropIn.source !== 'vendor');
  const maskDirectory = `${context.paths.unitDir}/${desired.name}.d`;
  const wantedMasks = new Map<string, ObservedDropIn>();
  for (const dropIn of wide) {
    const name = baseName(dropIn.path);
    if (!ownNames.has(name) && !isNull(dropIn)) wantedMasks.set(`${maskDirectory}/${name}`, dropIn);
  }

  const findings: Finding[] = [];
  for (const [path, dropIn] of wantedMasks) {
    findings.push(
      finding(
        'DropInForeign',
        dropIn.path,
        `${dropIn.path} changes ${desired.name} and is not in its manifest`,
        {
          steps: [
            {
              do: 'link',
              unit: desired.name,
              reason: `keeps ${dropIn.path} from this unit`,
              path,
              target: '/dev/null',
            },
          ],
          touches: 'definition',
          foreignSince: changedAt(dropIn.identity),
        },
      ),
    );
  }
  for (const dropIn of observed.dropIns) {
    if (isWide(dropIn) || dropIn.source === 'vendor' || ownDropIns.has(dropIn.path)) continue;
    // Our mask hides what it masks from every read, so whether it is still needed cannot be seen: it stays.
    if (isNull(dropIn) && observed.record?.paths.includes(dropIn.path) === true) continue;
    findings.push(foreignDropIn(desired, observed, dropIn, context));
  }
  for (const shadow of observed.shadows) {
    findings.push(
      finding(
        'UnitShadowed',
        shadow.path,
        `${shadow.path} wins over the unit file in ${context.paths.unitDir}`,
        {
          steps: [
            {
              do: 'set-aside',
              unit: desired.name,
              reason: 'wins over the unit file',
              path: shadow.path,
              kept: keptPath(context.paths.stateDir, 'set-aside', shadow.path),
            },
          ],
          touches: 'definition',
          foreignSince: changedAt(shadow.identity),
        },
      ),
    );
  }
  return findings;
}

function foreignDropIn(
  desired: DesiredUnit,
  observed: ObservedUnit,
  dropIn: ObservedDropIn,
  context: PlanContext,
): Finding {
  const unit = desired.name;
  const wasOurs = dropIn.stamp !== null || observed.record?.paths.includes(dropIn.path) === true;
  const unchanged = observed.record?.applied?.files[dropIn.path] === dropIn.digest;
  if (wasOurs) {
    return finding('DropInForeign', dropIn.path, `${dropIn.path} is no longer in the manifest`, {
      steps: [{ do: 'remove', unit, reason: 'no longer in the manifest', path: dropIn.path }],
      touches: 'definition',
      foreignSince: unchanged || isNull(dropIn) ? null : changedAt(dropIn.identity),
    });
  }
  const control = dropIn.source === 'control';
  const message = control
    ? `${dropIn.path} was set by systemctl set-property`
    : `${dropIn.path} is not in the manifest`;
  return finding(control ? 'ControlProperty' : 'DropInForeign', dropIn.path, message, {
    steps: [
      {
        do: 'set-aside',
        unit,
        reason: control ? 'set by systemctl set-property' : 'a drop-in that the manifest does not have',
        path: dropIn.path,
        kept: keptPath(context.paths.stateDir, 'set-aside', dropIn.path),
      },
    ],
    touches: 'definition',
    // Properties under system.control are in force from the moment they are set, without a restart.
    foreignSince: control ? null : changedAt(dropIn.identity),
  });
}

function isWide(dropIn: ObservedDropIn): boolean {
  return dropIn.reach === 'type' || dropIn.reach === 'prefix';
}

function isNull(dropIn: ObservedDropIn): boolean {
  return dropIn.type === 'link' && dropIn.target === '/dev/null';
}
