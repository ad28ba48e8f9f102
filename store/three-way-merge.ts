/** How a manifest is applied to what is stored, after `kubectl apply`: field by field, lists as a whole. */

type Json = unknown;
type Mapping = Record<string, Json>;

export function isMapping(value: Json): value is Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * The stored value with the manifest's laid over it. What the manifest held when it was last applied and no longer
 * does goes; what somebody else has set stays. Keys come in the manifest's order, since a unit file is written in it.
 */
export function threeWayMerge(lastApplied: Json, manifest: Json, stored: Json): Json {
  if (!isMapping(manifest)) return manifest;
  const live = isMapping(stored) ? stored : {};
  const last = isMapping(lastApplied) ? lastApplied : {};
  const merged: Mapping = {};
  for (const [name, value] of Object.entries(manifest)) {
    // null asks for the field to be gone, in a manifest as in a merge patch.
    if (value !== null) define(merged, name, threeWayMerge(own(last, name), value, own(live, name)));
  }
  for (const [name, value] of Object.entries(live)) {
    if (!Object.hasOwn(manifest, name) && !Object.hasOwn(last, name)) define(merged, name, value);
  }
  return merged;
}

/** RFC 7386. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isMapping(patch)) return patch;
  const merged: Mapping = isMapping(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else define(merged, name, mergePatch(own(merged, name), value));
  }
  return merged;
}

function own(mapping: Mapping, name: string): Json {
  return Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}

/** Also for a key named `__proto__`, which plain assignment would take as something else. */
function define(mapping: Mapping, name: string, value: Json): void {
  Object.defineProperty(mapping, name, { value, enumerable: true, configurable: true, writable: true });
}
