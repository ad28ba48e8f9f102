/** Walks every path of the placement's controller: all states, every event in each, and what may never happen. */
import { getAdjacencyMap } from '@xstate/graph';
import fc from 'fast-check';
import { createActor, fromPromise, type SnapshotFrom } from 'xstate';
import { type Kind, readingOf, reportOf } from '../testing/readings.ts';
import { backoffMs, placementMachine } from './placement-machine.ts';
import type { Reading } from './reading.ts';

type Snapshot = SnapshotFrom<typeof placementMachine>;

const kinds: Kind[] = ['as desired', 'stopped', 'failed', 'held back', 'changed'];
const failure = { reason: 'HostUnreachable', message: 'no route' };
const observers = ['observe', 'verify', 'retry'];

/** Everything that can happen from outside, and every way in which an invoked actor can end. */
const events = [
  { type: 'LINK_UP' },
  { type: 'LINK_LOST', failure },
  { type: 'SIGNAL' },
  { type: 'SPEC_CHANGED' },
  { type: 'SYNC' },
  { type: 'DELETE' },
  ...observers.flatMap((id) =>
    kinds.map((kind) => ({ type: `xstate.done.actor.${id}`, output: readingOf(kind) })),
  ),
  ...[true, false].flatMap((ok) =>
    ['act', 'takeAway'].map((id) => ({ type: `xstate.done.actor.${id}`, output: reportOf(ok) })),
  ),
  { type: 'xstate.done.actor.forget', output: undefined },
  ...[...observers, 'act', 'takeAway', 'forget'].map((id) => ({
    type: `xstate.error.actor.${id}`,
    error: new Error('cut'),
  })),
  { type: 'xstate.after.backoff.placement.backoff' },
  { type: 'xstate.after.settle.placement.verifying.settling' },
  { type: 'xstate.after.stable.placement.synced' },
  { type: 'xstate.after.catchUp.placement.synced' },
  { type: 'xstate.after.catchUp.placement.drifted' },
  { type: 'xstate.after.backoff.placement.stopping.waiting' },
  { type: 'xstate.after.backoff.placement.removalBackoff' },
];

function serialize({ value, context }: Snapshot): string {
  const { reading, linkUp, again, attempts, healed, actedFor } = context;
  return JSON.stringify([
    value,
    reading?.assessment.drift[0]?.kind ?? (reading === null ? 'unread' : 'none'),
    reading?.assessment.steps.length ?? 0,
    reading?.desired.digests.desired,
    actedFor,
    linkUp,
    again,
    Math.min(attempts, 2),
    healed,
  ]);
}

const graph = getAdjacencyMap(placementMachine, {
  input: { key: 'default/a', linkUp: false },
  events: events as never,
  serializeState: serialize,
  serializeEvent: (event) =>
    JSON.stringify([event.type, ('output' in event && serializeOutput(event.output)) || '']),
});
type Node = { state: Snapshot; transitions: Record<string, { event: { type: string }; state: Snapshot }> };
/** A controller that has ended takes no more events. */
const nodes = (Object.values(graph) as unknown as Node[]).filter(({ state }) => state.value !== 'gone');
const all = Object.entries(graph as unknown as Record<string, Node>);

function serializeOutput(output: unknown): string {
  const reading = output as Partial<Reading> | undefined;
  return JSON.stringify([
    reading?.sync,
    reading?.assessment?.drift[0]?.kind,
    reading?.assessment?.steps.length,
    reading?.desired?.digests.desired,
    output,
  ]);
}

function phase(snapshot: Snapshot): string {
  return typeof snapshot.value === 'string' ? snapshot.value : (Object.keys(snapshot.value)[0] ?? '');
}

