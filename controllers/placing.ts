/**
 * Where units are to be, decided from what is stored and what is known of the machines: from the scheduler's decisions to
 * the Placements that are stored, step by step. Nothing is decided from what went before.
 */
import type { AnyObject, Machine, Placement, Unit } from '../schemas/types.ts';
import type { Edit } from '../store/object-transaction.ts';
import { type Cluster, type ClusterChange, objectKey } from './cluster.ts';
import type { Standing } from './failover/contact.ts';
import { FailedPlaces } from './failover/failures.ts';
import { failoverOf } from './failover/grace.ts';
import type { Judgement } from './failover/judge.ts';
import { callTheRoll, FailoverWatch } from './failover/watch-over.ts';
import type { Hold } from './hold.ts';
import type { MachineAgent } from './machine/machine-agent.ts';
import type { PlacementContext } from './placement/placement-machine.ts';
import { isSubmitted, placementFinalizer, spotOfPlacement, unitKeyOf } from './placement-objects.ts';
import { Departures } from './scheduling/departures.ts';
import { isDown } from './scheduling/handover.ts';
import { noDecisions } from './scheduling/outcome.ts';
import { heirOf, placementEdits } from './scheduling/placement-edits.ts';
import type { Decisions, SchedulerInput } from './scheduling/schedule.ts';
import { Scheduler } from './scheduling/scheduler.ts';
import { seated, successorKey } from './scheduling/successor.ts';

export interface PlacingOptions {
  cluster: Cluster;
  /** A command without a server lives too short to tell a lost machine from a slow one. */
  serves: boolean;
  /** When more than so many of a hundred machines vanish together, no unit moves. */
  mostLostPercent: number;
  agent: (machine: string) => MachineAgent | undefined;
  agents: () => MachineAgent[];
  stateOf: (key: string) => { phase: string; context: PlacementContext } | undefined;
  /** Placements of what this one depends on, directly or not, as far as that is known not to be healthy. */
  unready: (placement: Placement) => Placement[];
  /** Stores the edits, all or none, and resolves when the caches show them. */
  commit: (edits: Edit[]) => Promise<unknown>;
  /** Time alone may have changed what is to be decided. */
  again: () => void;
  /** It stands otherwise with what kept this placement from being started. */
  tell: (placement: Placement) => void;
  /** It is decided where these changed Units are to be: their placements may get what has changed. */
  decided: (units: ReadonlySet<string>) => void;
}

/** What a schedule has changed, besides Placements. */
export interface Placed {
  /** Keys of Units that have no place for some of their instances, or had none before. */
  units: ReadonlySet<string>;
  /** Names of machines that stand otherwise than their status says. */
  machines: string[];
}

export class Placing {
  readonly #options: PlacingOptions;
  readonly #failover: FailoverWatch;
  readonly #departures: Departures;
  readonly #scheduler = new Scheduler();
  #schedule: Decisions = noDecisions();
  /** Keys of Placements that others wait for: to stop, or to move in their turn, when these are well. */
  #awaited: ReadonlySet<string> = new Set();
  /** Made when it is asked for after a change. */
  #failed: FailedPlaces | null = null;

