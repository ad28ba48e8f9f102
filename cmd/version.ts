import { version as packageVersion } from '../package.json';

/** The version in package.json; the bundle carries it inlined. */
export const version: string = packageVersion;
