import type { Placement, PlacementStatus } from '../../schemas/types.ts';
import { fenceDropIn } from '../../units/compile.ts';
import type { Health, Sync } from '../../units/health.ts';
import { type ConditionInput, nextConditions } from '../conditions.ts';
import type { PlacementContext } from './placement-machine.ts';
import type { Reading } from './reading.ts';

/** How a placement stands, in the words of its status. */
export interface Standing {
  sync: Sync;
  health: Health;
  reason: string;
  message: string;
}

export function standingOf(phase: string, context: PlacementContext): Standing {
  const { reading, failure } = context;
  if (phase === 'unknown' || reading === null) {
    const message = failure?.message ?? 'the machine has not been read yet';
    return { sync: 'Unknown', health: 'Unknown', reason: failure?.reason ?? 'Progressing', message };
  }
  const { sync, health } = reading;
  if (phase === 'stopping' || phase === 'removing') {
    return {
      sync: 'OutOfSync',
      health: 'Progressing',
      reason: failure?.reason ?? 'Removing',
      message: failure?.message ?? 'it is being taken off the machine',
    };
  }
  if (failure !== null && phase === 'backoff') {
    return { sync, health: health.health === 'Healthy' ? 'Degraded' : health.health, ...failure };
  }
  if (reading.assessment.refused !== null) {
    return { sync, health: health.health, ...reading.assessment.refused };
  }
  if (health.health === 'Healthy' && sync === 'OutOfSync') {
    const first = reading.assessment.drift.find((item) => item.heals);
    return {
      sync,
      health: health.health,
      reason: first?.kind ?? 'OutOfSync',
      message: first?.message ?? health.message,
    };
  }
  return { sync, health: health.health, reason: health.reason, message: health.message };
}

/** The placement's status from its controller's state; null digests stand for what is not there. */
export function placementStatus(
  placement: Placement,
  phase: string,
  context: PlacementContext,
): PlacementStatus {
  const { reading, report } = context;
  const standing = standingOf(phase, context);
  const before = placement.status;
  const generation = reading?.generation;
  const status: PlacementStatus = {
    sync: standing.sync,
    health: standing.health,
    phase,
    activeState: reading?.observed.loaded?.active ?? 'inactive',
    subState: reading?.observed.loaded?.sub ?? 'dead',
    drift: reading?.assessment.drift ?? [],
    conditions: nextConditions(before?.conditions, conditions(phase, standing, context)),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const fenced = reading === null ? before?.fenced : isFenced(reading);
  if (fenced !== undefined) status.fenced = fenced;
  if (reading !== null) {
    status.digests = digests(reading);
    const details = reading.observed.details;
    const { invocation } = reading.observed;
    // Known about this run of the unit, now or from before.
    const known = details ?? (invocation !== null && before?.invocationID === invocation ? before : null);
    if (known?.mainPID !== undefined) status.mainPID = known.mainPID;
    if (known?.restarts !== undefined) status.restarts = known.restarts;
    if (known !== null && invocation !== null) status.invocationID = invocation;
  }
  const acts = (report?.results ?? []).filter(
    ({ step }) => !['intent', 'record', 'ledger'].includes(step.do),
  );
  if (report !== null && acts.length > 0 && phase !== 'acting') {
    const steps = [...new Set(acts.map(({ step }) => step.do))];
    const at = before?.lastAct?.at;
    const unchanged = at !== undefined && before?.lastAct?.durationMs === Math.round(report.durationMs);
    status.lastAct = {
      at: unchanged ? at : new Date().toISOString(),
      steps,
      durationMs: Math.round(report.durationMs),
    };
  } else if (before?.lastAct !== undefined) status.lastAct = before.lastAct;
  return status;
}

function conditions(phase: string, standing: Standing, context: PlacementContext): ConditionInput[] {
  const { reading, failure } = context;
  const observedGeneration = reading?.generation;
  const generation = observedGeneration === undefined ? {} : { observedGeneration };
  const unknown = standing.sync === 'Unknown';
  const { reason, message } = standing;
  const ready =
    standing.sync === 'Synced' && (standing.health === 'Healthy' || standing.health === 'Suspended');
  const drift = reading?.assessment.drift.filter((item) => item.heals) ?? [];
  const list: ConditionInput[] = [
    { type: 'Ready', status: unknown ? 'Unknown' : ready ? 'True' : 'False', reason, message, ...generation },
    {
      type: 'Synced',
      status: unknown ? 'Unknown' : standing.sync === 'Synced' ? 'True' : 'False',
      reason: unknown ? reason : standing.sync,
      message: unknown
        ? message
        : (drift[0]?.message ?? (standing.sync === 'Synced' ? 'live is as desired' : message)),
      ...generation,
    },
  ];
  if (drift.length > 0 && !unknown) {
    const text = drift.map((item) => item.message).join('; ');
    list.push({
      type: 'Drifted',
      status: 'True',
      reason: drift[0]?.kind ?? 'OutOfSync',
      message: text,
      ...generation,
    });
  }
  if (['observing', 'judging', 'acting', 'verifying', 'retrying', 'stopping', 'removing'].includes(phase)) {
    list.push({ type: 'Reconciling', status: 'True', reason: 'Progressing', message: phase, ...generation });
  }
  if (phase === 'backoff' && failure !== null) {
    list.push({
      type: 'Stalled',
      status: 'True',
      reason: failure.reason,
      message: failure.message,
      ...generation,
    });
  }
  return list;
}

function isFenced({ desired, observed }: Reading): boolean {
  const dropIn = desired.files.find(({ path }) => path.endsWith(`/${fenceDropIn}`));
  return dropIn !== undefined && observed.files.get(dropIn.path)?.digest === dropIn.digest;
}

function digests(reading: Reading): NonNullable<PlacementStatus['digests']> {
  const { desired, observed, assessment } = reading;
  const synced = desired.files.every((file) => observed.files.get(file.path)?.digest === file.digest);
  const stale = assessment.drift.some(({ kind }) => kind === 'ProcessStale');
  return {
    desired: desired.digests.desired,
    ...(synced ? { disk: desired.digests.desired } : {}),
    ...(observed.loaded !== null && synced && !assessment.drift.some(({ kind }) => kind === 'DefinitionStale')
      ? { loaded: desired.digests.desired }
      : {}),
    ...(observed.invocation !== null
      ? { running: stale ? (observed.ledger?.restart ?? 'unknown') : desired.digests.restart }
      : {}),
  };
}