describe('the controller of a placement, along every path', () => {
  it('reaches every state of the chart', () => {
    const reached = new Set(all.map(([, { state }]) => phase(state)));
    const chart = Object.keys(placementMachine.states).filter((name) => name !== 'judging');
    expect([...reached].sort()).toEqual(chart.sort());
    expect(nodes.length).toBeGreaterThan(50);
  });

  it('never acts without a reason, nor over a lost connection', () => {
    for (const { state } of nodes) {
      const { context } = state;
      if (phase(state) !== 'acting') continue;
      expect(context.reading?.assessment.steps.length).toBeGreaterThan(0);
      expect(context.linkUp).toBe(true);
    }
  });

  it('is synced only when the last reading was as desired', () => {
    for (const { state } of nodes) {
      if (phase(state) === 'synced') expect(state.context.reading?.sync).toBe('Synced');
    }
  });

  it('knows nothing once the connection is lost, and concludes nothing from that', () => {
    for (const { state, transitions } of nodes) {
      const from = phase(state);
      for (const { event, state: next } of Object.values(transitions)) {
        if (event.type !== 'LINK_LOST') continue;
        const removing = ['stopping', 'removing', 'removalBackoff', 'gone'];
        expect([from, phase(next)]).toEqual([
          from,
          removing.includes(from)
            ? expect.stringMatching(/stopping|removing|removalBackoff|gone/)
            : 'unknown',
        ]);
      }
    }
  });

  it('can always still become as desired, or leave', () => {
    const [synced, gone] = [reachers('synced'), reachers('gone')];
    const leaving = ['stopping', 'removing', 'removalBackoff', 'gone'];
    expect(all.filter(([key]) => !gone.has(key))).toEqual([]);
    expect(all.filter(([key, { state }]) => !leaving.includes(phase(state)) && !synced.has(key))).toEqual([]);
  });

  it('never turns back once it is to leave', () => {
    const leaving = ['stopping', 'removing', 'removalBackoff', 'gone'];
    const back = nodes
      .filter(({ state }) => leaving.includes(phase(state)))
      .flatMap(({ transitions }) => Object.values(transitions))
      .filter(({ state }) => !leaving.includes(phase(state)));
    expect(back).toEqual([]);
  });
});

/** The nodes from which a state can be reached. */
function reachers(goal: string): Set<string> {
  const found = new Set(all.flatMap(([key, { state }]) => (phase(state) === goal ? [key] : [])));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [key, { transitions }] of all) {
      if (found.has(key)) continue;
      if (!Object.values(transitions).some(({ state }) => found.has(serialize(state)))) continue;
      found.add(key);
      grown = true;
    }
  }
  return found;
}

describe('the controller against a world that changes under it', () => {
  it('ends as desired when the faults stop, and acts only on what it has read', async () => {
    const happenings = fc.constantFrom('stop', 'cut', 'heal', 'signal', 'spec', 'refuse', 'turn');
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { maxLength: 25 }), async (script) => {
        const world = { running: false, refuses: false, linkUp: true, actsUnread: 0, lastRead: 'none' };
        const machine = placementMachine.provide({
          actors: {
            observe: fromPromise(async () => {
              if (!world.linkUp) throw new Error('cut');
              world.lastRead = world.running ? 'as desired' : 'stopped';
              return readingOf(world.running ? 'as desired' : 'stopped');
            }),
            act: fromPromise(async () => {
              if (world.lastRead !== 'stopped') world.actsUnread += 1;
              if (!world.linkUp) throw new Error('cut');
              if (world.refuses) return reportOf(false);
              world.running = true;
              return reportOf(true);
            }),
          },
          delays: { backoff: 1, settle: 1 },
        });
        const actor = createActor(machine, { input: { key: 'k', linkUp: true } }).start();
        for (const happening of script) {
          if (happening === 'stop') world.running = false;
          if (happening === 'refuse') world.refuses = !world.refuses;
          if (happening === 'cut') {
            world.linkUp = false;
            actor.send({ type: 'LINK_LOST', failure });
          }
          if (happening === 'heal' && !world.linkUp) {
            world.linkUp = true;
            actor.send({ type: 'LINK_UP' });
          }
          if (happening === 'spec') actor.send({ type: 'SPEC_CHANGED' });
          if (happening === 'stop' || happening === 'signal') actor.send({ type: 'SIGNAL' });
          if (happening === 'turn') await new Promise((resolve) => setImmediate(resolve));
        }
        world.refuses = false;
        if (!world.linkUp) {
          world.linkUp = true;
          actor.send({ type: 'LINK_UP' });
        }
        actor.send({ type: 'SIGNAL' });
        await settled(actor, () => world.running);
        expect(world.actsUnread).toBe(0);
        actor.stop();
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

function settled(
  actor: { getSnapshot(): Snapshot; subscribe(next: () => void): { unsubscribe(): void } },
  isRunning: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const subscription = actor.subscribe(check);
    function check() {
      if (actor.getSnapshot().value !== 'synced' || !isRunning()) return;
      subscription.unsubscribe();
      resolve();
    }
    check();
  });
}

describe('backoffMs', () => {
  it('doubles from half a second to five minutes, with a fifth of jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const wait = backoffMs(attempts, () => random);
          const base = Math.min(500 * 2 ** (attempts - 1), 300_000);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(base * 0.8));
          expect(wait).toBeLessThanOrEqual(Math.ceil(base * 1.2));
        },
      ),
    );
  });
});

