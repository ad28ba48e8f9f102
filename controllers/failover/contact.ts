/**
 * What is known of a machine's being reachable. Times are milliseconds of the monotonic clock: a wall clock that is set
 * forward must not make machines look lost.
 */
export interface Contact {
  connected: boolean;
  /** The last sign of life; the start of this process when there was none yet. */
  lastContact: number;
  /**
   * When every unit under fence has certainly been stopped there, if muster does not reach it before; null when nothing
   * is, or that can not be known (its timers were halted for a restart of muster).
   */
  fencedAt: number | null;
}

export type Standing = 'Ready' | 'Suspect' | 'Lost' | 'Fenced';

/** Unreachable is not dead: it is Suspect until the shortest grace of what it runs has passed. */
export function standingAt(contact: Contact, graceMs: number, now: number): Standing {
  if (contact.connected) return 'Ready';
  if (now - contact.lastContact < graceMs) return 'Suspect';
  return contact.fencedAt !== null && now >= contact.fencedAt ? 'Fenced' : 'Lost';
}

/** Machines whose loss is older than this were lost one by one: what happens now is judged without them. */
export const recentMs = 600_000;

/**
 * Why nothing may move although machines are lost; null when it may. Many that vanish at once are far more likely to be
 * muster's own network, or a switch, than so many dead machines.
 */
export function massLoss(contacts: readonly Contact[], now: number, mostPercent: number): string | null {
  const away = contacts.filter(({ connected, lastContact }) => !connected && now - lastContact < recentMs);
  const total = contacts.filter(({ connected }) => connected).length + away.length;
  if (away.length === 0 || away.length * 100 <= total * mostPercent) return null;
  return `${away.length} of ${total} machines vanished together, more than ${mostPercent} %: nothing is moved, as it may be muster's own network; see muster get machines`;
}
