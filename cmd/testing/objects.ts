import type { ApiObject } from '../api-object.ts';

/** Objects as a server would give them, for tests. Whole days old, so that ages do not change while a test runs. */

export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

export function machine(
  name: string,
  more: { spec?: object; labels?: Record<string, string> } = {},
): ApiObject {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name, creationTimestamp: daysAgo(30), uid: `m-${name}`, labels: more.labels ?? {} },
    spec: { ssh: { host: `${name}.example.com` }, ...more.spec },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Connected',
          message: 'connected',
          lastTransitionTime: daysAgo(29),
        },
      ],
      facts: { systemdVersion: 252, os: 'Debian GNU/Linux 12', kernel: '6.1.0', architecture: 'x86-64' },
      units: 2,
    },
  };
}

export function unit(
  name: string,
  more: { spec?: object; status?: object; metadata?: object } = {},
): ApiObject {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: {
      name,
      namespace: 'default',
      uid: `u-${name}`,
      creationTimestamp: daysAgo(20),
      generation: 1,
      resourceVersion: '7',
      labels: { app: 'hello' },
      ...more.metadata,
    },
    spec: { state: 'active', sections: { Service: { ExecStart: '/bin/sleep infinity' } }, ...more.spec },
    status: {
      observedGeneration: 1,
      sync: 'Synced',
      health: 'Healthy',
      placements: { desired: 2, placed: 2, ready: 2, synced: 2, degraded: 0 },
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconciliationSucceeded',
          message: '2 of 2 placements ready',
          lastTransitionTime: daysAgo(19),
        },
      ],
      ...more.status,
    },
  };
}

export function placement(unitName: string, machineName: string, status: object = {}): ApiObject {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Placement',
    metadata: {
      name: `${unitName}-${machineName}`,
      namespace: 'default',
      creationTimestamp: daysAgo(20),
      ownerReferences: [{ apiVersion: 'muster.dev/v1', kind: 'Unit', name: unitName, uid: `u-${unitName}` }],
    },
    spec: { unit: unitName, machine: machineName },
    status: {
      sync: 'Synced',
      health: 'Healthy',
      phase: 'synced',
      activeState: 'active',
      subState: 'running',
      mainPID: 4711,
      restarts: 0,
      ...status,
    },
  };
}

export function event(about: ApiObject, reason: string, message: string, more: object = {}): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${about.metadata.name}.${reason.toLowerCase()}`,
      namespace: about.metadata.namespace ?? 'default',
      creationTimestamp: daysAgo(9),
    },
    involvedObject: { kind: about.kind, name: about.metadata.name, namespace: about.metadata.namespace },
    type: 'Normal',
    reason,
    message,
    lastTimestamp: daysAgo(9),
    count: 1,
    ...more,
  };
}
