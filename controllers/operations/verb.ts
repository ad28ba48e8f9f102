import type { AnyObject, Placement } from '../../schemas/types.ts';
import { notFound } from '../../store/api-error.ts';
import { kindNamed } from '../../store/object-keys.ts';
import type { Edit } from '../../store/object-transaction.ts';
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
    await setState(core, placements, request.verb === 'start' ? 'active' : 'inactive', request.machine);
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
): Promise<void> {
  const edits = new Map<string, Edit>();
  for (const { metadata, spec } of placements) {
    const { namespace = 'default', name } = metadata;
    edits.set(`Placement ${namespace}/${name}`, {
      do: 'change',
      kind: 'Placement',
      namespace,
      name,
      change: (stored) => withPlacementState(stored, machine === undefined ? undefined : state),
    });
    if (machine !== undefined) continue;
    edits.set(`Unit ${namespace}/${spec.unit}`, {
      do: 'change',
      kind: 'Unit',
      namespace,
      name: spec.unit,
      change: (stored) => (stored.kind === 'Unit' ? { ...stored, spec: { ...stored.spec, state } } : stored),
    });
  }
  await core.commit([...edits.values()]);
}

function withPlacementState(stored: AnyObject, state: 'active' | 'inactive' | undefined): AnyObject {
  if (stored.kind !== 'Placement') return stored;
  const { state: _was, ...spec } = stored.spec;
  return { ...stored, spec: state === undefined ? spec : { ...spec, state } };
}

async function actOnce(core: Core, placement: Placement, what: 'restart' | 'reload'): Promise<void> {
  const unit = runningName(placement.spec.unit, placement.spec.instance ?? null);
  const agent = core.agent(placement.spec.machine);
  await agent?.perform(objectKey(placement), [{ do: what, unit, reason: `muster ${what}` }]);
}
