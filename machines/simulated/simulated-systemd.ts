/**
 * A manager in memory, small but of systemd's habits: definitions are loaded on demand and kept until a daemon-reload,
 * inactive units that nothing refers to are forgotten, every start is an invocation of its own.
 */
import type { UnitPaths } from '../../units/desired.ts';
import type { LoadedState, UnitDetails } from '../../units/observed.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import { dropInNames } from '../observe/drop-in-names.ts';
import { searchPath } from '../observe/search-path.ts';
import type { SimulatedFiles } from './simulated-files.ts';

interface Loaded {
  load: 'loaded' | 'not-found' | 'bad-setting' | 'masked';
  fragment: string;
  dropIns: string[];
  /** As they were when they were loaded. */
  identities: string;
  text: string;
  active: 'active' | 'inactive' | 'failed';
  sub: string;
  result: string;
  invocation: string | null;
  invocationAt: number;
  mainPID: number;
  restarts: number;
  conditionResult: boolean;
  conditionTested: boolean;
}

/** `Failed to start …`, as systemctl says it. */
export class SystemctlError extends Error {}

export class SimulatedSystemd {
  reloadMark = '0';
  readonly #files: SimulatedFiles;
  readonly #paths: UnitPaths;
  readonly #now: () => number;
  readonly #changed: (unit: string, state: LoadedState) => void;
  readonly #units = new Map<string, Loaded>();
  #referred = new Set<string>();
  #lastPID = 200;
  #lastInvocation = 0;

  constructor(
    files: SimulatedFiles,
    paths: UnitPaths,
    now: () => number,
    changed: (unit: string, state: LoadedState) => void,
  ) {
    this.#files = files;
    this.#paths = paths;
    this.#now = now;
    this.#changed = changed;
  }

