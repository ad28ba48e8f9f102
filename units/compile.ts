/**
 * A Unit, for one machine and (for templates) one instance, as the files and links that make it so.
 * Pure and deterministic: equal input gives equal bytes.
 */
import { protectedUnitReason } from '../schemas/protected-units.ts';
import type { AccompanyingFile, Unit, UnitDropIn, UnitSpec } from '../schemas/types.ts';
import type { DesiredFile, DesiredUnit, UnitPaths } from './desired.ts';
import {
  type Directive,
  effectiveDirectives,
  lastValue,
  listValues,
  listWords,
  parseBoolean,
  reloadDigest,
  restartDigest,
  stopDigest,
} from './effective-definition.ts';
import { installLinks } from './install-links.ts';
import type { UnitRecord } from './observed.ts';
import { filePathProblem } from './own-access-path.ts';
import { isReadAtStart } from './read-at-start.ts';
import { renderUnitFile } from './render-unit-file.ts';
import { expandSpecifiers } from './specifiers.ts';
import { sha256, withStamp } from './stamp.ts';
import { instanceName, parseUnitName, type UnitName, unitNameProblem } from './unit-name.ts';
import type { UnitProblem } from './unit-problem.ts';

export interface ContentReference {
  kind: 'Secret' | 'ConfigMap';
  namespace: string;
  name: string;
  key: string;
}

export interface CompileOptions {
  /** For templates: which instance. A template compiled without one is installed, and nothing of it runs. */
  instance?: string;
  paths: UnitPaths;
  machine: { name: string; machineId: string };
  /** The bytes of a Secret's or ConfigMap's key; undefined when there is no such object or key. */
  resolve?: (reference: ContentReference) => Buffer | undefined;
}

export type CompileResult =
  | { desired: DesiredUnit /** Sentences that are good to know, and no problem. */; notes: string[] }
  | { problems: UnitProblem[] };

