import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import type { Drift } from '../../units/drift.ts';
import { fileDiff } from '../../units/file-diff.ts';
import type { ObservedMachine, ObservedUnit } from '../../units/observed.ts';
import { planRemoval } from '../../units/plan/removal.ts';
import type { Step } from '../../units/step.ts';
import { matchesGlob } from '../../units/unit-name.ts';
import { objectKey } from '../cluster.ts';
import { compilePlacement } from '../compile-placement.ts';
import type { Core } from '../core.ts';
import { DependencyWatch } from '../dependencies/dependency-watch.ts';
import { bothHolds } from '../hold.ts';
import type { Desire } from '../machine/agent-host.ts';
import { neighbourhood, planContext, readPlacements } from '../machine/read-placements.ts';
import { readRemovals } from '../machine/read-removals.ts';
import type { DiffEntry, DiffEvent, DiffRequest, PlacementRef } from '../operations.ts';
import { isLeaving, newPlacement, spotOfPlacement } from '../placement-objects.ts';
import { type Schedule, schedule } from '../scheduling/schedule.ts';
import { runningName, type Spot } from '../scheduling/spot.ts';
import { checkCycles } from './check-cycles.ts';
import { checkObjects } from './check-objects.ts';
import { connectMachines } from './connect-machines.ts';
import { Overlay } from './overlay.ts';
import { selectPlacements, selectUnits, withType } from './select.ts';

/** What is wanted on one machine, and what is to leave it. */
interface MachineWork {
  staying: Map<string, { desire: Desire | Error; ref: PlacementRef; selected: boolean }>;
  leaving: Map<string, PlacementRef>;
  /** Whether to look for what nothing desires there, and of which names (all when undefined). */
  strays: { units: string[] | undefined } | null;
}

/** Compares what is desired (stored, or in the request) with what every machine holds now. Changes nothing anywhere. */
export async function* diff(core: Core, request: DiffRequest, signal: AbortSignal): AsyncIterable<DiffEvent> {
  const begun = performance.now();
  const overlay = new Overlay(core.cluster);
  let selected: ReadonlySet<string> | null = null;
  if (request.objects !== undefined) {
    const objects = checkObjects(request.objects);
    checkCycles(objects, core.cluster.all('Unit'));
    const edits = objects.map((object): Edit => ({ do: 'apply', object }));
    const results = await core.commit(edits, { dryRun: true });
    for (const { object, result } of results) {
      overlay.put(object);
      const { namespace, name } = object.metadata;
      yield {
        type: 'object',
        kind: object.kind,
        ...(namespace === undefined ? {} : { namespace }),
        name,
        result,
      };
    }
    selected = new Set(results.map(({ object }) => objectKey(object)));
  }
  const units = overlay.all('Unit');
  if (selected === null) selected = new Set(selectUnits(units, unitsOnly(request)).map(objectKey));

  const machines = overlay.all('Machine');
  await connectMachines(core, machinesInvolved(core, machines, request.machine), signal);
  const plan = schedule(core.schedulerInput(units, machines));
  for (const { namespace, unit, instance, message, machines: reasons } of plan.unplaced) {
    if (!selected.has(`${namespace}/${unit}`)) continue;
    yield { type: 'unplaced', namespace, unit: runningName(unit, instance), message, machines: reasons };
  }
  const work = workOf(core, overlay, plan, selected, request);
  let differing = 0;
  let unknown = 0;
  const results = [...work]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([machine, todo]) => entriesOf(core, machine, todo));
  for (const entries of results) {
    for (const entry of await entries) {
      if (entry.change === 'unknown') unknown += 1;
      else if (entry.change !== 'none') differing += 1;
      yield entry;
    }
  }
  const durationMs = Math.round(performance.now() - begun);
  yield { type: 'done', differing, unknown, machines: work.size, durationMs };
}

function unitsOnly(request: DiffRequest): DiffRequest {
  const { machine: _machine, ...rest } = request;
  return rest;
}

function machinesInvolved(core: Core, machines: Machine[], only: string | undefined): string[] {
  const known = machines
    .map((machine) => machine.metadata.name)
    .filter((name) => core.cluster.get('Machine', name) !== undefined);
  return only === undefined ? known : known.filter((name) => name === only);
}

