import type { Unit } from '../../schemas/types.ts';
import { parseUnitName } from '../../units/unit-name.ts';

/** The names of a template's instances; none of what is no template. */
export function instancesOf(unit: Unit): string[] {
  const { instances = [] } = unit.spec;
  if (typeof instances !== 'number') return instances;
  return Array.from({ length: instances }, (_, index) => String(index + 1));
}

export function withInstances(unit: Unit, instances: string[]): Unit {
  const before = instancesOf(unit);
  // `instances: 3` stays as it was written as long as it says the same.
  if (before.length === instances.length && before.every((one, index) => one === instances[index]))
    return unit;
  return { ...unit, spec: { ...unit.spec, instances } };
}

/** The template that an instance is of, and its part of the name: `hello@.service` and `1` of `hello@1.service`. */
export function instanceNamed(name: string): { template: string; instance: string } | null {
  const parsed = parseUnitName(name);
  if (parsed === null || parsed.template === null || parsed.instance === null || parsed.isTemplate)
    return null;
  return { template: parsed.template, instance: parsed.instance };
}