  /** Rows of list-units. */
  rows(): Map<string, LoadedState> {
    return new Map([...this.#units].map(([name, { load, active, sub }]) => [name, { load, active, sub }]));
  }

  invocations(): Map<string, { id: string; at: number }> {
    const running = new Map<string, { id: string; at: number }>();
    for (const [name, unit] of this.#units) {
      if (unit.invocation !== null && unit.active === 'active') {
        running.set(name, { id: unit.invocation, at: unit.invocationAt });
      }
    }
    return running;
  }

  details(name: string): UnitDetails {
    const unit = this.#units.get(name) ?? this.#read(name);
    const { identities } = this.#read(name);
    return {
      loadState: unit.load,
      loadError: unit.load === 'bad-setting' ? 'Unit has a bad unit file setting.' : '',
      activeState: unit.active,
      subState: unit.sub,
      result: unit.result,
      unitFileState: unit.load === 'masked' ? 'masked' : '',
      fragmentPath: unit.fragment,
      dropInPaths: unit.dropIns,
      needDaemonReload: this.#units.has(name) && unit.identities !== identities,
      mainPID: unit.mainPID,
      invocationID: unit.invocation ?? '',
      restarts: unit.restarts,
      restartPolicy: /^Restart=(.+)$/m.exec(unit.text)?.[1] ?? 'no',
      conditionResult: unit.conditionResult,
      freezerState: 'running',
      job: '',
      // systemd forgets what it has not started, and the reading asks systemd-analyze.
      conditionTested:
        unit.conditionTested ||
        (unit.active === 'inactive' && unit.load === 'loaded' && !this.#meetsCondition(unit)),
      binaryReplaced: false,
      execMainStatus: unit.result === 'signal' ? 9 : unit.result === 'exit-code' ? 1 : 0,
    };
  }

  /** Throws SystemctlError. */
  start(name: string): void {
    const unit = this.#load(name);
    if (unit.active === 'active') return;
    if (unit.load !== 'loaded') {
      this.#forget(name);
      const why = {
        'not-found': 'not found.',
        'bad-setting': 'has a bad unit file setting.',
        masked: 'is masked.',
      }[unit.load];
      throw new SystemctlError(`Failed to start ${name}: Unit ${name} ${why}`);
    }
    unit.conditionTested = true;
    unit.conditionResult = this.#meetsCondition(unit);
    if (!unit.conditionResult) {
      this.#forget(name);
      return;
    }
    unit.invocation = (++this.#lastInvocation).toString(16).padStart(32, '0');
    unit.invocationAt = this.#now();
    unit.result = 'success';
    if (/^ExecStart=.*\/false\b/m.test(unit.text)) this.#become(name, unit, 'failed', 'failed', 'exit-code');
    else if (/^Type=oneshot/m.test(unit.text) && !/^RemainAfterExit=(yes|true|1)/m.test(unit.text)) {
      this.#become(name, unit, 'inactive', 'dead', 'success');
    } else {
      const type = parseUnitName(name)?.type;
      unit.mainPID = type === 'service' ? ++this.#lastPID : 0;
      this.#become(name, unit, 'active', subStates[type ?? ''] ?? 'running', 'success');
    }
  }

  stop(name: string): void {
    const unit = this.#units.get(name);
    if (unit === undefined || unit.active === 'inactive') return;
    this.#become(name, unit, 'inactive', 'dead', 'success');
  }

  restart(name: string): void {
    this.stop(name);
    this.start(name);
  }

  reload(name: string): void {
    const unit = this.#units.get(name);
    if (unit?.active !== 'active' || !/^ExecReload=/m.test(unit.text)) {
      throw new SystemctlError(
        `Failed to reload ${name}: Job type reload is not applicable for unit ${name}.`,
      );
    }
  }

  /** kill -9 of the main process. */
  kill(name: string): void {
    const unit = this.#units.get(name);
    if (unit?.active !== 'active') return;
    this.#become(name, unit, 'failed', 'failed', 'signal');
    if (/^Restart=(always|on-failure|on-abnormal|on-abort)/m.test(unit.text)) {
      const restarts = unit.restarts + 1;
      unit.active = 'inactive';
      this.start(name);
      const again = this.#units.get(name);
      if (again !== undefined) again.restarts = restarts;
    }
  }

  resetFailed(name: string): void {
    const unit = this.#units.get(name);
    if (unit?.active === 'failed') this.#become(name, unit, 'inactive', 'dead', 'success');
  }

  daemonReload(): void {
    this.reloadMark = String(Math.round(this.#now() * 1e6));
    this.#referred = new Set(
      this.#files
        .paths()
        .filter((path) => /\.(wants|requires|upholds)\/[^/]+$/.test(path))
        .map((path) => path.slice(path.lastIndexOf('/') + 1)),
    );
    for (const [name, unit] of this.#units) {
      const { load, fragment, dropIns, identities, text } = this.#read(name);
      Object.assign(unit, { load, fragment, dropIns, identities, text });
      this.#forget(name);
    }
    for (const name of this.#referred) if (!this.#units.has(name)) this.#units.set(name, this.#read(name));
  }

  /** What the boot starts: the enabled units. */
  boot(): void {
    this.#units.clear();
    this.daemonReload();
    this.reloadMark = '0';
    for (const name of this.#referred) {
      try {
        this.start(name);
      } catch {
        // As at a real boot: it is not running, and list-units says so.
      }
    }
  }

  #become(name: string, unit: Loaded, active: Loaded['active'], sub: string, result: string): void {
    Object.assign(unit, { active, sub, result });
    if (active !== 'active') unit.mainPID = 0;
    this.#changed(name, { load: unit.load, active, sub });
    this.#forget(name);
  }

  #forget(name: string): void {
    if (this.#units.get(name)?.active === 'inactive' && !this.#referred.has(name)) this.#units.delete(name);
  }

  #meetsCondition({ text }: Loaded): boolean {
    const condition = /^ConditionPathExists=(!?)(.+)$/m.exec(text);
    return condition === null || this.#files.has((condition[2] ?? '').trim()) !== (condition[1] === '!');
  }

  #load(name: string): Loaded {
    let unit = this.#units.get(name);
    if (unit === undefined || unit.load === 'not-found') {
      unit = this.#read(name);
      this.#units.set(name, unit);
    }
    return unit;
  }

  #read(name: string): Loaded {
    const directories = searchPath(this.#paths).map(({ path }) => path);
    const template = parseUnitName(name)?.template ?? null;
    const candidates = [name, ...(template === null ? [] : [template])].flatMap((each) =>
      directories.map((directory) => `${directory}/${each}`),
    );
    const fragment = candidates.find((path) => this.#files.has(path)) ?? '';
    const text = this.#files.read(fragment)?.toString() ?? '';
    const masked = this.#files.target(fragment) === '/dev/null' || (fragment !== '' && text === '');
    const dropIns = this.#dropIns(name, directories);
    const whole = [text, ...dropIns.map((path) => this.#files.read(path)?.toString() ?? '')].join('\n');
    const bad = name.endsWith('.service') && !/^ExecStart=./m.test(whole) && !/^Type=oneshot/m.test(whole);
    return {
      load: fragment === '' ? 'not-found' : masked ? 'masked' : bad ? 'bad-setting' : 'loaded',
      fragment,
      dropIns,
      identities: [fragment, ...dropIns].map((path) => this.#files.observe(path)?.identity ?? '-').join(','),
      text: whole,
      active: 'inactive',
      sub: 'dead',
      result: 'success',
      invocation: null,
      invocationAt: 0,
      mainPID: 0,
      restarts: 0,
      conditionResult: false,
      conditionTested: false,
    };
  }

  #dropIns(name: string, directories: string[]): string[] {
    const type = name.slice(name.lastIndexOf('.') + 1);
    const found = new Map<string, string>();
    const wanted = [
      ...directories.flatMap((directory) => dropInNames(name).map((each) => `${directory}/${each.name}.d/`)),
      ...directories.map((directory) => `${directory}/${type}.d/`),
    ];
    const all = this.#files.paths().filter((path) => path.endsWith('.conf') && path.includes('.d/'));
    for (const directory of wanted) {
      for (const path of all) {
        const file = path.slice(path.lastIndexOf('/') + 1);
        if (path === `${directory}${file}` && !found.has(file)) found.set(file, path);
      }
    }
    return [...found.keys()]
      .sort()
      .map((file) => found.get(file) ?? '')
      .filter((path) => this.#files.target(path) !== '/dev/null');
  }
}

const subStates: Record<string, string> = {
  timer: 'waiting',
  path: 'waiting',
  socket: 'listening',
  target: 'active',
  slice: 'active',
  mount: 'mounted',
};
