import type { Condition } from '../schemas/types.ts';

export type ConditionInput = Omit<Condition, 'lastTransitionTime'>;

/** New conditions in place of the old; the time of transition moves only when the status does. */
export function nextConditions(
  old: Condition[] | undefined,
  inputs: ConditionInput[],
  now: string = new Date().toISOString(),
): Condition[] {
  return inputs.map((input) => {
    const before = old?.find((condition) => condition.type === input.type);
    const same = before !== undefined && before.status === input.status;
    return { ...input, lastTransitionTime: same ? before.lastTransitionTime : now };
  });
}