function workOf(
  core: Core,
  overlay: Overlay,
  plan: Schedule,
  selected: ReadonlySet<string>,
  request: DiffRequest,
): Map<string, MachineWork> {
  const work = new Map<string, MachineWork>();
  const at = (machine: string): MachineWork => {
    const known = work.get(machine) ?? { staying: new Map(), leaving: new Map(), strays: null };
    work.set(machine, known);
    return known;
  };
  const wants = (spot: Spot) =>
    selected.has(`${spot.namespace}/${spot.unit}`) &&
    (request.machine === undefined || request.machine === spot.machine);
  const placed = [...plan.keep, ...plan.place].flatMap((spot) => {
    const unit = overlay.get('Unit', `${spot.namespace}/${spot.unit}`);
    if (unit === undefined) return [];
    const made = newPlacement(spot, unit, '');
    // `muster stop` of one instance is kept in its Placement.
    const stored = core.cluster.get('Placement', objectKey(made));
    return [{ spot, unit, placement: stored === undefined || isLeaving(stored) ? made : stored }];
  });
  const dependencies = dependenciesIn(
    core,
    overlay,
    new Map(placed.map(({ placement }) => [objectKey(placement), placement])),
  );
  for (const { spot, unit, placement } of placed) {
    const desire = desireOf(core, overlay, unit, placement, dependencies);
    at(spot.machine).staying.set(objectKey(placement), { desire, ref: refOf(spot), selected: wants(spot) });
  }
  const gone = [
    ...plan.remove,
    ...plan.abandon,
    ...selectPlacements(core.cluster, unitsOnly(request)).filter(isLeaving).map(spotOfPlacement),
  ];
  for (const spot of gone) {
    const shown = request.objects === undefined || selected.has(`${spot.namespace}/${spot.unit}`);
    if (!shown || (request.machine !== undefined && request.machine !== spot.machine)) continue;
    at(spot.machine).leaving.set(`${spot.namespace}/${runningName(spot.unit, spot.instance)}`, refOf(spot));
  }
  if (request.objects === undefined && request.selector === undefined) {
    for (const machine of machinesInvolved(core, overlay.all('Machine'), request.machine)) {
      if (core.agent(machine)?.link != null) at(machine).strays = { units: request.units };
    }
  }
  for (const [machine, { staying, leaving, strays }] of work) {
    if (strays === null && leaving.size === 0 && ![...staying.values()].some((item) => item.selected))
      work.delete(machine);
  }
  return work;
}

/** Who waits for whom when everything is as it would be; of units that nobody has read nothing is known. */
function dependenciesIn(
  core: Core,
  overlay: Overlay,
  placements: ReadonlyMap<string, Placement>,
): DependencyWatch {
  return new DependencyWatch({
    unit: (key) => overlay.get('Unit', key),
    units: () => overlay.all('Unit'),
    placement: (key) => placements.get(key),
    placements: () => placements.values(),
    stateOf: (key) => core.stateOf(key),
    tell: () => undefined,
  });
}

