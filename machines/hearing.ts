/**
 * Hears what happens to units: D-Bus signals of systemd, and for edits of files, which send none, a transient path
 * unit whose activation is the signal. Signals are hints; the controller reads the machine again.
 */
import { randomBytes } from 'node:crypto';
import type { UnitPaths } from '../units/desired.ts';
import { messageBus, openBus, systemdManager } from './bus.ts';
import type { BusMessage } from './bus-message.ts';
import type { SshConnection } from './connect.ts';
import { type HeardPlaces, heardPaths, listPlaces } from './heard-directories.ts';
import type { LinkError, MachineSignal } from './link.ts';
import type { RunScript } from './run-script.ts';
import { unitObjectPath, unitObjects } from './unit-object-path.ts';

export interface Hearing {
  /** Replaces the earlier set. `files`: accompanying files, besides the unit directories. */
  watch(units: readonly string[], files: readonly string[]): Promise<void>;
  /** A reading has met these directories below the unit directories: those that are new are listened to as well. */
  seen(directories: readonly string[]): void;
  /** Resolves when nothing is heard any more. */
  readonly ended: Promise<LinkError>;
  close(): void;
}

export interface HearingOptions {
  connection: SshConnection;
  runScript: RunScript;
  paths: UnitPaths;
  bridge: string;
  sudo: boolean;
  onSignal: (signal: MachineSignal) => void;
  deadlineMs: number;
}

/** One for each directory: a path unit with several closes and opens them all, one after the other, whenever it triggers. */
interface PathUnit {
  path: string;
  unit: string;
  object: string;
  phase: 'starting' | 'waiting' | 'triggered';
}

interface Armed {
  byPath: Map<string, PathUnit>;
  byObject: Map<string, PathUnit>;
}

/** With more units than this, one rule for all of them and a filter here are cheaper than a rule for each. */
const mostMatchRules = 64;
/** Edits that follow each other within this time are told together. */
const settleMs = 15;
/** A path unit that was triggered waits for edits again when its service has ended; an edit is told after this time at the latest. */
const longestTriggerMs = 300;
/** A path unit that ended by itself is not started again at once, or the two of us could spin. */
const rearmAfterMs = 2000;
const propertiesChanged =
  "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'";
/** Service, Socket, … send a second signal with the same news: only the one of Unit is wanted. */
const ofUnit = "arg0='org.freedesktop.systemd1.Unit'";

