/**
 * A small model of a machine with systemd on it, for property tests of plans: files, what systemd has loaded of them,
 * and what the process was started from. Every change takes one second of the model's clock.
 */
import type { Digest, UnitPaths } from '../../desired.ts';
import {
  type AccompanyingDigest,
  effectiveDirectives,
  listValues,
  restartDigest,
} from '../../effective-definition.ts';
import type { Ledger, ObservedDropIn, ObservedFile, ObservedUnit, UnitRecord } from '../../observed.ts';
import { parseStamp, sha256 } from '../../stamp.ts';
import type { Step } from '../../step.ts';
import type { PlanContext } from '../context.ts';

export const paths: UnitPaths = {
  scope: 'system',
  unitDir: '/etc/systemd/system',
  stateDir: '/var/lib/muster',
  runtimeDir: '/run/muster',
};

interface ModelFile {
  /** The target when it is a link. */
  content: string;
  link: boolean;
  mode: string;
  owner: string;
  inode: number;
  changedAt: number;
  /** The edit kept the mtime: systemd does not notice it. */
  hidden: boolean;
}

interface LoadedDefinition {
  texts: string[];
  paths: string[];
  identities: string;
  masked: boolean;
  /** null: there was no such file. */
  fragment: string | null;
}

interface Process {
  invocation: string;
  at: number;
  /** What it was started from. */
  digest: Digest;
}

/** The drop-in directories that systemd applies to a service, those of higher priority first. */
const dropInDirectories: {
  path: (unit: string) => string;
  reach: ObservedDropIn['reach'];
  source: ObservedDropIn['source'];
}[] = [
  { path: (unit) => `/etc/systemd/system.control/${unit}.d`, reach: 'unit', source: 'control' },
  { path: (unit) => `${paths.unitDir}/${unit}.d`, reach: 'unit', source: 'etc' },
  { path: (unit) => `/run/systemd/system/${unit}.d`, reach: 'unit', source: 'run' },
  { path: () => `${paths.unitDir}/service.d`, reach: 'type', source: 'etc' },
];
const shadowDirectory = '/run/systemd/transient';

/** One service of muster's on it; whatever else is on the machine are files. */
export class ModelMachine {
  readonly files = new Map<string, ModelFile>();
  process: Process | null = null;
  failed = false;
  starts = 0;
  stops = 0;
  reloads = 0;
  readonly #unit: string;
  #loaded: LoadedDefinition | null = null;
  #ledger: Ledger | null = null;
  #record: UnitRecord | null = null;
  #clock = 1_000_000;
  #mark = 0;
  #ownMark = '';

  constructor(unit: string) {
    this.#unit = unit;
  }

  // By hand.

