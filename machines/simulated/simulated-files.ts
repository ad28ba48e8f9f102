/** A file system in memory: paths to files and links, each with an inode and a ctime that no two changes share. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ObservedFile } from '../../units/observed.ts';
import { parseStamp } from '../../units/stamp.ts';

interface Node {
  content: Buffer;
  target: string | null;
  mode: string;
  owner: string;
  inode: number;
  changedAt: number;
}

export class SimulatedFiles {
  readonly #nodes = new Map<string, Node>();
  readonly #digests = new Map<Buffer, string>();
  readonly #now: () => number;
  #lastInode = 100;

  /** `now`: seconds; never the same twice. */
  constructor(now: () => number) {
    this.#now = now;
  }

  write(path: string, content: Buffer | string, mode = '0644', owner = 'root:root'): void {
    this.#put(path, { content: Buffer.from(content), target: null, mode, owner });
  }

  link(path: string, target: string): void {
    this.#put(path, { content: Buffer.alloc(0), target, mode: '0777', owner: 'root:root' });
  }

  #put(path: string, node: Omit<Node, 'inode' | 'changedAt'>): void {
    this.#nodes.set(path, { ...node, inode: ++this.#lastInode, changedAt: this.#now() });
  }

  /** False when there was none. */
  remove(path: string): boolean {
    return this.#nodes.delete(path);
  }

  move(from: string, to: string): void {
    const node = this.#nodes.get(from);
    if (node === undefined) return;
    this.#nodes.delete(from);
    this.#nodes.set(to, { ...node, changedAt: this.#now() });
  }

  has(path: string): boolean {
    return this.#nodes.has(path);
  }

  /** Everything below a directory that goes with a reboot. */
  removeBelow(directory: string): void {
    for (const path of this.#nodes.keys()) if (path.startsWith(`${directory}/`)) this.#nodes.delete(path);
  }

  paths(): string[] {
    return [...this.#nodes.keys()];
  }

  /** Where links lead; null when there is nothing, or no end. */
  resolve(path: string, depth = 0): string | null {
    const node = this.#nodes.get(path);
    if (node === undefined || depth > 40) return null;
    if (node.target === null) return path;
    return this.resolve(posix.resolve(posix.dirname(path), node.target), depth + 1);
  }

  /** Through links; null when there is no such file. */
  read(path: string): Buffer | null {
    const real = this.resolve(path);
    return real === null ? null : (this.#nodes.get(real)?.content ?? null);
  }

  target(path: string): string | null {
    return this.#nodes.get(path)?.target ?? null;
  }

  observe(path: string): ObservedFile | null {
    const node = this.#nodes.get(path);
    if (node === undefined) return null;
    const content = this.read(path);
    return {
      path,
      type: node.target === null ? 'file' : 'link',
      digest: content === null ? null : this.#digest(content),
      mode: node.mode,
      owner: node.owner,
      target: node.target,
      identity: `${node.inode}:${node.changedAt.toFixed(6)}`,
      size: node.target === null ? node.content.length : node.target.length,
      stamp:
        node.target === null ? (parseStamp(node.content.subarray(0, 512).toString())?.name ?? null) : null,
    };
  }

  /** Contents are never changed in place, so that a digest is computed once. */
  #digest(content: Buffer): string {
    let digest = this.#digests.get(content);
    if (digest === undefined) {
      digest = createHash('sha256').update(content).digest('hex');
      this.#digests.set(content, digest);
    }
    return digest;
  }
}
