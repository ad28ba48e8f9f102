import { readUptime } from '../../machines/fence.ts';
import type { MachineLink } from '../../machines/link.ts';
import type { AgentHost } from './agent-host.ts';
import { FenceKeeper } from './fence-keeper.ts';

export interface VitalsOptions {
  machine: string;
  host: AgentHost;
  /** False for a command that lives too short to keep a fence. */
  keepsFence: boolean;
}

/** Signs of life of one machine, and the fence that stops its units when there are none. Lives longer than a connection. */
export class Vitals {
  readonly #machine: string;
  readonly #host: AgentHost;
  readonly #keepsFence: boolean;
  readonly #fence: FenceKeeper;
  /** Monotonic ms of the last bytes that came from the machine, and how many there had been. */
  #contact = { at: performance.now(), received: -1 };
  #askedAt = 0;

  constructor({ machine, host, keepsFence }: VitalsOptions) {
    this.#machine = machine;
    this.#host = host;
    this.#keepsFence = keepsFence;
    this.#fence = new FenceKeeper({
      seconds: Math.max(0, ...host.fencedOn(machine).map(({ seconds }) => seconds)),
      halted: host.fenceHalted(machine),
      now: () => performance.now(),
    });
  }

  /** Monotonic ms of the last bytes that came. */
  get heardAt(): number {
    return this.#contact.at;
  }

  /** See Contact.fencedAt. */
  get fencedAt(): number | null {
    return this.#host.fencedOn(this.#machine).length === 0 ? null : this.#fence.fencedAt;
  }

  connected(): void {
    this.#contact = { at: performance.now(), received: -1 };
  }

  /** Takes notice of what has come meanwhile. */
  note(link: MachineLink): void {
    const { received } = link.traffic();
    if (received !== this.#contact.received) this.#contact = { at: performance.now(), received };
  }

  /** Resolves with a sign of life; rejects with LinkError when none comes within the time. */
  async ask(link: MachineLink, deadlineMs: number): Promise<void> {
    await readUptime(link, deadlineMs);
    this.#contact = { at: performance.now(), received: link.traffic().received };
  }

  /** Pushes the fence back when that is due, or asks for a sign of life. Rejects with LinkError. */
  async tick(link: MachineLink): Promise<void> {
    this.note(link);
    const every = this.#host.signOfLifeMs(this.#machine);
    const now = performance.now();
    const silent = now - this.#contact.at;
    if (this.#fence.isDue(link, this.#host.fencedOn(this.#machine))) await this.pushFence(link);
    else if (every !== null && silent >= every && now - this.#askedAt >= every) {
      this.#askedAt = now;
      await readUptime(link, 2 * every);
    }
  }

  /** Without its file, which a push makes, a unit under fence does not start. Rejects with LinkError. */
  async pushFence(link: MachineLink): Promise<void> {
    const units = this.#host.fencedOn(this.#machine);
    if (!this.#keepsFence || !this.#fence.isDue(link, units)) return;
    await this.#fence.push(link, units);
    if (this.#host.fenceHalted(this.#machine)) await this.#host.noteFenceHalted(this.#machine, false);
  }

  /** Muster is about to be away for a while on purpose, which must not stop anything. */
  async haltFence(link: MachineLink): Promise<void> {
    if (!this.#keepsFence || this.#host.fencedOn(this.#machine).length === 0) return;
    try {
      await this.#host.noteFenceHalted(this.#machine, true);
      await this.#fence.halt(link);
    } catch {
      // Then the timers go on, as they would if this process had been killed.
    }
  }
}
