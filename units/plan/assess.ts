import { protectedUnitReason } from '../../schemas/protected-units.ts';
import type { DesiredUnit } from '../desired.ts';
import type { Drift } from '../drift.ts';
import type { ObservedUnit } from '../observed.ts';
import { phases, type Step } from '../step.ts';
import type { PlanContext } from './context.ts';
import type { Finding } from './finding.ts';
import { foreignDefinitionFindings } from './foreign-definitions.ts';
import { afterTheWait, heldDrift, isHeldBack, stoppedForAnother } from './held-back.ts';
import { installLinkFindings } from './install-links.ts';
import { leftoverFindings } from './leftovers.ts';
import { definitionPaths, identitiesOf, staleDefinition } from './loaded-definition.ts';
import { ownedFileFindings } from './owned-files.ts';
import { records, specChanged } from './record.ts';
import { ledgerStep, processFindings } from './running-process.ts';

/** What is different, what would be done about it, and whether muster may. */
export interface Assessment {
  drift: Drift[];
  /** In the order of phases; empty when live is as desired, or when policy or a refusal holds muster back. */
  steps: Step[];
  /** What the steps would be if nothing held them back: what `diff` shows. */
  wouldBe: Step[];
  refused: { reason: 'NotOwned' | 'Protected'; message: string } | null;
  specChanged: boolean;
}

/** Pure: the same desire and observation give the same assessment. */
export function assess(desired: DesiredUnit, observed: ObservedUnit, context: PlanContext): Assessment {
  const changed = specChanged(desired, observed);
  const reason = protectedUnitReason(desired.name);
  if (reason !== null) {
    const message = `${desired.name} ${reason}`;
    return {
      drift: [],
      steps: [],
      wouldBe: [],
      refused: { reason: 'Protected', message },
      specChanged: changed,
    };
  }
  const { findings: files, conflicts } = ownedFileFindings(desired, observed, context);
  const [conflict] = conflicts;
  if (conflict !== undefined) {
    const drift = conflicts.map(
      ({ path, message }): Drift => ({ kind: 'FileNotOurs', subject: path, message, heals: false }),
    );
    return {
      drift,
      steps: [],
      wouldBe: [],
      refused: { reason: 'NotOwned', message: conflict.message },
      specChanged: changed,
    };
  }
  const foreign = foreignDefinitionFindings(desired, observed, context);
  const links = installLinkFindings(desired, observed);
  const found = new Set([...files, ...foreign, ...links].map((item) => item.drift.subject));
  const onDisk = [...files, ...foreign, ...links, ...leftoverFindings(desired, observed, context, found)];
  const definitionChanges = onDisk.some((item) => item.touches === 'definition');
  const stale = staleDefinition(desired, observed, context);
  const reload: Step[] =
    stale !== null || (definitionChanges && observed.loaded !== null)
      ? [{ do: 'daemon-reload', unit: desired.name, reason: stale ?? 'a loaded definition changed' }]
      : [];
  const process = processFindings(desired, observed, context, {
    definitionChanges,
    inputChanges: onDisk.some((item) => item.touches === 'input'),
    specChanged: changed,
    foreignSince: earliest(onDisk.filter((item) => item.touches === 'definition')),
    foreignInputSince: earliest(onDisk.filter((item) => item.touches === 'input')),
  });
  const running = stoppedForAnother(desired, process);
  const acts = [...onDisk.flatMap((item) => item.steps), ...reload, ...running.flatMap((item) => item.steps)];
  const heldBack = isHeldBack(desired, acts);

  const drift = [...onDisk, ...running].map((item) => item.drift);
  if (heldBack) drift.unshift(...heldDrift(desired));
  if (stale !== null && !definitionChanges) {
    drift.push({
      kind: 'DefinitionStale',
      subject: desired.name,
      message: `${desired.name}: ${stale}`,
      heals: true,
    });
  }
  if (isCloned(observed, context)) {
    const message = `the record on this machine was written for machine-id ${observed.record?.machineId}: its disk was copied`;
    drift.push({ kind: 'WrongMachine', subject: desired.name, message, heals: true });
  }
  // What people change there is theirs to change; it is listed, and nothing is out of sync by it.
  if (desired.drift === 'ignore' && !changed) {
    const ignored = drift.map((item) => ({ ...item, heals: false }));
    return { drift: ignored, steps: [], wouldBe: [], refused: null, specChanged: false };
  }
  const wouldBe = complete(desired, observed, context, acts, changed);
  // While it runs, and would have to start anew, nothing of the change is done.
  const now = heldBack && desired.state === 'active' ? [] : wouldBe;
  return {
    drift,
    steps: allowed(desired, changed) ? now : [],
    wouldBe: heldBack ? afterTheWait(desired, observed, wouldBe) : wouldBe,
    refused: null,
    specChanged: changed,
  };
}