function desireOf(
  core: Core,
  overlay: Overlay,
  unit: Unit,
  placement: Placement,
  dependencies: DependencyWatch,
): Desire | Error {
  const facts = core.agent(placement.spec.machine)?.link?.facts;
  if (facts === undefined) return new Error('not connected');
  try {
    const desire = compilePlacement(unit, placement, placement.spec.machine, facts, {
      secret: (name) => overlay.get('Secret', name),
      configMap: (name) => overlay.get('ConfigMap', name),
    });
    const hold = bothHolds(dependencies.holdOf(placement, unit), core.placing.holdOf(placement, unit));
    return hold === null ? desire : { ...desire, hold };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function entriesOf(core: Core, machine: string, work: MachineWork): Promise<DiffEntry[]> {
  const agent = core.agent(machine);
  const link = agent?.link;
  const shown = [...work.staying.values()].filter((item) => item.selected);
  const unknown = (ref: PlacementRef, message: string): DiffEntry => ({
    type: 'entry',
    ...ref,
    change: 'unknown',
    drift: [],
    files: [],
    acts: [],
    message,
  });
  if (link == null) {
    const message = agent?.state.error?.message ?? `there is no machine ${machine}`;
    return [
      ...shown.map(({ ref }) => unknown(ref, message)),
      ...[...work.leaving.values()].map((ref) => unknown(ref, message)),
    ];
  }
  try {
    const valid = new Map<string, Desire>();
    for (const [key, { desire }] of work.staying) if (!(desire instanceof Error)) valid.set(key, desire);
    const neighbours = neighbourhood(valid);
    const asked = new Map([...valid].filter(([key]) => work.staying.get(key)?.selected === true));
    const { machine: observedMachine, readings } = await readPlacements(link, asked, neighbours, core.store, {
      details: 'suspects',
      strays: work.strays !== null,
      retryConditions: new Set(),
      known: new Map(),
    });
    const plans: {
      ref: PlacementRef;
      entry: Omit<DiffEntry, 'files'>;
      steps: Step[];
      observed: ObservedUnit;
    }[] = [];
    const entries: DiffEntry[] = [];
    for (const [key, { desire, ref, selected }] of work.staying) {
      if (!selected) continue;
      const reading = readings.get(key);
      if (desire instanceof Error || reading === undefined) {
        entries.push(
          unknown(ref, desire instanceof Error ? desire.message : 'the machine said nothing about it'),
        );
        continue;
      }
      const { assessment, observed } = reading;
      const steps = assessment.wouldBe;
      const acts = actsOf(steps);
      const isNew = observed.record === null;
      const change = acts.length === 0 && assessment.refused === null ? 'none' : isNew ? 'create' : 'update';
      const message = assessment.refused?.message;
      plans.push({
        ref,
        entry: {
          type: 'entry',
          ...ref,
          change,
          drift: assessment.drift,
          acts,
          ...(message === undefined ? {} : { message }),
        },
        steps,
        observed,
      });
    }
    const strays = straysOf(core, machine, work, observedMachine);
    const gone = new Map([...work.leaving, ...strays.map(({ ref }) => [`stray ${ref.unit}`, ref] as const)]);
    if (gone.size > 0) {
      const removal = await readRemovals(
        link,
        [...gone.values()].map((ref) => ref.unit),
      );
      for (const [key, ref] of gone) {
        const observed = removal.units.get(ref.unit);
        if (observed === undefined) continue;
        const context = planContext(key, ref.unit, link.facts, removal, core.store, neighbours, {
          retryConditions: new Set(),
          known: new Map(),
        });
        const stray = strays.find((candidate) => candidate.ref === ref);
        const steps = stray?.remove === false ? [] : planRemoval(observed, context);
        const change = steps.length === 0 && stray === undefined ? 'none' : 'remove';
        plans.push({
          ref,
          entry: {
            type: 'entry',
            ...ref,
            change,
            drift: stray === undefined ? [] : [stray.drift],
            acts: actsOf(steps),
          },
          steps,
          observed,
        });
      }
    }
    const paths = new Set(plans.flatMap(({ steps }) => steps.flatMap(contentPath)));
    const contents = paths.size === 0 ? new Map<string, Buffer | null>() : await link.read([...paths]);
    for (const { entry, steps } of plans)
      entries.push({ ...entry, files: filesOf(steps, contents, machine) });
    return entries.sort((a, b) => (a.unit < b.unit ? -1 : 1));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return shown.map(({ ref }) => unknown(ref, message));
  }
}

/** Units of ours on the machine that nothing desires there. */
function straysOf(
  core: Core,
  machine: string,
  work: MachineWork,
  observed: ObservedMachine,
): { ref: PlacementRef; drift: Drift; remove: boolean }[] {
  if (work.strays === null) return [];
  const { units } = work.strays;
  const known = new Set([...work.staying.values(), ...work.leaving.values()].map(nameOf));
  const records = observed.strays.filter(
    ({ name, store }) =>
      store === core.store &&
      !known.has(name) &&
      (units === undefined || units.some((glob) => isMeant(name, glob))),
  );
  return core.strays(machine, records).flatMap(({ kind, unit, message, remove }) => {
    if (kind === 'NotOwned') return [];
    const namespace = records.find(({ name }) => name === unit)?.owner.namespace ?? 'default';
    return [
      { ref: { namespace, unit, machine }, drift: { kind, subject: unit, message, heals: remove }, remove },
    ];
  });
}

function nameOf(item: PlacementRef | { ref: PlacementRef }): string {
  return 'ref' in item ? item.ref.unit : item.unit;
}

function isMeant(name: string, glob: string): boolean {
  const wanted = withType(glob);
  return wanted === name || matchesGlob(name, wanted) || matchesGlob(name, `${wanted}.service`);
}

function contentPath(step: Step): string[] {
  if (step.do === 'write') return [step.file.path];
  return step.do === 'remove' || step.do === 'set-aside' ? [step.path] : [];
}

function filesOf(
  steps: Step[],
  contents: ReadonlyMap<string, Buffer | null>,
  machine: string,
): DiffEntry['files'] {
  const written = new Set(steps.flatMap((step) => (step.do === 'write' ? [step.file.path] : [])));
  return steps.flatMap((step) => {
    if (step.do === 'write') {
      const { path, content, secret } = step.file;
      const text = fileDiff({
        path,
        live: contents.get(path) ?? null,
        desired: content,
        secret,
        liveLabel: `live on ${machine}`,
      });
      return text === '' ? [] : [{ path, diff: text }];
    }
    if ((step.do === 'remove' || step.do === 'set-aside') && !written.has(step.path)) {
      const live = contents.get(step.path) ?? null;
      const text = fileDiff({ path: step.path, live, desired: null, liveLabel: `live on ${machine}` });
      return text === '' ? [] : [{ path: step.path, diff: text }];
    }
    return [];
  });
}

/** What people are shown of a plan: not the notes that muster keeps for itself. */
function actsOf(steps: Step[]): DiffEntry['acts'] {
  return steps
    .filter((step) => !['intent', 'record', 'ledger'].includes(step.do))
    .map((step) => ({
      do: step.do,
      subject: step.do === 'write' ? step.file.path : 'path' in step ? step.path : step.unit,
      reason: step.reason,
    }));
}

function refOf(spot: Spot): PlacementRef {
  return { namespace: spot.namespace, unit: runningName(spot.unit, spot.instance), machine: spot.machine };
}
