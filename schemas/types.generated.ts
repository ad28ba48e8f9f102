// Made from schemas/*.schema.json by `npm run generate`. Change those, not this.

/**
 * An object of any kind.
 */
export type AnyObject = ConfigMap | Event | Lease | Machine | Namespace | Placement | Secret | Unit;
/**
 * A time span of 5 seconds or more.
 */
export type Grace = string;
/**
 * A directive's value; a list for a directive that is given several times. The empty string resets what was set before it.
 */
export type DirectiveValue = (string | number | boolean) | (string | number | boolean)[];
/**
 * A drop-in file: its sections, or its text as it is.
 */
export type UnitDropIn = UnitSections | string;

/**
 * Texts by key, for files of units (`fromConfigMap`).
 */
export interface ConfigMap {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "v1";
  /**
   * What kind of object this is.
   */
  kind: "ConfigMap";
  /**
   * Name and labels.
   */
  metadata: ObjectMeta;
  /**
   * Texts by key.
   */
  data?: {
    [k: string]: string;
  };
  /**
   * Contents in Base64 by key, for what is not text.
   */
  binaryData?: {
    [k: string]: string;
  };
  /**
   * True when the data may never change again.
   */
  immutable?: boolean;
}
/**
 * What every object carries: its name, its labels and annotations, and what the server keeps about it.
 */
export interface ObjectMeta {
  /**
   * The object's name, unique among objects of its kind in its namespace. It cannot be changed later.
   */
  name: string;
  /**
   * A prefix from which the server makes a unique name when `name` is not given.
   */
  generateName?: string;
  /**
   * The team or environment that the object belongs to; `default` unless said. Machines and namespaces have none.
   */
  namespace?: string;
  /**
   * Names and values for choosing objects: `-l role=web`, or a selector.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Notes that tools and people attach to the object. Muster's own begin with `muster.dev/`.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * Told apart from any earlier object of the same name. Set by the server.
   */
  uid?: string;
  /**
   * The revision of the store at which the object last changed; opaque. Given back with an update, it guards against overwriting somebody else's change.
   */
  resourceVersion?: string;
  /**
   * Counts the changes of `spec`. Set by the server.
   */
  generation?: number;
  /**
   * When the object was created. Set by the server.
   */
  creationTimestamp?: string | null;
  /**
   * When deletion was asked for; the object stays until its finalizers are done. Set by the server.
   */
  deletionTimestamp?: string | null;
  /**
   * How many seconds the object was given to end when it was deleted. Set by the server.
   */
  deletionGracePeriodSeconds?: number;
  /**
   * Names of those who must finish their part before a deleted object is gone.
   */
  finalizers?: string[];
  /**
   * The objects that this one belongs to; when all are gone, so is this one.
   */
  ownerReferences?: OwnerReference[];
  /**
   * Which manager owns which field, for server-side apply. Set by the server.
   */
  managedFields?: {
    [k: string]: unknown;
  }[];
  /**
   * Deprecated by Kubernetes; read and ignored.
   */
  selfLink?: string;
}
/**
 * Names an object that owns this one.
 */
export interface OwnerReference {
  /**
   * The owner's API version.
   */
  apiVersion: string;
  /**
   * The owner's kind.
   */
  kind: string;
  /**
   * The owner's name.
   */
  name: string;
  /**
   * The owner's uid.
   */
  uid: string;
  /**
   * True for the one owner that manages the object.
   */
  controller?: boolean;
  /**
   * True when the owner waits with its own deletion until this object is gone.
   */
  blockOwnerDeletion?: boolean;
}
/**
 * Something that happened to an object: an act of muster, or a change that it saw.
 */
