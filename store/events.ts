/** Events: what happened to an object, for people. Equal ones within five minutes are one with a count. */
import { createHash } from 'node:crypto';
import type { AnyObject, Event } from '../schemas/types.ts';
import { ApiError } from './api-error.ts';
import { timestamp } from './object-rules.ts';
import type { Objects } from './objects.ts';
import { type Lease, LeaseExpiredError } from './store.ts';

export interface EventReport {
  /** The object that it happened to. */
  regarding: AnyObject;
  /** A second object that is concerned, such as the Machine. */
  related?: AnyObject;
  /** Normal for what should happen, Warning for what should not. */
  type: 'Normal' | 'Warning';
  /** One CamelCase word. */
  reason: string;
  /** A sentence. */
  message: string;
}

const aggregateMs = 5 * 60_000;
const expiryMs = 60 * 60_000;
/** Events of so long share a lease, so that there are few of those. */
const leaseSharedMs = 10 * 60_000;
const rememberedEvents = 4_096;

interface Recorder {
  /** Which Event object the latest equal report went to. */
  recent: Map<string, { namespace: string; name: string; lastAt: number; written: Promise<void> }>;
  lease: { promise: Promise<Lease>; until: number } | null;
}
const recorders = new WeakMap<Objects, Recorder>();

function referenceTo(object: AnyObject): Event['involvedObject'] {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

function sharedLease(objects: Objects, recorder: Recorder, now: number): Promise<Lease> {
  if (recorder.lease === null || now >= recorder.lease.until) {
    const promise = objects.store.lease(expiryMs + leaseSharedMs);
    promise.catch(() => {
      recorder.lease = null;
    });
    recorder.lease = { promise, until: now + leaseSharedMs };
  }
  return recorder.lease.promise;
}

function counted(event: Event, report: EventReport, now: number): Event {
  return {
    ...event,
    count: (event.count ?? 1) + 1,
    lastTimestamp: timestamp(now),
    involvedObject: referenceTo(report.regarding),
  };
}

async function createEvent(objects: Objects, recorder: Recorder, event: Event, now: number): Promise<void> {
  const lease = await sharedLease(objects, recorder, now);
  try {
    await objects.create(event, { lease: lease.id });
  } catch (error) {
    if (error instanceof LeaseExpiredError) recorder.lease = null;
    throw error;
  }
}

/** Events of objects without a namespace stand in `default`. They go after an hour. */
export async function recordEvent(objects: Objects, report: EventReport, now = Date.now()): Promise<void> {
  const recorder = recorders.get(objects) ?? { recent: new Map(), lease: null };
  recorders.set(objects, recorder);
  const { regarding, related, type, reason, message } = report;
  const identity = [regarding, related].map(
    (object) => object && [object.kind, object.metadata.namespace, object.metadata.name, object.metadata.uid],
  );
  const hash = createHash('sha256')
    .update(JSON.stringify([identity, type, reason, message]))
    .digest('hex');

  const earlier = recorder.recent.get(hash);
  if (earlier !== undefined && now - earlier.lastAt < aggregateMs) {
    earlier.lastAt = now;
    const { namespace, name } = earlier;
    try {
      await earlier.written;
      await objects.change({ kind: 'Event' as const, namespace, name }, (event) =>
        counted(event, report, now),
      );
      return;
    } catch (error) {
      // It has expired or was deleted: begin anew.
      if (!(error instanceof ApiError && error.reason === 'NotFound')) throw error;
    }
  }

  const namespace = regarding.metadata.namespace ?? 'default';
  const name = `${regarding.metadata.name}.${hash.slice(0, 8)}${now.toString(16)}`;
  const at = timestamp(now);
  const written = createEvent(
    objects,
    recorder,
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: referenceTo(regarding),
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: at,
      lastTimestamp: at,
      source: { component: 'muster' },
      reportingComponent: 'muster.dev/controllers',
    },
    now,
  );
  // Deleted first, so that the map's order is that of use and its oldest go.
  recorder.recent.delete(hash);
  recorder.recent.set(hash, { namespace, name, lastAt: now, written });
  for (const oldest of recorder.recent.keys()) {
    if (recorder.recent.size <= rememberedEvents) break;
    recorder.recent.delete(oldest);
  }
  try {
    await written;
  } catch (error) {
    recorder.recent.delete(hash);
    throw error;
  }
}
