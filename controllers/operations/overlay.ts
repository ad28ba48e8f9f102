import type { AnyObject, ConfigMap, Machine, Secret, Unit } from '../../schemas/types.ts';
import { type Cluster, objectKey } from '../cluster.ts';

interface Kinds {
  Machine: Machine;
  Unit: Unit;
  Secret: Secret;
  ConfigMap: ConfigMap;
}

/** What is stored, with objects in front of it that are not: the world as it would be. */
export class Overlay {
  readonly #cluster: Cluster;
  readonly #front = new Map<string, AnyObject>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  put(object: AnyObject): void {
    this.#front.set(`${object.kind} ${objectKey(object)}`, object);
  }

  get<K extends keyof Kinds>(kind: K, key: string): Kinds[K] | undefined {
    return (this.#front.get(`${kind} ${key}`) as Kinds[K] | undefined) ?? this.#cluster.get(kind, key);
  }

  all<K extends keyof Kinds>(kind: K): Kinds[K][] {
    const stored = this.#cluster
      .all(kind)
      .filter((object) => !this.#front.has(`${kind} ${objectKey(object)}`));
    const front = [...this.#front.values()].filter((object) => object.kind === kind);
    return [...stored, ...front] as Kinds[K][];
  }
}
