/**
 * A batch as the bytes that `actScript` reads from stdin: one header line, then a tar archive with
 *
 *     plan              one line per thing to do, fields separated by tabs
 *     g/NUMBER/NAME     files, links and records, grouped by the directory they go to
 *     complete          last, so that a cut upload is never begun
 */
import { basename, dirname } from 'node:path/posix';
import { pack } from 'tar-stream';
import type { UnitPaths } from '../../units/desired.ts';
import type { Step } from '../../units/step.ts';
import { type ActBatch, LinkError } from '../link.ts';
import { hasControlCharacter, machinePathProblem, machineUnitProblem } from '../validate.ts';

interface Entry {
  path: string;
  unit: string;
  mode: string;
  owner: string | null;
  content: Buffer | null;
  target: string | null;
}

type PlacePhase = 'intent' | 'write' | 'link' | 'record';

export const defaultLockWaitSeconds = 20;

/** Throws ConfigurationInvalid for a name, path, owner or mode that cannot be one. */
export async function encodeAct(
  batch: ActBatch,
  paths: UnitPaths,
  lockWaitSeconds = defaultLockWaitSeconds,
): Promise<Buffer> {
  validate(batch, paths);
  const plan: string[] = [];
  const archive = pack();
  const chunks: Buffer[] = [];
  archive.on('data', (chunk: unknown) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  });
  const done = new Promise<void>((resolve, reject) => {
    archive.on('end', resolve);
    archive.on('error', reject);
  });

  const groups = new Groups(plan, (name, entry) => {
    if (entry.target !== null) archive.entry({ name, type: 'symlink', linkname: entry.target });
    else archive.entry({ name, mode: Number.parseInt(entry.mode, 8) }, entry.content ?? Buffer.alloc(0));
  });
  for (const step of batch.steps) planStep(step, batch.steps, paths, plan, groups);
  archive.entry({ name: 'plan' }, plan.length === 0 ? '\n' : `${plan.join('\n')}\n`);
  archive.entry({ name: 'complete' }, 'complete\n');
  archive.finalize();
  await done;

  // Renames do not cross file systems: what is to be written is staged beside the units, anything else in /run.
  const base = groups.some ? paths.unitDir : paths.runtimeDir;
  return Buffer.concat([headerOf(batch, paths, base, lockWaitSeconds), ...chunks]);
}

/** Steps that ask systemd for something and neither wait for it nor put anything in place. */
const plain: ReadonlySet<Step['do']> = new Set(['start', 'reset-failed']);
const mostPlain = 64;

/** Whether a shell that stays may carry the batch out between two readings. */
export function isPlain({ steps }: ActBatch): boolean {
  return steps.length <= mostPlain && steps.every((step) => plain.has(step.do));
}

/** Such a batch as text, for a standing shell. Throws as `encodeAct` does. */
export function encodePlainAct(batch: ActBatch, paths: UnitPaths, lockWaitSeconds: number): Buffer {
  validate(batch, paths);
  const plan = batch.steps.map((step) => `${step.do}\t${step.unit}`);
  return Buffer.concat([
    headerOf(batch, paths, '-', lockWaitSeconds),
    Buffer.from([...plan, 'complete', ''].join('\n')),
  ]);
}

function validate(batch: ActBatch, paths: UnitPaths): void {
  for (const step of batch.steps) validateStep(step);
  if (!/^[A-Za-z0-9-]{1,64}$/.test(batch.id))
    refuse(`the act's id ${JSON.stringify(batch.id)} is no short word`);
  if (!Number.isSafeInteger(batch.epoch) || batch.epoch < 0) refuse(`the epoch ${batch.epoch} is no counter`);
  for (const path of [paths.unitDir, paths.stateDir, paths.runtimeDir]) refuse(machinePathProblem(path));
}

/** `base`: where the upload is unpacked; `-` when there is none. */
function headerOf(batch: ActBatch, paths: UnitPaths, base: string, lockWaitSeconds: number): Buffer {
  const header = [
    paths.scope,
    paths.unitDir,
    paths.stateDir,
    paths.runtimeDir,
    base,
    String(batch.epoch),
    String(Math.max(1, Math.round(lockWaitSeconds))),
    batch.id,
  ];
  return Buffer.from(`${header.join('\t')}\n`);
}

