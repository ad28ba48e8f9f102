import type { MachineLink } from '../../machines/link.ts';
import type { ObservedMachine } from '../../units/observed.ts';

/**
 * Reads what is left of units that are to go. Which files are theirs stands in their records, so the files are read
 * in a second pass; two calls for a machine, however many units leave it.
 */
export async function readRemovals(link: MachineLink, units: string[]): Promise<ObservedMachine> {
  const first = await link.observe({
    units: units.map((name) => ({ name, paths: [] })),
    details: 'suspects',
    strays: false,
  });
  const recorded = [...first.units.values()].some(({ record }) => record !== null);
  if (!recorded) return first;
  return link.observe({
    units: units.map((name) => ({ name, paths: first.units.get(name)?.record?.paths ?? [] })),
    details: 'suspects',
    strays: false,
  });
}
