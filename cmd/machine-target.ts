import type { ConnectTarget, MachineAccess } from '../machines/ssh-target.ts';
import { sshTarget } from '../machines/ssh-target.ts';
import type { ApiObject } from './api-object.ts';

/** How to reach a machine from here: its manifest, those of its jump hosts, and the user's ssh_config. */
export function targetOf(machine: ApiObject, machines: ApiObject[], home: string): ConnectTarget {
  // The store holds only valid Machines.
  const access = (object: ApiObject): MachineAccess => object as unknown as MachineAccess;
  const byName = new Map(machines.map((other) => [other.metadata.name, access(other)]));
  return sshTarget(access(machine), { musterHome: home, machine: (name) => byName.get(name) });
}
