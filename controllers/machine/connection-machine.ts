/**
 * The controller of the connection to one machine. Unreachable is not dead: nothing follows from a lost connection
 * but that nothing is known.
 */
import { assign, fromPromise, setup } from 'xstate';
import { LinkError, type LinkFailure, type MachineLink } from '../../machines/link.ts';
import { backoffMs } from '../placement/placement-machine.ts';

export interface ConnectionContext {
  name: string;
  link: MachineLink | null;
  error: LinkError | null;
  attempts: number;
}

export type ConnectionEvent =
  | { type: 'CLOSED'; error: LinkError }
  /** The Machine object, or a host key, changed: try now. */
  | { type: 'RETRY' }
  | { type: 'STOP' };

/** Failures that only a person can mend: tried again seldom, and at once when the manifest changes. */
const needsPerson: readonly LinkFailure[] = [
  'HostKeyUnknown',
  'HostKeyChanged',
  'AuthenticationFailed',
  'PrivilegeDenied',
  'SystemdIncompatible',
  'ConfigurationInvalid',
];

export const connectionMachine = setup({
  types: {
    context: {} as ConnectionContext,
    events: {} as ConnectionEvent,
    input: {} as { name: string },
  },
  actors: {
    connect: fromPromise<MachineLink, { name: string }>(() =>
      Promise.reject(new Error('the machine agent provides this actor')),
    ),
  },
  guards: {
    needsPerson: ({ context }) => context.error !== null && needsPerson.includes(context.error.reason),
  },
  actions: {
    noteLink: assign({ link: (_, params: { link: MachineLink }) => params.link, error: null, attempts: 0 }),
    startAnew: assign({ error: null, attempts: 0 }),
    noteFailure: assign({
      link: null,
      error: (_, params: { error: unknown }) => asLinkError(params.error),
      attempts: ({ context }) => context.attempts + 1,
    }),
  },
  delays: {
    backoff: ({ context }) => Math.min(backoffMs(context.attempts), 30_000),
    refused: 60_000,
  },
}).createMachine({
  id: 'machine',
  initial: 'connecting',
  context: ({ input }) => ({ name: input.name, link: null, error: null, attempts: 0 }),
  on: { STOP: '.stopped' },
  states: {
    connecting: {
      invoke: {
        id: 'connect',
        src: 'connect',
        input: ({ context }) => ({ name: context.name }),
        onDone: {
          target: 'ready',
          actions: { type: 'noteLink', params: ({ event }) => ({ link: event.output }) },
        },
        onError: {
          target: 'failed',
          actions: { type: 'noteFailure', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    ready: {
      on: {
        CLOSED: {
          target: 'failed',
          actions: { type: 'noteFailure', params: ({ event }) => ({ error: event.error }) },
        },
        RETRY: { target: 'connecting', actions: 'startAnew' },
      },
    },
    failed: { always: [{ guard: 'needsPerson', target: 'refused' }, { target: 'unreachable' }] },
    unreachable: {
      after: { backoff: 'connecting' },
      on: { RETRY: { target: 'connecting', actions: 'startAnew' } },
    },
    refused: {
      after: { refused: 'connecting' },
      on: { RETRY: { target: 'connecting', actions: 'startAnew' } },
    },
    stopped: { type: 'final' },
  },
});

function asLinkError(error: unknown): LinkError {
  if (error instanceof LinkError) return error;
  return new LinkError('ProtocolError', error instanceof Error ? error.message : String(error));
}
