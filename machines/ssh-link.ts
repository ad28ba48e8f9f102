/** The link to one machine over SSH. */
import { actInPassing, actOnMachine } from './act/act.ts';
import { actScript } from './act/act-script.ts';
import { isPlain } from './act/encode.ts';
import { type ConnectOptions, connect, type SshConnection } from './connect.ts';
import { scriptRunner } from './exec-script.ts';
import { factsScript, mayNeedSudo, type Probe, probe } from './facts.ts';
import { listScript } from './heard-directories.ts';
import { type Hearing, openHearing } from './hearing.ts';
import { LinkError, type MachineLink, type MachineSignal } from './link.ts';
import { contentsScript } from './observe/contents-script.ts';
import { detailsScript } from './observe/details-script.ts';
import { observeMachine, unitDetails } from './observe/observe.ts';
import { surveyScript } from './observe/survey-script.ts';
import { Surveyor } from './observe/surveyor.ts';
import { readFiles } from './read-files.ts';
import { startProcess } from './remote-process.ts';
import type { RunScript } from './run-script.ts';
import type { ConnectTarget } from './ssh-target.ts';
import { type StandingShell, standingShell } from './standing-shell.ts';
import { whyLate } from './systemd-busy.ts';

export interface LinkOptions extends ConnectOptions {
  /** For the first look at the machine, and for any call that says nothing else; 30 s. */
  deadlineMs?: number;
}

const defaultDeadlineMs = 30_000;
const actDeadlineMs = 300_000;
/** When the bridge ends and the connection lives on, it is opened again: after 1 s, then ever later. */
const firstReopenMs = 1000;
const longestReopenMs = 60_000;

/**
 * Connects, and looks whether muster can work there. Rejects with LinkError, as `connect` does, and with
 * PrivilegeDenied, SystemdIncompatible or ConfigurationInvalid.
 */
