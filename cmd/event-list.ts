import { type ApiObject, textAt } from './api-object.ts';
import { usageError } from './command-error.ts';
import { parseTargets } from './resources.ts';

export function eventTime(event: ApiObject): string {
  return (
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime') ||
    textAt(event, 'metadata', 'creationTimestamp')
  );
}

/** The latest last. */
export function sortEvents(events: ApiObject[]): ApiObject[] {
  return [...events].sort((left, right) => Date.parse(eventTime(left)) - Date.parse(eventTime(right)));
}

/**
 * `unit/hello`: events about the unit and its placements; `machine/web-1`: those about the machine and those about
 * placements that name it as related.
 */
export function subjectFilter(word: string): {
  clusterScoped: boolean;
  matches(event: ApiObject): boolean;
} {
  const [target] = word.includes('/') ? parseTargets([word]) : [];
  if (!target?.name) throw usageError(`--for: "${word}" is not KIND/NAME, such as unit/hello`);
  const { resource, name } = target;
  return {
    clusterScoped: !resource.namespaced,
    matches: (event) =>
      ['involvedObject', 'related'].some(
        (field) => textAt(event, field, 'kind') === resource.kind && textAt(event, field, 'name') === name,
      ),
  };
}