export interface Event {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "v1";
  /**
   * What kind of object this is.
   */
  kind: "Event";
  /**
   * Made by muster.
   */
  metadata: ObjectMeta;
  /**
   * The object that the event is about.
   */
  involvedObject: ObjectReference;
  /**
   * A second object that is concerned, such as the Machine.
   */
  related?: ObjectReference;
  /**
   * Normal for what should happen, Warning for what should not.
   */
  type?: "Normal" | "Warning";
  /**
   * What happened, in one CamelCase word for programs.
   */
  reason?: string;
  /**
   * What happened, in a sentence for people.
   */
  message?: string;
  /**
   * What was done about it.
   */
  action?: string;
  /**
   * How often it happened, when equal events were made one.
   */
  count?: number;
  /**
   * When it first happened.
   */
  firstTimestamp?: string | null;
  /**
   * When it last happened.
   */
  lastTimestamp?: string | null;
  /**
   * When it happened, in microseconds' precision.
   */
  eventTime?: string | null;
  /**
   * Repetitions of the event.
   */
  series?: {
    /**
     * How often it was seen.
     */
    count?: number;
    /**
     * When it was last seen.
     */
    lastObservedTime?: string | null;
  } | null;
  /**
   * Who reports it.
   */
  source?: {
    /**
     * The reporting component.
     */
    component?: string;
    /**
     * The machine that it is about.
     */
    host?: string;
  };
  /**
   * The controller that reports it.
   */
  reportingComponent?: string;
  /**
   * Which process of that controller.
   */
  reportingInstance?: string;
}
/**
 * Names an object.
 */
export interface ObjectReference {
  /**
   * The object's API version.
   */
  apiVersion?: string;
  /**
   * The object's kind.
   */
  kind?: string;
  /**
   * The object's namespace.
   */
  namespace?: string;
  /**
   * The object's name.
   */
  name?: string;
  /**
   * The object's uid.
   */
  uid?: string;
  /**
   * Which revision of it.
   */
  resourceVersion?: string;
  /**
   * Which part of it.
   */
  fieldPath?: string;
}
/**
 * Who leads, and until when.
 */
export interface Lease {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "coordination.k8s.io/v1";
  /**
   * What kind of object this is.
   */
  kind: "Lease";
  /**
   * Name and labels.
   */
  metadata: ObjectMeta;
  /**
   * The holder and its times.
   */
  spec?: {
    /**
     * Who holds the lease.
     */
    holderIdentity?: string | null;
    /**
     * For how many seconds after `renewTime` others must wait before they take it.
     */
    leaseDurationSeconds?: number;
    /**
     * When the holder took it.
     */
    acquireTime?: string | null;
    /**
     * When the holder last renewed it.
     */
    renewTime?: string | null;
    /**
     * How often the holder has changed.
     */
    leaseTransitions?: number;
  };
}
/**
 * A host on which muster keeps systemd units, reached over SSH. Any POSIX shell and systemd 239 or newer is enough there; nothing is installed.
 */
export interface Machine {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "muster.dev/v1";
  /**
   * What kind of object this is.
   */
  kind: "Machine";
  /**
   * Name and labels. The name is how people call the machine; it need not be its host name.
   */
  metadata: ObjectMeta;
  spec: MachineSpec;
  status?: MachineStatus;
}
/**
 * How the machine is reached, and what may be put there.
 */
export interface MachineSpec {
  ssh: MachineSsh;
  /**
   * Act through `sudo -n`: for a user who is not root and may use sudo without a password.
   */
  sudo?: boolean;
  /**
   * Which manager the units belong to: `system`, or `user` for `systemctl --user` of the user who logs in (rootless; lingering must be enabled for units to outlive the login).
   */
  scope?: "system" | "user";
  /**
   * Choose this machine for no new placements; what runs there stays. Set by `muster cordon`.
   */
  unschedulable?: boolean;
  /**
   * Move away every unit that another machine may take; what is pinned here, or global, stays. Set by `muster drain`, taken back by `muster uncordon`.
   */
  drain?: boolean;
  failover?: MachineFailover;
  /**
   * At most so many units are placed here. No limit when not given.
   */
  maxUnits?: number;
}
/**
 * The SSH connection. What is not given comes from `~/.ssh/config` for this host, as with the ssh command.
 */
export interface MachineSsh {
  /**
   * An address, a host name, or a `Host` alias of `~/.ssh/config`.
   */
  host: string;
  /**
   * The TCP port; what `~/.ssh/config` says, or 22, when not given.
   */
  port?: number;
  /**
   * Who logs in; what `~/.ssh/config` says, or the user who runs muster, when not given.
   */
  user?: string;
  /**
   * A private key file on the machine where muster runs; `~` is the home directory there. Without it the ssh-agent, `~/.ssh/config` and the usual key files are tried.
   */
  identityFile?: string;
  /**
   * The machine's public host key, pinned. Without it the key must be in known_hosts; `muster trust NAME` accepts one.
   */
  hostKey?: string;
  /**
   * Jump hosts on the way, the first one first: each the name of another Machine, or `[user@]host[:port]`.
   *
   * @maxItems 8
   */
  proxyJump?: string[];
}
/**
 * When the units of this machine move if it cannot be reached.
 */
