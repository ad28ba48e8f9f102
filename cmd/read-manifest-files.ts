import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { largestManifest } from '../schemas/read-yaml.ts';
import { manifestFileKind } from '../units/manifest-file.ts';
import { usageError } from './command-error.ts';

export interface ManifestFile {
  /** As the user would name it: relative to the working directory when below it; `<stdin>` for standard input. */
  path: string;
  /** Absolute; what relative paths in the manifest start from. */
  folder: string;
  /** Not more than one byte beyond the largest manifest: what comes with it is refused, so nobody needs the rest. */
  content: Buffer;
}

/**
 * Reads what `-f` names: files as they are, folders' manifests and unit files (with `recursive` those of folders below),
 * drop-ins in `X.service.d/` beside or below, `-` standard input. Throws one usage error that names every path that
 * cannot be read.
 */
export async function readManifestFiles(
  paths: string[],
  options: { recursive: boolean; workingDirectory: string; stdin: Readable },
): Promise<ManifestFile[]> {
  const found = new Map<string, ManifestFile>();
  const problems: string[] = [];
  const add = async (path: string) => {
    if (found.has(path)) return;
    const content = await readAll(createReadStream(path));
    found.set(path, { path: shown(path, options.workingDirectory), folder: dirname(path), content });
  };
  for (const given of paths) {
    if (given === '-') {
      const content = await readAll(options.stdin);
      found.set('-', { path: '<stdin>', folder: options.workingDirectory, content });
      continue;
    }
    const path = resolve(options.workingDirectory, given);
    try {
      if (!(await stat(path)).isDirectory()) {
        await add(path);
        if (isUnitFile(path)) await eachFile(`${path}.d`, false, add);
      } else {
        const before = found.size;
        await eachFile(path, options.recursive, add);
        if (found.size === before) {
          problems.push(
            `${given}: no manifest (.yaml, .yml, .json) or unit file in this folder${options.recursive ? '' : '; -R looks in the folders below, too'}`,
          );
        }
      }
    } catch (error) {
      problems.push(`${given}: ${reasonOf(error)}`);
    }
  }
  if (problems.length > 0) throw usageError(problems.join('\n'));
  return [...found.values()];
}

/** In the order of names, so that output is the same on every machine. Folders `X.service.d` are read with their unit. */
async function eachFile(
  folder: string,
  recursive: boolean,
  add: (path: string) => Promise<void>,
): Promise<void> {
  const inDropInFolder = isDropInFolder(folder);
  let entries: Awaited<ReturnType<typeof readFolder>>;
  try {
    entries = await readFolder(folder);
  } catch (error) {
    if (inDropInFolder && (error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    const isFolder = entry.isSymbolicLink() ? (await stat(path)).isDirectory() : entry.isDirectory();
    if (isFolder) {
      // A link to a folder may lead in a circle; kubectl does not follow it either.
      if ((recursive && !entry.isSymbolicLink()) || isDropInFolder(path))
        await eachFile(path, recursive, add);
    } else if (manifestFileKind(path) !== null) {
      await add(path);
    }
  }
}

async function readFolder(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function isUnitFile(path: string): boolean {
  return manifestFileKind(path)?.is === 'unit';
}

function isDropInFolder(path: string): boolean {
  return path.endsWith('.d') && isUnitFile(path.slice(0, -2));
}

function shown(path: string, workingDirectory: string): string {
  const fromHere = relative(workingDirectory, path);
  return fromHere.startsWith('..') ? path : fromHere;
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array | string);
    chunks.push(bytes);
    size += bytes.length;
    if (size > largestManifest) break;
  }
  return Buffer.concat(chunks).subarray(0, largestManifest + 1);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES') return 'permission denied';
  return message;
}
