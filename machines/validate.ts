/** The last gate before a name or path goes to a machine; each returns a sentence, or null when all is well. */
import { unitNameProblem } from '../units/unit-name.ts';

/** Shell metacharacters are harmless (nothing is interpolated), but the line protocols need their separators. */
export function machinePathProblem(path: string): string | null {
  const shown = JSON.stringify(path);
  if (!path.startsWith('/')) return `the path ${shown} is not absolute; write it from the root`;
  if (path.length > 4000) return `the path ${shown.slice(0, 60)}… is longer than 4000 characters`;
  if (hasControlCharacter(path)) return `the path ${shown} holds a control character; rename the file`;
  const parts = path.slice(1).split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return `the path ${shown} holds an empty part, "." or ".."; write it out`;
  }
  return null;
}

export function machineUnitProblem(name: string): string | null {
  const problem = unitNameProblem(name);
  return problem === null ? null : `${JSON.stringify(name)} is no unit name: ${problem}`;
}

export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
