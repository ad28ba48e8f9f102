/**
 * What a machine holds, as read in one pass: the second input of `plan()`.
 * Plain data. Nothing in here is remembered from an earlier read.
 */
import type { Digest } from './desired.ts';

export interface ObservedFile {
  path: string;
  type: 'file' | 'link' | 'directory' | 'other';
  /** Of the content, for a regular file (or what a link leads to); null when it cannot be read. */
  digest: Digest | null;
  mode: string;
  owner: string;
  /** Where a link points; null for anything else. */
  target: string | null;
  /**
   * `inode:ctime`, ctime in seconds with fraction. Unlike mtime it cannot be kept by `cp -p`, rsync or tar, so it tells
   * an edit that NeedDaemonReload misses.
   */
  identity: string;
  /** Bytes; a zero-byte fragment counts as masked. */
  size: number;
  /** The unit name in muster's header line; null when the file does not carry one. */
  stamp: string | null;
}

export interface ObservedDropIn extends ObservedFile {
  /** unit: `a.service.d`; template: `a@.service.d`; prefix: `foo-.service.d`; type: `service.d`. */
  reach: 'unit' | 'template' | 'prefix' | 'type';
  /** Where it lives. Vendor drop-ins (/usr/lib) are the distribution's and no drift. */
  source: 'etc' | 'run' | 'control' | 'vendor';
}

/** What systemd has in memory: a row of ListUnits. */
export interface LoadedState {
  load: string;
  active: string;
  sub: string;
}

/**
 * Kept on the machine in /run, written by every act: which definition a process was started with.
 * `previousInvocation` is the InvocationID that was running when the definition was loaded, or `-`:
 * a process with another InvocationID was started later, and so from this definition. No clock involved.
 */
export interface Ledger {
  restart: Digest;
  previousInvocation: string;
  /** The reload digest that the process has read; `-` while a reload is owed. */
  reload: Digest | '-';
  /** Identities (`inode:ctime`) of fragment and drop-ins when systemd last certainly loaded them. */
  loaded: string;
  /** The daemon-reload count mark at that time (UnitsLoadTimestampMonotonic). */
  reloadMark: string;
}

/** From `systemctl show`; fetched only for units that are not plainly well. Empty strings where systemd gives none. */
export interface UnitDetails {
  loadState: string;
  loadError: string;
  activeState: string;
  subState: string;
  result: string;
  unitFileState: string;
  fragmentPath: string;
  dropInPaths: string[];
  needDaemonReload: boolean;
  mainPID: number;
  invocationID: string;
  restarts: number;
  /** When systemd starts it again by itself: `Restart=`. */
  restartPolicy: string;
  conditionResult: boolean;
  freezerState: string;
  job: string;
  /** False when a condition was never evaluated since boot. */
  conditionTested: boolean;
  /** The main process runs a binary that has been replaced on disk. */
  binaryReplaced: boolean;
  execMainStatus: number;
}

export interface ObservedUnit {
  name: string;
  /** Every path asked for that exists (fragment, drop-ins, accompanying files, links), by path. */
  files: Map<string, ObservedFile>;
  /** Every drop-in systemd would apply to this unit, ours among them, in the order of precedence. */
  dropIns: ObservedDropIn[];
  /** Unit files of this name in directories that win over `unitDir` (system.control, /run/…/transient, generator.early). */
  shadows: ObservedFile[];
  /** Links below `unitDir` that enable this unit (`*.wants/`, `*.requires/`, `*.upholds/`), or are aliases of it. */
  links: ObservedFile[];
  /** The same below /run: enabled or masked only until reboot. */
  runtimeLinks: ObservedFile[];
  /** null: systemd has not loaded it. */
  loaded: LoadedState | null;
  /** The current InvocationID; null when nothing runs. */
  invocation: string | null;
  /** Seconds since the epoch, with fraction, by the machine's clock: when that invocation began (ctime of its link in /run/systemd/units). */
  invocationAt: number | null;
  ledger: Ledger | null;
  /** The record under stateDir, parsed; null when there is none. */
  record: UnitRecord | null;
  details: UnitDetails | null;
}

export interface UnitRecord {
  name: string;
  owner: { namespace: string; unit: string; uid: string };
  /** Every path muster wrote for this unit: what a removal takes away. */
  paths: string[];
  /** Files that were someone else's before `adopt`, and where their original is kept. */
  adopted: { path: string; kept: string }[];
  /** The machine-id it was written for: a clone of the disk shows. */
  machineId: string;
  /** The manifest's Unit object, so that a lost store can be rebuilt. */
  spec: unknown;
  /** Which store wrote it: two musters may share a machine, and neither removes what is the other's. */
  store?: string;
  /** What was last carried out to the end; absent while the first act is under way. */
  applied?: AppliedDefinition;
}

export interface AppliedDefinition {
  desired: Digest;
  restart: Digest;
  reload: Digest;
  stop: Digest;
  state: 'active' | 'inactive';
  enabled: boolean | null;
  /** Digest of each file as written, by path. */
  files: Record<string, Digest>;
}

export interface ObservedMachine {
  /** Milliseconds since the epoch, by our clock, when the read began. */
  readAt: number;
  bootId: string;
  machineId: string;
  /** UnitsLoadTimestampMonotonic: changes with every daemon-reload; `0` before the first. */
  reloadMark: string;
  /**
   * The mark right after the last daemon-reload by one of our acts (`${runtimeDir}/reload-mark`); empty when there was
   * none since boot. Equal to reloadMark: nobody else has reloaded since.
   */
  ownReloadMark: string;
  /** The highest fencing epoch an act has shown this machine. */
  epoch: number;
  /** By name; one for every name asked for, also when nothing of it exists. */
  units: Map<string, ObservedUnit>;
  /** Records of units that nobody asked for in this read: left behind by an earlier desire (drift row 23). */
  strays: UnitRecord[];
  /** Files below unitDir that carry our stamp but belong to no record and no name asked for. */
  strayFiles: ObservedFile[];
}
