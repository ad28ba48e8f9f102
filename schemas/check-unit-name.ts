import type { Problem } from './problem.ts';
import { protectedUnitReason } from './protected-units.ts';
import { suggest } from './suggest.ts';
import { longestUnitName, parseUnitName, unitTypes } from './unit-name.ts';

/** Why `name` cannot be the name of a Unit; null when it can. */
export function unitNameProblem(name: string): Pick<Problem, 'message' | 'suggestion'> | null {
  if (name.length > longestUnitName) {
    return { message: `has ${name.length} characters; a unit's name has at most ${longestUnitName}` };
  }
  const forbidden = /[^A-Za-z0-9:_.\\@-]/u.exec(name)?.[0];
  if (forbidden !== undefined) {
    return {
      message: `contains ${JSON.stringify(forbidden)}; a unit's name has only letters, digits and : _ . \\ @ - (systemd-escape writes anything else)`,
    };
  }
  const reason = protectedUnitReason(name);
  if (reason !== null) return { message: reason };
  if (parseUnitName(name) !== null) return null;
  const dot = name.lastIndexOf('.');
  const suffix = dot < 0 ? '' : name.slice(dot + 1);
  if (dot === 0 || name.startsWith('@'))
    return { message: `has nothing before \`${name.startsWith('@') ? '@' : '.'}\`` };
  if (suffix === 'device' || suffix === 'scope') {
    return { message: `is a ${suffix}, which systemd makes itself and not from a file` };
  }
  const endings = unitTypes.map((type) => `.${type}`).join(', ');
  const meant = suggest(suffix, unitTypes);
  const stem = suffix !== '' && meant !== undefined ? name.slice(0, dot) : name;
  return {
    message: `must end in a type of unit: ${endings}`,
    suggestion: `${stem.replace(/\.+$/, '')}.${meant ?? 'service'}`,
  };
}
