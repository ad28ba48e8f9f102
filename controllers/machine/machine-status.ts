import type { LinkFailure } from '../../machines/link.ts';
import type { Machine, MachineStatus } from '../../schemas/types.ts';
import { type ConditionInput, nextConditions } from '../conditions.ts';
import type { Standing } from '../failover/contact.ts';
import type { MachineState } from './agent-host.ts';
import { twinMessage } from './twin-message.ts';

/** A machine's status, from the state of its connection. `twin` is another machine that has the same machine-id. */
export function machineStatus(
  machine: Machine,
  state: MachineState,
  units: number,
  twin: string | null,
  lost?: { standing: Standing; held: string | null },
): MachineStatus {
  const before = machine.status;
  const facts = state.facts;
  const status: MachineStatus = {
    ...(before?.facts === undefined ? {} : { facts: before.facts }),
    ...(before?.hearing === undefined ? {} : { hearing: before.hearing }),
    ...(before?.lastContact === undefined ? {} : { lastContact: before.lastContact }),
    observedGeneration: machine.metadata.generation ?? 1,
    units,
    conditions: nextConditions(before?.conditions, [
      ...conditions(machine, state, twin),
      ...(lost === undefined ? [] : lostCondition(lost)),
    ]),
    ...(lost === undefined ? {} : { standing: lost.standing }),
  };
  if (facts !== null) {
    const { machineId, bootId, paths: _paths, ...rest } = facts;
    status.facts = { ...rest, machineID: machineId, bootID: bootId };
    status.lastContact = new Date().toISOString();
  }
  if (state.hearing !== null) status.hearing = state.hearing;
  return status;
}

function lostCondition({ standing, held }: { standing: Standing; held: string | null }): ConditionInput[] {
  if (standing === 'Ready') return [];
  const message = {
    Suspect: 'it cannot be reached: its units stay until their grace has passed',
    Lost: 'it cannot be reached: units move as their failover policy says',
    Fenced: 'it cannot be reached: every unit under fence has been stopped there',
  }[standing];
  if (held !== null) return [{ type: 'Lost', status: 'False', reason: 'MassLoss', message: held }];
  return [{ type: 'Lost', status: standing === 'Suspect' ? 'False' : 'True', reason: standing, message }];
}

function conditions(machine: Machine, state: MachineState, twin: string | null): ConditionInput[] {
  const { error } = state;
  const ready = state.phase === 'ready' && twin === null;
  const is = (...reasons: LinkFailure[]) => error !== null && reasons.includes(error.reason);
  const verdict = (type: string, bad: boolean, good: string): ConditionInput => ({
    type,
    status: bad ? 'False' : state.phase === 'ready' ? 'True' : 'Unknown',
    reason: bad && error !== null ? error.reason : state.phase === 'ready' ? 'Verified' : 'NotVerified',
    message: bad && error !== null ? error.message : state.phase === 'ready' ? good : 'not connected',
  });
  const unreachable =
    error !== null &&
    !is('HostKeyUnknown', 'HostKeyChanged', 'PrivilegeDenied', 'SystemdIncompatible', 'AuthenticationFailed');
  const list: ConditionInput[] = [
    twin !== null && state.phase === 'ready'
      ? {
          type: 'Ready',
          status: 'False',
          reason: 'DuplicateMachineID',
          message: twinMessage(machine.metadata.name, twin),
        }
      : {
          type: 'Ready',
          status: ready ? 'True' : error === null ? 'Unknown' : 'False',
          reason: ready ? 'Connected' : (error?.reason ?? 'Connecting'),
          message: ready ? 'connected' : (error?.message ?? 'connecting'),
        },
    verdict('Reachable', unreachable, 'answers over SSH'),
    verdict('HostKeyVerified', is('HostKeyUnknown', 'HostKeyChanged'), 'its key is the known one'),
    verdict('PrivilegeOK', is('PrivilegeDenied'), 'may manage units'),
    verdict('SystemdCompatible', is('SystemdIncompatible'), 'its systemd is recent enough'),
  ];
  if (state.hearing !== null && state.hearing.by === 'polling') {
    list.push({ type: 'Hearing', status: 'False', reason: 'Polling', message: state.hearing.reason });
  }
  if (machine.spec.unschedulable === true) {
    list.push({
      type: 'Cordoned',
      status: 'True',
      reason: 'Unschedulable',
      message: 'takes no new units: muster uncordon lifts it',
    });
  }
  if (machine.spec.drain === true) {
    list.push({
      type: 'Draining',
      status: 'True',
      reason: 'Drained',
      message: 'its units move to other machines: muster uncordon lifts it',
    });
  }
  const foreign = state.strays.filter(({ kind }) => kind === 'NotOwned').map(({ unit }) => unit);
  if (foreign.length > 0) {
    const message = `units of another muster are on it: ${foreign.join(', ')}`;
    list.push({ type: 'ForeignUnits', status: 'True', reason: 'NotOwned', message });
  }
  const left = state.strays.filter(({ kind }) => kind !== 'NotOwned');
  const [first] = left;
  if (first !== undefined) {
    const message = left.map((stray) => stray.message).join('; ');
    list.push({ type: 'Strays', status: 'True', reason: first.kind, message });
  }
  return list;
}
