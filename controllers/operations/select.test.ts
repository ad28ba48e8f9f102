import type { Cluster } from '../cluster.ts';
import { noSuchUnits } from './select.ts';

/** Units that are stored, and on no machine. */
const stored = (...names: string[]) =>
  ({
    all: (kind: string) =>
      kind === 'Unit' ? names.map((name) => ({ metadata: { name, namespace: 'default' }, spec: {} })) : [],
  }) as unknown as Cluster;

test.each([
  ['web', 'units.muster.dev "web" not found; did you mean web@.service?'],
  ['wbe.service', 'units.muster.dev "wbe.service" not found'],
  ['databse', 'units.muster.dev "databse" not found; did you mean database.service?'],
  ['database', 'units.muster.dev "database" not found on any machine; muster describe unit says why'],
])('asked for %s where only a template and a unit are stored', (asked, message) => {
  const cluster = stored('web@.service', 'database.service');
  expect(noSuchUnits(cluster, { namespace: 'default', units: [asked] }).message).toBe(message);
});
