/**
 * Files that muster never touches, whoever asks for it: the way by which it reaches a machine, and what it keeps there
 * (DESIGN, principle 4). A mistake there could not be repaired from afar.
 */
import type { UnitPaths } from './desired.ts';

/** Why a file may not be written to this path; null when it may. */
export function filePathProblem(path: string, paths: UnitPaths): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'the path contains a control character';
  if (!path.startsWith('/'))
    return `${JSON.stringify(path)} is relative; give the absolute path on the machine`;
  const parts = path.split('/').slice(1);
  if (parts.includes('..') || parts.includes('.'))
    return 'the path contains "." or ".."; write where it leads';
  if (parts.includes('')) {
    return path.endsWith('/')
      ? 'the path ends in "/"; name a file'
      : 'the path contains "//"; write a single "/"';
  }
  if (parts.some((part) => Buffer.byteLength(part) > 255))
    return 'a part of the path is longer than 255 bytes';
  for (const root of ['/proc', '/sys', '/dev']) {
    if (isBelow(path, root)) return `${root} belongs to the kernel; no file can be kept there`;
  }
  for (const root of [paths.stateDir, paths.runtimeDir]) {
    if (isBelow(path, root)) return `${root} is where muster keeps its own records`;
  }
  if (isBelow(path, paths.unitDir)) {
    return `${paths.unitDir} holds unit files: write it as a Unit, or as one of its dropIns`;
  }
  if (isBelow(path, '/etc/ssh') || /\/\.ssh(\/|$)/.test(path)) {
    return 'files of SSH are how muster reaches the machine, and are never touched';
  }
  return null;
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
