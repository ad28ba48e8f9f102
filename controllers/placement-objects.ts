import type { Placement, Unit } from '../schemas/types.ts';
import { runningName, type Spot } from './scheduling/spot.ts';

/** Keeps a Placement in the store until its unit has left the machine. */
export const placementFinalizer = 'muster.dev/on-machine';

/** The name of a Placement object: what runs, and where. */
export function placementName(spot: Spot): string {
  return `${runningName(spot.unit, spot.instance)}.${spot.machine}`;
}

export function newPlacement(
  spot: Spot,
  unit: Unit,
  reason: string,
  annotations: Record<string, string> = {},
): Placement {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Placement',
    metadata: {
      name: placementName(spot),
      namespace: spot.namespace,
      labels: { ...unit.metadata.labels, 'muster.dev/machine': spot.machine },
      annotations: { 'muster.dev/placed-because': reason, ...annotations },
      finalizers: [placementFinalizer],
      ownerReferences: [
        {
          apiVersion: unit.apiVersion,
          kind: unit.kind,
          name: unit.metadata.name,
          uid: unit.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      unit: spot.unit,
      machine: spot.machine,
      ...(spot.instance === null ? {} : { instance: spot.instance }),
    },
  };
}

const spots = new WeakMap<Placement, Spot>();

/** The same spot each time: objects are never changed, and the scheduler knows what it has seen. */
export function spotOfPlacement(placement: Placement): Spot {
  let spot = spots.get(placement);
  if (spot === undefined) {
    const { namespace = 'default' } = placement.metadata;
    const { unit, instance = null, machine } = placement.spec;
    spot = { namespace, unit, instance, machine };
    spots.set(placement, spot);
  }
  return spot;
}

/** The key of the Unit that a placement belongs to. */
export function unitKeyOf({ metadata, spec }: Placement): string {
  return `${metadata.namespace ?? 'default'}/${spec.unit}`;
}

export function isLeaving(placement: Placement): boolean {
  return placement.metadata.deletionTimestamp != null;
}

/** Stored only: no machine gets it until it is loaded or started. */
export function isSubmitted(unit: Unit): boolean {
  return unit.spec.state === 'submitted';
}
