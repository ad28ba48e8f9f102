/** The work that everybody is given: units that sleep, the same number on each host. */
import { stringify } from 'yaml';
import type { LabHost } from '../lab/lab-host.ts';

export interface BenchUnit {
  name: string;
  host: string;
  /** Stands in the unit's environment: another number is another definition. */
  version: number;
}

/** `count` units, dealt out to the hosts in turn. */
export function benchUnits(hosts: readonly LabHost[], count: number): BenchUnit[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `bench-${String(index + 1).padStart(4, '0')}.service`,
    host: hosts[index % hosts.length]?.name ?? '',
    version: 1,
  }));
}

/** The same units, the first of them with another definition. */
export function withOneChanged(units: readonly BenchUnit[], version: number): BenchUnit[] {
  return units.map((unit, index) => (index === 0 ? { ...unit, version } : unit));
}

function sections({ name, version }: BenchUnit): Record<string, Record<string, string>> {
  return {
    Unit: { Description: `The benchmark's ${name}` },
    Service: { Environment: `NUMBER=${version}`, ExecStart: '/bin/sleep infinity' },
    Install: { WantedBy: 'multi-user.target' },
  };
}

/** The unit file as the peers copy it. */
export function unitFile(unit: BenchUnit): string {
  return Object.entries(sections(unit))
    .map(([section, settings]) => {
      const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
      return `[${section}]\n${lines.join('')}`;
    })
    .join('\n');
}

/** The manifests of the units as muster gets them: file names and their content. */
export function manifests(hosts: readonly LabHost[], units: readonly BenchUnit[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const host of hosts) {
    const documents = units
      .filter((unit) => unit.host === host.name)
      .map((unit) =>
        stringify({
          apiVersion: 'muster.dev/v1',
          kind: 'Unit',
          metadata: { name: unit.name },
          spec: { placement: { machine: unit.host }, sections: sections(unit) },
        }),
      );
    files.set(`${host.name}.yaml`, documents.join('---\n'));
  }
  return files;
}