export interface MachineFailover {
  /**
   * How long after the last contact; a Unit's own `spec.failover.after` goes before it.
   */
  after?: Grace;
}
/**
 * What is known of the machine. Written by muster.
 */
export interface MachineStatus {
  /**
   * Ready, Reachable, HostKeyVerified, PrivilegeOK, SystemdCompatible; Cordoned and Draining while true.
   */
  conditions?: Condition[];
  /**
   * The `metadata.generation` that this status is about.
   */
  observedGeneration?: number;
  facts?: MachineStatusFacts;
  hearing?: MachineHearing;
  /**
   * How many units are placed here.
   */
  units?: number;
  /**
   * `Ready`; `Suspect` when it cannot be reached; `Lost` when its units' grace has passed; `Fenced` when every unit under `failover.policy: fence` has certainly been stopped there.
   */
  standing?: "Ready" | "Suspect" | "Lost" | "Fenced";
  /**
   * When the machine last answered.
   */
  lastContact?: string;
}
/**
 * One statement about an object's state: whether it is true, since when, why, and what to do next.
 */
export interface Condition {
  /**
   * What the statement is about.
   */
  type: string;
  /**
   * Whether it holds.
   */
  status: "True" | "False" | "Unknown";
  /**
   * Why, in one CamelCase word for programs.
   */
  reason: string;
  /**
   * Why, in a sentence for people that names the next step.
   */
  message: string;
  /**
   * When `status` last changed.
   */
  lastTransitionTime: string;
  /**
   * The `metadata.generation` that the statement is about.
   */
  observedGeneration?: number;
}
/**
 * What the machine says of itself, read at every connection.
 */
export interface MachineStatusFacts {
  /**
   * The machine's own host name.
   */
  hostname?: string;
  /**
   * /etc/machine-id: 32 hexadecimal digits, the same through reboots.
   */
  machineID?: string;
  /**
   * Differs with every boot.
   */
  bootID?: string;
  /**
   * The version of systemd: 252 for 252.38.
   */
  systemdVersion?: number;
  /**
   * PRETTY_NAME of os-release.
   */
  os?: string;
  /**
   * The kernel's release.
   */
  kernel?: string;
  /**
   * As `uname -m` says.
   */
  architecture?: string;
  /**
   * The machine's addresses.
   */
  addresses?: string[];
  /**
   * How many processors are online.
   */
  cpus?: number;
  /**
   * Memory in bytes.
   */
  memoryBytes?: number;
}
/**
 * How changes on the machine are heard.
 */
export interface MachineHearing {
  /**
   * `signals`: D-Bus signals within milliseconds; `polling`: slow full reads.
   */
  by: "signals" | "polling";
  /**
   * Why it is so.
   */
  reason?: string;
}
/**
 * A team or an environment. Names of objects are unique within one.
 */
export interface Namespace {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "v1";
  /**
   * What kind of object this is.
   */
  kind: "Namespace";
  /**
   * Name and labels.
   */
  metadata: ObjectMeta;
  /**
   * What Kubernetes keeps here; muster uses none of it.
   */
  spec?: {
    /**
     * Names of those who must finish their part before a deleted namespace is gone.
     */
    finalizers?: string[];
  };
  /**
   * Written by muster.
   */
  status?: {
    /**
     * Terminating while its objects are being removed.
     */
    phase?: "Active" | "Terminating";
    /**
     * What keeps it from going, while it is being removed.
     */
    conditions?: Condition[];
  };
}
/**
 * One unit (or one instance of a template) on one machine. Made by muster for each of a Unit's copies, and owned by the Unit; the counterpart of a Pod.
 */
export interface Placement {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "muster.dev/v1";
  /**
   * What kind of object this is.
   */
  kind: "Placement";
  /**
   * Made by muster.
   */
  metadata: ObjectMeta;
  spec: PlacementSpec;
  status?: PlacementStatus;
}
/**
 * Which unit, where.
 */
export interface PlacementSpec {
  /**
   * The name of the Unit in the same namespace.
   */
  unit: string;
  /**
   * The name of the Machine.
   */
  machine: string;
  /**
   * Which instance of a template: `1` runs hello@.service as hello@1.service.
   */
  instance?: string;
  /**
   * Instead of the Unit's `state`, here only. Set by start, stop and load with `-m MACHINE`, or for one instance of several.
   */
  state?: "active" | "inactive";
}
/**
 * What is live on the machine, and how it compares with what is desired. Written by muster.
 */
