/** Carries out a batch on a machine in one exec. */
import type { UnitPaths } from '../../units/desired.ts';
import type { ActBatch, ActResult } from '../link.ts';
import type { RunScript } from '../run-script.ts';
import { actScript } from './act-script.ts';
import { encodeAct } from './encode.ts';
import { parseAct } from './parse.ts';

/**
 * Rejects with LinkError EpochStale, MachineBusy, DiskFull, ReadOnlyFileSystem, PrivilegeDenied, ConfigurationInvalid or
 * ProtocolError. `machine` is its name, for messages.
 */
export async function actOnMachine(
  machine: string,
  runScript: RunScript,
  batch: ActBatch,
  paths: UnitPaths,
  lockWaitSeconds?: number,
): Promise<ActResult> {
  if (batch.steps.length === 0) return { results: [], heldMs: 0 };
  const answer = await runScript(actScript, await encodeAct(batch, paths, lockWaitSeconds));
  return parseAct(answer.stdout, answer.stderr, batch, machine);
}
