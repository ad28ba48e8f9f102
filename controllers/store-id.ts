import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.ts';

const key = '/muster/store-id';

/** The store's name in records on machines; made at its first use. */
export async function readStoreId(store: Store): Promise<string> {
  const known = await store.get(key);
  if (known !== null) return known.value.toString();
  const id = randomUUID();
  const result = await store.commit([{ key, modRevision: 0 }], [{ put: { key, value: Buffer.from(id) } }]);
  if (result.ok) return id;
  return result.current.get(key)?.value.toString() ?? id;
}
