/**
 * Contents of a machine's files by their identity (inode and time of change), so that they are read once and not at every
 * look. The kernel's clock ticks up to every 10 ms: of a file that is changed twice within a tick, the second change does
 * not show in its identity. What is read is therefore believed only of files that were changed a while before.
 */
import type { ObservedFile } from '../../units/observed.ts';
import { type Contents, noContents, type Survey } from './parse-survey.ts';

/** Seconds; far above a tick of any kernel. */
const settledAfter = 0.1;

interface Known {
  /** Inode, time of change, size. */
  identity: string;
  digest: string | undefined;
  stamp: string | undefined;
  text: string | undefined;
}

export class KnownContents {
  #files = new Map<string, Known>();

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Which of the glance's files have to be read, and what is in the others. `asked`: paths of which all is wanted. */
  compare(
    glance: Survey,
    asked: ReadonlySet<string>,
  ): { contents: Contents; files: string[]; kept: string[] } {
    const contents = noContents();
    const files: string[] = [];
    const kept: string[] = [];
    for (const file of glance.files.values()) {
      const known = this.#files.get(file.path);
      if (known !== undefined && known.identity === identityOf(file)) {
        if (known.digest !== undefined) contents.digests.set(file.path, known.digest);
        if (known.stamp !== undefined) contents.stamps.set(file.path, known.stamp);
      } else if (file.type === 'file' || (file.type === 'link' && mayMatter(file.path, asked))) {
        files.push(file.path);
      }
    }
    for (const [path, identity] of glance.kept) {
      const known = this.#files.get(path);
      if (known !== undefined && known.identity === identity) {
        if (known.text !== undefined) contents.texts.set(path, known.text);
      } else kept.push(path);
    }
    return { contents, files, kept };
  }

  /** Of a survey whose contents are all known now. */
  note({ files, kept, contents, clock }: Survey): void {
    const next = new Map<string, Known>();
    const add = (path: string, identity: string) => {
      const before = this.#files.get(path);
      if (before?.identity === identity) next.set(path, before);
      else if (clock - changedAt(identity) >= settledAfter) {
        const [digest, stamp, text] = [contents.digests, contents.stamps, contents.texts].map((part) =>
          part.get(path),
        );
        next.set(path, { identity, digest, stamp, text });
      }
    };
    // What a link leads to changes without the link.
    for (const file of files.values()) if (file.type === 'file') add(file.path, identityOf(file));
    for (const [path, identity] of kept) add(path, identity);
    this.#files = next;
  }
}

/** The content behind a link is compared where a file of muster's or a drop-in should be. */
function mayMatter(path: string, asked: ReadonlySet<string>): boolean {
  return asked.has(path) || /\.d\/[^/]+$/.test(path);
}

function identityOf({ identity, size }: ObservedFile): string {
  return `${identity} ${size}`;
}

/** Seconds since the epoch, of `inode:seconds size`; NaN compares as not long ago. */
function changedAt(identity: string): number {
  return Number(/^\d+:([\d.]+) /.exec(identity)?.[1]);
}
