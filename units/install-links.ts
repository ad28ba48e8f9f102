/**
 * The links that `systemctl enable` makes for an [Install] section, as src/shared/install.c does. Seen on 252: targets
 * are absolute; an instance links to its template's file; aliases of instances that are templates get the instance.
 */
import { accessPathProblem } from './access-path-problem.ts';
import type { DesiredLink } from './desired.ts';
import { type Directive, listWords } from './effective-definition.ts';
import { parseUnitName, type UnitName, unitNameProblem } from './unit-name.ts';

export interface InstallLinks {
  links: DesiredLink[];
  /** Whether there is anything to enable: without it systemd calls the unit static. */
  installable: boolean;
  /** `[Install]` values that systemctl enable would refuse, as sentences. */
  problems: { directive: string; message: string }[];
  /** Things that are so on purpose and good to know. */
  notes: string[];
}

export interface InstallContext {
  name: UnitName;
  /** Absolute path of the unit file. */
  fragment: string;
  unitDir: string;
  machine: { machineId: string };
}

const wants: readonly [string, string][] = [
  ['WantedBy', 'wants'],
  ['RequiredBy', 'requires'],
  ['UpheldBy', 'upholds'],
];

export function installLinks(directives: Directive[], context: InstallContext): InstallLinks {
  const result: InstallLinks = { links: [], installable: false, problems: [], notes: [] };
  const links = new Map<string, string>();
  const defaultInstance = directives.findLast(
    ({ section, key }) => section === 'Install' && key === 'DefaultInstance',
  )?.value;
  const enabled = enabledName(context.name, defaultInstance, result);

  for (const word of listWords(directives, 'Install', 'Alias')) {
    result.installable = true;
    const alias = expand(word, 'Alias', context, enabled, result);
    if (alias === null) continue;
    const problem = aliasProblem(alias, context.name) ?? accessPathProblem('Install', 'Alias', alias);
    if (problem !== null) {
      result.problems.push({ directive: 'Alias', message: problem });
      continue;
    }
    const name = alias.includes('/') ? alias : instantiateAlias(alias, context.name);
    if (name !== context.name.name) links.set(`${context.unitDir}/${name}`, context.fragment);
  }

  for (const [directive, suffix] of wants) {
    for (const word of listWords(directives, 'Install', directive)) {
      result.installable = true;
      if (enabled === null) continue;
      const other = expand(word, directive, context, enabled, result);
      if (other === null) continue;
      const problem = unitNameProblem(other) ?? accessPathProblem('Install', directive, other);
      if (problem !== null) {
        result.problems.push({ directive, message: `${other}: ${problem}` });
        continue;
      }
      links.set(`${context.unitDir}/${other}.${suffix}/${enabled.name}`, context.fragment);
    }
  }

  const also = listWords(directives, 'Install', 'Also');
  if (also.length > 0) {
    result.notes.push(
      `Also=${also.join(' ')} is left to the Units of those names: muster enables only what it was given`,
    );
  }
  result.links = [...links.entries()]
    .map(([path, target]) => ({ path, target }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
  return result;
}

/** What WantedBy= and its like link to: for a template the default instance, or nothing. */
function enabledName(
  name: UnitName,
  defaultInstance: string | undefined,
  result: InstallLinks,
): UnitName | null {
  if (!name.isTemplate) return name;
  if (defaultInstance === undefined || defaultInstance === '') return null;
  const instance = parseUnitName(`${name.prefix}@${defaultInstance}.${name.type}`);
  if (instance === null) {
    result.problems.push({
      directive: 'DefaultInstance',
      message: `${JSON.stringify(defaultInstance)} cannot be an instance; escape it as systemd-escape does`,
    });
  }
  return instance;
}

/** The specifiers that are known without asking the machine (install-printf.c). */
function expand(
  word: string,
  directive: string,
  context: InstallContext,
  enabled: UnitName | null,
  result: InstallLinks,
): string | null {
  const name = context.name;
  const instance = enabled?.instance ?? name.instance ?? '';
  const stem = name.instance === null ? name.prefix : `${name.prefix}@${instance}`;
  const known: Record<string, string> = {
    '%': '%',
    n: `${stem}.${name.type}`,
    N: stem,
    p: name.prefix,
    i: instance,
    j: name.prefix.slice(name.prefix.lastIndexOf('-') + 1),
    m: context.machine.machineId,
  };
  let unknown: string | undefined;
  const expanded = word.replace(/%(.?)/gs, (specifier, letter: string) => {
    const value = known[letter];
    if (value === undefined) unknown = specifier;
    return value ?? '';
  });
  if (unknown === undefined) return expanded;
  result.problems.push({
    directive,
    message: `${directive}=${word}: the specifier ${unknown} is not known before the unit is on the machine; %n %N %p %i %j %m are`,
  });
  return null;
}

/** Rules of unit_file_verify_alias(). */
function aliasProblem(alias: string, name: UnitName): string | null {
  if (alias.includes('/')) {
    const [directory = '', file = '', ...rest] = alias.split('/');
    const owner = /^(.+)\.(wants|requires)$/.exec(directory)?.[1];
    if (rest.length > 0 || owner === undefined || unitNameProblem(owner) !== null) {
      return `Alias=${alias} is a path; only NAME.wants/${name.name} and NAME.requires/${name.name} are allowed, better said with WantedBy=`;
    }
    return file === name.name ? null : `Alias=${alias} has to end in /${name.name}`;
  }
  const problem = unitNameProblem(alias);
  if (problem !== null) return `Alias=${alias}: ${problem}`;
  const parsed = parseUnitName(alias);
  if (parsed === null) return `Alias=${alias} is not a unit name`;
  if (parsed.type !== name.type) {
    return `Alias=${alias} is a ${parsed.type}, and an alias has to be of the unit's own type, ${name.type}`;
  }
  if ((parsed.instance === null) !== (name.instance === null)) {
    return `Alias=${alias}: templates and their instances can only be aliases of each other`;
  }
  if (
    parsed.instance !== null &&
    !parsed.isTemplate &&
    !name.isTemplate &&
    parsed.instance !== name.instance
  ) {
    return `Alias=${alias} names another instance than ${name.name}`;
  }
  return null;
}

/** `bar@.service` as an alias of `hello@1.service` becomes `bar@1.service`. */
function instantiateAlias(alias: string, name: UnitName): string {
  const parsed = parseUnitName(alias);
  return parsed?.isTemplate === true && name.instance !== null && name.instance !== ''
    ? `${parsed.prefix}@${name.instance}.${parsed.type}`
    : alias;
}
