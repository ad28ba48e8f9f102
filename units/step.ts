/**
 * What can be done on a machine. A plan is a list of steps; a machine's batch is the plans of its units merged by
 * phase, so that there is one daemon-reload at most and nothing starts before everything is written.
 */
import type { DesiredFile } from './desired.ts';

/** In the order in which a batch carries them out. */
export const phases = [
  'stop',
  'intent',
  'set-aside',
  'write',
  'remove',
  'link',
  'daemon-reload',
  'reset-failed',
  'ledger',
  'reload',
  'restart',
  'start',
  'record',
] as const;
export type Phase = (typeof phases)[number];

export type Step = { unit: string /** A sentence for people: why. */; reason: string } & (
  | /** Stop and wait until it has stopped, with the definition that is loaded now. */ { do: 'stop' }
  | /** Write the record before anything changes, with every path that is ours now or will be: an act that is cut leaves nothing unowned. */ {
      do: 'intent';
      content: string;
    }
  | /** Move a file that muster did not write out of the way; what stands under `kept` already is kept too, numbered. */ {
      do: 'set-aside';
      path: string;
      /** Where it goes: `${stateDir}/adopted/PATH` (given back when the unit is deleted) or `${stateDir}/set-aside/PATH`. */
      kept: string;
    }
  | { do: 'write'; file: DesiredFile }
  | /** Remove a file or link of muster's, and its directory when that becomes empty. */ {
      do: 'remove';
      path: string;
    }
  | /** Put a set-aside original back. */ { do: 'restore'; kept: string; path: string }
  | { do: 'link'; path: string; target: string }
  | { do: 'daemon-reload' }
  | { do: 'reset-failed' }
  | /** Note on the machine which definition the next start will run. */ {
      do: 'ledger';
      restart: string;
      reload: string;
      /** Fragment and drop-ins whose identities are noted as loaded. */
      loadedFrom: string[];
      /** When false, the process that runs now is already of this definition: keep `previousInvocation`. */
      starts: boolean;
    }
  | { do: 'reload' }
  | { do: 'restart' }
  | { do: 'start' }
  | { do: 'record'; content: string | null }
);

export interface StepResult {
  step: Step;
  ok: boolean;
  /** What the machine said, when it failed. */
  message: string;
  /** Why it failed, in one CamelCase word, where that is known. */
  cause?: string;
}
