/**
 * How much of what repeats itself a run does: `npm test` takes a quarter of an hour, `npm run test:thorough` does it all.
 * Every test runs in both, except where one says that it is only for the thorough run.
 */
export const thorough = process.env.MUSTER_TESTS === 'thorough';

/** How often, how long, or how many: `variable` of the environment has the last word. */
export function extent(variable: string, { usual, full }: { usual: number; full: number }): number {
  return Number(process.env[variable] ?? (thorough ? full : usual));
}