test('each failed start counts once, whether it fails at once or a little later', async () => {
  for (const fails of ['at once', 'later']) {
    let failed = true;
    let fail = () => {};
    const counted: number[] = [];
    const machine = placementMachine.provide({
      actors: {
        observe: fromPromise(async () => readingOf(failed ? 'failed' : 'as desired')),
        act: fromPromise(async () => {
          failed = fails === 'at once';
          return reportOf(true);
        }),
      },
      delays: { backoff: 1, settle: 1 },
    });
    const actor = createActor(machine, { input: { key: 'k', linkUp: true, attempts: 5 } });
    let last = '';
    await new Promise<void>((resolve) => {
      actor.subscribe(({ value, context }) => {
        const now = String(value);
        if (now === 'backoff' && last !== now) counted.push(context.attempts, context.failures);
        if (now === 'synced' && last !== now) setImmediate(() => fail());
        last = now;
        if (counted.length >= 6) resolve();
      });
      fail = () => {
        failed = true;
        actor.send({ type: 'SIGNAL' });
      };
      actor.start();
    });
    actor.stop();
    expect([fails, ...counted]).toEqual([fails, 6, 1, 7, 2, 8, 3]);
  }
});

test('a unit that crashes during each reading is judged all the same, and looked at again soon', async () => {
  let readings = 0;
  const machine = placementMachine.provide({
    actors: {
      observe: fromPromise(async () => {
        readings += 1;
        actor.send({ type: 'SIGNAL' });
        const reading = readingOf('as desired');
        const message = 'a.service keeps ending';
        reading.assessment.drift.push({ kind: 'CrashLoop', subject: 'a.service', message, heals: false });
        return reading;
      }),
    },
  });
  const actor = createActor(machine, { input: { key: 'k', linkUp: true } });
  actor.start();
  await settled(actor, () => readings === 1);
  await settled(actor, () => readings === 2);
  actor.stop();
});

test('a removal that begins after a failure has not failed itself; that the machine is away is still said', () => {
  const refused = new Error('refused');
  const beginRemoval = (linkUp: boolean) => {
    const machine = placementMachine.provide({
      actors: {
        observe: fromPromise(() => Promise.reject(refused)),
        takeAway: fromPromise(() => new Promise(() => undefined)),
      },
    });
    const actor = createActor(machine, { input: { key: 'k', linkUp: true } }).start();
    return new Promise<Snapshot>((resolve) => {
      actor.subscribe((snapshot) => {
        if (snapshot.value !== 'backoff') return;
        queueMicrotask(() => {
          if (!linkUp) actor.send({ type: 'LINK_LOST', failure });
          actor.send({ type: 'DELETE' });
          resolve(actor.getSnapshot());
          actor.stop();
        });
      });
    });
  };
  return Promise.all([beginRemoval(true), beginRemoval(false)]).then(([there, away]) => {
    expect(there).toMatchObject({ value: { stopping: 'working' }, context: { failure: null } });
    expect(away).toMatchObject({ value: { stopping: 'away' }, context: { failure } });
  });
});

test('a minute of being well forgets what failed before, also for a unit that is looked at every few seconds', async () => {
  let now = 1_000;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  let readings = 0;
  const machine = placementMachine.provide({
    actors: {
      observe: fromPromise(async () => {
        readings += 1;
        return readingOf('as desired');
      }),
    },
  });
  const actor = createActor(machine, { input: { key: 'k', linkUp: true, attempts: 5 } });
  const attemptsAt = async (ms: number) => {
    now = 1_000 + ms;
    const next = readings + 1;
    if (ms === 0) actor.start();
    else actor.send({ type: 'SIGNAL' });
    await settled(actor, () => readings === next && actor.getSnapshot().value === 'synced');
    return actor.getSnapshot().context.attempts;
  };
  try {
    const attempts = [];
    for (const ms of [0, 20_000, 40_000, 59_000, 61_000]) attempts.push(await attemptsAt(ms));
    expect(attempts).toEqual([5, 5, 5, 5, 0]);
  } finally {
    actor.stop();
    clock.mockRestore();
  }
});
