import type { Placement, Unit } from '../../schemas/types.ts';
import { notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import { objectKey } from '../cluster.ts';
import type { Core } from '../core.ts';
import type { ProgressEvent, VerbRequest } from '../operations.ts';
import { runningName } from '../scheduling/schedule.ts';
import { connectMachines } from './connect-machines.ts';
import { converge } from './converge.ts';
import { selectPlacements } from './select.ts';

/**
 * systemd's verbs. start and stop change what is desired, or the controllers would take it back; restart and reload
 * act once. All of them then wait until what is desired is so.
 */
export async function* verb(
  core: Core,
  request: VerbRequest,
  signal: AbortSignal,
): AsyncIterable<ProgressEvent> {
  const since = Date.now();
  await core.reconcile();
  const placements = selectPlacements(core.cluster, request);
  if (placements.length === 0 && request.units !== undefined)
    throw notFound(kindNamed('Unit'), request.units.join(', '));
  if (request.verb === 'start' || request.verb === 'stop') {
    const revision = await setState(
      core,
      placements,
      request.verb === 'start' ? 'active' : 'inactive',
      request.machine,
    );
    await core.cluster.reached(revision);
  }
  await connectMachines(core, [...new Set(placements.map((placement) => placement.spec.machine))], signal);
  if (request.verb === 'restart' || request.verb === 'reload') {
    await Promise.allSettled(
      placements.map((placement) => actOnce(core, placement, request.verb as 'restart' | 'reload')),
    );
  }
  if (request.timeoutMs === 0) return;
  yield* converge(core, placements, { timeoutMs: request.timeoutMs, signal, since });
  await core.flushStatuses();
}

/** Of one machine's placement when a machine is given, else of the whole unit. */
async function setState(
  core: Core,
  placements: Placement[],
  state: 'active' | 'inactive',
  machine: string | undefined,
): Promise<number> {
  if (machine !== undefined) {
    return core.objects.updateAll(
      placements.map((placement) => ({ ...placement, spec: { ...placement.spec, state } })),
    );
  }
  const units = new Map<string, Unit>();
  const overridden: Placement[] = [];
  for (const placement of placements) {
    const unit = core.cluster.get(
      'Unit',
      `${placement.metadata.namespace ?? 'default'}/${placement.spec.unit}`,
    );
    if (unit !== undefined) units.set(objectKey(unit), { ...unit, spec: { ...unit.spec, state } });
    if (placement.spec.state !== undefined) {
      const { state: _was, ...spec } = placement.spec;
      overridden.push({ ...placement, spec });
    }
  }
  return core.objects.updateAll([...units.values(), ...overridden]);
}

async function actOnce(core: Core, placement: Placement, what: 'restart' | 'reload'): Promise<void> {
  const unit = runningName(placement.spec.unit, placement.spec.instance ?? null);
  const agent = core.agent(placement.spec.machine);
  await agent?.perform(objectKey(placement), [{ do: what, unit, reason: `muster ${what}` }]);
}
