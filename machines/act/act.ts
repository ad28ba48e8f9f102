/** Carries out a batch on a machine in one exec. */
import type { UnitPaths } from '../../units/desired.ts';
import { type ActBatch, type ActResult, LinkError } from '../link.ts';
import type { RunScript } from '../run-script.ts';
import { actScript } from './act-script.ts';
import { encodeAct, encodePlainAct } from './encode.ts';
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

/**
 * In a shell that stays, without a session or a process for the upload. null when another act is at work there: the shell
 * is for readings too, and must not wait. Rejects as `actOnMachine` does.
 */
export async function actInPassing(
  machine: string,
  runScript: RunScript,
  batch: ActBatch,
  paths: UnitPaths,
): Promise<ActResult | null> {
  const answer = await runScript(actScript, encodePlainAct(batch, paths, 1));
  try {
    return parseAct(answer.stdout, answer.stderr, batch, machine);
  } catch (error) {
    if (error instanceof LinkError && error.reason === 'MachineBusy') return null;
    throw error;
  }
}
