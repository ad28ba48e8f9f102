/** The whole product in this process, on real hosts: manifests go in, and what hosts hold comes out. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { stringify } from 'yaml';
import type {
  DiffEntry,
  DiffEvent,
  Outcome,
  ProgressEvent,
  VerbRequest,
} from '../../controllers/operations.ts';
import { type RuntimeOptions, startRuntime } from '../../controllers/runtime.ts';
import { openLink } from '../../machines/ssh-link.ts';
import { sshTarget } from '../../machines/ssh-target.ts';
import type { Condition, Machine, Placement, Unit } from '../../schemas/types.ts';
import { openEmbeddedStore } from '../../store/embedded.ts';
import { openObjects } from '../../store/objects.ts';
import type { DriftKind } from '../../units/drift.ts';
import { loadManifests } from '../../units/load-manifests.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';

/** A step that an act of this process carried out, as it happened. */
export interface StepSeen {
  /** The name that runs. */
  unit: string;
  machine: string;
  do: string;
  subject: string;
  ok: boolean;
  /** Milliseconds, monotonic. */
  at: number;
}

export interface Muster {
  readonly home: string;
  /** Every step of every act so far: steps that only keep muster's own notes are left out. */
  readonly steps: StepSeen[];
  /** Stores the manifests and waits until what they ask for is so, or is not going to be. */
  apply(manifest: string, limitMs?: number): Promise<Outcome>;
  /** All that apply reports while it works. */
  applying(manifest: string, limitMs?: number): AsyncIterable<ProgressEvent>;
  remove(units: string[], limitMs?: number): Promise<Outcome>;
  verb(verb: VerbRequest['verb'], units: string[], machine?: string): Promise<Outcome>;
  drain(machines: string[]): Promise<Outcome>;
  rebalance(maxMoves: number): Promise<Outcome>;
  reboot(machine: string): Promise<Outcome>;
  uncordon(machine: string): Promise<void>;
  /** What differs between the store and the machines, by the name that runs, or between manifests and the machines. */
  diff(units: string[]): Promise<DiffEntry[]>;
  diffOf(manifest: string): Promise<DiffEntry[]>;
  /** undefined when there is none. */
  placement(unit: string, machine: string): Promise<Placement | undefined>;
  machine(name: string): Promise<Machine>;
  unit(name: string): Promise<Unit>;
  events(): Promise<{ reason: string; message: string; about: string }[]>;
  /** Waits until the placement's condition holds; its last status is in the error when it does not. */
  untilPlacement(
    unit: string,
    machine: string,
    condition: (placement: Placement) => boolean,
    limitMs?: number,
  ): Promise<Placement>;
  untilMachine(name: string, condition: (machine: Machine) => boolean, limitMs?: number): Promise<Machine>;
  /** The placement comes to rest as desired: synced and healthy, for this definition. */
  untilWell(unit: string, machine: string, limitMs?: number): Promise<Placement>;
  /** `keepHome`: copied there first, for another that goes on from it. */
  stop(keepHome?: string): Promise<void>;
}

export const limit = 120_000;

export interface MusterOptions {
  /** A new one, removed at the end, unless given. */
  home?: string;
  mode?: RuntimeOptions['mode'];
  agents?: RuntimeOptions['agents'];
}