/** Suspended units are left alone; without healing, only a change of the manifest is carried out. */
function allowed(desired: DesiredUnit, changed: boolean): boolean {
  if (desired.suspend) return false;
  return desired.drift === 'heal' || changed;
}

/** A mere start of what the ledger already tells of leaves it as it is. */
function ledgerStands(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  acts: Step[],
): boolean {
  const { ledger } = observed;
  if (ledger === null || acts.some((step) => step.do !== 'start' && step.do !== 'reset-failed')) return false;
  const { reloadMark, ownReloadMark } = context;
  return (
    ledger.restart === desired.digests.restart &&
    ledger.reload === desired.digests.reload &&
    ledger.loaded === identitiesOf(definitionPaths(desired), observed) &&
    (ledger.reloadMark === reloadMark || ownReloadMark === reloadMark) &&
    (observed.invocation === null || observed.invocation !== ledger.previousInvocation)
  );
}

/** Adds the record and the ledger to what has to be done, and puts everything in the order of phases. */
function complete(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  acts: Step[],
  changed: boolean,
): Step[] {
  const cloned = isCloned(observed, context);
  if (acts.length === 0 && !changed && !cloned) return [];
  const unit = desired.name;
  const { intent, final } = records(desired, observed, context, acts);
  const steps: Step[] = [...acts];
  const loads = acts.some((step) => ['daemon-reload', 'start', 'restart', 'reload'].includes(step.do));
  if (loads && !ledgerStands(desired, observed, context, acts))
    steps.push(ledgerStep(desired, observed, acts));
  const claimsMore = acts.some((step) => ['write', 'link', 'set-aside'].includes(step.do));
  if (claimsMore) steps.push({ do: 'intent', unit, reason: 'what is about to be ours', content: intent });
  if (changed || claimsMore || cloned || acts.some((step) => step.do === 'remove')) {
    steps.push({ do: 'record', unit, reason: 'what is ours', content: final });
  }
  return inOrder(steps);
}

export function inOrder(steps: Step[]): Step[] {
  const rank = new Map(phases.map((phase, index) => [phase as string, index]));
  const at = (step: Step) => rank.get(phaseOf(step)) ?? 0;
  return [...steps].sort((a, b) => at(a) - at(b));
}

/** Giving an original back happens where files are removed. */
export function phaseOf(step: Step): (typeof phases)[number] {
  return step.do === 'restore' ? 'remove' : step.do;
}

function isCloned(observed: ObservedUnit, context: PlanContext): boolean {
  return observed.record !== null && observed.record.machineId !== context.machineId;
}

function earliest(findings: Finding[]): number | null {
  const times = findings.flatMap((item) => (item.foreignSince === null ? [] : [item.foreignSince]));
  return times.length === 0 ? null : Math.min(...times);
}

/** Every path whose state a read must bring for this unit to be assessed. */
export function pathsToObserve(desired: DesiredUnit): string[] {
  return [
    ...definitionPaths(desired),
    ...desired.files.filter((file) => file.role === 'file').map((file) => file.path),
  ];
}
