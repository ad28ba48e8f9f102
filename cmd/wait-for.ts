import { ApiError } from './api-error.ts';
import type { ApiObject } from './api-object.ts';
import type { Client } from './client.ts';
import type { Context } from './command.ts';
import { exitCode } from './command-error.ts';
import { findObjects } from './find-objects.ts';
import { isGlob, qualifiedName, type Resource, type Target } from './resources.ts';
import type { Goal } from './wait-goal.ts';

type Verdict = 'met' | 'waiting' | { impossible: string };

/** Waits for all targets together; each is reported when it is met. */
export async function waitFor(
  context: Context,
  client: Client,
  targets: Target[],
  goal: Goal,
  where: Scope & { timeoutMs: number },
): Promise<number> {
  // Not AbortSignal.timeout with AbortSignal.any: Node 20 may collect those before they fire.
  const ended = new AbortController();
  const { signal } = ended;
  const end = () => ended.abort();
  const timer = setTimeout(end, where.timeoutMs);
  context.terminal.signal.addEventListener('abort', end, { once: true });
  try {
    return await waitUntil(context, client, targets, goal, where, signal);
  } finally {
    clearTimeout(timer);
    context.terminal.signal.removeEventListener('abort', end);
  }
}

async function waitUntil(
  context: Context,
  client: Client,
  targets: Target[],
  goal: Goal,
  where: Scope,
  signal: AbortSignal,
): Promise<number> {
  const objects = await objectsOf(client, targets, goal, where);
  if (objects.length === 0) {
    if (goal.type === 'delete') return exitCode.ok;
    context.warn('error: no matching resources found');
    return exitCode.impossible;
  }
  const codes = await Promise.all(
    objects.map(async ({ resource, namespace, name }) => {
      const verdict = await waitForOne(client, resource, namespace, name, goal, signal);
      const label = qualifiedName(resource.kind, name);
      if (verdict === 'met') {
        context.print(
          `${label} ${goal.type === 'delete' ? 'deleted' : goal.type === 'create' ? 'created' : 'condition met'}\n`,
        );
        return exitCode.ok;
      }
      if (verdict === 'waiting') {
        if (!context.terminal.signal.aborted) {
          context.warn(
            `error: timed out waiting for ${goal.text} on ${label}; muster describe ${resource.singular} ${name} says why`,
          );
        }
        return exitCode.failed;
      }
      context.warn(`error: ${goal.text} on ${label} can no longer be met: ${verdict.impossible}`);
      return exitCode.impossible;
    }),
  );
  if (context.terminal.signal.aborted) return exitCode.interrupted;
  return Math.max(...codes);
}

interface Wanted {
  resource: Resource;
  namespace: string | undefined;
  name: string;
}

interface Scope {
  namespace: string | undefined;
  selector: string | undefined;
}

/** Whether nothing is to be waited for: all is as asked, or what is asked about does not exist. */
export async function isMet(client: Client, targets: Target[], goal: Goal, where: Scope): Promise<boolean> {
  for (const { resource, namespace, name } of await objectsOf(client, targets, goal, where)) {
    const { items } = await client.list(resource, scopeOf(namespace, name));
    const present = items.find((item) => item.metadata.name === name);
    const settled =
      present === undefined ? goal.type !== 'create' : goal.type !== 'delete' && goal.met(present);
    if (!settled) return false;
  }
  return true;
}

async function objectsOf(client: Client, targets: Target[], goal: Goal, where: Scope): Promise<Wanted[]> {
  const objects: Wanted[] = [];
  for (const { resource, name } of targets) {
    const plain = name !== undefined && !isGlob(name) && where.selector === undefined;
    if (plain && (goal.type !== 'field' || where.namespace !== undefined || !resource.namespaced)) {
      objects.push({ resource, namespace: resource.namespaced ? where.namespace : undefined, name });
      continue;
    }
    const found = await findObjects(client, resource, [name], {
      namespace: where.namespace,
      ...(where.selector === undefined ? {} : { selector: where.selector }),
    });
    for (const { metadata } of found.objects) {
      objects.push({ resource, namespace: metadata.namespace, name: metadata.name });
    }
  }
  return objects;
}

function scopeOf(namespace: string | undefined, name: string) {
  return { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
}

async function waitForOne(
  client: Client,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  goal: Goal,
  signal: AbortSignal,
): Promise<Verdict> {
  const judge = (object: ApiObject): Verdict => {
    if (goal.type !== 'delete' && goal.met(object)) return 'met';
    const why = goal.impossible(object);
    return why === undefined ? 'waiting' : { impossible: why };
  };
  const gone = (): Verdict => (goal.type === 'delete' ? 'met' : { impossible: 'it has been deleted' });
  const scope = scopeOf(namespace, name);
  let seen = false;
  while (!signal.aborted) {
    // Read first, then follow from that revision: nothing in between is missed.
    const list = await client.list(resource, scope);
    const present = list.items.find((item) => item.metadata.name === name);
    if (present) {
      seen = true;
      const verdict = judge(present);
      if (verdict !== 'waiting') return verdict;
    } else if (goal.type === 'delete' || seen) {
      return gone();
    } else if (goal.type === 'field') {
      return { impossible: 'there is no such object' };
    }
    try {
      const resourceVersion = list.metadata.resourceVersion;
      const events = client.watch(
        resource,
        { ...scope, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
        signal,
      );
      for await (const { type, object } of events) {
        if (type === 'BOOKMARK' || object.metadata.name !== name) continue;
        seen = true;
        if (type === 'DELETED') return gone();
        const verdict = judge(object);
        if (verdict !== 'waiting') return verdict;
      }
    } catch (error) {
      // Too old a revision: read again. A signal ends the wait.
      if (!(error instanceof ApiError && error.status.code === 410) && !signal.aborted) throw error;
    }
  }
  return 'waiting';
}
