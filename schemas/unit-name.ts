/** systemd's rules for the names of units (unit-name.c). */

/** The types of unit that muster writes; device, scope units are not made from files. */
export const unitTypes = [
  'service',
  'socket',
  'timer',
  'path',
  'target',
  'mount',
  'automount',
  'swap',
  'slice',
] as const;
export type UnitType = (typeof unitTypes)[number];

/** systemd's UNIT_NAME_MAX, without the terminating zero. */
export const longestUnitName = 255;

export interface UnitNameParts {
  /** `hello` of `hello@1.service`. */
  prefix: string;
  /** null without an @; the empty string for a template. */
  instance: string | null;
  type: UnitType;
}

const namePattern = /^([A-Za-z0-9:_.\\-]+?)(?:@([A-Za-z0-9:_.\\@-]*))?\.([a-z]+)$/;

/** null when systemd would not take it for a unit's name, or the type is none that muster writes. */
export function parseUnitName(name: string): UnitNameParts | null {
  if (name.length > longestUnitName) return null;
  const match = namePattern.exec(name);
  if (match === null) return null;
  const [, prefix = '', instance, suffix] = match;
  const type = unitTypes.find((known) => known === suffix);
  if (type === undefined) return null;
  return { prefix, instance: instance ?? null, type };
}

/** `hello@.service` and `1` make `hello@1.service`. Anything but a template is given back as it is. */
export function instanceName(template: string, instance: string): string {
  const at = template.indexOf('@.');
  return at < 0 ? template : `${template.slice(0, at + 1)}${instance}${template.slice(at + 1)}`;
}
