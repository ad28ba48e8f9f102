import type { DesiredUnit } from '../desired.ts';
import type { ObservedUnit, UnitDetails } from '../observed.ts';
import type { Step } from '../step.ts';
import type { PlanContext } from './context.ts';
import { type Finding, finding } from './finding.ts';
import { definitionPaths, reloadedByOthers } from './loaded-definition.ts';

export interface Situation {
  /** The definition on disk differs from the desired one, by our change or another's. */
  definitionChanges: boolean;
  /** An accompanying file is going to be written. */
  inputChanges: boolean;
  /** The manifest differs from what was last carried out to the end. */
  specChanged: boolean;
  /** Earliest time (seconds) at which a file had content that was not ours; null when none had. */
  foreignSince: number | null;
  /** Earliest such time of an accompanying file. */
  foreignInputSince: number | null;
}

const up = new Set(['active', 'reloading', 'refreshing']);

/** Compares what runs with what should (drift rows 8, 13–16 and 18), and chooses the smallest act. */
export function processFindings(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  situation: Situation,
): Finding[] {
  const active = observed.loaded?.active ?? 'inactive';
  if (desired.state === 'inactive') return unwantedProcess(desired, observed, context, active);
  if (up.has(active) || active === 'activating')
    return runningProcess(desired, observed, context, situation, active);
  // It is about to end, and the next signal says how; a start now would only queue behind the stop.
  if (active === 'deactivating') return [];
  return missingProcess(desired, observed, context, situation, active);
}

function unwantedProcess(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  active: string,
): Finding[] {
  if (!up.has(active) && active !== 'activating') return [];
  // What stops it would stop, or come back with, the unit that needs it.
  if (context.triggered || context.pulledIn || (desired.oneshot && active === 'activating')) return [];
  const unit = desired.name;
  return [
    finding('Running', unit, `${unit} is ${active} (${observed.loaded?.sub ?? ''}), desired is inactive`, {
      steps: [{ do: 'stop', unit, reason: 'desired is inactive' }],
    }),
  ];
}

function runningProcess(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  situation: Situation,
  active: string,
): Finding[] {
  const unit = desired.name;
  const findings: Finding[] = [];
  const stale = staleProcess(desired, observed, context, situation);
  if (stale !== null) {
    findings.push(
      finding('ProcessStale', unit, `the process of ${unit} ${stale}`, staleRemedy(desired, observed, stale)),
    );
  } else if (active !== 'activating' && owesReload(desired, observed, situation)) {
    findings.push(
      finding('ReloadOwed', unit, `${unit} has not read its changed files yet`, {
        steps: desired.onChange === 'none' ? [] : [{ do: 'reload', unit, reason: 'its files changed' }],
        heals: desired.onChange !== 'none',
      }),
    );
  }
  if (observed.loaded?.sub === 'auto-restart' || observed.loaded?.sub === 'auto-restart-queued') {
    const count = observed.details === null ? '' : `, ${observed.details.restarts} restarts so far`;
    findings.push(
      finding(
        'CrashLoop',
        unit,
        `${unit} keeps ending and systemd starts it again${count}: see muster logs ${unit}`,
        {
          heals: false,
        },
      ),
    );
  }
  if (observed.details?.freezerState === 'frozen') {
    findings.push(finding('Frozen', unit, `${unit} is frozen: systemctl thaw ${unit}`, { heals: false }));
  }
  if (observed.details?.binaryReplaced === true) {
    const message = `the program of ${unit} was replaced on disk and the old one still runs: muster restart ${unit}`;
    findings.push(finding('BinaryReplaced', unit, message, { heals: false }));
  }
  if (
    context.knownInvocation !== undefined &&
    observed.invocation !== null &&
    context.knownInvocation !== observed.invocation
  ) {
    findings.push(finding('Restarted', unit, `${unit} ${whoRestarted(observed)}`, { heals: false }));
  }
  return findings;
}

/** A start by hand lets systemd count its own from nothing. */
function whoRestarted({ name, details }: ObservedUnit): string {
  if (details === null) return 'was restarted, and not by muster';
  return details.restarts > 0
    ? `ended, and systemd has started it again: see muster logs ${name}`
    : 'was restarted by someone else';
}

/** How to replace a process of an older definition. */
function staleRemedy(
  desired: DesiredUnit,
  observed: ObservedUnit,
  why: string,
): { steps?: Step[]; heals?: boolean } {
  const unit = desired.name;
  if (desired.onChange === 'none') return { heals: false };
  if (desired.onChange === 'reload') {
    return desired.canReload ? { steps: [{ do: 'reload', unit, reason: why }] } : { heals: false };
  }
  // What runs when the process stops must be what it was started with: when that changes, or when it is not known, the
  // unit stops before the new definition is loaded.
  if (observed.record?.applied?.stop !== desired.digests.stop) {
    return {
      steps: [
        { do: 'stop', unit, reason: `${why}; it stops with the definition it was started with` },
        { do: 'start', unit, reason: why },
      ],
    };
  }
  return { steps: [{ do: 'restart', unit, reason: why }] };
}