/** Rejects with LinkError when the bridge does not work; the caller polls then. */
export async function openHearing(options: HearingOptions): Promise<Hearing> {
  const { connection, runScript, paths, onSignal, deadlineMs } = options;
  const name = `muster-hearing-${randomBytes(4).toString('hex')}`;
  let watched = new Map<string, string>();
  let rules = new Set<string>();
  let files: readonly string[] = [];
  const armed: Armed = { byPath: new Map(), byObject: new Map() };
  let serial = 0;
  let arming: Promise<void> = Promise.resolve();
  let places: HeardPlaces | null = null;
  let settling: NodeJS.Timeout | null = null;
  let settled = 0;
  let rearming: NodeJS.Timeout | null = null;
  let closed = false;

  const bus = await openBus(connection, {
    bridge: options.bridge,
    scope: paths.scope,
    sudo: options.sudo,
    stopAtEnd: `${name}-*.path`,
    onSignal: heard,
    deadlineMs,
  });
  bus.ended.then(() => {
    closed = true;
    if (settling !== null) clearTimeout(settling);
    if (rearming !== null) clearTimeout(rearming);
  });
  await bus.call({ ...systemdManager, member: 'Subscribe' }, deadlineMs);

  function heard(message: BusMessage): void {
    if (message.path === systemdManager.path)
      hearManager(message, watched, onSignal, () => filesChanged(settleMs));
    else if (message.member === 'PropertiesChanged') {
      const unit = watched.get(message.path);
      const pathUnit = armed.byObject.get(message.path);
      if (unit !== undefined) onSignal({ kind: 'unit-changed', unit, ...unitStates(message) });
      else if (pathUnit !== undefined) hearPathUnit(pathUnit, unitStates(message));
    }
  }

  function hearPathUnit(pathUnit: PathUnit, { active, sub }: { active?: string; sub?: string }): void {
    if (active === 'active' && pathUnit.phase === 'starting') pathUnit.phase = 'waiting';
    // Before it starts it is inactive too, and says so.
    if (pathUnit.phase === 'starting') return;
    if (active === 'failed' || active === 'inactive') {
      // Somebody stopped it, or edits came faster than its trigger limit.
      disarm(pathUnit);
      onSignal({ kind: 'files-changed' });
      armLater();
    } else if (sub === 'running') {
      pathUnit.phase = 'triggered';
      filesChanged(longestTriggerMs);
    } else if (sub === 'waiting' && pathUnit.phase === 'triggered') {
      // What was written while its service ran is not heard: now is the time to look.
      pathUnit.phase = 'waiting';
      filesChanged(settleMs);
    }
  }

  function armLater(): void {
    rearming ??= setTimeout(() => {
      rearming = null;
      arm().catch(() => undefined);
    }, rearmAfterMs);
  }

  function disarm(pathUnit: PathUnit): void {
    armed.byPath.delete(pathUnit.path);
    armed.byObject.delete(pathUnit.object);
  }

  /** Tells it within so many milliseconds; what comes sooner wins. */
  function filesChanged(withinMs: number): void {
    const at = performance.now() + withinMs;
    if (settling !== null && settled <= at) return;
    if (settling !== null) clearTimeout(settling);
    settled = at;
    settling = setTimeout(() => {
      settling = null;
      onSignal({ kind: 'files-changed' });
    }, withinMs);
  }

  function arm(): Promise<void> {
    arming = arming.catch(() => undefined).then(rearm);
    return arming;
  }

  async function rearm(): Promise<void> {
    if (closed) return;
    places ??= await listPlaces(runScript, paths);
    const wanted = heardPaths(places, paths, new Set(watched.values()), files);
    const gone = [...armed.byPath.values()].filter((pathUnit) => !wanted.paths.includes(pathUnit.path));
    const missing = wanted.paths.filter((path) => !armed.byPath.has(path));
    if (gone.length === 0 && missing.length === 0) return;
    const first = armed.byPath.size === 0;
    gone.forEach(disarm);
    const added = missing.map((path): PathUnit => {
      serial += 1;
      const unit = `${name}-${serial}`;
      return { path, unit, object: unitObjectPath(`${unit}.path`), phase: 'starting' };
    });
    for (const pathUnit of added) {
      armed.byPath.set(pathUnit.path, pathUnit);
      armed.byObject.set(pathUnit.object, pathUnit);
    }
    if (bus.hasMatchRules) await replaceRules();
    await Promise.all([
      ...added.map((pathUnit) =>
        bus.call(transientPathUnit(pathUnit), deadlineMs).catch((error) => {
          disarm(pathUnit);
          throw error;
        }),
      ),
      ...gone.map((pathUnit) =>
        bus.call(stopUnit(`${pathUnit.unit}.path`), deadlineMs).catch(() => undefined),
      ),
    ]);
    // Something may have been written between the listing and the arming.
    if (!first) onSignal({ kind: 'files-changed' });
  }

  async function replaceRules(): Promise<void> {
    const next = matchRules([...watched.keys(), ...armed.byObject.keys()]);
    const change = (member: string, rule: string) =>
      bus.call({ ...messageBus, member, signature: 's', body: [rule] }, deadlineMs);
    const added = [...next].filter((rule) => !rules.has(rule));
    const removed = [...rules].filter((rule) => !next.has(rule));
    rules = next;
    await Promise.all(added.map((rule) => change('AddMatch', rule)));
    await Promise.all(removed.map((rule) => change('RemoveMatch', rule)));
  }

  return {
    ended: bus.ended,
    async watch(units, accompanying) {
      watched = new Map(units.map((unit) => [unitObjectPath(unit), unit]));
      files = accompanying;
      if (bus.hasMatchRules) await replaceRules();
      await arm();
    },
    seen(directories) {
      if (places === null || closed) return;
      if (directories.join('\n') === places.directories.join('\n')) return;
      places = { ...places, directories };
      arm().catch(() => undefined);
    },
    close() {
      closed = true;
      bus.close();
    },
  };
}

