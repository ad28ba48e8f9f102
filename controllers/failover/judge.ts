/** Which machines are lost, and what may move because of it: pure, from signs of life and a clock. */
import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import { type Contact, massLoss, recentMs, type Standing, standingAt } from './contact.ts';
import { defaultGraceMs, failoverOf, graceMs } from './grace.ts';

export interface JudgedMachine {
  machine: Machine;
  contact: Contact;
  /** What is placed there. */
  placed: { unit: Unit; placement: Placement }[];
}

export interface Judgement {
  standings: ReadonlyMap<string, Standing>;
  /** Why nothing moves although machines are lost; null when it may. */
  held: string | null;
  /** Whether a unit that sits on the machine is to be placed elsewhere. */
  mayMove(placement: Placement): boolean;
  /** Monotonic ms when this judgement will be another although nothing happens; null when never. */
  nextChangeAt: number | null;
}

/** `heldUntil`: when nothing was allowed to move for the last time; machines that are away then have their grace from there. */
export function judge(
  machines: readonly JudgedMachine[],
  now: number,
  mostPercent: number,
  heldUntil = Number.NEGATIVE_INFINITY,
): Judgement {
  const held = massLoss(
    machines.map(({ contact }) => contact),
    now,
    mostPercent,
  );
  const standings = new Map<string, Standing>();
  const moving = new Set<Placement>();
  const changes: number[] = [];
  for (const { machine, contact, placed } of machines) {
    const usual = machine.spec.failover?.after;
    const graces = [usual === undefined ? defaultGraceMs : graceMs(usual)];
    for (const { unit, placement } of placed) {
      const { policy, afterMs } = failoverOf(unit, machine);
      graces.push(afterMs);
      if (contact.connected || policy === 'wait') continue;
      const since = Math.max(contact.lastContact, heldUntil);
      const at = policy === 'fence' ? fencedAt(placement, contact) : since + afterMs;
      if (at === null) continue;
      changes.push(at);
      if (now >= at && held === null) moving.add(placement);
    }
    const grace = Math.min(...graces);
    standings.set(machine.metadata.name, standingAt(contact, grace, now));
    if (contact.connected) continue;
    const lostAt = contact.lastContact + grace;
    changes.push(lostAt, Math.max(lostAt, contact.fencedAt ?? 0));
    if (held !== null) changes.push(contact.lastContact + recentMs);
  }
  return {
    standings,
    held,
    mayMove: (placement) => moving.has(placement),
    nextChangeAt: changes.reduce<number | null>(
      (next, at) => (at > now && (next === null || at < next) ? at : next),
      null,
    ),
  };
}

/** A unit whose fence never came to its machine may run there for ever. */
function fencedAt(placement: Placement, contact: Contact): number | null {
  return placement.status?.fenced === true ? contact.fencedAt : null;
}
