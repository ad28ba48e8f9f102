/** Which directives exist, in which section, of which type: systemd's own list and the newer ones beside it. */
import { catalogueGroups, catalogueVersion } from './directives.generated.ts';
import { newerDirectives } from './newer-directives.ts';
import type { UnitType } from './unit-name.ts';

export interface CatalogueEntry {
  /** As systemd names it in `--dump-configuration-items`: BOOLEAN, SECONDS, `UNIT [...]`, OTHER … */
  type: string;
  /** The systemd version that brought it; null for everything as old as the generated catalogue. */
  since: number | null;
}

/** The section that belongs to a unit type, besides [Unit] and [Install]; targets have none. */
const typeSections: Partial<Record<UnitType, string>> = {
  service: 'Service',
  socket: 'Socket',
  mount: 'Mount',
  automount: 'Automount',
  swap: 'Swap',
  timer: 'Timer',
  path: 'Path',
  slice: 'Slice',
  scope: 'Scope',
};

let catalogue: Map<string, Map<string, CatalogueEntry>> | undefined;

/** Made when first asked for: commands that validate nothing need not wait for it. */
function sections(): Map<string, Map<string, CatalogueEntry>> {
  if (catalogue !== undefined) return catalogue;
  const made = new Map<string, Map<string, CatalogueEntry>>();
  const add = (section: string, name: string, entry: CatalogueEntry) => {
    const directives = made.get(section) ?? new Map<string, CatalogueEntry>();
    made.set(section, directives);
    if (!directives.has(name)) directives.set(name, entry);
  };
  for (const group of catalogueGroups) {
    for (const section of group.sections.split(' ')) {
      for (const [name, type] of Object.entries(group.directives)) add(section, name, { type, since: null });
    }
  }
  for (const { sections: names, name, type, since } of newerDirectives) {
    for (const section of names) add(section, name, { type, since: since > catalogueVersion ? since : null });
  }
  catalogue = made;
  return made;
}

export function knownSections(): string[] {
  return [...sections().keys()];
}

/** The sections that a unit file of this type may have. */
export function sectionsOf(type: UnitType): string[] {
  const own = typeSections[type];
  return own === undefined ? ['Unit', 'Install'] : ['Unit', own, 'Install'];
}

export function findDirective(section: string, name: string): CatalogueEntry | undefined {
  return sections().get(section)?.get(name);
}

export function directiveNames(section: string): string[] {
  return [...(sections().get(section)?.keys() ?? [])];
}

/** The sections, among those given, that know a directive of this name. */
export function sectionsKnowing(name: string, among: string[]): string[] {
  return among.filter((section) => findDirective(section, name) !== undefined);
}
