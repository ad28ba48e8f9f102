/**
 * The controller of one unit on one machine. Level-triggered: every decision is made on a fresh reading, and events only
 * say that it is time for another one. Readings and acts are done by the machine's agent, which puts the wishes of all
 * its placements into one read and one batch.
 */
import { assign, fromPromise, setup } from 'xstate';
import { LinkError } from '../../machines/link.ts';
import { type Crashes, calmedDown, countCrashes, noCrashes } from './crashes.ts';
import type { ActReport, Failure, Reading } from './reading.ts';

export interface PlacementInput {
  key: string;
  linkUp: boolean;
  /** Failed attempts that were made elsewhere, or by an earlier process: the wait goes on from there. */
  attempts?: number;
}

export interface PlacementContext extends PlacementInput, Crashes {
  reading: Reading | null;
  report: ActReport | null;
  failure: Failure | null;
  /** Failed attempts in a row; decides how long the next one waits. */
  attempts: number;
  /** Those of them that were made here, and that the machine has answered. */
  failures: number;
  /** The last failure is what the machine said, and not that nothing could be asked. */
  answered: boolean;
  /** Since when it has been well, monotonic ms: looking at it anew does not end that. null while it is not. */
  calmSince: number | null;
  /** It was started again after it had failed: when it fails anew, it waits. */
  healed: boolean;
  /** Something happened while a reading was under way, which may be too old to show it. */
  again: boolean;
  /** What the last act was for; see wishOf. */
  actedFor: string;
}

export type PlacementEvent =
  | { type: 'LINK_UP' }
  | { type: 'LINK_LOST'; failure: Failure }
  /** The machine signalled something about this unit. */
  | { type: 'SIGNAL' }
  /** The manifest, or something it refers to, changed. */
  | { type: 'SPEC_CHANGED' }
  /** Somebody asks for a fresh reading, now. */
  | { type: 'SYNC' }
  /** The placement is no longer desired. */
  | { type: 'DELETE' };

/** Waits after the n-th failure in a row: 0.5 s, doubled each time, at most five minutes, ± 20 %. */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const base = Math.min(500 * 2 ** Math.max(0, attempts - 1), 300_000);
  return Math.round(base * (0.8 + 0.4 * random()));
}

/** A process that ends at once (a missing program, a bad option) does so within this time. */
export const settleMs = 100;

/** What has been well for so long has not failed before. */
const stableMs = 60_000;

