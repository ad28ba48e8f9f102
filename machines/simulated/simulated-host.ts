/** A whole machine in memory, for scale and fault tests: what a MachineLink reaches, and what a person does there by hand. */
import { randomBytes } from 'node:crypto';
import type { UnitPaths } from '../../units/desired.ts';
import type { UnitRecord } from '../../units/observed.ts';
import { LinkError, type MachineFacts, type MachineSignal } from '../link.ts';
import type { Survey } from '../observe/parse-survey.ts';
import { noContents, parseLedger } from '../observe/parse-survey.ts';
import { SimulatedFiles } from './simulated-files.ts';
import { SimulatedSystemd } from './simulated-systemd.ts';

export interface SimulatedFaults {
  /** Every call is refused as by a host that is down. */
  unreachable: boolean;
  /** Milliseconds that every call takes. */
  latencyMs: number;
  /** The connection breaks after so many steps of the next act; null for never. Counts once. */
  cutAtStep: number | null;
  /** Every write of a file fails with this text, such as `No space left on device`. */
  writeError: string | null;
  /** Connections made from now on hear nothing, and have to poll. */
  isDeaf: boolean;
}

export class SimulatedHost {
  readonly name: string;
  readonly files: SimulatedFiles;
  readonly systemd: SimulatedSystemd;
  readonly paths: UnitPaths = {
    scope: 'system',
    unitDir: '/etc/systemd/system',
    stateDir: '/var/lib/muster',
    runtimeDir: '/run/muster',
  };
  readonly faults: SimulatedFaults = {
    unreachable: false,
    latencyMs: 0,
    cutAtStep: null,
    writeError: null,
    isDeaf: false,
  };
  readonly machineId: string;
  bootId: string;
  readonly #listeners = new Set<(signal: MachineSignal) => void>();
  readonly #cutters = new Set<() => void>();
  #clock = 0;

  constructor(name: string, options: { machineId?: string; latencyMs?: number } = {}) {
    this.name = name;
    this.machineId = options.machineId ?? randomBytes(16).toString('hex');
    this.bootId = newBootId();
    this.faults.latencyMs = options.latencyMs ?? 0;
    const now = () => this.now();
    this.files = new SimulatedFiles(now);
    this.systemd = new SimulatedSystemd(this.files, this.paths, now, (unit, { active, sub }) =>
      this.tell({ kind: 'unit-changed', unit, active, sub }),
    );
  }

  get facts(): MachineFacts {
    return {
      hostname: this.name,
      machineId: this.machineId,
      bootId: this.bootId,
      systemdVersion: 252,
      os: 'Simulated',
      architecture: 'x86_64',
      kernel: '6.1.0',
      addresses: ['192.0.2.1'],
      cpus: 2,
      memoryBytes: 2 ** 31,
      paths: this.paths,
    };
  }

  /** Seconds since the epoch; each call is later than the one before, by a microsecond at least. */
  now(): number {
    this.#clock = Math.max(this.#clock + 0.000001, Date.now() / 1000);
    return this.#clock;
  }

  /** A change by hand. */
  writeFile(path: string, content: string): void {
    this.files.write(path, content);
    this.tell({ kind: 'files-changed' });
  }

  removeFile(path: string): void {
    this.files.remove(path);
    this.tell({ kind: 'files-changed' });
  }

  daemonReload(): void {
    this.systemd.daemonReload();
    this.tell({ kind: 'reloaded' });
  }

  /** The power goes and comes back: every connection breaks. */
  reboot(): void {
    this.cut();
    this.bootId = newBootId();
    this.files.removeBelow('/run');
    this.systemd.boot();
  }

  /** Every connection breaks, once; `faults.unreachable` keeps new ones out. */
  cut(): void {
    const error = new LinkError(
      'ConnectionLost',
      `the connection to ${this.name} is lost; muster connects again by itself`,
    );
    this.tell({ kind: 'closed', error });
    for (const cutter of this.#cutters) cutter();
    this.#listeners.clear();
  }

  onCut(cutter: () => void): () => void {
    this.#cutters.add(cutter);
    return () => this.#cutters.delete(cutter);
  }

  listen(listener: (signal: MachineSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(signal: MachineSignal): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(signal));
  }

  /** What the real survey script would have read. */
  survey(): Survey {
    const survey: Survey = {
      bootId: this.bootId,
      machineId: this.machineId,
      epoch: Number(this.files.read(`${this.paths.stateDir}/epoch`)?.toString() ?? '0'),
      reloadMark: this.systemd.reloadMark,
      ownReloadMark: this.files.read(`${this.paths.runtimeDir}/reload-mark`)?.toString() ?? '',
      loaded: this.systemd.rows(),
      files: new Map(),
      invocations: this.systemd.invocations(),
      ledgers: new Map(),
      records: new Map(),
      clock: 0,
      kept: new Map(),
      contents: noContents(),
    };
    const ledgers = `${this.paths.runtimeDir}/ledger/`;
    const records = `${this.paths.stateDir}/units/`;
    for (const path of this.files.paths()) {
      if (path.startsWith(ledgers)) {
        const ledger = parseLedger(this.files.read(path)?.toString() ?? '');
        if (ledger !== null) survey.ledgers.set(path.slice(ledgers.length), ledger);
      } else if (path.startsWith(records)) {
        const record = JSON.parse(this.files.read(path)?.toString() ?? 'null') as UnitRecord;
        survey.records.set(path.slice(records.length, -'.json'.length), record);
      } else {
        const file = this.files.observe(path);
        if (file !== null) survey.files.set(path, file);
      }
    }
    return survey;
  }
}

function newBootId(): string {
  return randomBytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
