import type { FencedUnit } from '../../machines/fence.ts';
import type { LinkError, MachineFacts, MachineLink } from '../../machines/link.ts';
import type { DesiredUnit } from '../../units/desired.ts';
import type { UnitRecord } from '../../units/observed.ts';
import type { StepResult } from '../../units/step.ts';
import type { Hold } from '../hold.ts';
import type { PlacementContext } from '../placement/placement-machine.ts';
import type { StrayVerdict } from '../strays.ts';

/** A placement as the agent of its machine knows it. */
export interface Desire {
  desired: DesiredUnit;
  /** metadata.generation of the Unit. */
  generation: number;
  /** While it waits for other units. */
  hold?: Hold;
}

/** What an agent needs from the rest of muster. Nothing in here is about one machine's connection. */
export interface AgentHost {
  /** Identifies this muster's store in the records on machines. */
  readonly store: string;
  /** The fencing epoch that goes with every act. */
  epoch(): number;
  connect(machine: string): Promise<MachineLink>;
  /** Compiles what is wanted; throws an Error that names the place when the Unit cannot be compiled for this machine. */
  desire(key: string, facts: MachineFacts): Desire;
  /** The unit has left the machine: the placement may be forgotten. */
  forget(key: string): Promise<void>;
  /** Another machine answers with the same machine-id: its name; null when there is none. */
  twinOf(machine: string, machineId: string): string | null;
  /** What is stored about the placement (its main process, its restarts) is about this run of the unit: an InvocationID. */
  knowsRun(key: string, invocation: string): boolean;
  /** Records found on the machine that nothing here desires; resolves when every unit that may get a place has one. */
  judgeStrays(machine: string, records: readonly UnitRecord[]): Promise<Stray[]>;
  /** What became of a stray that was to be taken off the machine; null when it is gone. */
  strayHandled(machine: string, stray: Stray, failure: string | null): void;

  /** Placements of the machine whose units stop there when muster is out of reach, until they are gone; sorted by name. */
  fencedOn(machine: string): FencedUnit[];
  /** A sign of life is wanted at least this often, in milliseconds; null when the connection's own keepalive will do. */
  signOfLifeMs(machine: string): number | null;
  /** The timers of the fence were halted by an earlier process that meant to come back. */
  fenceHalted(machine: string): boolean;
  /** To be remembered, or forgotten, before it is done. */
  noteFenceHalted(machine: string, halted: boolean): Promise<void>;

  placementMoved(key: string, phase: string, context: PlacementContext): void;
  stepDone(key: string, result: StepResult): void;
  machineMoved(machine: string, state: MachineState): void;
}

export interface MachineState {
  phase: 'connecting' | 'ready' | 'unreachable' | 'refused' | 'stopped';
  facts: MachineFacts | null;
  hearing: MachineLink['hearing'] | null;
  error: LinkError | null;
  /** Units on the machine that nobody desires there, and that stay. */
  strays: Stray[];
}

export interface Stray extends StrayVerdict {
  /** The name that runs. */
  unit: string;
}
