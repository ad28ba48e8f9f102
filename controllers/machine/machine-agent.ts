/**
 * Everything muster does on one machine: keeps the connection, runs the controllers of its placements, and turns their
 * wishes into one read and one act for all of them.
 */
import { type Actor, createActor, fromPromise } from 'xstate';
import { LinkError, type MachineLink, type MachineSignal } from '../../machines/link.ts';
import { mergeSteps, stepIdentity } from '../../units/plan/merge-steps.ts';
import { planRemoval } from '../../units/plan/removal.ts';
import type { Step } from '../../units/step.ts';
import { failureOf, placementMachine, settleMs } from '../placement/placement-machine.ts';
import type { ActReport, Failure, Reading } from '../placement/reading.ts';
import { ActGate } from './act-gate.ts';
import type { AgentHost, Desire, MachineState } from './agent-host.ts';
import { Bursts } from './bursts.ts';
import { coalesce } from './coalesce.ts';
import { connectionMachine } from './connection-machine.ts';
import { Looks } from './looks.ts';
import { neighbourhood, planContext, readPlacements } from './read-placements.ts';
import { readRemovals } from './read-removals.ts';
import { StrayKeeper } from './stray-keeper.ts';
import { twinMessage } from './twin-message.ts';
import { Vitals } from './vitals.ts';

export interface AgentOptions {
  /** Hear changes (serve), or only look while something is in progress (a command without a server). */
  hear: boolean;
  /** Milliseconds between full reads as a safety net. */
  safetyNetMs: number;
  /** Milliseconds between reads where changes cannot be heard. */
  pollMs: number;
  /** Milliseconds between reads while something is starting and changes are not heard. */
  progressMs: number;
}

/** How often it is looked whether a sign of life has come, or one is due. */
const tickMs = 1_000;
/** Phases in which the machine is being read. */
const reading: ReadonlySet<string> = new Set(['observing', 'verifying', 'retrying']);
/** Stands before the name of a unit that no placement asks for, where acts are named by placements. */
const strayKey = 'stray ';
const actDeadlineMs = 120_000;
/** A stop may take as long as the unit's TimeoutStopSec. */
const stopDeadlineMs = 600_000;
/** Up to so many units that have started anew are asked for PIDs and restart counts at once. */
const detailsUpTo = 20;

interface Controller {
  actor: Actor<typeof placementMachine>;
  /** The name that runs on the machine. */
  unit: string;
  /** It may work; otherwise it is only known, for what it shares with those that do. */
  awake: boolean;
}

