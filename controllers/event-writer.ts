import type { Machine, Placement } from '../schemas/types.ts';
import type { MachineState, Stray } from './machine/agent-host.ts';
import type { PlacementContext } from './placement/placement-machine.ts';

/** What is to be told about an object; the store's recorder counts equal ones. */
export interface Told {
  regarding: Placement | Machine;
  related?: Machine;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** Turns what controllers do into Events: every act, every drift that is held back, every failure. */
export class EventWriter {
  readonly #record: (told: Told[]) => Promise<void>;
  readonly #phases = new Map<string, MachineState['phase']>();
  readonly #boots = new Map<string, string>();
  #waiting: Told[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(record: (told: Told[]) => Promise<void>) {
    this.#record = record;
  }

  placementMoved(
    placement: Placement | undefined,
    machine: Machine | undefined,
    before: string | null,
    phase: string,
    context: PlacementContext,
  ): void {
    if (placement === undefined || before === phase) return;
    const tell = (type: Told['type'], reason: string, message: string) =>
      this.#tell({
        regarding: placement,
        ...(machine === undefined ? {} : { related: machine }),
        type,
        reason,
        message,
      });
    if (before === 'acting' && phase === 'verifying') {
      const { report, reading } = context;
      const done = [...new Set((report?.results ?? []).map(({ step }) => step.do))].filter(
        (name) => !['intent', 'record', 'ledger'].includes(name),
      );
      if (done.length === 0) return;
      const why = reading?.assessment.drift.filter((item) => item.heals) ?? [];
      const repaired = reading?.assessment.specChanged === false;
      const reason = repaired ? (why[0]?.kind ?? 'Repaired') : 'Applied';
      const because = why
        .slice(0, 3)
        .map((item) => item.message)
        .join('; ');
      tell('Normal', reason, `${done.join(', ')}${because === '' ? '' : `: ${because}`}`);
    } else if (phase === 'backoff' && context.failure !== null) {
      tell('Warning', context.failure.reason, context.failure.message);
    } else if (
      phase === 'drifted' &&
      context.reading !== null &&
      context.reading.assessment.steps.length === 0
    ) {
      const { refused, drift } = context.reading.assessment;
      const first = drift[0];
      if (refused !== null) tell('Warning', refused.reason, refused.message);
      else if (first !== undefined) tell('Warning', first.kind, first.message);
    } else if (phase === 'gone') tell('Normal', 'Removed', `taken off ${placement.spec.machine}`);
    const restarted = context.reading?.assessment.drift.find((item) => item.kind === 'Restarted');
    if (phase === 'synced' && restarted !== undefined) tell('Normal', 'Restarted', restarted.message);
  }

  machineMoved(machine: Machine | undefined, state: MachineState): void {
    if (machine === undefined) return;
    const name = machine.metadata.name;
    const before = this.#phases.get(name);
    this.#phases.set(name, state.phase);
    // What this process sees first is news only when it is not what was known.
    const knownReady = before === undefined && isReady(machine);
    if (state.phase !== before) {
      if (state.phase === 'ready' && !knownReady)
        this.#tell({ regarding: machine, type: 'Normal', reason: 'Connected', message: 'connected' });
      else if (state.error !== null && state.phase !== 'connecting' && state.phase !== 'ready') {
        this.#tell({
          regarding: machine,
          type: 'Warning',
          reason: state.error.reason,
          message: state.error.message,
        });
      }
    }
    const boot = state.facts?.bootId;
    const lastBoot = this.#boots.get(name) ?? machine.status?.facts?.bootID;
    if (boot === undefined) return;
    this.#boots.set(name, boot);
    if (lastBoot !== undefined && lastBoot !== boot) {
      this.#tell({
        regarding: machine,
        type: 'Normal',
        reason: 'Rebooted',
        message: 'it has booted since the last contact',
      });
    }
  }

  strayHandled(machine: Machine | undefined, stray: Stray, failure: string | null): void {
    if (machine === undefined) return;
    this.#tell({
      regarding: machine,
      type: failure === null ? 'Normal' : 'Warning',
      reason: failure === null ? stray.kind : 'PruneFailed',
      message: `${stray.message}: ${failure === null ? 'it was taken off' : failure}`,
    });
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const told = this.#waiting;
    this.#waiting = [];
    // Events are a convenience: losing some to a store that is away must not hold anything up.
    if (told.length > 0) await this.#record(told).catch(() => undefined);
  }

  #tell(told: Told): void {
    this.#waiting.push(told);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, 200);
  }
}

function isReady(machine: Machine): boolean {
  return (
    machine.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
  );
}