export interface PlacementStatus {
  /**
   * Whether the machine holds what is desired.
   */
  sync?: "Synced" | "OutOfSync" | "Unknown";
  /**
   * How the unit is doing, whether or not it is as desired.
   */
  health?: "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";
  /**
   * The state of the placement's controller.
   */
  phase?: string;
  /**
   * The ActiveState that systemd reports.
   */
  activeState?: string;
  /**
   * The SubState that systemd reports.
   */
  subState?: string;
  /**
   * The InvocationID that systemd gave to the run that `mainPID` and `restarts` belong to.
   */
  invocationID?: string;
  /**
   * The main process; 0 or absent when there is none.
   */
  mainPID?: number;
  /**
   * How often systemd itself has restarted the unit (NRestarts).
   */
  restarts?: number;
  digests?: PlacementDigests;
  /**
   * Every way in which the machine differs from what is desired.
   */
  drift?: PlacementDrift[];
  /**
   * Ready, Synced, Drifted; Reconciling and Stalled while true.
   */
  conditions?: Condition[];
  /**
   * A timer on the machine stops the unit there when muster is out of reach.
   */
  fenced?: boolean;
  /**
   * The Unit's `metadata.generation` that this status is about.
   */
  observedGeneration?: number;
  lastAct?: PlacementLastAct;
  /**
   * When the next attempt is due, after one that failed.
   */
  nextAttemptAt?: string;
}
/**
 * Digests of one unit at each place where a version of it can be; equal ones mean the same version. Absent where it is not known.
 */
export interface PlacementDigests {
  /**
   * Of what the manifest compiles to.
   */
  desired?: string;
  /**
   * Of the files on the machine.
   */
  disk?: string;
  /**
   * Of the definition that systemd has in memory.
   */
  loaded?: string;
  /**
   * Of the definition that the process was started with.
   */
  running?: string;
}
/**
 * One difference between the machine and what is desired.
 */
export interface PlacementDrift {
  /**
   * What kind of difference, in one CamelCase word.
   */
  kind: string;
  /**
   * The file, link or property that it is about.
   */
  subject: string;
  /**
   * What is live and what is desired, in a sentence.
   */
  message: string;
  /**
   * False for what is only reported.
   */
  heals: boolean;
}
/**
 * What muster last did to this unit.
 */
export interface PlacementLastAct {
  /**
   * When it ended.
   */
  at: string;
  /**
   * What was done, in order, in words.
   */
  steps: string[];
  /**
   * How many milliseconds it took.
   */
  durationMs: number;
}
/**
 * Contents by key that are never shown in clear, for files of units (`fromSecret`).
 */
export interface Secret {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "v1";
  /**
   * What kind of object this is.
   */
  kind: "Secret";
  /**
   * Name and labels.
   */
  metadata: ObjectMeta;
  /**
   * What it is for; muster treats all types alike.
   */
  type?: string;
  /**
   * Contents in Base64 by key.
   */
  data?: {
    [k: string]: string;
  };
  /**
   * Texts by key, merged into `data` when the object is written.
   */
  stringData?: {
    [k: string]: string;
  };
  /**
   * True when the data may never change again.
   */
  immutable?: boolean;
}
/**
 * A systemd unit as it should be: its file, its state, and the machines it runs on. Its name is the systemd name; `hello@.service` is a template.
 */
export interface Unit {
  /**
   * The version of this kind's shape.
   */
  apiVersion: "muster.dev/v1";
  /**
   * What kind of object this is.
   */
  kind: "Unit";
  /**
   * Name and labels. The name is the systemd unit's name with its suffix, such as `hello.service`.
   */
  metadata: ObjectMeta;
  spec: UnitSpec;
  status?: UnitStatus;
}
/**
 * The unit as it should be. Needs either `sections` or `text`.
 */
