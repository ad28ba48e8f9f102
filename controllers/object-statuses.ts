/** Objects with the status that they should have now; null when it is the one that they have: a no-op is never written. */
import type { Machine, Placement, Unit } from '../schemas/types.ts';
import type { Judgement } from './failover/judge.ts';
import type { MachineAgent } from './machine/machine-agent.ts';
import { machineStatus } from './machine/machine-status.ts';
import type { PlacementContext } from './placement/placement-machine.ts';
import { placementStatus } from './placement/placement-status.ts';
import type { Decisions } from './scheduling/schedule.ts';
import { unitStatus } from './unit-status.ts';

export function placementWithStatus(
  placement: Placement,
  { phase, context }: { phase: string; context: PlacementContext },
): Placement | null {
  // Not read yet by this process: what was seen last still stands.
  if (context.reading === null && context.failure === null && placement.status !== undefined) return null;
  return withStatus(placement, placementStatus(placement, phase, context));
}

/** `judgement`: the last one about who is lost; null where nobody judges. */
export function machineWithStatus(
  machine: Machine,
  agent: MachineAgent,
  judgement: Judgement | null,
): Machine | null {
  const standing = judgement?.standings.get(machine.metadata.name);
  const lost = standing === undefined ? undefined : { standing, held: judgement?.held ?? null };
  // An attempt under way is no news about a machine of which something is known.
  const trying = agent.state.phase === 'connecting' && machine.status?.standing === standing;
  if (trying && machine.status !== undefined) return null;
  return withStatus(machine, machineStatus(machine, agent.state, agent.keys.length, agent.twin, lost));
}

/** `placements`: those of the unit. */
export function unitWithStatus(
  unit: Unit,
  placements: Placement[],
  { unplaced, stuck }: Decisions,
): Unit | null {
  const namespace = unit.metadata.namespace ?? 'default';
  const is = (other: { namespace: string; unit: string }) =>
    other.namespace === namespace && other.unit === unit.metadata.name;
  return withStatus(unit, unitStatus(unit, placements, unplaced.filter(is), stuck.filter(is)));
}

function withStatus<T extends Placement | Machine | Unit>(object: T, status: T['status']): T | null {
  const { lastContact: _then, ...before } = { ...(object.status as Record<string, unknown> | undefined) };
  const { lastContact: _now, ...after } = { ...(status as Record<string, unknown> | undefined) };
  return JSON.stringify(before) === JSON.stringify(after) ? null : { ...object, status };
}