  write(path: string, content: string, rest: { mode?: string; owner?: string; hidden?: boolean } = {}): void {
    this.#put(path, {
      content,
      link: false,
      mode: rest.mode ?? '0644',
      owner: rest.owner ?? 'root:root',
      hidden: rest.hidden ?? false,
    });
  }

  link(path: string, target: string): void {
    this.#put(path, { content: target, link: true, mode: '0777', owner: 'root:root', hidden: false });
  }

  chmod(path: string, mode: string): void {
    const file = this.files.get(path);
    if (file !== undefined) Object.assign(file, { mode, changedAt: this.#tick() });
  }

  remove(path: string): void {
    this.files.delete(path);
    this.#tick();
  }

  daemonReload(): void {
    this.#tick();
    this.#mark += 1;
    if (this.#loaded !== null) this.#loaded = this.#read();
  }

  start(): void {
    if (this.process !== null) return;
    this.#loaded ??= this.#read();
    if (this.#loaded.fragment === null || this.#loaded.masked) return;
    this.starts += 1;
    this.failed = false;
    const at = this.#tick();
    this.process = { invocation: `i${at}`, at, digest: this.#runningDigest(this.#loaded) };
  }

  stop(): void {
    if (this.process !== null) this.stops += 1;
    this.process = null;
    this.failed = false;
    this.#tick();
  }

  fail(): void {
    if (this.process === null) return;
    this.process = null;
    this.failed = true;
    this.#tick();
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** Power off and on: what is enabled runs, from what is on disk. */
  reboot(): void {
    this.process = null;
    this.failed = false;
    this.#loaded = null;
    this.#ledger = null;
    this.#mark = 0;
    this.#ownMark = '';
    for (const path of [...this.files.keys()]) if (path.startsWith('/run/')) this.files.delete(path);
    if ([...this.files.keys()].some((path) => path.endsWith(`.wants/${this.#unit}`))) this.start();
  }

  /** Carries out one step, as the script on a machine does. */
  perform(step: Step, batch: readonly Step[]): void {
    switch (step.do) {
      case 'stop':
        this.stop();
        break;
      case 'intent':
        this.#record = JSON.parse(step.content) as UnitRecord;
        break;
      case 'set-aside':
        this.#move(step.path, step.kept);
        break;
      case 'restore':
        this.#move(step.kept, step.path);
        break;
      case 'write': {
        const { path, content, mode, owner } = step.file;
        this.write(path, content.toString('latin1'), { mode, owner });
        break;
      }
      case 'remove':
        this.remove(step.path);
        break;
      case 'link':
        this.link(step.path, step.target);
        break;
      case 'daemon-reload':
        this.daemonReload();
        this.#ownMark = String(this.#mark);
        break;
      case 'reset-failed':
        this.failed = false;
        break;
      case 'ledger': {
        const reloads = batch.some((other) => other.do === 'reload');
        this.#ledger = {
          restart: step.restart,
          previousInvocation: step.starts
            ? (this.process?.invocation ?? '-')
            : (this.#ledger?.previousInvocation ?? '-'),
          reload: reloads ? '-' : step.reload,
          loaded: step.loadedFrom.map((path) => this.#identity(path)).join(','),
          reloadMark: String(this.#mark),
        };
        break;
      }
      case 'reload': {
        this.reloads += 1;
        const ledger = batch.find((other) => other.do === 'ledger');
        if (this.#ledger !== null && ledger?.do === 'ledger') this.#ledger.reload = ledger.reload;
        break;
      }
      case 'restart':
        this.restart();
        break;
      case 'start':
        this.start();
        break;
      case 'record':
        this.#record = step.content === null ? null : (JSON.parse(step.content) as UnitRecord);
        if (step.content === null) this.#ledger = null;
        break;
    }
  }

  // What muster reads.

  observe(asked: readonly string[]): ObservedUnit {
    const all = [...this.files.keys()].map((path) => this.#file(path));
    const loaded = this.#loaded;
    const active = this.process !== null ? 'active' : this.failed ? 'failed' : 'inactive';
    const fragment = `${paths.unitDir}/${this.#unit}`;
    const enables = (path: string) => path.endsWith(`.wants/${this.#unit}`);
    const load =
      loaded === null ? '' : loaded.masked ? 'masked' : loaded.fragment === null ? 'not-found' : 'loaded';
    const isStale =
      loaded !== null &&
      loaded.identities !== this.#read().identities &&
      !loaded.paths.some((path) => this.files.get(path)?.hidden === true);
    return {
      name: this.#unit,
      files: new Map(all.filter(({ path }) => asked.includes(path)).map((file) => [file.path, file])),
      dropIns: this.#dropIns().map(({ path, reach, source }) => ({ ...this.#file(path), reach, source })),
      shadows: all.filter(({ path }) => path === `${shadowDirectory}/${this.#unit}`),
      links: all.filter(({ path }) => enables(path) && path.startsWith(paths.unitDir)),
      runtimeLinks: all.filter(
        ({ path, type }) => enables(path) && type === 'link' && path.startsWith('/run/systemd/system/'),
      ),
      loaded: loaded === null ? null : { load, active, sub: active === 'active' ? 'running' : 'dead' },
      invocation: this.process?.invocation ?? null,
      invocationAt: this.process?.at ?? null,
      ledger: this.#ledger,
      record: this.#record,
      details:
        loaded === null
          ? null
          : {
              loadState: load,
              loadError: '',
              activeState: active,
              subState: '',
              result: this.failed ? 'signal' : 'success',
              unitFileState: '',
              fragmentPath: loaded.fragment ?? fragment,
              dropInPaths: loaded.paths.slice(1),
              needDaemonReload: isStale,
              mainPID: 0,
              invocationID: this.process?.invocation ?? '',
              restarts: 0,
              restartPolicy: 'no',
              conditionResult: true,
              freezerState: 'running',
              job: '',
              conditionTested: true,
              binaryReplaced: false,
              execMainStatus: 0,
            },
    };
  }

  context(): PlanContext {
    return {
      paths,
      machineId: 'm',
      reloadMark: String(this.#mark),
      ownReloadMark: this.#ownMark,
      store: 's',
      triggered: false,
      pulledIn: false,
      neededElsewhere: new Set(),
      retryConditions: false,
    };
  }

  /** What the definition in memory is, as a process that were started now would have it. */
  loadedDigest(): Digest | null {
    return this.#loaded === null ? null : this.#runningDigest(this.#loaded);
  }

  #tick(): number {
    this.#clock += 1;
    return this.#clock;
  }

  #put(path: string, file: Omit<ModelFile, 'inode' | 'changedAt'>): void {
    const at = this.#tick();
    this.files.set(path, { ...file, inode: at, changedAt: at });
  }

  #move(from: string, to: string): void {
    const file = this.files.get(from);
    if (file === undefined) return;
    this.files.delete(from);
    this.files.set(to, { ...file, changedAt: this.#tick() });
  }

  #identity(path: string): string {
    const file = this.files.get(path);
    return file === undefined ? '-' : `${file.inode}:${file.changedAt}`;
  }

  #file(path: string): ObservedFile {
    const file = this.files.get(path);
    if (file === undefined) throw new Error(`the model has no ${path}`);
    const content = Buffer.from(file.content, 'latin1');
    return {
      path,
      type: file.link ? 'link' : 'file',
      digest: file.link ? null : sha256(content),
      mode: file.mode,
      owner: file.owner,
      target: file.link ? file.content : null,
      identity: this.#identity(path),
      size: content.length,
      stamp: file.link ? null : (parseStamp(file.content)?.name ?? null),
    };
  }

  #dropIns(): { path: string; reach: ObservedDropIn['reach']; source: ObservedDropIn['source'] }[] {
    const found = new Map<
      string,
      { path: string; reach: ObservedDropIn['reach']; source: ObservedDropIn['source'] }
    >();
    for (const { path: directoryOf, reach, source } of dropInDirectories) {
      const directory = `${directoryOf(this.#unit)}/`;
      for (const path of this.files.keys()) {
        const name = path.slice(directory.length);
        if (path.startsWith(directory) && !found.has(name)) found.set(name, { path, reach, source });
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, dropIn]) => dropIn);
  }

  #read(): LoadedDefinition {
    const candidates = [`${shadowDirectory}/${this.#unit}`, `${paths.unitDir}/${this.#unit}`];
    const fragment = candidates.find((path) => this.files.has(path)) ?? null;
    const file = fragment === null ? undefined : this.files.get(fragment);
    const dropIns = this.#dropIns().flatMap(({ path }) =>
      this.files.get(path)?.link === true ? [] : [path],
    );
    const read = [...(fragment === null ? [] : [fragment]), ...dropIns];
    return {
      fragment,
      masked: file !== undefined && (file.link || file.content === ''),
      texts: read.map((path) => this.files.get(path)?.content ?? ''),
      paths: [fragment ?? '', ...dropIns],
      identities: read.map((path) => `${path} ${this.#identity(path)}`).join(','),
    };
  }

  #runningDigest({ texts }: LoadedDefinition): Digest {
    const directives = effectiveDirectives(texts);
    const files = listValues(directives, 'Service', 'EnvironmentFile').flatMap(
      (path): AccompanyingDigest[] => {
        const file = this.files.get(path);
        return file === undefined ? [] : [{ path, digest: sha256(Buffer.from(file.content, 'latin1')) }];
      },
    );
    return restartDigest(directives, files);
  }
}