export interface UnitSpec {
  /**
   * Whether the unit should run: `active`; `inactive` to have it installed on its machine but not started; `submitted` to have it stored only, on no machine.
   */
  state?: "active" | "inactive" | "submitted";
  /**
   * Whether the unit starts at boot, as its [Install] section says. True by default when there is an [Install] section.
   */
  enabled?: boolean;
  /**
   * Instances of a template: their names, or a number n for the instances 1 to n. Only for units with an @, such as `hello@.service`.
   */
  instances?: string[] | number;
  placement?: UnitPlacement;
  /**
   * Units of the same namespace, wherever they run, that must be healthy before this one is started: each the name of a unit (`db.service`), of one instance (`db@1.service`), or of a template, which means all its instances. Healthy is active on every machine where it is placed; for a oneshot, that it has run to its end; for what a timer or socket starts, that it waits for it. A unit that runs is not stopped by it. Of a machine that cannot be reached nothing is known, and nothing is started because of it.
   */
  dependsOn?: string[];
  /**
   * As `dependsOn`, and besides this unit is stopped when one of these is known to be no longer healthy, or is deleted; it is started again when all are. Of a machine that cannot be reached nothing is known, and nothing is stopped because of it.
   */
  bindsTo?: string[];
  failover?: UnitFailover;
  resources?: UnitResources;
  /**
   * The unit file, section by section. Either this or `text`.
   */
  sections?: UnitSections;
  /**
   * The unit file as it is, byte for byte, comments kept. Either this or `sections`.
   */
  text?: string;
  /**
   * Drop-in files by name, each either its sections or its text. They are read after the unit file, in the order of their names.
   */
  dropIns?: {
    [k: string]: UnitDropIn;
  };
  /**
   * Files that the unit needs, written before it starts; when one changes, the unit is reloaded or restarted as `onChange` says.
   */
  files?: AccompanyingFile[];
  /**
   * What to do with a running unit when its definition changes: `auto` for the smallest act that makes the change effective, `restart` or `reload` always, `none` to leave the process as it is.
   */
  onChange?: "auto" | "restart" | "reload" | "none";
  /**
   * What to do when the machine no longer holds what is desired: `heal` it, only `detect` and report it, or `ignore` it.
   */
  drift?: "heal" | "detect" | "ignore";
  /**
   * Take over a unit file of this name that muster did not write. The original is kept, and given back when the Unit is deleted.
   */
  adopt?: boolean;
  /**
   * Leave the unit alone on all machines until this is false again.
   */
  suspend?: boolean;
}
/**
 * Where the unit runs. Without any of it, on the one machine with the fewest units.
 */
export interface UnitPlacement {
  /**
   * Run on every machine that matches, also on those that join later.
   */
  global?: boolean;
  /**
   * Run on this machine: a Machine's name, or a machine-id.
   */
  machine?: string;
  /**
   * Run only on machines whose labels match.
   */
  machineSelector?: LabelSelector;
  /**
   * Run on the machine where all of these units run: each a name, a glob, or a selector of units by their labels, in the same namespace. The unit moves when they move.
   */
  with?: (string | LabelSelector)[];
  /**
   * Never share a machine with units whose names match one of these globs, in either direction and in any namespace.
   */
  conflicts?: string[];
  /**
   * Units, by name or glob and in the same namespace, that give way: where this unit is placed they move to another machine that their own constraints allow. Units that replace each other, also in a circle, stay where they are.
   */
  replaces?: string[];
  /**
   * Run where certain other units of the same namespace run: on the same machine, or in the same region, rack or whatever a label of machines says.
   */
  affinity?: UnitAffinity;
  /**
   * Stay away from certain other units of the same namespace: from their machine, or from their region, rack or whatever a label of machines says. What is required holds in both directions.
   */
  antiAffinity?: UnitAffinity;
  /**
   * Spread units evenly over the values of a label of machines. Looked at when a unit is placed; what is placed does not move.
   */
  spread?: UnitSpread[];
  /**
   * At most so many instances of a template move at a time, when they move by choice; 1 when not given.
   */
  maxMoving?: number;
  /**
   * What comes first when the unit moves by choice (its selector changed, its machine is drained): `startFirst` (the default), the new copy is healthy before the old one stops, or `stopFirst`, for what must never run twice. With `failover.policy: fence` it is always `stopFirst`.
   */
  handover?: "startFirst" | "stopFirst";
}
/**
 * Chooses objects by their labels. All of its requirements must hold; an empty selector chooses everything.
 */
export interface LabelSelector {
  /**
   * Labels that must be there with exactly these values.
   */
  matchLabels?: {
    [k: string]: string;
  };
  /**
   * Requirements on single labels, all of which must hold.
   */
  matchExpressions?: LabelSelectorRequirement[];
}
/**
 * A requirement on one label.
 */
