/**
 * What a client can ask of the controllers beyond reading and writing objects. Each is a POST to
 * `/apis/muster.dev/v1/operations/NAME` with the request as JSON; the answer is a stream of JSON lines.
 * Plain data only: these types cross the wire.
 */
import type { Drift } from '../units/drift.ts';
import type { Phase } from '../units/step.ts';

/** A unit as it runs, and where. */
export interface PlacementRef {
  namespace: string;
  /** The name that runs: `hello@1.service`. */
  unit: string;
  machine: string;
}

/** Which placements are meant. Everything given must match; nothing given means all. */
export interface Selection {
  namespace?: string;
  /** Names or globs; a template (`hello@.service`) means all its instances. A name without a suffix means `.service`. */
  units?: string[];
  /** Kubernetes label selector over the Unit's labels. */
  selector?: string;
  machine?: string;
}

/** A manifest as read by the client, valid and with its place in git or on disk. */
export interface ApplyRequest {
  objects: unknown[];
  /** none: do it; server: say what would be stored, change nothing anywhere. */
  dryRun: 'none' | 'server';
  /** Milliseconds to wait for convergence; 0 returns when stored (`--no-wait`). */
  timeoutMs: number;
}

export interface DeleteRequest extends Selection {
  /** Kinds other than Unit are deleted by name. */
  objects?: { kind: string; namespace?: string; name: string }[];
  dryRun: 'none' | 'server';
  timeoutMs: number;
}

/** What apply, delete, and the unit verbs report while they work. */
export type ProgressEvent =
  | {
      type: 'object';
      kind: string;
      namespace?: string;
      name: string;
      result: 'created' | 'configured' | 'unchanged' | 'deleted';
    }
  | {
      type: 'machine';
      machine: string;
      state: 'connecting' | 'ready' | 'failed';
      reason?: string;
      message?: string;
    }
  /** Sent whenever the controller of a placement enters another state. */
  | ({
      type: 'placement';
      phase: string;
      sync: string;
      health: string;
      reason?: string;
      message?: string;
    } & PlacementRef)
  | ({
      type: 'step';
      step: Phase | ActVerb;
      subject: string;
      reason: string;
      ok: boolean;
      message: string;
    } & PlacementRef)
  /** A unit (or an instance) that found no machine, with the reason per machine. */
  | {
      type: 'unplaced';
      namespace: string;
      unit: string;
      message: string;
      machines: { machine: string; reason: string }[];
    }
  /** `machine` is where it goes. */
  | ({ type: 'move'; from: string; reason: string } & PlacementRef)
  | ({ type: 'done' } & Outcome);

export interface Outcome {
  /** Placements that were asked about. */
  total: number;
  converged: number;
  failed: (PlacementRef & { reason: string; message: string })[];
  machinesFailed: { machine: string; reason: string; message: string }[];
  unplaced: number;
  timedOut: boolean;
  durationMs: number;
}

export interface DiffRequest extends Selection {
  /** Manifests to compare with the machines; without them what is stored is compared. */
  objects?: unknown[];
}

/** What would be done to one unit on one machine. */
export interface DiffEntry extends PlacementRef {
  type: 'entry';
  /** create: not on the machine yet; remove: on the machine, no longer desired; unknown: the machine could not be read. */
  change: 'create' | 'update' | 'remove' | 'none' | 'unknown';
  /** Differences in detail; for `unknown`, one sentence in `message`. */
  drift: Drift[];
  files: { path: string /** Unified diff, live → desired; secrets are masked. */; diff: string }[];
  /** What apply would do, in order: `write /etc/…`, `daemon-reload`, `restart`. Empty when nothing. */
  acts: { do: string; subject: string; reason: string }[];
  message?: string;
}

export type DiffEvent =
  | DiffEntry
  | {
      type: 'unplaced';
      namespace: string;
      unit: string;
      message: string;
      machines: { machine: string; reason: string }[];
    }
  | {
      type: 'object';
      kind: string;
      namespace?: string;
      name: string;
      result: 'created' | 'configured' | 'unchanged' | 'deleted';
    }
  | { type: 'done'; differing: number; unknown: number; machines: number; durationMs: number };

