/** The folder in which muster keeps its state on this machine. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Not `mkdirSync` with `recursive`: in Node 20 that never returns below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

const reasons: Record<string, string> = {
  EACCES: 'this account may not use it',
  EPERM: 'this account may not use it',
  EROFS: 'its file system is mounted read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota of its disk is used up',
  ENOTDIR: 'part of the path is a file, not a folder',
  EEXIST: 'part of the path is a file, not a folder',
};

/** Makes the folder where it is missing. A sentence that says why nothing can be kept there; null when it can. */
export function stateFolderProblem(path: string, access: 'read' | 'write'): string | null {
  try {
    makeFolder(path);
    const mode = constants.R_OK | constants.X_OK | (access === 'write' ? constants.W_OK : 0);
    // With a slash, so that a file in its place is no folder.
    accessSync(`${path}/`, mode);
    return null;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return `${path} cannot be used: ${reasons[code] ?? message}. Mend that, or choose another folder with MUSTER_HOME or --home`;
  }
}