export interface LabelSelectorRequirement {
  /**
   * The label's name.
   */
  key: string;
  /**
   * How the label's value is compared: In and NotIn with `values`, Exists and DoesNotExist without any, Gt and Lt with one integer.
   */
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  /**
   * What the label's value is compared with: at least one for In and NotIn, none for Exists and DoesNotExist, one integer written as a string for Gt and Lt.
   */
  values?: string[];
}
/**
 * What must hold, and what counts for or against a machine when several are possible.
 */
export interface UnitAffinity {
  /**
   * All of these must hold, at every moment: when one no longer does, the unit moves.
   */
  required?: UnitAffinityTerm[];
  /**
   * Each that holds counts with its weight when a machine is chosen; nothing moves for it.
   */
  preferred?: UnitWeightedAffinityTerm[];
}
/**
 * Which other units, and what counts as the same place.
 */
export interface UnitAffinityTerm {
  /**
   * The other units, by their labels. The unit itself is never meant, other instances of its template may be.
   */
  labelSelector: LabelSelector;
  /**
   * A label of machines: machines with the same value are one place. `muster.dev/machine` makes every machine a place of its own.
   */
  topologyKey?: string;
}
/**
 * A term that counts with a weight.
 */
export interface UnitWeightedAffinityTerm {
  /**
   * How much it counts beside the others.
   */
  weight: number;
  /**
   * The other units, by their labels. The unit itself is never meant, other instances of its template may be.
   */
  labelSelector: LabelSelector;
  /**
   * A label of machines: machines with the same value are one place. `muster.dev/machine` makes every machine a place of its own.
   */
  topologyKey?: string;
}
/**
 * How evenly units are spread over the places that a label of machines makes.
 */
export interface UnitSpread {
  /**
   * A label of machines: machines with the same value are one place, machines without it take no such unit. `muster.dev/machine` makes every machine a place of its own.
   */
  topologyKey: string;
  /**
   * By how many units any place may be ahead of the emptiest one that could take the unit.
   */
  maxSkew?: number;
  /**
   * `DoNotSchedule`: rather leave a unit without a machine; `ScheduleAnyway`: only prefer the emptier places.
   */
  whenUnsatisfiable?: "DoNotSchedule" | "ScheduleAnyway";
  /**
   * Which units of the same namespace are counted; the instances of this unit when not given.
   */
  labelSelector?: LabelSelector;
}
/**
 * What becomes of the unit when its machine cannot be reached. Only a running `muster serve` moves units.
 */
export interface UnitFailover {
  /**
   * `wait` for the machine (the default for units that are pinned to one), `reschedule` to another machine (the default for others; the lost machine may still run its copy until it is reachable again), or `fence`: a timer on the machine, which muster keeps pushing back, stops the unit there when muster is out of reach, and only then does it start elsewhere.
   */
  policy?: "wait" | "reschedule" | "fence";
  /**
   * How long after the last contact, 5 seconds at least; what the Machine says, or 30 s, when not given.
   */
  after?: Grace;
  /**
   * How often in a row the unit may fail to start, or fail after it was started again, on one machine before it is moved to another one; never when not given. A failure after which systemd starts it again by itself (Restart=) counts, too. A minute without a failure, or a change of the Unit, forgets what was counted. Without another machine that can take it the unit stays. A unit that is pinned or global never moves.
   */
  failureThreshold?: number;
}
/**
 * What the unit needs of its machine. It limits nothing; for that systemd has MemoryMax= and CPUQuota=.
 */
export interface UnitResources {
  requests?: UnitResourceRequests;
}
/**
 * How much of a machine is set aside for the unit. It is placed only where what all units there request fits into what the machine has; looked at when a unit is placed.
 */
export interface UnitResourceRequests {
  /**
   * Bytes, as Kubernetes writes them: `512Mi` and `2Gi` are powers of 1024, `500M` and `1G` of 1000.
   */
  memory?: string | number;
  /**
   * Processors: `1`, `0.5`, or in thousandths `500m`.
   */
  cpu?: string | number;
}
/**
 * A unit file, section by section.
 */