function matchRules(objects: string[]): Set<string> {
  const manager = `type='signal',path='${systemdManager.path}',interface='${systemdManager.interface}'`;
  const rules = ['JobRemoved', 'Reloading', 'UnitFilesChanged'].map(
    (member) => `${manager},member='${member}'`,
  );
  if (objects.length > mostMatchRules)
    rules.push(`${propertiesChanged},path_namespace='${unitObjects}',${ofUnit}`);
  else rules.push(...objects.map((path) => `${propertiesChanged},path='${path}',${ofUnit}`));
  return new Set(rules);
}

function hearManager(
  message: BusMessage,
  watched: ReadonlyMap<string, string>,
  onSignal: (signal: MachineSignal) => void,
  filesChanged: () => void,
): void {
  if (message.member === 'UnitFilesChanged') filesChanged();
  else if (message.member === 'Reloading') {
    const [active] = message.body();
    if (active === false) onSignal({ kind: 'reloaded' });
  } else if (message.member === 'JobRemoved') {
    const [, , unit, result] = message.body();
    if (typeof unit === 'string' && watched.has(unitObjectPath(unit))) {
      onSignal({ kind: 'job-removed', unit, result: String(result) });
    }
  }
}

/** Body of PropertiesChanged: interface, [name, [type, [value]]] for each that changed, names that only became invalid. */
function unitStates(message: BusMessage): { active?: string; sub?: string } {
  const [interfaceName, changed] = message.body();
  const states: { active?: string; sub?: string } = {};
  if (interfaceName !== 'org.freedesktop.systemd1.Unit' || !Array.isArray(changed)) return states;
  for (const entry of changed) {
    const [property, variant] = entry as [string, [unknown, [unknown]]];
    const value = variant[1][0];
    if (typeof value !== 'string') continue;
    if (property === 'ActiveState') states.active = value;
    if (property === 'SubState') states.sub = value;
  }
  return states;
}

function stopUnit(unit: string) {
  return { ...systemdManager, member: 'StopUnit', signature: 'ss', body: [unit, 'replace'] };
}

/** What `systemd-run --path-property=PathChanged=… /bin/sh -c :` asks for, without starting systemd-run. */
function transientPathUnit({ unit, path }: PathUnit) {
  const description = ['Description', ['s', 'muster hears edits of unit files']];
  const collect = ['CollectMode', ['s', 'inactive-or-failed']];
  return {
    ...systemdManager,
    member: 'StartTransientUnit',
    signature: 'ssa(sv)a(sa(sv))',
    body: [
      `${unit}.path`,
      'replace',
      [description, collect, ['Paths', ['a(ss)', [['PathChanged', path]]]]],
      [
        [
          `${unit}.service`,
          [
            description,
            collect,
            ['Type', ['s', 'oneshot']],
            ['ExecStart', ['a(sasb)', [['/bin/sh', ['/bin/sh', '-c', ':'], false]]]],
            // Edits may come thick and fast: five starts in ten seconds would otherwise end the path unit.
            ['StartLimitIntervalUSec', ['t', 0]],
            // Keeps "Starting …", "Finished …" out of the machine's journal.
            ['LogLevelMax', ['i', 4]],
          ],
        ],
      ],
    ],
  };
}