function planStep(step: Step, steps: Step[], paths: UnitPaths, plan: string[], groups: Groups): void {
  const record = (content: string): Entry => ({
    path: `${paths.stateDir}/units/${step.unit}.json`,
    unit: step.unit,
    mode: '0644',
    owner: null,
    content: Buffer.from(content),
    target: null,
  });
  /** A directory of systemd's that has nothing left in it goes, too. */
  const emptied = (path: string) => {
    const parent = dirname(path);
    if (!/\/systemd\//.test(parent) || !/\.(d|wants|requires|upholds)$/.test(parent)) return;
    const line = `empty\t${parent}`;
    if (!plan.includes(line) && !steps.some((other) => placesInto(other, parent))) plan.push(line);
  };
  switch (step.do) {
    case 'stop':
    case 'reset-failed':
    case 'restart':
    case 'start':
      plan.push(`${step.do}\t${step.unit}`);
      break;
    case 'intent':
      groups.add('intent', record(step.content));
      break;
    case 'set-aside': {
      const replaced = steps.some((other) => other.do === 'write' && other.file.path === step.path);
      plan.push(['set-aside', step.unit, step.path, step.kept, replaced ? '1' : '0'].join('\t'));
      emptied(step.path);
      break;
    }
    case 'write': {
      const { path, mode, owner, content } = step.file;
      const owned = paths.scope === 'system' && owner === 'root:root' ? null : owner;
      groups.add('write', { path, unit: step.unit, mode, owner: owned, content, target: null });
      if (!path.startsWith(`${paths.unitDir}/`)) plan.push(`label\t${path}`);
      break;
    }
    case 'remove': {
      plan.push(`remove\t${step.unit}\t${step.path}`);
      emptied(step.path);
      break;
    }
    case 'restore':
      plan.push(['restore', step.unit, step.kept, step.path].join('\t'));
      break;
    case 'link':
      groups.add('link', {
        path: step.path,
        unit: step.unit,
        mode: '0777',
        owner: null,
        content: null,
        target: step.target,
      });
      break;
    case 'daemon-reload':
      plan.push('daemon-reload');
      break;
    case 'ledger': {
      const reloads = steps.some((other) => other.do === 'reload' && other.unit === step.unit);
      // While the reload is under way it is owed: its digest is noted when it has succeeded.
      const reload = reloads ? '-' : reloadField(step.reload);
      plan.push(
        ['ledger', step.unit, step.restart, reload, step.starts ? '1' : '0', ...step.loadedFrom].join('\t'),
      );
      for (const path of step.loadedFrom) plan.push(`loaded\t${path}`);
      break;
    }
    case 'reload': {
      const ledger = steps.find((other) => other.do === 'ledger' && other.unit === step.unit);
      plan.push(`reload\t${step.unit}\t${ledger?.do === 'ledger' ? reloadField(ledger.reload) : '-'}`);
      break;
    }
    case 'record':
      if (step.content === null) plan.push(`unrecord\t${step.unit}`);
      else groups.add('record', record(step.content));
      break;
  }
}

function placesInto(step: Step, directory: string): boolean {
  const path = step.do === 'write' ? step.file.path : step.do === 'link' ? step.path : '';
  return dirname(path) === directory;
}

/** The shell folds empty fields, so that the empty digest (cannot reload) has a sign of its own. */
export function reloadField(digest: string): string {
  return digest === '' ? '=' : digest;
}

class Groups {
  readonly #plan: string[];
  readonly #put: (name: string, entry: Entry) => void;
  readonly #numbers = new Map<string, number>();
  readonly #taken = new Set<string>();
  constructor(plan: string[], put: (name: string, entry: Entry) => void) {
    this.#plan = plan;
    this.#put = put;
  }

  get some(): boolean {
    return this.#numbers.size > 0;
  }

  add(phase: PlacePhase, entry: Entry): void {
    const directory = dirname(entry.path);
    const key = `${phase}\t${directory}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
      this.#plan.push(`group\t${phase}\t${number}\t${directory}`);
    }
    const name = `g/${number}/${basename(entry.path)}`;
    // Two instances of one template write the same template file: once is enough.
    const first = !this.#taken.has(name);
    this.#plan.push(`entry\t${phase}\t${number}\t${basename(entry.path)}\t${entry.unit}`);
    if (!first) return;
    this.#taken.add(name);
    this.#put(name, entry);
    if (entry.owner !== null) this.#plan.push(`owner\t${entry.owner}\t${name}`);
    // A change of owner clears the set-user-id and set-group-id bits.
    if (entry.owner !== null && !/^0?[0-7]{3}$/.test(entry.mode)) {
      this.#plan.push(`mode\t${entry.mode}\t${name}`);
    }
  }
}

function validateStep(step: Step): void {
  if (step.do !== 'daemon-reload') refuse(machineUnitProblem(step.unit));
  switch (step.do) {
    case 'write':
      refuse(machinePathProblem(step.file.path));
      if (!/^[0-7]{3,4}$/.test(step.file.mode))
        refuse(`the mode ${JSON.stringify(step.file.mode)} is not octal`);
      if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?:[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/.test(step.file.owner)) {
        refuse(`the owner ${JSON.stringify(step.file.owner)} is not user:group`);
      }
      break;
    case 'link':
      refuse(machinePathProblem(step.path));
      if (step.target === '' || hasControlCharacter(step.target)) {
        refuse(`the link ${step.path} has no proper target: ${JSON.stringify(step.target)}`);
      }
      break;
    case 'remove':
      refuse(machinePathProblem(step.path));
      break;
    case 'set-aside':
    case 'restore':
      refuse(machinePathProblem(step.path));
      refuse(machinePathProblem(step.kept));
      break;
    case 'ledger':
      for (const path of step.loadedFrom) refuse(machinePathProblem(path));
      if (!/^[0-9a-f-]+$/.test(step.restart) || !/^(|-|[0-9a-f]+)$/.test(step.reload)) {
        refuse(`the ledger of ${step.unit} has no proper digests`);
      }
      break;
    default:
      break;
  }
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new LinkError('ConfigurationInvalid', problem);
}
