import type { MachineFacts, MachineLink } from '../../machines/link.ts';
import { readHealth, syncOf } from '../../units/health.ts';
import type { ObservedMachine } from '../../units/observed.ts';
import { assess, pathsToObserve } from '../../units/plan/assess.ts';
import type { PlanContext } from '../../units/plan/context.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import { withHold } from '../hold.ts';
import type { Reading } from '../placement/reading.ts';
import type { Desire } from './agent-host.ts';

export interface ReadOptions {
  details: 'suspects' | 'all';
  /** Names of units to be shown in any case. */
  closely?: readonly string[];
  /** Names of units that were started. */
  started?: readonly string[];
  /** Look for what nobody desires, too. */
  strays: boolean;
  /** Keys whose unmet conditions are tried again. */
  retryConditions: Pick<ReadonlySet<string>, 'has'>;
  /** The InvocationIDs seen at the last reading, by key. */
  known: ReadonlyMap<string, string>;
}

/** What several units of one machine want together. */
export interface Neighbourhood {
  /** Keys that need a path. */
  users: ReadonlyMap<string, ReadonlySet<string>>;
  triggered: ReadonlySet<string>;
  /** Names of units that systemd starts together with one that should run. */
  pulledIn: ReadonlySet<string>;
}

export function neighbourhood(desires: Iterable<[string, Desire]>): Neighbourhood {
  const users = new Map<string, Set<string>>();
  const triggered = new Set<string>();
  const pulledIn = new Set<string>();
  const active = new Set<string>();
  const wanted: { by: string; name: string }[] = [];
  for (const [key, { desired }] of desires) {
    for (const { path } of [...desired.files, ...desired.links]) {
      const set = users.get(path);
      if (set === undefined) users.set(path, new Set([key]));
      else set.add(key);
    }
    for (const name of desired.triggers) triggered.add(name);
    for (const { path } of desired.links) {
      // What a target pulls in is started at boot, and is stopped when that is not desired.
      const by = /([^/]+)\.(?:wants|requires|upholds)\/[^/]+$/.exec(path)?.[1];
      if (by !== undefined && !by.endsWith('.target')) wanted.push({ by, name: desired.name });
    }
    if (desired.state !== 'active') continue;
    active.add(desired.name);
    for (const name of desired.pulls) pulledIn.add(name);
  }
  for (const { by, name } of wanted) if (active.has(by)) pulledIn.add(name);
  return { users, triggered, pulledIn };
}

export function isTriggered(name: string, { triggered }: Neighbourhood): boolean {
  if (triggered.has(name)) return true;
  const template = parseUnitName(name)?.template;
  return template !== null && template !== undefined && triggered.has(template);
}

export function planContext(
  key: string,
  name: string,
  facts: MachineFacts,
  machine: Pick<ObservedMachine, 'reloadMark' | 'ownReloadMark'>,
  store: string,
  neighbours: Neighbourhood,
  options: Pick<ReadOptions, 'retryConditions' | 'known'>,
): PlanContext {
  const knownInvocation = options.known.get(key);
  return {
    paths: facts.paths,
    machineId: facts.machineId,
    reloadMark: machine.reloadMark,
    ownReloadMark: machine.ownReloadMark,
    store,
    triggered: isTriggered(name, neighbours),
    pulledIn: neighbours.pulledIn.has(name),
    neededElsewhere: {
      has: (path) => {
        const users = neighbours.users.get(path);
        return users !== undefined && (users.size > 1 || !users.has(key));
      },
    },
    retryConditions: options.retryConditions.has(key),
    ...(knownInvocation === undefined ? {} : { knownInvocation }),
  };
}

/** One read of the machine for all the given placements, and what it says about each. */
export async function readPlacements(
  link: MachineLink,
  wanted: ReadonlyMap<string, Desire>,
  neighbours: Neighbourhood,
  store: string,
  options: ReadOptions,
): Promise<{ machine: ObservedMachine; readings: Map<string, Reading> }> {
  const machine = await link.observe({
    units: [...wanted.values()].map(({ desired }) => ({
      name: desired.name,
      paths: pathsToObserve(desired),
    })),
    details: options.details,
    ...(options.closely === undefined ? {} : { closely: options.closely }),
    ...(options.started === undefined ? {} : { started: options.started }),
    strays: options.strays,
  });
  const readings = new Map<string, Reading>();
  for (const [key, { desired: wish, generation, hold = null }] of wanted) {
    const observed = machine.units.get(wish.name);
    if (observed === undefined) continue;
    const context = planContext(key, wish.name, link.facts, machine, store, neighbours, options);
    const desired = withHold(wish, hold, observed, context.triggered);
    const assessment = assess(desired, observed, context);
    readings.set(key, {
      desired,
      observed,
      assessment,
      health: readHealth(desired, observed, context.triggered),
      sync: syncOf(assessment),
      generation,
      readAt: machine.readAt,
    });
  }
  return { machine, readings };
}
