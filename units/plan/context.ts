import type { UnitPaths } from '../desired.ts';

/** What a plan needs to know of the machine besides the unit itself. */
export interface PlanContext {
  paths: UnitPaths;
  machineId: string;
  reloadMark: string;
  ownReloadMark: string;
  /** Identifies this muster's store in records, so that two musters on one machine leave each other's units alone. */
  store: string;
  /** A timer, socket or path unit on this machine starts this one: whether it runs now is its trigger's affair. */
  triggered: boolean;
  /** Another unit on this machine that should run starts this one together with itself: it may run without being asked for. */
  pulledIn: boolean;
  /** Paths that other units of ours on this machine still need (instances share their template's file). */
  neededElsewhere: Pick<ReadonlySet<string>, 'has'>;
  /** Try again to start what a Condition…= of the unit kept from starting; true on the slow full read only. */
  retryConditions: boolean;
  /** The InvocationID seen at the last read, to report restarts that were not ours. */
  knownInvocation?: string;
}
