/** An object of the API as it crosses the wire; `spec` and `status` depend on the kind. */
export interface ApiObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string }[];
  managedFields?: unknown;
  [field: string]: unknown;
}

export interface ObjectList {
  apiVersion: string;
  kind: string;
  metadata: { resourceVersion?: string; continue?: string };
  items: ApiObject[];
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** The value at a path of plain field names, or undefined where any part is missing. */
export function fieldAt(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

/** As `fieldAt`, as text; empty when missing. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = fieldAt(value, ...path);
  return found === undefined || found === null ? '' : String(found);
}

export function conditionsOf(object: ApiObject): Condition[] {
  const conditions = object.status?.conditions;
  return Array.isArray(conditions) ? (conditions as Condition[]) : [];
}

export function conditionOf(object: ApiObject, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type.toLowerCase() === type.toLowerCase());
}