export interface UnitSections {
  /**
   * [Unit]: what it is, and its order and dependencies. See systemd.unit(5).
   */
  Unit?: UnitSection;
  /**
   * [Install]: what enabling the unit means. See systemd.unit(5).
   */
  Install?: UnitSection;
  /**
   * [Service]: the process to run. See systemd.service(5).
   */
  Service?: UnitSection;
  /**
   * [Socket]: what to listen on. See systemd.socket(5).
   */
  Socket?: UnitSection;
  /**
   * [Timer]: when to start the other unit. See systemd.timer(5).
   */
  Timer?: UnitSection;
  /**
   * [Path]: which paths to watch. See systemd.path(5).
   */
  Path?: UnitSection;
  /**
   * [Mount]: what to mount where. See systemd.mount(5).
   */
  Mount?: UnitSection;
  /**
   * [Automount]: what to mount on first access. See systemd.automount(5).
   */
  Automount?: UnitSection;
  /**
   * [Swap]: what to swap on. See systemd.swap(5).
   */
  Swap?: UnitSection;
  /**
   * [Slice]: resource limits of a group of units. See systemd.resource-control(5).
   */
  Slice?: UnitSection;
  /**
   * A section of one's own; systemd ignores it.
   *
   * This interface was referenced by `UnitSections`'s JSON-Schema definition
   * via the `patternProperty` "^X-[A-Za-z0-9_ -]*$".
   */
  [k: string]: UnitSection | undefined;
}
/**
 * Directives of one section, by name.
 */
export interface UnitSection {
  /**
   * Environment variables: by name, or as systemd writes them.
   */
  Environment?: UnitEnvironment | DirectiveValue;
  [k: string]: DirectiveValue | UnitEnvironment | undefined;
}
/**
 * Environment variables by name.
 */
export interface UnitEnvironment {
  [k: string]: string | number | boolean;
}
/**
 * A file that the unit needs. Its content comes from exactly one of `content`, `contentBase64`, `fromSecret` and `fromConfigMap`.
 */
export interface AccompanyingFile {
  /**
   * Where on the machine: an absolute path. Directories that are missing are made.
   */
  path: string;
  /**
   * Permissions in octal digits, in quotes.
   */
  mode?: string;
  /**
   * `user` or `user:group`, by name. Root, or in user scope the user, when not given.
   */
  owner?: string;
  /**
   * The content as text, kept byte for byte.
   */
  content?: string;
  /**
   * The content in Base64, for what is not text.
   */
  contentBase64?: string;
  /**
   * The content is a key of a Secret in the same namespace. It is never shown in clear.
   */
  fromSecret?: KeyReference;
  /**
   * The content is a key of a ConfigMap in the same namespace.
   */
  fromConfigMap?: KeyReference;
}
/**
 * One key of a Secret or ConfigMap.
 */
export interface KeyReference {
  /**
   * The object's name.
   */
  name: string;
  /**
   * The key in its data.
   */
  key: string;
}
/**
 * How the unit is doing on all its machines together. Written by muster.
 */
export interface UnitStatus {
  /**
   * Ready; Reconciling and Stalled while true.
   */
  conditions?: Condition[];
  /**
   * The `metadata.generation` that this status is about.
   */
  observedGeneration?: number;
  /**
   * Whether all machines hold what is desired.
   */
  sync?: "Synced" | "OutOfSync" | "Unknown";
  /**
   * The worst health of its placements.
   */
  health?: "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";
  placements?: UnitPlacementCounts;
  /**
   * What has no machine, or should leave the one it has and cannot, with the reason on each machine. The first few of many.
   */
  unplaced?: UnitUnplaced[];
}
/**
 * How many placements there are, by state.
 */
export interface UnitPlacementCounts {
  /**
   * How many there should be.
   */
  desired?: number;
  /**
   * How many have a machine.
   */
  placed?: number;
  /**
   * How many are synced and healthy.
   */
  ready?: number;
  /**
   * How many are synced.
   */
  synced?: number;
  /**
   * How many are degraded.
   */
  degraded?: number;
}
/**
 * Why the unit, or an instance of it, has no machine.
 */
export interface UnitUnplaced {
  /**
   * Which instance of a template.
   */
  instance?: string;
  /**
   * The machine that it should leave, and stays on as long as there is no other.
   */
  machine?: string;
  /**
   * Every machine, or the first few of many, with the reason why not.
   */
  machines: UnitMachineReason[];
}
/**
 * Why one machine does not take the unit.
 */
export interface UnitMachineReason {
  /**
   * The name of the Machine.
   */
  machine: string;
  /**
   * Why not, in words that follow the machine's name.
   */
  reason: string;
}