/** What is desired from now on: active, inactive (load and stop), or submitted. Templates take and lose instances by it. */
export type StateVerb = 'start' | 'load' | 'stop' | 'unload';
/** Done once; what is desired stays as it is. */
export type ActVerb = 'restart' | 'reload' | 'kill' | 'freeze' | 'thaw' | 'reset-failed';

/** With `machine`, a state is of that one placement. `reconcile` reads the machines afresh and repairs. */
export interface VerbRequest extends Selection {
  verb: StateVerb | ActVerb | 'reconcile';
  /** For kill: a name with or without SIG, or a number; TERM when not given. */
  signal?: string;
  /** For kill: which processes; all when not given. */
  whom?: 'main' | 'control' | 'all';
  timeoutMs: number;
}

/** Moves every unit that another machine may take off these machines, which take no more until they are uncordoned. */
export interface DrainRequest {
  machines: string[];
  timeoutMs: number;
}

/** Moves some units so that the machines have more nearly as many as one another. */
export interface RebalanceRequest {
  /** At most so many. */
  maxMoves: number;
  /** none: do it; server: only say what would be moved. */
  dryRun: 'none' | 'server';
  timeoutMs: number;
}

export interface RebootRequest {
  machine: string;
  /** Move its units away before; they come back only when something else makes them. */
  drain: boolean;
  timeoutMs: number;
}

/** Runs a read-only program about units on their machines and streams what it prints. */
export interface InspectRequest extends Selection {
  inspect: 'status' | 'cat' | 'logs' | 'is-active' | 'is-enabled';
  follow?: boolean;
  /** Number of lines, for logs. */
  lines?: number;
  since?: string;
  /** For logs that are followed: by machine, the cursor after which to go on, instead of the last lines. */
  after?: Record<string, string>;
  /** Terminal colours wanted. */
  color?: boolean;
}

export type InspectEvent =
  | ({
      type: 'line';
      stream: 'stdout' | 'stderr';
      text: string /** Microseconds since the epoch, for logs. */;
      at?: number;
      /** Of the journal's entry, for logs that are followed. */
      cursor?: string;
    } & PlacementRef)
  /** What is to come from this machine comes after the cursor; `machines` are followed in all. */
  | { type: 'following'; machine: string; cursor: string; machines: number }
  | ({ type: 'exit'; code: number } & PlacementRef)
  | { type: 'machine'; machine: string; state: 'failed'; reason: string; message: string }
  /** While following: the connection is gone, and its journal is taken up again where it broke off. */
  | { type: 'machine'; machine: string; state: 'lost'; reason: string; message: string }
  | { type: 'machine'; machine: string; state: 'back' };

/** What the scheduler would do now. Changes nothing. */
export interface ScheduleRequest extends Selection {
  /** Manifests in front of what is stored. */
  objects?: unknown[];
  /** Also what speaks against every machine, of every unit. */
  explain: boolean;
}

export type ScheduleEvent =
  | ({
      type: 'spot';
      decision: 'keep' | 'place' | 'remove' | 'abandon';
      reason: string;
      from?: string;
    } & PlacementRef)
  | {
      type: 'unplaced' | 'stuck' | 'explained';
      namespace: string;
      unit: string;
      message: string;
      machines: { machine: string; reason: string }[];
    }
  | { type: 'done'; units: number; machines: number; durationMs: number };

/** What the controllers do on request. An aborted signal ends the stream early and touches no unit. */
export interface Operations {
  apply(request: ApplyRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
  delete(request: DeleteRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
  diff(request: DiffRequest, signal: AbortSignal): AsyncIterable<DiffEvent>;
  verb(request: VerbRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
  schedule(request: ScheduleRequest, signal: AbortSignal): AsyncIterable<ScheduleEvent>;
  inspect(request: InspectRequest, signal: AbortSignal): AsyncIterable<InspectEvent>;
  drain(request: DrainRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
  rebalance(request: RebalanceRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
  reboot(request: RebootRequest, signal: AbortSignal): AsyncIterable<ProgressEvent>;
}
