import type { ConnectTarget, MachineAccess } from '../machines/ssh-target.ts';
import { sshTarget } from '../machines/ssh-target.ts';
import type { ApiObject } from './api-object.ts';
import type { Settings } from './settings.ts';
import { tunnelTarget } from './tunnel.ts';

/** How to reach a machine from here: its manifest, those of its jump hosts, and the user's ssh_config. */
export function targetOf(machine: ApiObject, machines: ApiObject[], settings: Settings): ConnectTarget {
  // The store holds only valid Machines.
  const access = (object: ApiObject): MachineAccess => object as unknown as MachineAccess;
  const byName = new Map(machines.map((other) => [other.metadata.name, access(other)]));
  const target = sshTarget(access(machine), {
    musterHome: settings.home,
    machine: (name) => byName.get(name),
  });
  if (settings.tunnel === '') return target;
  // The server reaches its machines from where it is; from here the way leads through it.
  const { target: server } = tunnelTarget(settings);
  return { ...target, jumps: [...server.jumps, { ...server, jumps: [] }, ...target.jumps] };
}
