import { instanceName } from '../../units/unit-name.ts';

/** A unit, or an instance of a template. */
export interface ItemName {
  namespace: string;
  /** metadata.name of the Unit: `hello@.service`. */
  unit: string;
  instance: string | null;
}

/** It on a machine. */
export interface Spot extends ItemName {
  machine: string;
}

export function runningName(unit: string, instance: string | null): string {
  return instance === null ? unit : instanceName(unit, instance);
}

export function itemKey({ namespace, unit, instance }: ItemName): string {
  return `${namespace}/${unit}/${instance ?? ''}`;
}

export function spotKey(spot: Spot): string {
  return `${itemKey(spot)}/${spot.machine}`;
}

/** By code units: the same order everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
