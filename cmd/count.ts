import { usageError } from './command-error.ts';

/** A whole number, 0 or more. */
export function parseCount(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw usageError(`${option}: "${text}" is not a number`);
  return Number(text);
}
