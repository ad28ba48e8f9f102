/**
 * What runs: the caches, the scheduler, and one agent per machine. Everything here is a reaction to a change in the
 * store or on a machine; nothing is decided from what went before.
 */
import type { Logger } from 'pino';
import type { FencedUnit } from '../machines/fence.ts';
import type { MachineFacts, MachineLink } from '../machines/link.ts';
import type { AnyObject, Machine, Placement, Unit } from '../schemas/types.ts';
import type { Edit, EditResult } from '../store/object-transaction.ts';
import type { Objects } from '../store/objects.ts';
import type { Store } from '../store/store.ts';
import type { UnitRecord } from '../units/observed.ts';
import type { StepResult } from '../units/step.ts';
import { Cluster, type ClusterChange, isStatusOnly, objectKey } from './cluster.ts';
import { referencedBy } from './compile-placement.ts';
import { DependencyWatch } from './dependencies/dependency-watch.ts';
import { Desires } from './desires.ts';
import type { EventWriter } from './event-writer.ts';
import { FailureNotes } from './failover/failure-notes.ts';
import { failuresOf } from './failover/failures.ts';
import { failoverOf } from './failover/grace.ts';
import { bothHolds } from './hold.ts';
import type { AgentHost, Desire, MachineState, Stray } from './machine/agent-host.ts';
import { coalesce } from './machine/coalesce.ts';
import { type AgentOptions, MachineAgent } from './machine/machine-agent.ts';
import { machineWithStatus, placementWithStatus, unitWithStatus } from './object-statuses.ts';
import type { PlacementContext } from './placement/placement-machine.ts';
import { isLeaving, spotOfPlacement, unitKeyOf } from './placement-objects.ts';
import { Placing } from './placing.ts';
import { Happenings } from './progress.ts';
import { reconcileRequestOf } from './reconcile-request.ts';
import type { Decisions, SchedulerInput } from './scheduling/schedule.ts';
import { itemKey, runningName } from './scheduling/spot.ts';
import { StatusWriter } from './status-writer.ts';
import { judgeStray, type StrayJudge } from './strays.ts';

export interface CoreOptions {
  store: Store;
  objects: Objects;
  /** Identifies the store in records on machines. */
  storeId: string;
  events: EventWriter;
  /** Opens the link of a machine; `all` is there for ProxyJump through other machines. */
  connect: (machine: Machine, all: Machine[]) => Promise<MachineLink>;
  log: Logger;
  agents: AgentOptions;
  /** all: connect to every machine at once (serve); needed: only to those that an operation asks for. */
  machines: 'all' | 'needed';
  /** When more than so many of a hundred machines vanish together, no unit moves. */
  mostLostPercent: number;
}

/** Annotation of a Machine: the timers of its fence were halted on purpose, by a muster that meant to come back. */
const fenceHalted = 'muster.dev/fence-halted';