export async function openLink(target: ConnectTarget, options: LinkOptions = {}): Promise<MachineLink> {
  const connection = await connect(target, options);
  try {
    const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
    if (mayNeedSudo(target)) {
      const asAccount = scriptRunner(connection, false);
      const probed = await probe(connection, (stdin) =>
        asAccount(factsScript, stdin, { privileged: false, deadlineMs }),
      );
      return linkOver(
        connection,
        probed,
        standingShell(connection, probed.sudo, standingScripts),
        deadlineMs,
      );
    }
    const shell = standingShell(connection, false, standingScripts);
    const probed = await probe(connection, (stdin) => shell.run('facts', stdin, deadlineMs));
    return linkOver(connection, probed, shell, deadlineMs);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What the shell that stays is there for: all that is only read, and acts that only ask systemd for a start. */
const standingScripts = new Map([
  ['act', actScript],
  ['facts', factsScript],
  ['survey', surveyScript],
  ['details', detailsScript],
  ['contents', contentsScript],
  ['places', listScript],
]);
const standingNames = new Map([...standingScripts].map(([name, text]) => [text, name]));
// An act that has something to upload is a session of its own.
standingNames.delete(actScript);

function linkOver(
  connection: SshConnection,
  { facts, sudo, bridge }: Probe,
  shell: StandingShell,
  usualDeadlineMs: number,
): MachineLink {
  const execScript = scriptRunner(connection, sudo);
  const withDeadlineOf = (deadlineMs: number) => (script: string, stdin: Buffer) => {
    const name = shell.stands ? standingNames.get(script) : undefined;
    if (name !== undefined) return shell.run(name, stdin, deadlineMs);
    return execScript(script, stdin, { privileged: true, deadlineMs });
  };
  /** What `observe` was last asked about each unit: the accompanying files among it are listened to as well. */
  const askedPaths = new Map<string, string[]>();
  let hasObserved = false;
  const surveyor = new Surveyor(facts.paths);
  const runScript = withDeadlineOf(usualDeadlineMs);
  const ears = hearingOf(connection, { runScript, facts, sudo, bridge }, askedPaths, usualDeadlineMs);

  return {
    facts,
    get hearing() {
      return ears.state;
    },
    closed: connection.closed,
    async observe(request, deadlineMs = usualDeadlineMs) {
      for (const { name, paths } of request.units) askedPaths.set(name, paths);
      // Another process, or a connection that was cut, may have left an act at work; our own we know of.
      const wait = hasObserved ? 0 : Math.floor((deadlineMs * 0.8) / 1000);
      const run = withDeadlineOf(deadlineMs);
      const machine = await observeMachine(run, surveyor, request, facts.paths, wait).catch(
        async (error: unknown) => {
          throw await whyLate(error, connection.target.machine, facts.paths.scope, execScript);
        },
      );
      hasObserved = true;
      ears.seen(surveyor.directories);
      return machine;
    },
    details: (units, deadlineMs = usualDeadlineMs) =>
      unitDetails(withDeadlineOf(deadlineMs), units, facts.paths),
    async act(batch, deadlineMs = actDeadlineMs) {
      const { machine } = connection.target;
      if (shell.stands && isPlain(batch)) {
        const inShell: RunScript = (_, stdin) => shell.run('act', stdin, deadlineMs);
        const result = await actInPassing(machine, inShell, batch, facts.paths);
        if (result !== null) return result;
      }
      return actOnMachine(machine, withDeadlineOf(deadlineMs), batch, facts.paths);
    },
    read: (paths, deadlineMs = usualDeadlineMs) => readFiles(execScript, paths, deadlineMs),
    run: (argv, { tty, privileged = true } = {}) =>
      startProcess(connection, argv, { tty, sudo: sudo && privileged, deadlineMs: usualDeadlineMs }),
    watch: ears.watch,
    traffic: connection.traffic,
    async close() {
      ears.close();
      shell.close();
      await connection.close();
    },
  };
}

interface Ears {
  readonly state: MachineLink['hearing'];
  watch: MachineLink['watch'];
  seen(directories: readonly string[] | null): void;
  close(): void;
}

type HearingParts = Pick<Probe, 'facts' | 'sudo' | 'bridge'> & {
  runScript: RunScript;
};

function hearingOf(
  connection: SshConnection,
  { runScript, facts, sudo, bridge }: HearingParts,
  askedPaths: ReadonlyMap<string, string[]>,
  deadlineMs: number,
): Ears {
  const bySignals: MachineLink['hearing'] = {
    by: 'signals',
    reason: 'D-Bus signals through systemd-stdio-bridge',
  };
  let state: MachineLink['hearing'] =
    bridge === null
      ? {
          by: 'polling',
          reason: `systemd-stdio-bridge is missing on ${connection.target.machine}: changes are found by reading it again and again; install systemd's container or full package to have them heard`,
        }
      : bySignals;
  let listener: ((signal: MachineSignal) => void) | null = null;
  let units: string[] = [];
  let hearing: Promise<Hearing> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let reopenMs = firstReopenMs;
  let closed = false;
  const tell = (signal: MachineSignal) => listener?.(signal);

  connection.closed.then((error) => {
    closed = true;
    if (retry !== null) clearTimeout(retry);
    tell({ kind: 'closed', error });
  });

  function open(absolutePath: string): Promise<Hearing> {
    const opened = openHearing({
      connection,
      runScript,
      paths: facts.paths,
      bridge: absolutePath,
      sudo,
      onSignal: tell,
      deadlineMs,
    });
    opened.then(
      ({ ended }) =>
        ended.then((error) => {
          if (hearing === opened) lost(error, absolutePath);
        }),
      () => undefined,
    );
    return opened;
  }

  function lost(error: unknown, absolutePath: string): void {
    hearing = null;
    if (closed) return;
    state = { by: 'polling', reason: error instanceof Error ? error.message : String(error) };
    retry = setTimeout(() => attempt(absolutePath), reopenMs);
    reopenMs = Math.min(reopenMs * 2, longestReopenMs);
  }

  async function attempt(absolutePath: string): Promise<void> {
    retry = null;
    const missed = state.by === 'polling';
    hearing ??= open(absolutePath);
    const mine = hearing;
    try {
      await (await mine).watch(units, accompanyingFiles(units, askedPaths, facts.paths.unitDir));
      state = bySignals;
      reopenMs = firstReopenMs;
      // What happened while nothing was heard: the controller has to look.
      if (missed) tell({ kind: 'reloaded' });
    } catch (error) {
      if (hearing !== mine) return;
      mine.then((broken) => broken.close()).catch(() => undefined);
      lost(error, absolutePath);
    }
  }

  return {
    get state() {
      return state;
    },
    async watch(names, onSignal) {
      if (connection.lost !== null) throw connection.lost;
      if (closed) throw new LinkError('ConnectionLost', `the link to ${connection.target.machine} is closed`);
      units = [...names];
      listener = onSignal;
      if (bridge !== null && retry === null) await attempt(bridge);
    },
    seen(directories) {
      if (directories === null) return;
      hearing?.then((open) => open.seen(directories)).catch(() => undefined);
    },
    close() {
      closed = true;
      listener = null;
      if (retry !== null) clearTimeout(retry);
      hearing?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

/** Unit files and drop-ins lie in the unit directory, which is listened to as a whole. */
function accompanyingFiles(
  units: readonly string[],
  askedPaths: ReadonlyMap<string, string[]>,
  unitDir: string,
): string[] {
  return units
    .flatMap((unit) => askedPaths.get(unit) ?? [])
    .filter((path) => !path.startsWith(`${unitDir}/`));
}
