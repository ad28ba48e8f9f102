/**
 * The [X-Fleet] section of CoreOS fleet's unit files as a placement, in its modern and its legacy spellings.
 * Specifiers stay as they are in templates: what they mean is known with the instance.
 */
import { nameProblem, patternProblem } from '../schemas/check-unit-placement.ts';
import { suggest } from '../schemas/suggest.ts';
import type { UnitPlacement } from '../schemas/types.ts';
import { parseBoolean } from './effective-definition.ts';
import type { LocatedDirective } from './located-directives.ts';
import { expandSpecifiers } from './specifiers.ts';
import { matchesGlob, parseUnitName } from './unit-name.ts';
import type { UnitProblem } from './unit-problem.ts';
import { splitWords } from './words.ts';

type Option = 'MachineID' | 'MachineOf' | 'MachineMetadata' | 'Conflicts' | 'Global' | 'Replaces';

const spellings: Readonly<Record<string, Option>> = {
  MachineID: 'MachineID',
  MachineOf: 'MachineOf',
  MachineMetadata: 'MachineMetadata',
  Conflicts: 'Conflicts',
  Global: 'Global',
  Replaces: 'Replaces',
  'X-ConditionMachineID': 'MachineID',
  'X-ConditionMachineBootID': 'MachineID',
  'X-ConditionMachineOf': 'MachineOf',
  'X-ConditionMachineMetadata': 'MachineMetadata',
  'X-Conflicts': 'Conflicts',
};

const refusedTogether: readonly [Option, Option][] = [
  ['MachineID', 'MachineOf'],
  ['MachineID', 'Conflicts'],
  ['MachineID', 'Global'],
  ['MachineID', 'Replaces'],
  ['Global', 'MachineOf'],
  ['Global', 'Replaces'],
  ['Conflicts', 'Replaces'],
];

export interface FleetPlacement {
  /** undefined when there is no [X-Fleet] section, or nothing in it. */
  placement: UnitPlacement | undefined;
  problems: UnitProblem[];
}