export async function startMuster(options: MusterOptions = {}): Promise<Muster> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'muster-e2e-'));
  const store = await openEmbeddedStore(join(home, 'muster.db'));
  const objects = openObjects(store);
  const runtime = await startRuntime({
    store,
    objects,
    log: pino({ level: 'debug' }, pino.destination({ dest: join(home, 'log'), sync: true })),
    mode: options.mode ?? 'serve',
    connect: (machine, all) =>
      openLink(
        sshTarget(machine, {
          musterHome: home,
          home,
          sshConfig: '',
          machine: (name) => all.find((other) => other.metadata.name === name),
        }),
      ),
    ...(options.agents === undefined ? {} : { agents: options.agents }),
  });
  const steps: StepSeen[] = [];
  runtime.core.happenings.listen((happening) => {
    if (happening.type !== 'step') return;
    const { step, ok } = happening.result;
    if (['intent', 'record', 'ledger'].includes(step.do)) return;
    const machine = runtime.core.cluster.get('Placement', happening.key)?.spec.machine ?? '';
    const subject = step.do === 'write' ? step.file.path : 'path' in step ? step.path : step.unit;
    const unit = happening.key.slice(happening.key.indexOf('/') + 1, -machine.length - 1);
    steps.push({ unit, machine, do: step.do, subject, ok, at: performance.now() });
  });
  const signal = new AbortController().signal;

  const muster: Muster = {
    home,
    steps,
    apply: (manifest, limitMs = limit) => outcomeOf(muster.applying(manifest, limitMs)),
    applying: (manifest, limitMs = limit) =>
      runtime.apply({ objects: objectsOf(manifest), dryRun: 'none', timeoutMs: limitMs }, signal),
    remove: (units, limitMs = limit) =>
      outcomeOf(runtime.delete({ units, dryRun: 'none', timeoutMs: limitMs }, signal)),
    verb: (verb, units, machine) =>
      outcomeOf(
        runtime.verb(
          { verb, units, timeoutMs: limit, ...(machine === undefined ? {} : { machine }) },
          signal,
        ),
      ),
    drain: (machines) => outcomeOf(runtime.drain({ machines, timeoutMs: 4 * limit }, signal)),
    rebalance: (maxMoves) =>
      outcomeOf(runtime.rebalance({ maxMoves, dryRun: 'none', timeoutMs: limit }, signal)),
    reboot: (machine) => outcomeOf(runtime.reboot({ machine, drain: true, timeoutMs: 4 * limit }, signal)),
    async uncordon(name) {
      await objects.change({ kind: 'Machine' as const, namespace: null, name }, (machine) => ({
        ...machine,
        spec: { ...machine.spec, unschedulable: false, drain: false },
      }));
    },
    diff: (units) => entriesOf(runtime.diff({ units }, signal)),
    diffOf: (manifest) => entriesOf(runtime.diff({ objects: objectsOf(manifest) }, signal)),
    async placement(unit, machine) {
      return (await objects.find('Placement', 'default', `${unit}.${machine}`)) ?? undefined;
    },
    machine: (name) => objects.get('Machine', null, name),
    unit: (name) => objects.get('Unit', 'default', name),
    async events() {
      const { items } = await objects.list('Event');
      return items.map(({ reason = '', message = '', involvedObject }) => ({
        reason,
        message,
        about: `${involvedObject.kind} ${involvedObject.name}`,
      }));
    },
    async untilPlacement(unit, machine, condition, limitMs = limit) {
      let last: Placement | undefined;
      try {
        return await waitUntil(
          unit,
          async () => {
            last = await muster.placement(unit, machine);
            return last !== undefined && condition(last) ? last : undefined;
          },
          limitMs,
        );
      } catch {
        throw new Error(`${unit} on ${machine} stayed as it is: ${JSON.stringify(last?.status, null, 1)}`);
      }
    },
    async untilMachine(name, condition, limitMs = limit) {
      let last: Machine | undefined;
      try {
        return await waitUntil(
          name,
          async () => {
            last = await muster.machine(name);
            return condition(last) ? last : undefined;
          },
          limitMs,
        );
      } catch {
        throw new Error(`machine ${name} stayed as it is: ${JSON.stringify(last?.status, null, 1)}`);
      }
    },
    untilWell: async (unit, machine, limitMs = limit) => {
      const generation = (await muster.unit(templateOf(unit))).metadata.generation;
      return muster.untilPlacement(
        unit,
        machine,
        ({ status }) =>
          status?.phase === 'synced' &&
          status.observedGeneration === generation &&
          conditionOf(status, 'Ready')?.status === 'True',
        limitMs,
      );
    },
    async stop(keepHome) {
      await runtime.stop();
      await store.close();
      if (keepHome !== undefined) cpSync(home, keepHome, { recursive: true });
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
  return muster;
}

/** The objects of a manifest; every problem of it in the error. */
export function objectsOf(manifest: string): unknown[] {
  const { objects, problems } = loadManifests([{ name: 'test.yaml', text: manifest }]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return objects.map(({ object }) => object);
}

async function outcomeOf(events: AsyncIterable<ProgressEvent>): Promise<Outcome> {
  let outcome: Outcome | undefined;
  for await (const event of events) if (event.type === 'done') outcome = event;
  if (outcome === undefined) throw new Error('the operation ended without saying how');
  return outcome;
}

async function entriesOf(events: AsyncIterable<DiffEvent>): Promise<DiffEntry[]> {
  const entries: DiffEntry[] = [];
  for await (const event of events) if (event.type === 'entry') entries.push(event);
  return entries;
}

function templateOf(unit: string): string {
  return unit.replace(/@[^.]+\./, '@.');
}

export function conditionOf(
  status: { conditions?: Condition[] } | undefined,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Whether the placement's status names this drift, and says so in its condition where it is one that heals. */
export function names(placement: Placement, kind: DriftKind, subject: string): boolean {
  return placement.status?.drift?.some((item) => item.kind === kind && item.subject === subject) === true;
}

export interface UnitSpecText {
  [field: string]: unknown;
}

/** The YAML of a Unit; `Service` makes the usual sleeper unless the spec brings its own sections or text. */
export function unitYaml(name: string, machine: string, spec: UnitSpecText = {}): string {
  const definition = spec.sections === undefined && spec.text === undefined ? { sections: sleeper() } : {};
  return stringify(
    {
      apiVersion: 'muster.dev/v1',
      kind: 'Unit',
      metadata: { name },
      spec: { placement: { machine }, ...definition, ...spec },
    },
    { lineWidth: 0 },
  );
}

export function sleeper(service: Record<string, unknown> = {}, unit: Record<string, unknown> = {}) {
  return {
    Unit: { Description: 'sleeps', ...unit },
    // What ends at once at SIGTERM, so that no test waits for anything to stop.
    Service: { ExecStart: '/bin/sleep infinity', ...service },
    Install: { WantedBy: 'multi-user.target' },
  };
}

/** Machines as the lab makes them, with more in their spec if given. */
export function machineYaml(host: LabHost, spec: Record<string, unknown> = {}, name = host.name): string {
  const { spec: usual, metadata, ...rest } = host.machineManifest();
  return stringify(
    { ...rest, metadata: { ...metadata, name }, spec: { ...usual, ...spec } },
    { lineWidth: 0 },
  );
}

export function documents(...texts: string[]): string {
  return texts.join('---\n');
}

/** What systemd on the host says about a unit. */
export interface Live {
  active: string;
  sub: string;
  load: string;
  pid: string;
  invocation: string;
  needsReload: boolean;
  fragment: string;
  dropIns: string;
}

export interface OnHost {
  (command: string, input?: string): Promise<string>;
  live(unit: string): Promise<Live>;
  liveOf(units: string[]): Promise<Map<string, Live>>;
  /** Waits for a shell command to succeed on the host. */
  until(command: string, limitMs?: number): Promise<void>;
}

/** Commands as root on the host, from outside of the network; rejects when one fails. */
export function onHost(host: () => LabHost, systemctl = 'systemctl'): OnHost {
  const run = async (command: string, input?: string): Promise<string> => {
    const result = await host().run(command, {
      timeoutMs: 300_000,
      ...(input === undefined ? {} : { input }),
    });
    if (result.code !== 0) throw new Error(`${command}: exit status ${result.code}: ${result.stderr}`);
    return result.stdout;
  };
  const liveOf = async (units: string[]): Promise<Map<string, Live>> => {
    const properties =
      'ActiveState,SubState,LoadState,MainPID,InvocationID,NeedDaemonReload,FragmentPath,DropInPaths';
    const quoted = units.map((unit) => `'${unit}'`).join(' ');
    // In the order of the names; a name that is an alias shows what it stands for.
    const records = (await run(`${systemctl} show -p ${properties} -- ${quoted}`)).trimEnd().split('\n\n');
    return new Map(units.map((unit, index) => [unit, liveIn(records[index] ?? '')]));
  };
  const live = async (unit: string) => (await liveOf([unit])).get(unit) ?? liveIn('');
  const until = async (command: string, limitMs = limit): Promise<void> => {
    await waitUntil(command, async () => (await host().run(command)).code === 0, limitMs, 50);
  };
  return Object.assign(run, { live, liveOf, until });
}

/** One record of `systemctl show`. */
function liveIn(text: string): Live {
  const values = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const value = (name: string) => values.get(name) ?? '';
  return {
    active: value('ActiveState'),
    sub: value('SubState'),
    load: value('LoadState'),
    pid: value('MainPID'),
    invocation: value('InvocationID'),
    needsReload: value('NeedDaemonReload') === 'yes',
    fragment: value('FragmentPath'),
    dropIns: value('DropInPaths'),
  };
}