export class MachineAgent {
  readonly name: string;
  readonly #host: AgentHost;
  readonly #options: AgentOptions;
  readonly #connection: Actor<typeof connectionMachine>;
  readonly #placementMachine: typeof placementMachine;
  readonly #controllers = new Map<string, Controller>();
  readonly #invocations = new Map<string, string>();
  /** When an act outside of a plan was done, monotonic ms; and readings that began before it. */
  readonly #performedAt = new Map<string, number>();
  readonly #beforeAct = new WeakSet<Reading>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #bursts = new Bursts((unit) => this.#signalled(unit));
  readonly #gate = new ActGate();
  /** Keys whose reading has not begun: it will show all that happens until then. */
  readonly #awaiting = new Set<string>();
  /** When the reading under way began for each key, in ms since the epoch. */
  readonly #readingSince = new Map<string, number>();
  readonly #read: (key: string, input: null) => Promise<Reading>;
  readonly #act: (key: string, steps: Step[]) => Promise<ActReport>;
  readonly #planRemoval: (key: string, input: null) => Promise<Step[]>;
  #link: MachineLink | null = null;
  #twin: string | null = null;
  readonly #vitals: Vitals;
  readonly #looks = new Looks();
  readonly #strays: StrayKeeper;
  /** What has moved away while the machine was out of reach: it goes before anything else happens there. */
  #givingUp: Set<string> = new Set();
  #acts = 0;
  #watching = false;
  #polling: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(name: string, host: AgentHost, options: AgentOptions) {
    this.name = name;
    this.#host = host;
    this.#options = options;
    this.#vitals = new Vitals({ machine: name, host, keepsFence: options.hear });
    this.#strays = new StrayKeeper({
      machine: name,
      host,
      takeAway: (unit) => this.#takeAway(`${strayKey}${unit}`),
      changed: () => {
        if (!this.#stopped) host.machineMoved(name, this.state);
      },
    });
    this.#read = coalesce((wishes) => this.#performRead([...wishes.keys()]));
    this.#act = coalesce((wishes) => this.#performAct(wishes));
    this.#planRemoval = coalesce((wishes) => this.#planRemovals([...wishes.keys()]));
    // Once for all placements: taking a chart in costs more than running it.
    this.#placementMachine = placementMachine.provide({
      actors: {
        observe: fromPromise(({ input }) => {
          this.#awaiting.add(input.key);
          return this.#read(input.key, null);
        }),
        act: fromPromise(({ input }) => this.#act(input.key, input.reading?.assessment.steps ?? [])),
        takeAway: fromPromise(({ input }) => this.#takeAway(input.key)),
        forget: fromPromise(async ({ input }) => {
          await this.#host.forget(input.key);
        }),
      },
    });
    const machine = connectionMachine.provide({
      actors: { connect: fromPromise(({ input }) => this.#host.connect(input.name)) },
    });
    this.#connection = createActor(machine, { input: { name } });
    this.#connection.subscribe((snapshot) => this.#connectionMoved(snapshot.value, snapshot.context));
  }

  start(): void {
    this.#connection.start();
    if (!this.#options.hear) return;
    this.#every(this.#options.safetyNetMs, () => this.#readAll(true));
    this.#every(tickMs, () => void this.#tick());
  }

  /** Leaves every unit as it is. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#bursts.stop();
    for (const { actor } of this.#controllers.values()) actor.stop();
    this.#connection.send({ type: 'STOP' });
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    await this.#vitals.haltFence(link);
    await link.close();
  }

  get link(): MachineLink | null {
    return this.#link;
  }

  /** Another machine that was connected before and has the same machine-id. */
  get twin(): string | null {
    return this.#twin;
  }

  /** Monotonic ms: now while it is connected, else the last sign of life. */
  get lastContact(): number {
    return this.#link === null ? this.#vitals.heardAt : performance.now();
  }

  /** Resolves when the machine has given a sign of life, or its connection is given up because it did not within the time. */
  async answer(deadlineMs: number): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    try {
      await this.#vitals.ask(link, deadlineMs);
    } catch (error) {
      if (link === this.#link) this.#closed(error);
    }
  }

  /** Monotonic ms of the last bytes that came, also while it is connected. */
  get heardAt(): number {
    return this.#vitals.heardAt;
  }

  /** See Contact.fencedAt. */
  get fencedAt(): number | null {
    return this.#vitals.fencedAt;
  }

  get state(): MachineState {
    const { value, context } = this.#connection.getSnapshot();
    return this.#stateOf(value, context.error);
  }

  get keys(): string[] {
    return [...this.#controllers.keys()];
  }

  phaseOf(key: string): string | null {
    const controller = this.#controllers.get(key);
    return controller === undefined ? null : phaseName(controller.actor.getSnapshot().value);
  }

  /** Try to connect now: the manifest or a host key changed. */
  retry(): void {
    this.#connection.send({ type: 'RETRY' });
  }

  /** Not while a connection stands, or is being made. */
  retryIfAway(): void {
    const { phase } = this.state;
    if (phase === 'unreachable' || phase === 'refused') this.retry();
  }

  /** Somebody wants it looked at now: connect if that is what is missing, else read everything. */
  request(): void {
    if (this.#link === null || this.#twin !== null) {
      this.retry();
      return;
    }
    this.#looks.everythingDue();
    for (const { actor } of this.#controllers.values()) actor.send({ type: 'SYNC' });
  }

  /** Makes a placement known; nothing is done about it before `wake`. `attempts`: failed ones from before. */
  add(key: string, unit: string, attempts = 0): void {
    if (this.#controllers.has(key)) return;
    const actor = createActor(this.#placementMachine, { input: { key, linkUp: false, attempts } });
    this.#controllers.set(key, { actor, unit, awake: false });
    actor.subscribe((snapshot) => {
      const phase = phaseName(snapshot.value);
      const { reading } = snapshot.context;
      if (reading?.observed.invocation != null && phase === 'synced' && !this.#beforeAct.has(reading))
        this.#invocations.set(key, reading.observed.invocation);
      if (phase === 'acting') this.#invocations.delete(key);
      this.#looks.seen(key, reading?.observed.details?.freezerState, phase === 'synced');
      this.#host.placementMoved(key, phase, snapshot.context);
      if (phase === 'gone') this.#drop(key);
      else if (this.#givingUp.has(key) && isHeldUp(snapshot.value)) this.#gaveUp(key);
    });
    actor.start();
    this.#watchSoon();
  }

  /** From now on its controller works. */
  wake(key: string): void {
    const controller = this.#controllers.get(key);
    if (controller === undefined || controller.awake) return;
    controller.awake = true;
    const failure = this.#failure();
    if (failure !== null) controller.actor.send({ type: 'LINK_LOST', failure });
    else if (this.#link !== null) controller.actor.send({ type: 'LINK_UP' });
  }

  /** The placement is no longer desired; its controller takes the unit off the machine and then forgets it. */
  remove(key: string): void {
    this.#controllers.get(key)?.actor.send({ type: 'DELETE' });
  }

  /** Forget a placement without touching the machine. */
  abandon(key: string): void {
    this.#drop(key);
  }

  changed(key: string): void {
    this.#controllers.get(key)?.actor.send({ type: 'SPEC_CHANGED' });
  }

  /** A fresh reading: one that began at `since` (ms since the epoch) or later will do. */
  sync(key: string, since = Number.POSITIVE_INFINITY): void {
    if (this.#awaiting.has(key) || (this.#readingSince.get(key) ?? 0) >= since) return;
    this.#controllers.get(key)?.actor.send({ type: 'SYNC' });
  }

  /** From now on, reads bring what list-units does not tell of this unit. */
  lookClosely(key: string): void {
    this.#looks.closely(key);
  }

  /** Acts outside of a plan: what `muster restart` asks for. */
  async perform(key: string, steps: Step[]): Promise<ActReport> {
    this.#invocations.delete(key);
    const report = await this.#act(`${key} by hand`, steps);
    // A reading that began before may show the run that was.
    this.#performedAt.set(key, performance.now());
    this.#invocations.delete(key);
    this.#controllers.get(key)?.actor.send({ type: 'SIGNAL' });
    return report;
  }

  #drop(key: string): void {
    const controller = this.#controllers.get(key);
    if (controller === undefined) return;
    this.#controllers.delete(key);
    this.#invocations.delete(key);
    this.#performedAt.delete(key);
    this.#looks.forget(key);
    controller.actor.stop();
    this.#gaveUp(key);
    this.#watchSoon();
  }

  #connectionMoved(value: string, context: { link: MachineLink | null; error: LinkError | null }): void {
    if (this.#stopped) {
      // A connection that was made after we stopped caring.
      if (context.link !== null && context.link !== this.#link) void context.link.close();
      return;
    }
    if (value === 'ready' && context.link !== null && context.link !== this.#link) {
      this.#twin = this.#host.twinOf(this.name, context.link.facts.machineId);
      const { link } = context;
      this.#link = link;
      void link.closed.then((error) => this.#heard(link, { kind: 'closed', error }));
      this.#vitals.connected();
      // Two manifests for one machine would undo each other's work: nothing is done in the name of the second.
      if (this.#twin === null) void this.#begin(context.link);
      else this.#lost({ reason: 'DuplicateMachineID', message: twinMessage(this.name, this.#twin) });
    } else if (value !== 'ready' && this.#link !== null) {
      const link = this.#link;
      this.#vitals.note(link);
      this.#link = null;
      this.#twin = null;
      this.#givingUp.clear();
      void link.close();
      const failure = failureOf(
        context.error ?? new LinkError('ConnectionLost', `the connection to ${this.name} was lost`),
      );
      this.#lost(failure);
    } else if (context.error !== null && (value === 'unreachable' || value === 'refused')) {
      this.#lost(failureOf(context.error));
    }
    this.#host.machineMoved(this.name, this.#stateOf(value, context.error));
  }

  #lost(failure: Failure): void {
    for (const { actor, awake } of this.#controllers.values())
      if (awake) actor.send({ type: 'LINK_LOST', failure });
  }

  /** Why nothing can be done here; null while it can, or while that is not known yet. */
  #failure(): Failure | null {
    if (this.#twin !== null)
      return { reason: 'DuplicateMachineID', message: twinMessage(this.name, this.#twin) };
    const { error } = this.#connection.getSnapshot().context;
    return this.#link === null && error !== null ? failureOf(error) : null;
  }

  /** Everything is read anew after each connect: what happened meanwhile was not heard. */
  async #begin(link: MachineLink): Promise<void> {
    this.#looks.everythingDue();
    try {
      await this.#vitals.pushFence(link);
      await this.#watch(link);
    } catch (error) {
      this.#closed(error);
      return;
    }
    if (this.#link !== link) return;
    this.#pollWhile(link.hearing.by === 'polling');
    this.#givingUp = new Set(
      [...this.#controllers].flatMap(([key, { actor }]) =>
        phaseName(actor.getSnapshot().value) === 'stopping' ? [key] : [],
      ),
    );
    for (const key of this.#givingUp) this.#controllers.get(key)?.actor.send({ type: 'LINK_UP' });
    if (this.#givingUp.size === 0) this.#release();
    this.#host.machineMoved(this.name, this.state);
    if (this.#options.hear && this.#controllers.size === 0) void this.#read('', null).catch(() => undefined);
  }

  /** A connection may hear what the one before it could not, and the other way round. */
  #pollWhile(isDeaf: boolean): void {
    if (this.#polling !== null) {
      clearInterval(this.#polling);
      this.#timers.delete(this.#polling);
    }
    const polls = this.#options.hear && isDeaf;
    this.#polling = polls ? this.#every(this.#options.pollMs, () => this.#readAll(false)) : null;
  }

  #gaveUp(key: string): void {
    if (this.#givingUp.delete(key) && this.#givingUp.size === 0 && this.#link !== null) this.#release();
  }

  #release(): void {
    for (const { actor, awake } of this.#controllers.values()) if (awake) actor.send({ type: 'LINK_UP' });
  }

  async #tick(): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    try {
      await this.#vitals.tick(link);
    } catch (error) {
      if (link === this.#link) this.#closed(error);
    }
  }

  async #watch(link: MachineLink): Promise<void> {
    const units = [...this.#controllers.values()].map(({ unit }) => unit);
    if (this.#options.hear) await link.watch(units, (signal) => this.#heard(link, signal));
  }

  #watchSoon(): void {
    if (this.#watching || !this.#options.hear || this.#link === null) return;
    this.#watching = true;
    setImmediate(() => {
      this.#watching = false;
      const link = this.#link;
      if (link !== null) this.#watch(link).catch((error: unknown) => this.#closed(error));
    });
  }

  #heard(link: MachineLink, signal: MachineSignal): void {
    if (link !== this.#link) return;
    switch (signal.kind) {
      case 'closed':
        this.#connection.send({ type: 'CLOSED', error: signal.error });
        break;
      case 'files-changed':
      case 'reloaded':
        this.#readAll(false);
        break;
      default:
        this.#bursts.heard(signal);
    }
  }

  #signalled(unit: string): void {
    this.#looks.heardOf(unit);
    for (const [key, { actor, unit: own }] of this.#controllers) {
      if (own === unit && !this.#awaiting.has(key)) actor.send({ type: 'SIGNAL' });
    }
  }

  #closed(error: unknown): void {
    const known = error instanceof LinkError ? error : new LinkError('ConnectionLost', String(error));
    this.#connection.send({ type: 'CLOSED', error: known });
  }

  #readAll(complete: boolean): void {
    if (this.#link === null) return;
    if (complete) this.#looks.everythingDue();
    if (complete && this.#controllers.size === 0) void this.#read('', null).catch(() => undefined);
    for (const [key, { actor }] of this.#controllers) {
      if (this.#awaiting.has(key)) continue;
      // The safety net is no news: a reading that is under way will do, or one slower than the net would never end.
      if (complete && reading.has(phaseName(actor.getSnapshot().value))) continue;
      actor.send({ type: 'SIGNAL' });
    }
  }

  #desires(): Map<string, Desire | Error> {
    const facts = this.#link?.facts;
    const desires = new Map<string, Desire | Error>();
    if (facts === undefined) return desires;
    for (const [key, { actor }] of this.#controllers) {
      const phase = phaseName(actor.getSnapshot().value);
      if (phase === 'stopping' || phase === 'removing' || phase === 'removalBackoff') continue;
      try {
        desires.set(key, this.#host.desire(key, facts));
      } catch (error) {
        desires.set(key, error instanceof Error ? error : new Error(String(error)));
      }
    }
    return desires;
  }

  async #performRead(keys: string[]): Promise<Map<string, Reading | Error>> {
    await this.#gate.pass();
    const since = Date.now();
    for (const key of keys) {
      this.#awaiting.delete(key);
      this.#readingSince.set(key, since);
    }
    try {
      return await this.#readNow(keys);
    } finally {
      for (const key of keys) this.#readingSince.delete(key);
    }
  }

  async #readNow(keys: string[]): Promise<Map<string, Reading | Error>> {
    const link = this.#requireLink();
    const begun = performance.now();
    const all = this.#desires();
    const valid = new Map(
      [...all].filter((entry): entry is [string, Desire] => !(entry[1] instanceof Error)),
    );
    const wanted = new Map([...valid].filter(([key]) => keys.includes(key)));
    // A command that was asked about some of what is here leaves alone what it was not asked about.
    const strays = this.#looks.straysDue && [...this.#controllers.values()].every(({ awake }) => awake);
    // Some may be in the middle of something else, or wait for their next attempt.
    const allDetails = this.#looks.detailsDue && [...all.keys()].every((key) => keys.includes(key));
    const names = new Map([...wanted].map(([key, { desired }]) => [key, desired.name]));
    const { machine, readings } = await readPlacements(link, wanted, neighbourhood(valid), this.#host.store, {
      ...this.#looks.take(names, (key) => this.phaseOf(key) === 'verifying'),
      details: this.#options.hear && allDetails && wanted.size <= detailsUpTo ? 'all' : 'suspects',
      strays,
      known: this.#invocations,
    });
    if (allDetails) this.#looks.detailsDue = false;
    if (strays) {
      this.#looks.straysDue = false;
      // What is leaving is not in the read, and what cannot be compiled is not either: neither is a stray.
      void this.#strays.handle(machine, new Set([...this.#controllers.values()].map(({ unit }) => unit)));
    }
    await this.#readNewRuns(link, readings);
    const answers = new Map<string, Reading | Error>(readings);
    for (const [key, reading] of readings) {
      if ((this.#performedAt.get(key) ?? 0) > begun) this.#beforeAct.add(reading);
    }
    for (const key of keys) {
      const desire = all.get(key);
      if (desire instanceof Error) answers.set(key, desire);
    }
    this.#pollProgress(readings);
    return answers;
  }

  /** Process and restart count of units that have started since those were stored. A no-op never asks for them. */
  async #readNewRuns(link: MachineLink, readings: ReadonlyMap<string, Reading>): Promise<void> {
    const started = [...readings].filter(([key, { observed, assessment }]) => {
      const { invocation, details } = observed;
      const atRest = assessment.steps.length === 0;
      return atRest && details === null && invocation !== null && !this.#host.knowsRun(key, invocation);
    });
    if (started.length === 0 || started.length > detailsUpTo) return;
    const details = await link.details(started.map(([, { desired }]) => desired.name));
    for (const [, { desired, observed }] of started) observed.details = details.get(desired.name) ?? null;
  }

  /** Without hearing, what is starting is looked at again soon. */
  #pollProgress(readings: ReadonlyMap<string, Reading>): void {
    if (this.#options.hear && this.#link?.hearing.by === 'signals') return;
    const busy = [...readings]
      .filter(([, { health }]) => health.health === 'Progressing')
      .map(([key]) => key);
    if (busy.length === 0) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      for (const key of busy) this.#controllers.get(key)?.actor.send({ type: 'SIGNAL' });
    }, this.#options.progressMs);
    this.#timers.add(timer);
  }

  async #performAct(wishes: ReadonlyMap<string, Step[]>): Promise<Map<string, ActReport>> {
    const link = this.#requireLink();
    const begun = performance.now();
    await this.#vitals.pushFence(link);
    const steps = mergeSteps([...wishes.values()]);
    this.#acts += 1;
    const deadline = steps.some((step) => step.do === 'stop') ? stopDeadlineMs : actDeadlineMs;
    const acting = link.act({ id: `act-${this.#acts}`, epoch: this.#host.epoch(), steps }, deadline);
    this.#gate.close(acting, settleMs);
    const { results } = await acting;
    const durationMs = performance.now() - begun;
    const byIdentity = new Map(results.map((result) => [stepIdentity(result.step), result]));
    const reports = new Map<string, ActReport>();
    for (const [key, own] of wishes) {
      const mine = own.flatMap((step) => {
        const result = byIdentity.get(stepIdentity(step));
        return result === undefined ? [] : [{ ...result, step }];
      });
      reports.set(key, { results: mine, durationMs });
      const placement = key.replace(/ by hand$/, '');
      this.#looks.acted(placement, mine);
      for (const result of mine) this.#host.stepDone(placement, result);
    }
    return reports;
  }

  async #planRemovals(keys: string[]): Promise<Map<string, Step[]>> {
    const link = this.#requireLink();
    const machine = await readRemovals(
      link,
      keys.map((key) => this.#unitOf(key)),
    );
    const desires = [...this.#desires()].filter(
      (entry): entry is [string, Desire] => !(entry[1] instanceof Error),
    );
    const neighbours = neighbourhood(desires);
    const options = { retryConditions: new Set<string>(), known: this.#invocations };
    const plans = new Map<string, Step[]>();
    for (const key of keys) {
      const unit = this.#unitOf(key);
      const observed = machine.units.get(unit);
      const context = planContext(key, unit, link.facts, machine, this.#host.store, neighbours, options);
      plans.set(key, observed === undefined ? [] : planRemoval(observed, context));
    }
    return plans;
  }

  #unitOf(key: string): string {
    return key.startsWith(strayKey) ? key.slice(strayKey.length) : (this.#controllers.get(key)?.unit ?? '');
  }

  async #takeAway(key: string): Promise<ActReport> {
    const steps = await this.#planRemoval(key, null);
    return steps.length === 0 ? { results: [], durationMs: 0 } : this.#act(key, steps);
  }

  #requireLink(): MachineLink {
    if (this.#link === null) throw new LinkError('ConnectionLost', `${this.name} is not connected`);
    if (this.#twin !== null) throw new LinkError('ConfigurationInvalid', twinMessage(this.name, this.#twin));
    return this.#link;
  }

  #every(ms: number, action: () => void): NodeJS.Timeout {
    const timer = setInterval(action, ms);
    timer.unref();
    this.#timers.add(timer);
    return timer;
  }

  #stateOf(value: string, error: LinkError | null): MachineState {
    const phase = value === 'failed' ? 'unreachable' : (value as MachineState['phase']);
    return {
      phase,
      facts: this.#link?.facts ?? null,
      hearing: this.#link?.hearing ?? null,
      error,
      strays: this.#strays.strays,
    };
  }
}

/** The state's name without its inner states: `verifying`, not `{verifying: 'reading'}`. */
function phaseName(value: string | Record<string, unknown>): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
}

/** It is on its way off the machine, and waits to try that again. */
function isHeldUp(value: string | Record<string, unknown>): boolean {
  return typeof value !== 'string' && value.stopping === 'waiting';
}
