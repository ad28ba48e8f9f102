import { stringify } from 'yaml';

/** YAML as muster prints it: lines are never folded, so that a command line stays on one line. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
