import type { ObservedFile, UnitRecord } from '../../units/observed.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import type { ActReport } from '../placement/reading.ts';
import type { AgentHost, Stray } from './agent-host.ts';

export interface StrayKeeperOptions {
  machine: string;
  host: AgentHost;
  /** Takes the unit of this name off the machine. */
  takeAway: (unit: string) => Promise<ActReport>;
  /** What stays is different from before. */
  changed: () => void;
}

/** Units and files on one machine that nobody declares there: takes off what is to go, and knows what stays. */
export class StrayKeeper {
  readonly #options: StrayKeeperOptions;
  #strays: Stray[] = [];

  constructor(options: StrayKeeperOptions) {
    this.#options = options;
  }

  /** What stays. */
  get strays(): Stray[] {
    return this.#strays;
  }

  /** `found`: what belongs to no unit that was read; `known`: all that have a controller, whether they were read or not. */
  async handle(
    found: { strays: readonly UnitRecord[]; strayFiles: readonly ObservedFile[] },
    known: ReadonlySet<string>,
  ): Promise<void> {
    const { machine, host, changed } = this.#options;
    const templates = new Set([...known].map((name) => parseUnitName(name)?.template));
    const records = found.strays.filter(({ name }) => !known.has(name));
    const files = found.strayFiles.filter(({ stamp }) => !known.has(stamp ?? '') && !templates.has(stamp));
    if (records.length === 0 && files.length === 0 && this.#strays.length === 0) return;
    const judged = await host.judgeStrays(machine, records).catch(() => null);
    // The store is away: nothing is concluded, and the next full read sees them again.
    if (judged === null) return;
    const handled = await Promise.all(judged.map((stray) => this.#handleOne(stray)));
    this.#strays = [...handled.filter((stray) => stray !== null), ...files.map(strayFile)];
    changed();
  }

  /** null when it is gone from the machine. */
  async #handleOne(stray: Stray): Promise<Stray | null> {
    if (!stray.remove) return stray;
    const { machine, host, takeAway } = this.#options;
    const failure = await takeAway(stray.unit).then(
      ({ results }) => results.find(({ ok }) => !ok)?.message ?? null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    host.strayHandled(machine, stray, failure);
    return failure === null
      ? null
      : { ...stray, message: `${stray.message}; taking it off failed: ${failure}` };
  }
}

/** Without a record it is not known whose it is, nor what else belongs to it. */
function strayFile({ path, stamp }: ObservedFile): Stray {
  const message = `${path} carries muster's header and nothing accounts for it: apply a manifest for ${stamp} to manage it, or remove the file`;
  return { unit: stamp ?? path, kind: 'Orphan', message, remove: false };
}
