import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ApiError } from './api-error.ts';
import type { ApiObject } from './api-object.ts';
import type { Client } from './client.ts';
import type { Context } from './command.ts';
import { CommandError } from './command-error.ts';
import { parseDuration } from './duration.ts';
import type { WaitingOption } from './options.ts';
import { yamlText } from './output/yaml-text.ts';
import { qualifiedName, type Resource } from './resources.ts';
import { showProgress } from './show-progress.ts';

/** Lets somebody edit the object until it is valid, unchanged, or given up. */
export async function editObject(
  context: Context,
  client: Client,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  options: WaitingOption,
): Promise<number> {
  const stored = await client.get(resource, namespace, name);
  const label = qualifiedName(resource.kind, name);
  const original = yamlText(editable(stored));
  const folder = await mkdtemp(join(tmpdir(), 'muster-edit-'));
  const file = join(folder, `${name.replace(/[^\w.@-]/g, '_')}.yaml`);
  let keep = false;
  try {
    let text = original;
    let problem = '';
    for (;;) {
      await writeFile(file, `${preface(problem)}${text}`, { mode: 0o600 });
      await openEditor(context, file);
      const edited = withoutComments(await readFile(file, 'utf8'));
      if (edited.trim() === '' || edited === original) {
        context.print('Edit cancelled, no changes made.\n');
        return 0;
      }
      if (problem !== '' && edited === text) {
        keep = true;
        throw new CommandError(`${problem}\nNothing was stored. Your text is kept in ${file}`);
      }
      text = edited;
      try {
        await client.replace(resource, parseEdited(edited, stored));
        break;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        if (error instanceof ApiError && error.reason === 'Conflict') {
          keep = true;
          throw new CommandError(
            `${label} was changed by somebody else meanwhile, and nothing was stored. Your text is kept in ${file}`,
          );
        }
        problem = error.message;
      }
    }
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
  context.print(`${label} edited\n`);
  const timeoutMs = options.wait ? parseDuration(options.timeout, '--timeout') : 0;
  if (resource.kind !== 'Unit' || (timeoutMs === 0 && client.where === 'server')) return 0;
  const request = { verb: 'reconcile', namespace, units: [name], timeoutMs };
  return showProgress(context, client, 'verb', request, {}, { done: 'as declared' });
}

/** Without what only the server writes. */
function editable(object: ApiObject): unknown {
  const { status: _, metadata, ...rest } = object;
  const { managedFields: _1, uid: _2, generation: _3, creationTimestamp: _4, ...kept } = metadata;
  const { apiVersion, kind, ...fields } = rest;
  return { apiVersion, kind, metadata: kept, ...fields };
}

function parseEdited(text: string, stored: ApiObject): ApiObject {
  let parsed: ApiObject;
  try {
    parsed = parse(text) as ApiObject;
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
  const { name, namespace, resourceVersion } = stored.metadata;
  if (
    parsed?.kind !== stored.kind ||
    parsed.metadata?.name !== name ||
    parsed.metadata.namespace !== namespace
  ) {
    throw new CommandError(
      'kind, name and namespace cannot be changed here: apply a new manifest and delete the old object',
    );
  }
  const { status } = stored;
  return {
    ...parsed,
    metadata: { ...parsed.metadata, resourceVersion: parsed.metadata.resourceVersion ?? resourceVersion },
    ...(status ? { status } : {}),
  } as ApiObject;
}

function preface(problem: string): string {
  const lines = [
    'Edit the object below. Lines that begin with "#" at the top are left out; an empty or unchanged file changes nothing.',
    ...(problem === '' ? [] : ['', ...problem.split('\n')]),
  ];
  return `${lines.map((line) => `# ${line}`.trimEnd()).join('\n')}\n#\n`;
}

function withoutComments(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('#'));
  return first === -1 ? '' : lines.slice(first).join('\n');
}

function openEditor(context: Context, file: string): Promise<void> {
  const { environment, workingDirectory } = context.terminal;
  const editor = environment.MUSTER_EDITOR || environment.VISUAL || environment.EDITOR || 'vi';
  return new Promise((resolve, reject) => {
    // As git does: the variable may hold arguments, so a shell splits it; the file's name is an argument of its own.
    const child = spawn('sh', ['-c', `${editor} "$@"`, editor, file], {
      stdio: 'inherit',
      cwd: workingDirectory,
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new CommandError(`the editor (${editor}) ended with ${code}: nothing was changed`));
    });
  });
}
