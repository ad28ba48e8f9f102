import { usageError } from './command-error.ts';
import type { DryRunOption } from './options.ts';

export type DryRunMode = 'none' | 'client' | 'server';

export function dryRunMode({ dryRun }: DryRunOption): DryRunMode {
  if (dryRun === undefined || dryRun === 'none') return 'none';
  if (dryRun === true || dryRun === 'client') return 'client';
  if (dryRun === 'server') return 'server';
  throw usageError(`--dry-run=${dryRun}: the words are client, server and none`);
}
