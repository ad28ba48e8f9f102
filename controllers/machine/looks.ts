import type { StepResult } from '../../units/step.ts';

export interface LookOptions {
  /** Names of units to be shown in any case. */
  closely: string[];
  /** Names of units that were started. */
  started: string[];
  /** Keys whose unmet conditions are tried again. */
  retryConditions: Pick<ReadonlySet<string>, 'has'>;
}

/** What the next readings of a machine are to look for, besides what they always look for. */
export class Looks {
  /** For what nobody has declared: one unit in its back-off must not put that off. */
  straysDue = true;
  /** What list-units does not tell, at the next reading of all units together. */
  detailsDue = true;
  /** Keys of units that are, or may now be, frozen: list-units does not tell. */
  readonly #closely = new Set<string>();
  /** Names of units of which something was heard that list-units may not tell. */
  readonly #heardOf = new Set<string>();
  /**
   * Started since everything was last due: if a condition is not met, it was not met then, and the next try can wait. Of
   * others it is not known when systemd looked; at boot, it may have been before the fence let them run.
   */
  readonly #tried = new Set<string>();

  everythingDue(): void {
    this.straysDue = true;
    this.detailsDue = true;
    this.#tried.clear();
  }

  closely(key: string): void {
    this.#closely.add(key);
  }

  heardOf(unit: string): void {
    this.#heardOf.add(unit);
  }

  /** A reading says whether the unit is frozen; what runs as it should again is thawed. */
  seen(key: string, freezerState: string | undefined, isSynced: boolean): void {
    if (freezerState === 'frozen') this.#closely.add(key);
    else if (freezerState !== undefined && isSynced) this.#closely.delete(key);
  }

  acted(key: string, results: readonly StepResult[]): void {
    const starts = results.some(({ ok, step }) => ok && (step.do === 'start' || step.do === 'restart'));
    if (starts) this.#tried.add(key);
  }

  forget(key: string): void {
    this.#closely.delete(key);
    this.#tried.delete(key);
  }

  /** For a reading of these units, names by key, that begins now. */
  take(units: ReadonlyMap<string, string>, isVerified: (key: string) => boolean): LookOptions {
    const all = [...units];
    return {
      closely: all.flatMap(([key, name]) =>
        this.#heardOf.delete(name) || this.#closely.has(key) ? [name] : [],
      ),
      started: all.flatMap(([key, name]) => (this.#tried.has(key) ? [name] : [])),
      // Nor for a reading that verifies what has just been tried, when everything has become due meanwhile.
      retryConditions: { has: (key) => !this.#tried.has(key) && !isVerified(key) },
    };
  }
}
