import type { DesiredUnit } from '../../units/desired.ts';
import type { HealthReading, Sync } from '../../units/health.ts';
import type { ObservedUnit } from '../../units/observed.ts';
import type { Assessment } from '../../units/plan/assess.ts';
import type { StepResult } from '../../units/step.ts';

/** What one read of a machine says about one placement. */
export interface Reading {
  desired: DesiredUnit;
  observed: ObservedUnit;
  assessment: Assessment;
  health: HealthReading;
  sync: Sync;
  /** metadata.generation of the Unit that `desired` was compiled from. */
  generation: number;
  readAt: number;
}

/** What an act did for one placement. */
export interface ActReport {
  results: StepResult[];
  /** Milliseconds from the decision until the machine answered. */
  durationMs: number;
}

/** Why a placement's controller could not go on; the controller of the machine knows `LinkError`s better. */
export interface Failure {
  reason: string;
  message: string;
}
