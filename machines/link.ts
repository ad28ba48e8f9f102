/**
 * The link to one machine. Two implementations: over SSH, and a simulated one for scale tests; both pass
 * `machines/link.contract.ts`. Every call takes a deadline and rejects with a LinkError.
 */
import type { Readable, Writable } from 'node:stream';
import type { UnitPaths } from '../units/desired.ts';
import type { ObservedMachine, UnitDetails } from '../units/observed.ts';
import type { Step, StepResult } from '../units/step.ts';

export interface MachineFacts {
  hostname: string;
  machineId: string;
  bootId: string;
  /** 252 for systemd 252.38. */
  systemdVersion: number;
  os: string;
  architecture: string;
  kernel: string;
  addresses: string[];
  cpus: number;
  memoryBytes: number;
  paths: UnitPaths;
}

export interface ObserveRequest {
  /** Unit names as they run, with what is asked of each. */
  units: {
    name: string /** Absolute paths whose state is wanted besides the unit's own directories. */;
    paths: string[];
  }[];
  /**
   * suspects: `systemctl show` only for units that are not plainly well; all: for every unit, when PIDs and restart
   * counts are wanted.
   */
  details: 'suspects' | 'all';
  /** Units that are shown although they may be plainly well: what list-units does not tell is wanted of them. */
  closely?: readonly string[];
  /** Units that were started: where systemd has not kept one in mind, it is asked why it does not run. */
  started?: readonly string[];
  /** Look for records and stamped files that belong to none of the units asked for. */
  strays: boolean;
}

export interface ActBatch {
  /** Names the act in the machine's journal and its lock; any short word of [A-Za-z0-9-]. */
  id: string;
  /** Refused by the machine with `EpochStale` when it has seen a higher one. */
  epoch: number;
  /** Already merged and in the order of phases. */
  steps: Step[];
}

export interface ActResult {
  results: StepResult[];
  /** Milliseconds on the machine, from taking the lock to letting it go. */
  heldMs: number;
}

export type LinkFailure =
  | 'HostUnreachable'
  | 'HostKeyUnknown'
  | 'HostKeyChanged'
  | 'AuthenticationFailed'
  | 'PrivilegeDenied'
  | 'SystemdIncompatible'
  | 'Timeout'
  | 'ConnectionLost'
  | 'EpochStale'
  | 'MachineBusy'
  | 'DiskFull'
  | 'ReadOnlyFileSystem'
  | 'SystemdBusy'
  | 'ProtocolError'
  | 'ConfigurationInvalid';

/** `message` is a sentence that names the next step. */
export class LinkError extends Error {
  readonly reason: LinkFailure;
  /** `SHA256:…` and the key itself (`ssh-ed25519 AAAA…`), for HostKeyUnknown and HostKeyChanged. */
  readonly hostKey: { fingerprint: string; key: string } | undefined;
  constructor(reason: LinkFailure, message: string, hostKey?: { fingerprint: string; key: string }) {
    super(message);
    this.name = 'LinkError';
    this.reason = reason;
    this.hostKey = hostKey;
  }
}

/** A hint that something happened; never a fact to act on: the controller reads the machine again. */
export type MachineSignal =
  | { kind: 'unit-changed'; unit: string; active?: string; sub?: string }
  | { kind: 'job-removed'; unit: string; result: string }
  /** Some file below the unit directories changed. */
  | { kind: 'files-changed' }
  | { kind: 'reloaded' }
  | { kind: 'closed'; error: LinkError };

export interface RemoteProcess {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Resolves with the exit status; 128 + n when a signal ended it. Rejects with LinkError when the connection goes. */
  exit: Promise<number>;
  kill(signal?: string): void;
  resize(columns: number, rows: number): void;
}

export interface MachineLink {
  readonly facts: MachineFacts;
  /** How changes are heard: `signals` (D-Bus and path unit) or `polling`, with the reason why. */
  readonly hearing: { by: 'signals' | 'polling'; reason: string };
  /** Resolves, never rejects, when the connection is gone, whether or not anything is listened to. */
  readonly closed: Promise<LinkError>;
  observe(request: ObserveRequest, deadlineMs?: number): Promise<ObservedMachine>;
  details(units: string[], deadlineMs?: number): Promise<Map<string, UnitDetails>>;
  act(batch: ActBatch, deadlineMs?: number): Promise<ActResult>;
  /** Contents by path; null where there is no such file. Read with the machine's privileges. */
  read(paths: string[], deadlineMs?: number): Promise<Map<string, Buffer | null>>;
  /** A program on the machine, as the privileged user when the manifest says `sudo`; nothing is interpreted by a shell. */
  run(
    argv: string[],
    options?: { tty?: { term: string; columns: number; rows: number }; privileged?: boolean },
  ): Promise<RemoteProcess>;
  /**
   * Start hearing about these units and the unit directories; replaces the earlier set. A directory of drop-ins or links
   * that is new is listened to once `observe` has met it. Sends nothing before the first call.
   */
  watch(units: string[], listener: (signal: MachineSignal) => void): Promise<void>;
  /** Bytes sent and received since the connection was made. */
  traffic(): { sent: number; received: number };
  close(): Promise<void>;
}
