/** A host of the lab, a link to it over SSH, and a hand that changes things there behind muster's back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineLink } from '../../machines/link.ts';
import type { MeddledMachine } from '../../machines/observe-act.contract.ts';
import { openLink } from '../../machines/ssh-link.ts';
import { sshTarget } from '../../machines/ssh-target.ts';
import type { HostSpec } from '../lab/host-record.ts';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';

/** A shell command line as root inside the host; rejects when it fails. */
export async function byHand(host: LabHost, command: string, input?: string): Promise<string> {
  const result = await host.run(command, { timeoutMs: 60_000, ...(input === undefined ? {} : { input }) });
  if (result.code !== 0) throw new Error(`${command}: exit status ${result.code}: ${result.stderr}`);
  return result.stdout;
}

export function linkTo(host: LabHost, home: string): Promise<MachineLink> {
  return openLink(sshTarget(host.machineManifest(), { musterHome: home, home, sshConfig: '' }));
}

export function meddle(host: LabHost, link: MachineLink): MeddledMachine {
  const user = link.facts.paths.scope === 'user';
  return {
    link,
    write: async (path, content) => {
      await byHand(host, `mkdir -p "$(dirname '${path}')"; cat >'${path}'`, content);
    },
    remove: async (path) => {
      await byHand(host, `rm -f '${path}'`);
    },
    systemctl: async (...words) => {
      const asked = words.map((word) => `'${word}'`).join(' ');
      await byHand(host, user ? `systemctl --user -M deploy@ ${asked}` : `systemctl ${asked}`);
    },
    close: () => link.close(),
  };
}

/** Boots hosts in a lab of its own before the tests and takes them down afterwards. */
export function labOfTest(
  name: string,
  specs: HostSpec[],
): { host: (name: string) => LabHost; home: () => string; beforeDown: (work: () => unknown) => void } {
  const lab = openLab({ name });
  let home = '';
  const hosts = new Map<string, LabHost>();
  // Jest runs afterAll hooks in the order of their registration: this one would be the first, and take the hosts away.
  const before: (() => unknown)[] = [];
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), `muster-${name}-`));
    for (const host of await lab.up(specs)) hosts.set(host.name, host);
  }, 180_000);
  afterAll(async () => {
    try {
      for (const work of before) await work();
    } finally {
      await lab.down();
      rmSync(home, { recursive: true, force: true });
    }
  }, 120_000);
  return {
    host(wanted) {
      const found = hosts.get(wanted);
      if (found === undefined) throw new Error(`the lab has no host ${wanted}`);
      return found;
    },
    home: () => home,
    beforeDown: (work) => before.push(work),
  };
}