/** From the directives of a unit's own file, however that is written. */
export function readFleetSection(directives: LocatedDirective[], unitName: string): FleetPlacement {
  const problems: FleetPlacement['problems'] = [];
  const given = new Map<Option, { entry: LocatedDirective; words: string[] }[]>();
  for (const entry of directives.filter(({ section }) => section === 'X-Fleet')) {
    const option = spellings[entry.name];
    if (option === undefined) {
      const suggestion = suggest(entry.name, Object.keys(spellings));
      problems.push({
        ...entry.key,
        message: `there is no option ${entry.name}= in [X-Fleet]`,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
      continue;
    }
    const words = splitWords(expanded(entry.text, unitName));
    if (words === null) {
      problems.push({ ...entry.value, message: `${entry.name}= has a quote that is not closed` });
      continue;
    }
    if (words.length > 0) given.set(option, [...(given.get(option) ?? []), { entry, words }]);
  }

  for (const [first, second] of refusedTogether) {
    const at = given.get(second)?.[0]?.entry;
    if (given.has(first) && at !== undefined) {
      problems.push({
        ...at.key,
        message: `${second}= cannot be combined with ${first}=`,
      });
    }
  }

  problems.push(...badNames(given, unitName), ...ownOpponents(given));
  const ids = given.get('MachineID') ?? [];
  const [firstId] = ids.flatMap(({ words }) => words);
  for (const { entry, words } of ids) {
    const other = words.find((word) => word !== firstId);
    if (other !== undefined)
      problems.push({
        ...entry.value,
        message: `${entry.name}= names ${other} beside ${firstId}; a unit is on one machine`,
      });
  }

  const wordsOf = (option: Option): string[] => given.get(option)?.flatMap(({ words }) => words) ?? [];
  const placement: UnitPlacement = {};
  const machine = wordsOf('MachineID').at(-1);
  if (machine !== undefined) placement.machine = machine;
  if (wordsOf('MachineOf').length > 0) placement.with = wordsOf('MachineOf');
  if (wordsOf('Conflicts').length > 0) placement.conflicts = wordsOf('Conflicts');
  if (wordsOf('Replaces').length > 0) placement.replaces = wordsOf('Replaces');
  for (const { entry, words } of given.get('Global') ?? []) {
    const global = words.length === 1 ? parseBoolean(words[0] ?? '') : undefined;
    if (global === undefined) {
      problems.push({
        ...entry.value,
        message: `Global=${entry.text} is not a boolean; write yes or no`,
      });
    } else placement.global = global;
  }
  const selector = metadataSelector(given.get('MachineMetadata') ?? [], problems);
  if (selector !== undefined) placement.machineSelector = selector;
  return { placement: Object.keys(placement).length > 0 ? placement : undefined, problems };
}

type Given = ReadonlyMap<Option, { entry: LocatedDirective; words: string[] }[]>;

function badNames(given: Given, unitName: string): FleetPlacement['problems'] {
  const checks = { MachineOf: nameProblem, Replaces: nameProblem, Conflicts: patternProblem };
  return (['MachineOf', 'Conflicts', 'Replaces'] as const).flatMap((option) =>
    (given.get(option) ?? []).flatMap(({ entry, words }) =>
      words.flatMap((word) => {
        // To conflict with all of a kind is not to conflict with itself.
        const itself =
          option !== 'Conflicts' && word === unitName ? { message: 'is this unit itself' } : null;
        const problem = itself ?? checks[option](word);
        if (problem === null) return [];
        return [{ ...entry.value, ...problem, message: `${entry.name}=${word} ${problem.message}` }];
      }),
    ),
  );
}

/** It cannot be where another one is and keep away from that one, too. */
function ownOpponents(given: Given): FleetPlacement['problems'] {
  const leaders = (given.get('MachineOf') ?? []).flatMap(({ words }) => words);
  return (['Conflicts', 'Replaces'] as const).flatMap((option) =>
    (given.get(option) ?? []).flatMap(({ entry, words }) =>
      words.flatMap((glob) => {
        const leader = leaders.find((name) => matchesGlob(name, glob));
        if (leader === undefined) return [];
        return [
          { ...entry.value, message: `${entry.name}=${glob} matches ${leader}, which MachineOf= names` },
        ];
      }),
    ),
  );
}

/** The same key means either value, different keys mean all of them. Fleet dropped what it could not read; this does not. */
function metadataSelector(
  given: { entry: LocatedDirective; words: string[] }[],
  problems: FleetPlacement['problems'],
): UnitPlacement['machineSelector'] {
  const values = new Map<string, string[]>();
  for (const { entry, words } of given) {
    for (const word of words) {
      const [, key, value] = /^([^=]+)=([^=]+)$/.exec(word) ?? [];
      if (key === undefined || value === undefined) {
        problems.push({
          ...entry.value,
          message: `${entry.name}= has ${JSON.stringify(word)}, which is not one key=value`,
        });
        continue;
      }
      values.set(key.trim(), [...(values.get(key.trim()) ?? []), value.trim()]);
    }
  }
  if (values.size === 0) return undefined;
  const single = [...values].filter(([, all]) => all.length === 1);
  const several = [...values].filter(([, all]) => all.length > 1);
  return {
    ...(single.length === 0
      ? {}
      : { matchLabels: Object.fromEntries(single.map(([key, [value = '']]) => [key, value])) }),
    ...(several.length === 0
      ? {}
      : {
          matchExpressions: several.map(([key, all]) => ({
            key,
            operator: 'In' as const,
            values: [...new Set(all)],
          })),
        }),
  };
}

/** What a template's specifiers mean is known with the instance: they stay. */
function expanded(value: string, unitName: string): string {
  return parseUnitName(unitName)?.isTemplate === false ? expandSpecifiers(value, unitName) : value;
}
