/** One file that a generator makes; `path` is relative to the repository's root. */
export interface GeneratedFile {
  path: string;
  content: string;
}

/** Makes files from what is checked in; `root` is the repository's root. Pure apart from reading. */
export type Generator = (root: string) => Promise<GeneratedFile[]>;