/** Fails with every problem found, and never with an exception for what a user can write. */
export function compile(unit: Unit, options: CompileOptions): CompileResult {
  const problems: UnitProblem[] = [];
  const notes: string[] = [];
  const name = runningName(unit, options.instance, problems);
  if (name === null) return { problems };
  const { paths } = options;
  const { spec } = unit;
  const fileName = name.template ?? name.name;
  const ownFile = options.instance === undefined ? name.name : fileName;

  const fragmentBody = bodyText(spec, problems);
  const given = { ...spec.dropIns, ...(isFenced(spec) ? { [fenceDropIn]: fenceText(paths) } : {}) };
  const dropIns = Object.entries(given).sort(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  const dropInBodies = dropIns.map(([file, dropIn]) => [file, dropInText(file, dropIn, problems)] as const);
  const fragmentPath = `${paths.unitDir}/${ownFile}`;
  const unitOwner = paths.owner ?? 'root:root';
  const definitionFile = (role: 'fragment' | 'drop-in', path: string, text: string): DesiredFile => {
    const content = withStamp(ownFile, Buffer.from(text, 'utf8'));
    return { path, role, content, digest: sha256(content), mode: '0644', owner: unitOwner, secret: false };
  };
  const definition = [
    definitionFile('fragment', fragmentPath, fragmentBody),
    ...dropInBodies.map(([file, text]) =>
      definitionFile('drop-in', `${paths.unitDir}/${ownFile}.d/${file}`, text),
    ),
  ];

  const accompanying = accompanyingFiles(unit, options, problems, notes);
  const directives = effectiveDirectives([fragmentBody, ...dropInBodies.map(([, text]) => text)]);
  const install = installLinks(directives, {
    name,
    fragment: fragmentPath,
    unitDir: paths.unitDir,
    machine: options.machine,
  });
  notes.push(...install.notes);
  const enabled = install.installable ? (spec.enabled ?? true) : null;
  if (enabled === true) {
    for (const { directive, message } of install.problems) {
      problems.push({ ...definitionPath(spec, 'Install', directive), message });
    }
  }
  if (spec.enabled === true && !install.installable) {
    problems.push({
      path: ['spec', 'enabled'],
      target: 'value',
      message: `there is no [Install] section that says what enabling ${fileName} means; add WantedBy=${paths.scope === 'system' ? 'multi-user' : 'default'}.target to [Install], or leave "enabled" out`,
    });
  }
  if (problems.length > 0) return { problems };

  const files = [...definition, ...accompanying];
  const links = enabled === true ? install.links : [];
  const canReload = unitCanReload(name, directives);
  const counted = accompanying.map((file) => ({
    path: file.path,
    digest: file.digest,
    atStart: !canReload || isReadAtStart(file.path, directives, name),
  }));
  const owner = {
    namespace: unit.metadata.namespace ?? 'default',
    unit: unit.metadata.name,
    uid: unit.metadata.uid ?? '',
  };
  const desired: DesiredUnit = {
    name: name.name,
    owner,
    // A submitted unit is nowhere; where it still is, it is on its way off.
    state: (spec.state ?? 'active') === 'active' ? 'active' : 'inactive',
    enabled,
    onChange: spec.onChange ?? 'auto',
    drift: spec.drift ?? 'heal',
    adopt: spec.adopt ?? false,
    suspend: spec.suspend ?? false,
    files,
    links,
    digests: {
      desired: sha256(
        JSON.stringify(files.map(({ path, digest, mode, owner }) => [path, digest, mode, owner])),
      ),
      restart: restartDigest(
        directives,
        counted.filter((file) => file.atStart),
      ),
      reload: canReload
        ? reloadDigest(
            directives,
            counted.filter((file) => !file.atStart),
          )
        : '',
      stop: stopDigest(directives),
    },
    canReload,
    oneshot: isOneshot(name, directives),
    triggers: triggeredUnits(name, directives),
    pulls: ['Wants', 'Requires', 'BindsTo', 'Upholds'].flatMap((directive) =>
      listWords(directives, 'Unit', directive).map((word) => expandSpecifiers(word, name.name)),
    ),
    record: recordText(name.name, unit, owner, options, [
      ...files.map((file) => file.path),
      ...links.map((link) => link.path),
    ]),
  };
  // A template has nothing to run: only its instances can be active.
  if (name.isTemplate) desired.state = 'inactive';
  return { desired, notes };
}

/** The drop-in of a unit under fence: without the file, which does not outlive a boot, the unit does not start. */
export const fenceDropIn = '00-muster-fence.conf';

function isFenced(spec: UnitSpec): boolean {
  return spec.failover?.policy === 'fence';
}

function fenceText(paths: UnitPaths): string {
  return `[Unit]\nConditionPathExists=${paths.runtimeDir}/fence/%n\n`;
}

function runningName(unit: Unit, instance: string | undefined, problems: UnitProblem[]): UnitName | null {
  const { name } = unit.metadata;
  const refuse = (message: string, path: (string | number)[] = ['metadata', 'name']) => {
    problems.push({ path, target: 'value', message });
    return null;
  };
  const problem = unitNameProblem(name);
  if (problem !== null) return refuse(problem);
  const reason = protectedUnitReason(name);
  if (reason !== null) return refuse(`${name} ${reason}`);
  const parsed = parseUnitName(name);
  if (parsed === null) return refuse('not a unit name');
  if (parsed.type === 'device' || parsed.type === 'scope') {
    return refuse(
      `a ${parsed.type} unit has no unit file: it comes from ${parsed.type === 'device' ? 'udev' : 'the bus'}`,
    );
  }
  if (instance === undefined) return parsed;
  try {
    return parseUnitName(instanceName(name, instance));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), ['spec', 'instances']);
  }
}

function bodyText(spec: UnitSpec, problems: UnitProblem[]): string {
  if (spec.text !== undefined) return spec.text;
  const rendered = renderUnitFile(spec.sections ?? {});
  for (const problem of rendered.problems) {
    problems.push({ ...problem, path: ['spec', 'sections', ...problem.path] });
  }
  return rendered.text;
}

function dropInText(file: string, dropIn: UnitDropIn, problems: UnitProblem[]): string {
  const path = ['spec', 'dropIns', file];
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.@-]*\.conf$/.test(file) || file.length > 255) {
    problems.push({
      path,
      target: 'key',
      message: 'a drop-in is a file name that ends in ".conf", such as 10-limits.conf',
    });
  }
  if (typeof dropIn === 'string') return dropIn;
  const rendered = renderUnitFile(dropIn);
  for (const problem of rendered.problems) problems.push({ ...problem, path: [...path, ...problem.path] });
  return rendered.text;
}

/** Where a problem of a directive belongs, whichever way the unit is written. */
function definitionPath(
  spec: UnitSpec,
  section: string,
  directive: string,
): Pick<UnitProblem, 'path' | 'target'> {
  if (spec.sections?.[section as keyof typeof spec.sections]?.[directive] !== undefined) {
    return { path: ['spec', 'sections', section, directive], target: 'value' };
  }
  return { path: spec.text === undefined ? ['spec'] : ['spec', 'text'], target: 'key' };
}

