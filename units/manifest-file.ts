/** What a file given with `-f` is, by its name alone. */
import { fileUnitTypes, unitNameProblem } from './unit-name.ts';

export type ManifestFileKind =
  | { is: 'yaml' }
  | { is: 'unit'; unit: string }
  /** `hello.service.d/10-limits.conf`: belongs to the unit file beside that folder. */
  | { is: 'drop-in'; unit: string; file: string; folder: string };

const unitFile = new RegExp(`^[^/]+\\.(${fileUnitTypes.join('|')})$`);

/** null for files that muster does not read, such as README.md in a folder of manifests. */
export function manifestFileKind(path: string): ManifestFileKind | null {
  const parts = path.split('/');
  const base = parts.at(-1) ?? '';
  if (/\.(ya?ml|json)$/i.test(base)) return { is: 'yaml' };
  if (unitFile.test(base)) return { is: 'unit', unit: base };
  const unit = /^(.+)\.d$/.exec(parts.at(-2) ?? '')?.[1];
  if (base.endsWith('.conf') && unit !== undefined && unitNameProblem(unit) === null) {
    return { is: 'drop-in', unit, file: base, folder: parts.slice(0, -2).join('/') };
  }
  return null;
}
