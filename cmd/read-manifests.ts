import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { formatProblem } from '../schemas/format-problem.ts';
import { findKind } from '../schemas/kinds.ts';
import { originAnnotation } from '../schemas/origin.ts';
import type { AnyObject } from '../schemas/types.ts';
import { type LoadedObject, loadManifests } from '../units/load-manifests.ts';
import type { Context } from './command.ts';
import { usageError } from './command-error.ts';
import type { FilesOption, NamespaceOption } from './options.ts';
import { type ManifestFile, readManifestFiles } from './read-manifest-files.ts';

/**
 * The valid objects of all files given, with their namespace and origin filled in. Throws one usage error with every
 * problem of every file when there is any.
 */
export async function readManifests(
  context: Context,
  options: FilesOption & NamespaceOption,
): Promise<AnyObject[]> {
  const { loaded, files } = await load(context, options);
  const byName = new Map(files.map((file) => [file.path, file]));
  return loaded.map(({ object, file, line }) => {
    const source = byName.get(file);
    const placed = withNamespace(object, `${file}:${line}`, options.namespace, context.settings().namespace);
    return source ? withPaths(placed, source, context.terminal.workingDirectory) : placed;
  });
}

/** The same as they are written, with nothing filled in. */
export async function readManifestObjects(context: Context, options: FilesOption): Promise<AnyObject[]> {
  const { loaded } = await load(context, options);
  return loaded.map(({ object }) => object);
}

async function load(
  context: Context,
  options: FilesOption,
): Promise<{ loaded: LoadedObject[]; files: ManifestFile[] }> {
  const { terminal } = context;
  const files = await readManifestFiles(options.filename ?? [], {
    recursive: options.recursive === true,
    workingDirectory: terminal.workingDirectory,
    stdin: terminal.stdin,
  });
  const { objects: loaded, problems } = loadManifests(
    files.map((file) => ({ name: file.path, text: file.content })),
  );
  if (problems.length > 0) {
    const columns = terminal.stderr.columns;
    const texts = problems.map((problem) => formatProblem(problem, columns === undefined ? {} : { columns }));
    context.warn(texts.join('\n'));
    throw usageError(
      `${problems.length === 1 ? 'one error' : `${problems.length} errors`} in the manifests; nothing was changed`,
    );
  }
  if (loaded.length === 0) throw usageError('no objects in the files given');
  return { loaded, files };
}

/** kubectl's rule: a manifest's own namespace stands, and `-n` may not say another. */
function withNamespace(object: AnyObject, place: string, said: string | undefined, usual: string): AnyObject {
  if (!findKind(object.apiVersion, object.kind)?.namespaced) return object;
  const { namespace } = object.metadata;
  if (namespace !== undefined && said !== undefined && namespace !== said) {
    throw usageError(
      `${place}: the namespace of ${object.metadata.name} is ${namespace}, not ${said} as -n says; leave one of them out`,
    );
  }
  return { ...object, metadata: { ...object.metadata, namespace: namespace ?? said ?? usual } } as AnyObject;
}

/** Paths that mean something only beside the file: the identity file of a machine, and where the manifest came from. */
function withPaths(object: AnyObject, source: ManifestFile, workingDirectory: string): AnyObject {
  const resolved = object.kind === 'Machine' ? withIdentityFile(object, source.folder) : object;
  const origin = originOf(source, workingDirectory);
  if (origin === undefined) return resolved;
  const annotations = { ...resolved.metadata.annotations, [originAnnotation]: origin };
  return { ...resolved, metadata: { ...resolved.metadata, annotations } } as AnyObject;
}

function withIdentityFile(machine: Extract<AnyObject, { kind: 'Machine' }>, folder: string): AnyObject {
  const { identityFile } = machine.spec.ssh;
  if (identityFile === undefined) return machine;
  const path = /^~(\/|$)/.test(identityFile)
    ? join(homedir(), identityFile.slice(1))
    : resolve(folder, identityFile);
  return { ...machine, spec: { ...machine.spec, ssh: { ...machine.spec.ssh, identityFile: path } } };
}

/**
 * The path in its git repository, else the absolute one; none for standard input. Without the line: a manifest that only
 * moved within its file has not changed.
 */
function originOf(source: ManifestFile, workingDirectory: string): string | undefined {
  if (source.path === '<stdin>') return undefined;
  const path = resolve(workingDirectory, source.path);
  for (let folder = source.folder; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return relative(folder, path);
    if (folder === dirname(folder)) return path;
  }
}