  constructor(options: PlacingOptions) {
    this.#options = options;
    this.#failover = new FailoverWatch({ mostPercent: options.mostLostPercent, again: options.again });
    this.#departures = new Departures({
      placement: (key) => options.cluster.get('Placement', key),
      placements: () => this.#placements(),
      unit: (key) => options.cluster.get('Unit', key),
      machine: (name) => options.cluster.get('Machine', name),
      mayRun: (placement) => this.#mayRun(placement) || this.#isBeingReached(placement),
      hasRun: (placement) => {
        const reading = options.stateOf(objectKey(placement))?.context.reading;
        return reading?.observed.record?.applied?.state === 'active';
      },
      tell: options.tell,
    });
  }

  stop(): void {
    this.#failover.stop();
  }

  get schedule(): Decisions {
    return this.#schedule;
  }

  /** The last one about who is lost; null where nobody judges. */
  get judgement(): Judgement | null {
    return this.#failover.last;
  }

  /** Somebody waits for this placement to be well. */
  isAwaited(key: string): boolean {
    return this.#awaited.has(key);
  }

  /** It is to go as soon as there is another copy, or it is its turn. */
  isMoving(placement: Placement): boolean {
    return this.#departures.isMoving(placement);
  }

  /** Copies, of other units or instances, that are to be gone before this one starts. */
  inTheWayOf(placement: Placement): Placement[] {
    const unit = this.#unitOf(placement);
    return unit === undefined ? [] : this.#departures.inTheWayOf(placement, unit);
  }

  /** null when no move keeps it from being started, or started anew. */
  holdOf(placement: Placement, unit: Unit): Hold | null {
    return this.#departures.holdOf(placement, unit);
  }

  /** What one transaction changed, besides statuses. */
  changed(changes: readonly ClusterChange[]): void {
    this.#departures.changed(changes);
  }

  /** Also of statuses: they are replaced as whole objects too, and nothing may be kept of what was before. */
  forget(): void {
    this.#failed = null;
  }

  /** Until it is decided where they are to be, their placements are not started anew. */
  unitsChanged(units: Iterable<string>): void {
    this.#departures.unitsChanged(units);
  }

  /** Decides on what is known now; resolves when that is stored and seen. */
  async place(): Promise<Placed> {
    const { cluster, commit, agent, agents, stateOf } = this.#options;
    this.#departures.begin();
    const before = this.#schedule;
    let result = this.#scheduler.schedule(this.input());
    if (result.abandon.length > 0) {
      await callTheRoll(agents());
      result = this.#scheduler.schedule(this.input());
    }
    this.#schedule = result;
    this.#options.decided(this.#departures.decided([...result.remove, ...result.waiting]));
    const failed = this.#failedPlaces();
    const isUp = (placement: Placement) =>
      stateOf(objectKey(placement))?.context.reading?.health.health === 'Healthy';
    const edits = placementEdits(result, {
      placements: this.#placements(),
      unit: (key) => cluster.get('Unit', key),
      isConnected: (machine) => agent(machine)?.link != null,
      mayRun: (placement) => this.#mayRun(placement),
      isHealthy: (placement) => stateOf(objectKey(placement))?.phase === 'synced' && isUp(placement),
      isUp,
      waits: {
        held: this.#departures.held.filter((each) => !this.#runs(each) && !this.isMoving(each)),
        inTheWayOf: (placement) => this.inTheWayOf(placement),
        unready: (placement) => (this.#runs(placement) ? [] : this.#options.unready(placement)),
      },
      annotations: (spot) => failed.annotationsFor(spot),
    });
    if (edits.length > 0) await commit(edits);
    this.#awaited = new Set(
      this.#placements().flatMap((placement) => {
        const isAwaited = isDown(placement, this.#unitOf(placement), isUp);
        return [successorKey(placement) ?? [], isAwaited ? objectKey(placement) : []].flat();
      }),
    );
    const lacking = [...before.unplaced, ...before.stuck, ...result.unplaced, ...result.stuck];
    return {
      units: new Set(lacking.map(({ namespace, unit }) => `${namespace}/${unit}`)),
      machines: [...(this.judgement?.standings ?? [])].flatMap(([name, standing]) =>
        cluster.get('Machine', name)?.status?.standing === standing ? [] : [name],
      ),
    };
  }

  /** The scheduler's view of the world, with other units or machines than those stored if given. */
  input(
    units: Unit[] = this.#options.cluster.all('Unit'),
    machines: Machine[] = this.#options.cluster.all('Machine'),
  ): SchedulerInput {
    const placements = this.#placements();
    const judgement = this.#judge(machines, placements);
    const moving = new Set(
      placements
        .filter((placement) => judgement?.mayMove(placement) === true)
        .map((placement) => `${unitKeyOf(placement)} ${placement.spec.machine}`),
    );
    const failed = this.#failedPlaces();
    return {
      ...(failed.isEmpty ? {} : { avoid: (item) => failed.machinesOf(item) }),
      evict: (unit, machine) => moving.has(`${objectKey(unit)} ${machine}`),
      units: units.filter((unit) => unit.metadata.deletionTimestamp == null && !isSubmitted(unit)),
      machines: machines.map((machine) => {
        const agent = this.#options.agent(machine.metadata.name);
        const facts = agent?.link?.facts;
        const ready = readiness(agent, this.#options.serves);
        const away = isAway(judgement?.standings.get(machine.metadata.name));
        return {
          machine,
          machineId: facts?.machineId ?? machine.status?.facts?.machineID ?? null,
          ready,
          // Not while it is being connected to for the first time: what it could take waits for it.
          standing: ready === 'no' && away ? 'gone' : machine.spec.drain === true ? 'leaving' : 'in',
        };
      }),
      ...this.#seatsOf(placements),
    };
  }

  /**
   * The units of these placements have left their machines: what is to be stored then. A copy that takes along what is
   * known of one of them is stored together with its end.
   */
  farewells(keys: readonly string[]): Edit[] {
    const { cluster } = this.#options;
    const failed = this.#failedPlaces();
    const gone = keys.flatMap((key) => cluster.get('Placement', key) ?? []);
    const heirs = gone.flatMap((placement) => {
      const heir = heirOf(placement, this.#schedule, {
        placements: this.#placements(),
        unit: (key) => cluster.get('Unit', key),
        annotations: (spot) => failed.annotationsFor(spot),
      });
      return heir === null ? [] : [heir];
    });
    return [
      ...gone.map(({ metadata: { name, namespace = 'default' } }): Edit => {
        const change = (stored: AnyObject): AnyObject => {
          const finalizers = (stored.metadata.finalizers ?? []).filter((each) => each !== placementFinalizer);
          return { ...stored, metadata: { ...stored.metadata, finalizers } };
        };
        return { do: 'change', kind: 'Placement', namespace, name, change };
      }),
      ...heirs.map((object): Edit => ({ do: 'create', object })),
    ];
  }

  #judge(machines: Machine[], placements: Placement[]): Judgement | null {
    if (!this.#options.serves) return null;
    return this.#failover.judge({
      machines,
      placements,
      unitOf: (placement) => this.#unitOf(placement),
      reachOf: (machine) => this.#options.agent(machine),
    });
  }

  /** Where units are, and where copies are that are on their way off. */
  #seatsOf(placements: readonly Placement[]): Pick<SchedulerInput, 'current' | 'leaving'> {
    const there = seated(placements);
    const current = there.map(spotOfPlacement);
    if (there.length === placements.length) return { current };
    const staying = new Set(there);
    const leaving = placements.filter((each) => !staying.has(each) && this.#mayRun(each));
    return { current, leaving: leaving.map(spotOfPlacement) };
  }

  /** Of a unit under fence, until it is known to have been stopped; of another one, until its machine is lost. */
  #mayRun(placement: Placement): boolean {
    const { machine: name } = placement.spec;
    const [unit, machine] = [this.#unitOf(placement), this.#options.cluster.get('Machine', name)];
    if (this.#options.agent(name)?.link != null) return true;
    if (unit === undefined || machine === undefined) return false;
    const standing = this.judgement?.standings.get(name);
    if (failoverOf(unit, machine).policy === 'fence')
      return standing !== 'Fenced' || placement.status?.fenced !== true;
    return standing === 'Ready' || standing === 'Suspect';
  }

  /** A command knows only what it has asked for: what it is about to hear of may run. */
  #isBeingReached({ spec: { machine } }: Placement): boolean {
    const agent = this.#options.agent(machine);
    return !this.#options.serves && agent !== undefined && agent.state.error === null;
  }

  /** As far as it was seen last. */
  #runs(placement: Placement): boolean {
    const reading = this.#options.stateOf(objectKey(placement))?.context.reading;
    return reading == null || reading.desired.held === undefined || reading.desired.state === 'active';
  }

  #failedPlaces(): FailedPlaces {
    this.#failed ??= new FailedPlaces(this.#placements(), (placement) => this.#unitOf(placement));
    return this.#failed;
  }

  #placements(): Placement[] {
    return this.#options.cluster.all('Placement');
  }

  #unitOf(placement: Placement): Unit | undefined {
    return this.#options.cluster.get('Unit', unitKeyOf(placement));
  }
}

function isAway(standing: Standing | undefined): boolean {
  return standing !== undefined && standing !== 'Ready';
}

/** A command asks the machines one by one: what it has not asked yet may be there. */
function readiness(agent: MachineAgent | undefined, serves: boolean): 'yes' | 'no' | 'pending' {
  if (agent === undefined) return serves ? 'no' : 'pending';
  if (agent.twin !== null) return 'no';
  if (agent.link !== null) return 'yes';
  return agent.state.phase === 'connecting' && agent.state.error === null ? 'pending' : 'no';
}
