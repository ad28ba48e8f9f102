/** What a unit's own directives would do to the units by which muster reaches the machine. */
import { isAccessPath, protectedUnitReason } from '../schemas/protected-units.ts';

/** Starting the unit would stop those named; being enabled, it would keep them from starting when it fails. */
const harmful: readonly [section: string, directive: string, effect: string][] = [
  ['Unit', 'Conflicts', 'starting this unit would stop it'],
  ['Unit', 'PropagatesStopTo', 'stopping this unit would stop it'],
  ['Install', 'RequiredBy', 'it would not start when this unit fails'],
];

/** Why the directive is refused; null when it harms no way to the machine. */
export function accessPathProblem(section: string, directive: string, value: string): string | null {
  const words = value.split(/\s+/).filter((word) => word !== '');
  if (section === 'Install' && directive === 'Alias') {
    for (const word of words) {
      const reason = aliasReason(word);
      if (reason !== null) return reason;
    }
    return null;
  }
  const effect = harmful.find(([inSection, name]) => inSection === section && name === directive)?.[2];
  const name = effect === undefined ? undefined : words.find(isAccessPath);
  return name === undefined
    ? null
    : `${name} is how muster reaches the machine and is never touched, and ${effect}`;
}

/** An alias takes the place of the unit of that name, or (`NAME.requires/…`) makes it depend on this one. */
function aliasReason(alias: string): string | null {
  const [first = '', file] = alias.split('/');
  if (file !== undefined) {
    const owner = first.replace(/\.requires$/, '');
    return owner !== first && isAccessPath(owner)
      ? `${owner} is how muster reaches the machine and is never touched, and it would not start when this unit fails`
      : null;
  }
  const reason = protectedUnitReason(first);
  return reason === null ? null : `the name ${first} ${reason}`;
}