/** Why the running process is not of the desired definition; null when it is. The evidence is on the machine. */
function staleProcess(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  situation: Situation,
): string | null {
  const { ledger, record } = observed;
  const applied = record?.applied;
  if (
    desired.onChange === 'restart' &&
    applied !== undefined &&
    applied.desired !== desired.digests.desired
  ) {
    return 'was started before its files changed (onChange: restart)';
  }
  if (ledger !== null) {
    if (ledger.restart !== desired.digests.restart) return 'was started from an older definition';
    if (observed.invocation !== null && observed.invocation === ledger.previousInvocation) {
      return 'has not been restarted since its definition changed';
    }
  } else if (applied === undefined) {
    if (situation.definitionChanges || situation.inputChanges)
      return 'was started before muster took the unit over';
  } else if (applied.restart !== desired.digests.restart) {
    // No ledger since boot: it was started from what was on disk then, which an act that was cut may have replaced since.
    return 'was started from an older definition';
  }
  const { foreignSince, foreignInputSince } = situation;
  const at = observed.invocationAt;
  if (at === null) return null;
  if (foreignSince !== null && at >= foreignSince && reloadedByOthers(observed, context)) {
    return 'was started from a definition that someone else had changed';
  }
  if (foreignInputSince !== null && at >= foreignInputSince) {
    return 'was started with a file that someone else had changed';
  }
  return null;
}

function owesReload(desired: DesiredUnit, observed: ObservedUnit, situation: Situation): boolean {
  if (!desired.canReload || desired.digests.reload === '') return false;
  if (observed.ledger !== null && observed.ledger.reload !== desired.digests.reload) return true;
  return situation.inputChanges;
}

function missingProcess(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  situation: Situation,
  active: string,
): Finding[] {
  const unit = desired.name;
  const { details } = observed;
  const changes = situation.definitionChanges || situation.specChanged;
  const applied = observed.record?.applied;
  if (context.triggered && active !== 'failed') return [];
  if (desired.oneshot && active === 'inactive') {
    // It has run to its end from this very definition, or systemd ran it at boot if that is asked for.
    if (applied?.state === 'active' && applied.restart === desired.digests.restart) return [];
  }
  if (
    details !== null &&
    (details.loadState === 'bad-setting' || details.loadState === 'error') &&
    !changes
  ) {
    return [
      finding('BadUnitSetting', unit, `systemd refuses the unit: ${details.loadError || details.loadState}`, {
        heals: false,
      }),
    ];
  }
  if (
    details?.conditionTested === true &&
    !details.conditionResult &&
    active === 'inactive' &&
    !changes &&
    !(context.retryConditions && mayHeal(desired))
  ) {
    return [
      finding('ConditionNotMet', unit, `a condition of ${unit} was not met when it was last started`, {
        heals: false,
      }),
    ];
  }
  // A start that was asked for waits in systemd's queue, for a unit that comes first: asking again would change nothing.
  if (details !== null && hasJob(details) && !changes) {
    const message = `a job of ${unit} waits for another unit: systemctl list-jobs --after names it`;
    return [finding('JobStuck', unit, message, { heals: false })];
  }
  const start: Step = { do: 'start', unit, reason: `it is ${active}, desired is active` };
  if (active === 'failed') {
    const limit = details?.result === 'start-limit-hit';
    const why = details?.result ? ` (${details.result})` : '';
    const message = limit
      ? `${unit} failed so often that systemd no longer starts it`
      : `${unit} failed${why}: see muster logs ${unit}`;
    // What systemd has started again and given up has used up its starts, whatever the last failure was.
    const exhausted = limit || (details !== null && details.restarts > 0);
    const reset: Step[] = exhausted
      ? [{ do: 'reset-failed', unit, reason: 'systemd starts it no more' }]
      : [];
    return [finding(limit ? 'StartLimitHit' : 'Failed', unit, message, { steps: [...reset, start] })];
  }
  return [finding('NotRunning', unit, `${unit} is ${active}, desired is active`, { steps: [start] })];
}

function mayHeal({ drift, suspend }: DesiredUnit): boolean {
  return drift === 'heal' && !suspend;
}

/** Job= is empty or 0 when there is none. */
export function hasJob(details: UnitDetails): boolean {
  return !['', '0'].includes(details.job);
}

/** The note on the machine that goes with every act that loads or starts a definition. */
export function ledgerStep(desired: DesiredUnit, observed: ObservedUnit, steps: Step[]): Step {
  const starts = steps.some((step) => step.do === 'restart' || step.do === 'start');
  const reloads = steps.some((step) => step.do === 'reload');
  // With onChange: reload the process counts as current once it has reloaded.
  const kept = starts || (reloads && desired.onChange === 'reload') ? null : observed.ledger;
  return {
    do: 'ledger',
    unit: desired.name,
    reason: 'which definition runs',
    restart: kept === null ? desired.digests.restart : kept.restart,
    reload: kept === null || reloads ? desired.digests.reload : kept.reload,
    loadedFrom: definitionPaths(desired),
    starts,
  };
}