export const placementMachine = setup({
  types: {
    context: {} as PlacementContext,
    events: {} as PlacementEvent,
    input: {} as PlacementInput,
  },
  actors: {
    observe: fromPromise<Reading, { key: string }>(unprovided),
    act: fromPromise<ActReport, { key: string; reading: Reading | null }>(unprovided),
    takeAway: fromPromise<ActReport, { key: string }>(unprovided),
    forget: fromPromise<void, { key: string }>(unprovided),
  },
  guards: {
    linkIsUp: ({ context }) => context.linkUp,
    mustLookAgain: ({ context }) => context.again && !neverRests(context.reading),
    missedSomething: ({ context }) => context.again,
    needsAct: ({ context }) => needsAct(context.reading),
    isFailingAgain: ({ context }) => isFailure(context.reading) && (context.healed || context.attempts > 0),
    differs: ({ context }) => context.reading?.sync === 'OutOfSync',
    stillDiffers: (_, params: { reading: Reading }) => params.reading.sync === 'OutOfSync',
    desiredMoved: ({ context }) => needsAct(context.reading) && wishOf(context.reading) !== context.actedFor,
    lastActFailed: ({ context }) => failedStep(context.report) !== null,
    startedSomething: ({ context }) =>
      context.report?.results.some(({ step }) => step.do === 'start' || step.do === 'restart') === true,
  },
  actions: {
    noteReading: assign(({ context }, { reading }: { reading: Reading }) => {
      const counted = countCrashes(context, reading.observed);
      const calmSince = counted.crashes > context.crashes ? null : context.calmSince;
      return { ...counted, reading, failure: null, calmSince };
    }),
    noteReport: assign({ report: (_, params: { report: ActReport }) => params.report }),
    noteStepFailure: assign({ failure: ({ context }) => failedStep(context.report), answered: true }),
    noteStillDifferent: assign({ failure: ({ context }) => stillDifferent(context.reading), answered: true }),
    noteError: assign({
      failure: (_, params: { error: unknown }) => failureOf(params.error),
      answered: false,
    }),
    noteLost: assign({
      failure: (_, params: { failure: Failure }) => params.failure,
      linkUp: false,
      calmSince: null,
    }),
    /** What failed so far says nothing of the removal; that the machine is away does. */
    forgetFailure: assign({ failure: ({ context }) => (context.linkUp ? null : context.failure) }),
    noteLinkUp: assign({ linkUp: true }),
    lookAgain: assign({ again: true }),
    lookFresh: assign({ again: false }),
    countAttempt: assign({
      attempts: ({ context }) => context.attempts + 1,
      failures: ({ context }) => context.failures + (context.answered ? 1 : 0),
      calmSince: null,
    }),
    noteHealing: assign({
      healed: ({ context }) => context.healed || isFailure(context.reading),
      calmSince: null,
      actedFor: ({ context }) => wishOf(context.reading),
    }),
    forgetAttempts: assign(({ context }) => forgotten(context)),
    noteCalm: assign(({ context }) => {
      const now = performance.now();
      const calmSince = context.calmSince ?? now;
      return { calmSince, ...(now - calmSince < stableMs ? {} : forgotten(context)) };
    }),
  },
  delays: {
    backoff: ({ context }) => backoffMs(context.attempts),
    settle: settleMs,
    stable: stableMs,
    /** Until the next reading of a unit that never rests. */
    catchUp: 200,
  },
}).createMachine({
  id: 'placement',
  initial: 'pending',
  context: ({ input }) => ({
    ...input,
    reading: null,
    report: null,
    failure: null,
    attempts: input.attempts ?? 0,
    failures: 0,
    ...noCrashes,
    answered: false,
    calmSince: null,
    healed: false,
    again: false,
    actedFor: '',
  }),
  on: {
    LINK_LOST: {
      target: '.unknown',
      actions: { type: 'noteLost', params: ({ event }) => ({ failure: event.failure }) },
    },
    DELETE: { target: '.stopping', actions: 'forgetFailure' },
  },
  states: {
    pending: {
      always: { guard: 'linkIsUp', target: 'observing' },
      on: { LINK_UP: { target: 'observing', actions: 'noteLinkUp' } },
    },
    observing: {
      entry: 'lookFresh',
      on: {
        SIGNAL: { actions: 'lookAgain' },
        SPEC_CHANGED: { actions: ['lookAgain', 'forgetAttempts'] },
        SYNC: { actions: ['lookAgain', 'forgetAttempts'] },
      },
      invoke: {
        id: 'observe',
        src: 'observe',
        input: ({ context }) => ({ key: context.key }),
        onDone: {
          target: 'judging',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
        },
        onError: {
          target: 'backoff',
          actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    /** Left at once: which way to go from a reading. */
    judging: {
      always: [
        { guard: 'mustLookAgain', target: 'observing' },
        { guard: 'isFailingAgain', target: 'backoff', actions: 'noteStillDifferent' },
        { guard: 'differs', target: 'drifted' },
        { target: 'synced' },
      ],
    },
    synced: {
      entry: 'noteCalm',
      after: {
        stable: { actions: 'forgetAttempts' },
        catchUp: { guard: 'missedSomething', target: 'observing' },
      },
      on: {
        SIGNAL: 'observing',
        SPEC_CHANGED: { target: 'observing', actions: 'forgetAttempts' },
        SYNC: { target: 'observing', actions: 'forgetAttempts' },
      },
    },
    /** Stays here when policy (drift: detect, suspend) or a refusal (NotOwned) holds muster back. */
    drifted: {
      always: { guard: 'needsAct', target: 'acting' },
      after: { catchUp: { guard: 'missedSomething', target: 'observing' } },
      on: {
        SIGNAL: 'observing',
        SPEC_CHANGED: { target: 'observing', actions: 'forgetAttempts' },
        SYNC: { target: 'observing', actions: 'forgetAttempts' },
      },
    },
    acting: {
      entry: 'noteHealing',
      invoke: {
        id: 'act',
        src: 'act',
        input: ({ context }) => ({ key: context.key, reading: context.reading }),
        onDone: {
          target: 'verifying',
          actions: { type: 'noteReport', params: ({ event }) => ({ report: event.output }) },
        },
        onError: {
          target: 'backoff',
          actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    verifying: {
      initial: 'weighing',
      states: {
        weighing: {
          always: [
            { guard: 'lastActFailed', target: '#placement.backoff', actions: 'noteStepFailure' },
            { guard: 'startedSomething', target: 'settling' },
            { target: 'reading' },
          ],
        },
        settling: { after: { settle: 'reading' } },
        reading: {
          entry: 'lookFresh',
          on: {
            SIGNAL: { actions: 'lookAgain' },
            SPEC_CHANGED: { actions: 'lookAgain' },
            SYNC: { actions: 'lookAgain' },
          },
          invoke: {
            id: 'verify',
            src: 'observe',
            input: ({ context }) => ({ key: context.key }),
            onDone: {
              target: 'judging',
              actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
            },
            onError: {
              target: '#placement.backoff',
              actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        judging: {
          always: [
            { guard: 'mustLookAgain', target: 'reading' },
            { guard: 'desiredMoved', target: '#placement.acting' },
            { guard: 'needsAct', target: '#placement.backoff', actions: 'noteStillDifferent' },
            { guard: 'differs', target: '#placement.drifted' },
            { target: '#placement.synced' },
          ],
        },
      },
    },
    backoff: {
      entry: 'countAttempt',
      after: { backoff: 'retrying' },
      on: {
        SPEC_CHANGED: { target: 'observing', actions: 'forgetAttempts' },
        SYNC: { target: 'observing', actions: 'forgetAttempts' },
      },
    },
    /** Like observing, but a unit that still fails is tried again at once: it has waited. */
    retrying: {
      entry: 'lookFresh',
      on: {
        SIGNAL: { actions: 'lookAgain' },
        SPEC_CHANGED: { actions: ['lookAgain', 'forgetAttempts'] },
        SYNC: { actions: ['lookAgain', 'forgetAttempts'] },
      },
      invoke: {
        id: 'retry',
        src: 'observe',
        input: ({ context }) => ({ key: context.key }),
        onDone: [
          {
            target: 'drifted',
            guard: { type: 'stillDiffers', params: ({ event }) => ({ reading: event.output }) },
            actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
          },
          {
            target: 'synced',
            actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
          },
        ],
        onError: {
          target: 'backoff',
          actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    /** The machine cannot be reached: nothing is known, and nothing is concluded from that. */
    unknown: {
      on: { LINK_UP: { target: 'observing', actions: 'noteLinkUp' } },
    },
    /** No longer desired: it comes off the machine, and the placement is forgotten only then. */
    stopping: {
      initial: 'deciding',
      on: {
        DELETE: {},
        LINK_LOST: {
          target: '.away',
          actions: { type: 'noteLost', params: ({ event }) => ({ failure: event.failure }) },
        },
      },
      states: {
        deciding: { always: [{ guard: 'linkIsUp', target: 'working' }, { target: 'away' }] },
        away: { on: { LINK_UP: { target: 'working', actions: 'noteLinkUp' } } },
        working: {
          invoke: {
            id: 'takeAway',
            src: 'takeAway',
            input: ({ context }) => ({ key: context.key }),
            onDone: {
              target: 'weighing',
              actions: { type: 'noteReport', params: ({ event }) => ({ report: event.output }) },
            },
            onError: {
              target: 'waiting',
              actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
            },
          },
        },
        weighing: {
          always: [
            { guard: 'lastActFailed', target: 'waiting', actions: 'noteStepFailure' },
            { target: '#placement.removing' },
          ],
        },
        waiting: {
          entry: 'countAttempt',
          after: { backoff: 'working' },
          on: { SYNC: 'working' },
        },
      },
    },
    removing: {
      on: { DELETE: {}, LINK_LOST: {} },
      invoke: {
        id: 'forget',
        src: 'forget',
        input: ({ context }) => ({ key: context.key }),
        onDone: 'gone',
        onError: {
          target: 'removalBackoff',
          actions: { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    /** The store could not take it; the machine is done. */
    removalBackoff: {
      entry: 'countAttempt',
      on: { DELETE: {}, LINK_LOST: {} },
      after: { backoff: 'removing' },
    },
    gone: { type: 'final' },
  },
});

function forgotten(context: PlacementContext) {
  return { attempts: 0, failures: 0, healed: false, ...calmedDown(context) };
}

/** All that an act was for: a wish that has changed meanwhile is acted for at once, not after a back-off. */
function wishOf(reading: Reading | null): string {
  if (reading === null) return '';
  const { digests, state, enabled, links, onChange, drift, suspend } = reading.desired;
  return JSON.stringify([digests, state, enabled, links, onChange, drift, suspend]);
}

function needsAct(reading: Reading | null): boolean {
  return reading !== null && reading.assessment.steps.length > 0;
}

/** Healed by starting again something that ends by itself, which must not become a loop of muster's making. */
function isFailure(reading: Reading | null): boolean {
  return reading?.assessment.drift.some(({ kind }) => kind === 'Failed' || kind === 'StartLimitHit') === true;
}

/** Something new happens during each reading of a unit that crashes all the time: the one at hand has to do. */
function neverRests(reading: Reading | null): boolean {
  return reading?.assessment.drift.some(({ kind }) => kind === 'CrashLoop') === true;
}

function failedStep(report: ActReport | null): Failure | null {
  const failed = report?.results.find((result) => !result.ok);
  if (failed === undefined) return null;
  return {
    reason: failed.cause ?? 'ReconciliationFailed',
    message: `${failed.step.do} failed: ${failed.message}`,
  };
}

function stillDifferent(reading: Reading | null): Failure | null {
  const first = reading?.assessment.drift.find((item) => item.heals);
  if (first === undefined) return null;
  return { reason: isFailure(reading) ? 'Failed' : 'ReconciliationFailed', message: first.message };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof LinkError) return { reason: error.reason, message: error.message };
  return { reason: 'ReconciliationFailed', message: error instanceof Error ? error.message : String(error) };
}

function unprovided(): Promise<never> {
  return Promise.reject(new Error('the machine agent provides this actor'));
}
