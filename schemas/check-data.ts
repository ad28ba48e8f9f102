import type { Problem } from './problem.ts';
import type { ConfigMap } from './types.ts';

/** What the schema cannot say of a ConfigMap; `configMap` already fits the schema. */
export function checkConfigMap(configMap: ConfigMap): Problem[] {
  return Object.keys(configMap.binaryData ?? {})
    .filter((key) => Object.hasOwn(configMap.data ?? {}, key))
    .map((key) => ({
      path: ['binaryData', key],
      target: 'key',
      message: 'is also a key of `data`: give only one of them',
    }));
}