export class Core implements AgentHost {
  readonly store: string;
  readonly cluster: Cluster;
  readonly happenings = new Happenings();
  readonly #options: CoreOptions;
  readonly #agents = new Map<string, MachineAgent>();
  readonly #states = new Map<string, { phase: string; context: PlacementContext }>();
  /** Machines that are worked on, not only looked at: only what happens on these is written down. */
  readonly #engaged = new Set<string>();
  /** Of a machine that is needed only for what was asked: the placements asked about. */
  readonly #asked = new Set<string>();
  /** Like that, but whatever machine they go to: keys of the items. */
  readonly #moving = new Set<string>();
  readonly #desires: Desires;
  readonly #statuses: StatusWriter;
  readonly #reconcile: (key: string, input: null) => Promise<void>;
  readonly #forget: (key: string, input: null) => Promise<void>;
  readonly placing: Placing;
  readonly dependencies: DependencyWatch;
  readonly #failures: FailureNotes;
  /** By machine; made when it is asked for after a change. */
  #placed: Map<string, { placement: Placement; unit: Unit }[]> | null = null;
  #retry: NodeJS.Timeout | null = null;
  /** A process that was asked only to look decides nothing and writes nothing down. */
  #working: boolean;
  #stopped = false;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.#working = options.machines === 'all';
    this.store = options.storeId;
    this.cluster = new Cluster(
      options.store,
      (changes) => this.#onChanges(changes),
      (error) =>
        options.log.error(
          { error: String(error) },
          'the store cannot be read: nothing is changed until it can',
        ),
    );
    this.#statuses = new StatusWriter(
      async (objects) => {
        await options.objects.updateStatusAll(objects);
      },
      (error) =>
        options.log.warn(
          { error: String(error) },
          'statuses could not be written; they are kept and tried again',
        ),
      { delayMs: 50 },
    );
    this.#desires = new Desires({
      secret: (name) => this.cluster.get('Secret', name),
      configMap: (name) => this.cluster.get('ConfigMap', name),
    });
    this.placing = new Placing({
      cluster: this.cluster,
      serves: this.serves,
      mostLostPercent: options.mostLostPercent,
      agent: (name) => this.#agents.get(name),
      agents: () => this.agents,
      stateOf: (key) => this.#states.get(key),
      unready: (placement) => this.#unready(placement),
      commit: (edits) => this.commit(edits),
      again: () => void this.#reconcileSoon(),
      tell: (placement) => this.#agents.get(placement.spec.machine)?.changed(objectKey(placement)),
      decided: (units) => this.#tellPlacementsOf(units),
    });
    this.dependencies = new DependencyWatch({
      unit: (key) => this.cluster.get('Unit', key),
      units: () => this.cluster.all('Unit'),
      placement: (key) => this.cluster.get('Placement', key),
      placements: () => this.cluster.all('Placement'),
      stateOf: (key) => this.#states.get(key),
      tell: (placement) => this.#agents.get(placement.spec.machine)?.changed(objectKey(placement)),
    });
    this.#failures = new FailureNotes({
      objects: options.objects,
      noted: async () => {
        await this.cluster.reached(await options.store.revision());
        await this.#reconcileSoon();
      },
      failed: (error) => options.log.warn({ error: String(error) }, 'a failure could not be noted'),
    });
    this.#forget = coalesce(async (wishes) => {
      const edits = this.placing.farewells([...wishes.keys()]);
      if (edits.length > 0) await options.objects.transact(edits);
      return new Map([...wishes.keys()].map((key) => [key, undefined]));
    });
    this.#reconcile = coalesce(async (wishes) => {
      await this.#place();
      return new Map([...wishes.keys()].map((key) => [key, undefined]));
    });
  }

  async start(): Promise<void> {
    await this.cluster.start();
    if (!this.#working) return;
    this.ensureAgents(this.cluster.all('Machine').map((machine) => machine.metadata.name));
    await this.reconcile();
  }

  /** Leaves every unit as it is; what was observed is written down. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.placing.stop();
    await Promise.allSettled([...this.#agents.values()].map((agent) => agent.stop()));
    await this.#statuses.stop();
    await this.#options.events.flush();
    this.cluster.stop();
  }

  agent(machine: string): MachineAgent | undefined {
    return this.#agents.get(machine);
  }

  get agents(): MachineAgent[] {
    return [...this.#agents.values()];
  }

  stateOf(key: string): { phase: string; context: PlacementContext } | undefined {
    return this.#states.get(key);
  }

  states(): Iterable<{ phase: string; context: PlacementContext }> {
    return this.#states.values();
  }

  get schedule(): Decisions {
    return this.placing.schedule;
  }

  /** A server's controllers all work all the time; a command's only on what it was asked for. */
  get serves(): boolean {
    return this.#options.machines === 'all';
  }

  get objects(): Objects {
    return this.#options.objects;
  }

  /** Runs the scheduler on what is known now, and resolves when its decisions are stored and seen. */
  async reconcile(): Promise<void> {
    await this.#reconcile('', null);
  }

  /** Stores the edits, all or none, and resolves when the caches show them. */
  async commit(edits: Edit[], options: { dryRun?: boolean } = {}): Promise<EditResult[]> {
    const results = await this.#options.objects.transact(edits, options);
    if (options.dryRun !== true) await this.cluster.reached(await this.#options.store.revision());
    return results;
  }

  flushStatuses(): Promise<void> {
    return this.#statuses.flush();
  }

  /** Connects to the machines. A process that has not been asked to work there only looks, and writes nothing down. */
  ensureAgents(machines: Iterable<string>): void {
    for (const name of machines) {
      if (this.#agents.has(name) || this.cluster.get('Machine', name) === undefined || this.#stopped)
        continue;
      if (this.#options.machines === 'all') this.#engaged.add(name);
      const agent = new MachineAgent(name, this, this.#options.agents);
      this.#agents.set(name, agent);
      this.#attachAll(agent);
      agent.start();
    }
  }

  /**
   * Lets the controllers of these placements work, and those of whatever is leaving the same machines; of `moving` those of
   * all copies, also of the ones to come. A server's controllers all work all the time.
   */
  work(placements: Placement[] = [], machines: string[] = [], moving: Placement[] = []): void {
    this.#working = true;
    for (const placement of moving) this.#moving.add(itemKey(spotOfPlacement(placement)));
    const names = new Set([...machines, ...placements.map((placement) => placement.spec.machine)]);
    for (const placement of placements) this.#asked.add(objectKey(placement));
    for (const name of names) {
      const before = this.#agents.get(name);
      const isNew = !this.#engaged.has(name);
      this.#engaged.add(name);
      if (before === undefined) continue;
      this.#attachAll(before);
      if (isNew) this.#noteMachine(name, before.state);
    }
    this.ensureAgents(names);
  }

  /** The scheduler's view of the world, with other units or machines than those stored if given. */
  schedulerInput(units?: Unit[], machines?: Machine[]): SchedulerInput {
    return this.placing.input(units, machines);
  }

  // What agents ask of us.

  epoch(): number {
    return 1;
  }

  async connect(name: string): Promise<MachineLink> {
    const machine = this.cluster.get('Machine', name);
    if (machine === undefined) throw new Error(`there is no machine ${name}`);
    return this.#options.connect(machine, this.cluster.all('Machine'));
  }

  desire(key: string, facts: MachineFacts): Desire {
    const placement = this.cluster.get('Placement', key);
    const unit = placement === undefined ? undefined : this.#unitOf(placement);
    if (placement === undefined || unit === undefined) throw new Error(`${key} is no longer desired`);
    const hold = bothHolds(this.dependencies.holdOf(placement, unit), this.placing.holdOf(placement, unit));
    const desire = this.#desires.of(unit, placement, facts);
    return hold === null ? desire : { ...desire, hold };
  }

  forget(key: string): Promise<void> {
    return this.#forget(key, null);
  }

  twinOf(machine: string, machineId: string): string | null {
    for (const [name, agent] of this.#agents) {
      if (name !== machine && agent.twin === null && agent.link?.facts.machineId === machineId) return name;
    }
    return null;
  }

  knowsRun(key: string, invocation: string): boolean {
    return this.cluster.get('Placement', key)?.status?.invocationID === invocation;
  }

  async judgeStrays(machine: string, records: readonly UnitRecord[]): Promise<Stray[]> {
    await this.reconcile();
    return this.strays(machine, records);
  }

  /** By what is placed now. */
  strays(machine: string, records: readonly UnitRecord[]): Stray[] {
    const judge: StrayJudge = {
      store: this.store,
      machine,
      unit: (key) => this.cluster.get('Unit', key),
      placements: this.cluster.all('Placement'),
      unplaced: new Set(this.schedule.unplaced.map(({ namespace, unit }) => `${namespace}/${unit}`)),
    };
    return records.map((record) => ({ unit: record.name, ...judgeStray(record, judge) }));
  }

  strayHandled(machine: string, stray: Stray, failure: string | null): void {
    this.#options.events.strayHandled(this.cluster.get('Machine', machine), stray, failure);
  }

  fencedOn(machine: string): FencedUnit[] {
    return this.#placedOn(machine)
      .flatMap(({ placement, unit }): FencedUnit[] => {
        const { policy, afterMs } = failoverOf(unit, this.cluster.get('Machine', machine));
        const name = runningName(placement.spec.unit, placement.spec.instance ?? null);
        return policy === 'fence' ? [{ name, seconds: Math.ceil(afterMs / 1000) }] : [];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  signOfLifeMs(machine: string): number | null {
    const stored = this.cluster.get('Machine', machine);
    const graces = this.#placedOn(machine).map(({ unit }) => failoverOf(unit, stored).afterMs);
    const shortest = Math.min(...graces);
    return shortest < keepaliveGraceMs ? shortest / 3 : null;
  }

  fenceHalted(machine: string): boolean {
    return this.cluster.get('Machine', machine)?.metadata.annotations?.[fenceHalted] === 'true';
  }

  async noteFenceHalted(name: string, halted: boolean): Promise<void> {
    await this.#options.objects.change({ kind: 'Machine' as const, namespace: null, name }, (machine) => {
      const { [fenceHalted]: _, ...annotations } = machine.metadata.annotations ?? {};
      const noted = halted ? { ...annotations, [fenceHalted]: 'true' } : annotations;
      return { ...machine, metadata: { ...machine.metadata, annotations: noted } };
    });
  }

  placementMoved(key: string, phase: string, context: PlacementContext): void {
    const before = this.#states.get(key);
    this.#states.set(key, { phase, context });
    const placement = this.cluster.get('Placement', key);
    this.#options.events.placementMoved(
      placement,
      placement === undefined ? undefined : this.cluster.get('Machine', placement.spec.machine),
      before?.phase ?? null,
      phase,
      context,
    );
    this.happenings.tell({ type: 'placement', key, phase, context });
    this.dependencies.placementMoved(key);
    if (phase === 'gone') {
      this.#states.delete(key);
      return;
    }
    // Nothing is known yet: what was known before stays written.
    if (context.reading === null && context.failure === null && this.#isOnlyLookedAt(placement)) return;
    this.#statuses.want(`Placement ${key}`, () => this.#statusOfPlacement(key));
    const unit = placement === undefined || !this.serves ? undefined : this.#unitOf(placement);
    if (placement !== undefined && unit !== undefined)
      this.#failures.placementMoved(placement, unit, phase, context);
    // What it takes over from may stop now, and the next one may move. Or it waits, maybe in a circle.
    const isAwaited = this.placing.isAwaited(key);
    const held = context.reading?.desired.held?.reason;
    const waits = held === 'MachineOccupied' || (held === 'DependencyNotReady' && isAwaited);
    const isNews = waits && before?.context.reading?.desired.held?.reason !== held && this.#working;
    if (isNews || (phase === 'synced' && isAwaited)) void this.#reconcileSoon();
  }

  stepDone(key: string, result: StepResult): void {
    this.happenings.tell({ type: 'step', key, result });
  }

  machineMoved(machine: string, state: MachineState): void {
    this.happenings.tell({ type: 'machine', machine, state });
    if (this.#engaged.has(machine)) this.#noteMachine(machine, state);
    // A machine that has come, or will not come now, may be what an unplaced unit waits for, or a unit may have to leave it.
    const waiting = this.schedule.unplaced.length > 0 || this.#options.machines === 'all';
    if (state.phase !== 'connecting' && waiting) void this.#reconcileSoon();
  }

  #noteMachine(machine: string, state: MachineState): void {
    this.#options.events.machineMoved(this.cluster.get('Machine', machine), state);
    this.#statuses.want(`Machine ${machine}`, () => this.#statusOfMachine(machine));
  }

  /** True of what has a status from before, and of everything in a process that works only on what it was asked about. */
  #isOnlyLookedAt(placement: Placement | undefined): boolean {
    return placement?.status !== undefined || this.#options.machines === 'needed';
  }

  #onChanges(changes: ClusterChange[]): void {
    // Statuses are replaced as whole objects too: nothing may be kept of what was before.
    this.#placed = null;
    this.placing.forget();
    const statuses = new Set(changes.filter(isStatusOnly));
    const real = changes.filter((change) => !statuses.has(change));
    this.dependencies.changed(real);
    this.placing.changed(real);
    if (!this.#working) return;
    let placesChange = false;
    const touched = new Set<string>();
    const units = new Set<string>();
    for (const change of changes) {
      if (statuses.has(change)) {
        if (change.kind === 'Placement') this.#noteUnitOf(change, touched);
        continue;
      }
      placesChange ||= change.kind === 'Machine' || change.kind === 'Unit' || change.kind === 'Placement';
      if (change.kind === 'Machine') this.#machineChanged(change);
      else if (change.kind === 'Placement') this.#placementChanged(change);
      else if (change.kind === 'Unit') units.add(change.key);
      else this.#referenceChanged(`${change.kind}/${change.key}`);
      this.#noteUnitOf(change, touched);
    }
    this.placing.unitsChanged(units);
    for (const unit of touched) this.#statuses.want(`Unit ${unit}`, () => this.#statusOfUnit(unit));
    if (placesChange) void this.#reconcileSoon();
  }

  async #reconcileSoon(): Promise<void> {
    try {
      await this.reconcile();
    } catch (error) {
      if (this.#stopped) return;
      this.#options.log.warn(
        { error: String(error) },
        'placements could not be stored; tried again in a second',
      );
      this.#retry ??= setTimeout(() => {
        this.#retry = null;
        void this.#reconcileSoon();
      }, 1000);
    }
  }

  async #place(): Promise<void> {
    if (this.#stopped) return;
    const { units, machines } = await this.placing.place();
    for (const machine of machines)
      this.#statuses.want(`Machine ${machine}`, () => this.#statusOfMachine(machine));
    for (const unit of units) this.#statuses.want(`Unit ${unit}`, () => this.#statusOfUnit(unit));
    this.happenings.tell({ type: 'scheduled' });
  }

  #machineChanged({ key, object, previous }: ClusterChange): void {
    const agent = this.#agents.get(key);
    if (object === null) {
      this.#agents.delete(key);
      void agent?.stop();
      for (const placement of this.cluster.all('Placement'))
        if (placement.spec.machine === key) this.#forgetIfOutOfReach(placement);
      return;
    }
    if (agent === undefined) {
      if (this.#options.machines === 'all') this.ensureAgents([key]);
      return;
    }
    // What says how it is reached; the rest is for the scheduler.
    const how = (machine: AnyObject | null) => {
      const { ssh, sudo, scope } = (machine as Machine | null)?.spec ?? {};
      return JSON.stringify([ssh, sudo, scope]);
    };
    if (how(object) !== how(previous)) agent.retry();
    else if (reconcileRequestOf(object) !== reconcileRequestOf(previous)) agent.request();
    // Cordoned and drained are conditions of a machine, too.
    if (this.#engaged.has(key)) this.#statuses.want(`Machine ${key}`, () => this.#statusOfMachine(key));
  }

  #placementChanged({ key, object, previous }: ClusterChange): void {
    const placement = (object ?? previous) as Placement;
    const agent = this.#agents.get(placement.spec.machine);
    if (object === null) {
      agent?.abandon(key);
      this.#states.delete(key);
      this.happenings.tell({ type: 'placement-gone', key });
      return;
    }
    if (previous === null) {
      this.happenings.tell({ type: 'placement-new', key });
      if (this.#moving.has(itemKey(spotOfPlacement(placement)))) this.work([placement]);
    }
    if (agent !== undefined) {
      const known = agent.keys.includes(key);
      this.#attach(agent, placement);
      if (known && !isLeaving(placement)) agent.changed(key);
    } else this.#forgetIfOutOfReach(placement);
  }

  /** Its Machine object was deleted: muster has no way there any more, and leaves what runs there running. */
  #forgetIfOutOfReach(placement: Placement): void {
    if (!isLeaving(placement) || this.cluster.get('Machine', placement.spec.machine) !== undefined) return;
    const key = objectKey(placement);
    void this.forget(key).catch((error: unknown) =>
      this.#options.log.warn({ key, error: String(error) }, 'could not forget a placement'),
    );
  }

  #attachAll(agent: MachineAgent): void {
    for (const placement of this.cluster.all('Placement')) {
      if (placement.spec.machine === agent.name) this.#attach(agent, placement);
    }
  }

  #attach(agent: MachineAgent, placement: Placement): void {
    const key = objectKey(placement);
    const unit = this.#unitOf(placement);
    const attempts = (unit === undefined ? null : failuresOf(placement, unit))?.attempts ?? 0;
    agent.add(key, runningName(placement.spec.unit, placement.spec.instance ?? null), attempts);
    if (placement.status?.conditions?.some(({ reason }) => reason === 'Frozen')) agent.lookClosely(key);
    if (!this.#engaged.has(agent.name)) return;
    const leaving = isLeaving(placement);
    if (leaving || this.#options.machines === 'all' || this.#asked.has(key)) agent.wake(key);
    if (leaving) agent.remove(key);
  }

  #tellPlacementsOf(units: ReadonlySet<string>): void {
    if (units.size === 0) return;
    for (const placement of this.cluster.all('Placement')) {
      if (units.has(unitKeyOf(placement)))
        this.#agents.get(placement.spec.machine)?.changed(objectKey(placement));
    }
  }

  #referenceChanged(reference: string): void {
    const units = this.cluster.all('Unit').filter((unit) => referencedBy(unit).includes(reference));
    for (const unit of units) this.#desires.forget(unit);
    this.#tellPlacementsOf(new Set(units.map(objectKey)));
  }

  #noteUnitOf({ kind, key, object, previous }: ClusterChange, touched: Set<string>): void {
    if (kind === 'Unit') touched.add(key);
    if (kind !== 'Placement') return;
    const placement = (object ?? previous) as Placement;
    touched.add(unitKeyOf(placement));
  }

  #unitOf(placement: Placement): Unit | undefined {
    return this.cluster.get('Unit', unitKeyOf(placement));
  }

  /** What it depends on, and what that depends on: as far as it is known not to be healthy. */
  #unready(placement: Placement): Placement[] {
    const found = new Set([placement]);
    // Grows while it is walked.
    for (const each of found) {
      const unit = this.#unitOf(each);
      for (const { readiness, placements } of unit === undefined ? [] : this.dependencies.unready(each, unit))
        if (readiness === 'notReady') for (const other of placements) found.add(other);
    }
    found.delete(placement);
    return [...found];
  }

  /** What is placed on a machine; also what is on its way off it, as that may still run. */
  #placedOn(machine: string): { placement: Placement; unit: Unit }[] {
    if (this.#placed === null) {
      this.#placed = new Map();
      for (const placement of this.cluster.all('Placement')) {
        const unit = this.#unitOf(placement);
        if (unit === undefined) continue;
        const there = this.#placed.get(placement.spec.machine);
        if (there === undefined) this.#placed.set(placement.spec.machine, [{ placement, unit }]);
        else there.push({ placement, unit });
      }
    }
    return this.#placed.get(machine) ?? [];
  }

  #statusOfPlacement(key: string): AnyObject | null {
    const placement = this.cluster.get('Placement', key);
    const state = this.#states.get(key);
    return placement === undefined || state === undefined ? null : placementWithStatus(placement, state);
  }

  #statusOfMachine(name: string): AnyObject | null {
    const machine = this.cluster.get('Machine', name);
    const agent = this.#agents.get(name);
    if (machine === undefined || agent === undefined) return null;
    return machineWithStatus(machine, agent, this.placing.judgement);
  }

  #statusOfUnit(key: string): AnyObject | null {
    const unit = this.cluster.get('Unit', key);
    if (unit === undefined) return null;
    return unitWithStatus(unit, this.dependencies.placementsOf(unit), this.schedule);
  }
}

/** A connection whose own keepalive finds out within this time that nobody is there needs no further signs of life. */
const keepaliveGraceMs = 30_000;