function accompanyingFiles(
  unit: Unit,
  options: CompileOptions,
  problems: UnitProblem[],
  notes: string[],
): DesiredFile[] {
  const files: DesiredFile[] = [];
  const seen = new Set<string>();
  for (const [index, file] of (unit.spec.files ?? []).entries()) {
    const at = ['spec', 'files', index];
    const problem = filePathProblem(file.path, options.paths);
    if (problem !== null) problems.push({ path: [...at, 'path'], target: 'value', message: problem });
    if (seen.has(file.path)) {
      problems.push({ path: [...at, 'path'], target: 'value', message: `${file.path} is given twice` });
    }
    seen.add(file.path);
    const content = fileContent(file, unit, options, at, problems);
    if (content === undefined) continue;
    if (file.owner !== undefined && options.paths.scope === 'user') {
      notes.push(`${file.path} belongs to the user who runs the unit: "owner" has no meaning in user scope`);
    }
    files.push({
      path: file.path,
      role: 'file',
      content,
      digest: sha256(content),
      mode: (file.mode ?? '0644').padStart(4, '0'),
      owner: options.paths.scope === 'user' ? (options.paths.owner ?? 'root:root') : fileOwner(file.owner),
      secret: file.fromSecret !== undefined,
    });
  }
  return files;
}

/** `hello` alone leaves the group that a file of root's has. */
function fileOwner(owner: string | undefined): string {
  if (owner === undefined) return 'root:root';
  return owner.includes(':') ? owner : `${owner}:root`;
}

function fileContent(
  file: AccompanyingFile,
  unit: Unit,
  options: CompileOptions,
  at: (string | number)[],
  problems: UnitProblem[],
): Buffer | undefined {
  if (file.content !== undefined) return Buffer.from(file.content, 'utf8');
  if (file.contentBase64 !== undefined) return Buffer.from(file.contentBase64, 'base64');
  const field = file.fromSecret === undefined ? 'fromConfigMap' : 'fromSecret';
  const reference = file[field];
  if (reference === undefined) {
    problems.push({
      path: at,
      target: 'value',
      message: `${file.path} has no content; give content, contentBase64, fromSecret or fromConfigMap`,
    });
    return undefined;
  }
  const kind = field === 'fromSecret' ? 'Secret' : 'ConfigMap';
  const namespace = unit.metadata.namespace ?? 'default';
  const content = options.resolve?.({ kind, namespace, name: reference.name, key: reference.key });
  if (content === undefined) {
    problems.push({
      path: [...at, field],
      target: 'value',
      message: `there is no key ${JSON.stringify(reference.key)} in a ${kind} ${namespace}/${reference.name}; apply it, and the unit follows`,
    });
  }
  return content;
}

function unitCanReload(name: UnitName, directives: Directive[]): boolean {
  if (name.type === 'mount') return true;
  if (name.type !== 'service') return false;
  return (
    listValues(directives, 'Service', 'ExecReload').length > 0 ||
    lastValue(directives, 'Service', 'Type') === 'notify-reload'
  );
}

/** Without Type= and ExecStart= a service is a oneshot too (systemd.service(5), Type=). */
function isOneshot(name: UnitName, directives: Directive[]): boolean {
  if (name.type !== 'service') return false;
  const type = lastValue(directives, 'Service', 'Type');
  const oneshot =
    type === undefined || type === ''
      ? listValues(directives, 'Service', 'ExecStart').length === 0 &&
        lastValue(directives, 'Service', 'BusName') === undefined
      : type === 'oneshot';
  return oneshot && parseBoolean(lastValue(directives, 'Service', 'RemainAfterExit') ?? 'no') !== true;
}

/** Which units this one starts by itself: Unit= of timers and paths, Service= of sockets, or the service of its name. */
function triggeredUnits(name: UnitName, directives: Directive[]): string[] {
  const stem = name.name.slice(0, name.name.lastIndexOf('.'));
  const section = { timer: 'Timer', path: 'Path', socket: 'Socket', automount: 'Automount' }[
    name.type as string
  ];
  if (section === undefined) return [];
  if (name.type === 'automount') return [`${stem}.mount`];
  if (name.type === 'socket' && parseBoolean(lastValue(directives, 'Socket', 'Accept') ?? 'no') === true) {
    return [`${name.prefix}@.service`];
  }
  const given = listWords(directives, section, name.type === 'socket' ? 'Service' : 'Unit').at(-1);
  return [given === undefined ? `${stem}.service` : expandSpecifiers(given, name.name)];
}

function recordText(
  name: string,
  unit: Unit,
  owner: DesiredUnit['owner'],
  options: CompileOptions,
  paths: string[],
): string {
  const { namespace, labels, annotations, uid } = unit.metadata;
  const record: UnitRecord = {
    name,
    owner,
    paths,
    adopted: [],
    machineId: options.machine.machineId,
    spec: {
      apiVersion: unit.apiVersion,
      kind: unit.kind,
      metadata: { name: unit.metadata.name, namespace, uid, labels, annotations },
      spec: unit.spec,
    },
  };
  return `${JSON.stringify(record)}\n`;
}
