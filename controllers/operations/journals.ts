/** The journals of units, one reader per machine, taken up again after a cut where they broke off. */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineLink, RemoteProcess } from '../../machines/link.ts';
import type { Core } from '../core.ts';
import type { InspectEvent, InspectRequest, PlacementRef } from '../operations.ts';
import type { Channel } from './channel.ts';
import { comesAfter, type JournalLine, journalFields, journalLine } from './journal-line.ts';

/** Ends in the last lines of each unit, one unit after the other: `--lines` counts over all units that one call names. */
const lastLinesScript = `
set -f
flag=$1 count=$2 units=
shift 2
while [ "$count" -gt 0 ]; do units="$units $1"; count=$((count - 1)); shift; done
for unit in $units; do journalctl "$@" "$flag" "$unit" || exit; done`;

/** journald may be restarted, or a reader killed: not again at once, for it may fail for good. */
const againMs = 1000;

export interface JournalReader {
  core: Core;
  machine: string;
  /** Those on this machine, by the name that runs. */
  units: Map<string, PlacementRef>;
  /** How many are read side by side. */
  machines: number;
  request: InspectRequest;
  channel: Channel<InspectEvent>;
  signal: AbortSignal;
}

export interface JournalReading {
  done: Promise<void>;
  /** While following: units that were placed here since. What they wrote since the reading began is told, too. */
  join(units: PlacementRef[]): void;
}

/** Units that are to be followed, too, and what ends the program that does not know them. */
interface Joining {
  newcomers: PlacementRef[];
  turn: AbortController;
}

/** What there is, and with `follow` what comes, until the signal aborts. */
export function readJournals(reader: JournalReader): JournalReading {
  const joining: Joining = { newcomers: [], turn: new AbortController() };
  return {
    done: read(reader, joining),
    join(units) {
      joining.newcomers.push(...units.filter(({ unit }) => !reader.units.has(unit)));
      if (joining.newcomers.length > 0) joining.turn.abort();
    },
  };
}

async function read(reader: JournalReader, joining: Joining): Promise<void> {
  const { core, machine, machines, request, channel, signal } = reader;
  const follows = request.follow === true;
  /** Where to go on: everything up to here has been told. */
  let position = request.after?.[machine] ?? null;
  let begin = position;
  let lost = false;
  while (!signal.aborted) {
    const link = core.agent(machine)?.link;
    if (link == null) {
      if (!lost) {
        const error = core.agent(machine)?.state.error;
        tellFailed(reader, error?.reason ?? 'NoMachine', error?.message ?? `there is no machine ${machine}`);
        if (!follows || core.agent(machine) === undefined) return;
        lost = true;
      }
      await connected(reader);
      continue;
    }
    try {
      if (lost) channel.push({ type: 'machine', machine, state: 'back' });
      lost = false;
      if (!follows) return await readAll(reader, link);
      if (position === null) {
        position = await endOf(reader, link);
        const lines = await lastLines(reader, link);
        // Later ones come again below.
        const until = position;
        for (const line of lines) if (!comesAfter(line.cursor ?? until, until)) tellLine(reader, line);
      }
      begin ??= position;
      joining.turn = new AbortController();
      await takeIn(reader, link, joining, { begin, end: position });
      channel.push({ type: 'following', machine, cursor: position, machines });
      const options = ['--follow', '--no-tail', ...from(position)];
      for await (const line of entries(reader, link, options, { signal: joining.turn.signal })) {
        if (line.cursor === undefined || !comesAfter(line.cursor, position)) continue;
        tellLine(reader, line);
        position = line.cursor;
      }
      if (!joining.turn.signal.aborted) await sleep(againMs, undefined, { signal }).catch(() => undefined);
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      if (!follows) return tellFailed(reader, 'ConnectionLost', message);
      lost = true;
      channel.push({ type: 'machine', machine, state: 'lost', reason: 'ConnectionLost', message });
      // The agent may not have noticed yet that its link is gone.
      await sleep(againMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What newcomers wrote while only the others were followed; from then on they are followed like those. */
async function takeIn(
  reader: JournalReader,
  link: MachineLink,
  joining: Joining,
  { begin, end }: { begin: string; end: string },
): Promise<void> {
  const newcomers = [...joining.newcomers];
  if (newcomers.length === 0) return;
  const names = newcomers.map(({ unit }) => unit);
  const missed: JournalLine[] = [];
  for await (const line of entries(reader, link, from(begin), { units: names })) {
    if (line.cursor !== undefined && comesAfter(line.cursor, begin) && !comesAfter(line.cursor, end))
      missed.push(line);
  }
  for (const ref of newcomers) reader.units.set(ref.unit, ref);
  for (const line of missed) tellLine(reader, line);
  joining.newcomers = joining.newcomers.filter((ref) => !newcomers.includes(ref));
}

/** `--cursor` takes in the entry itself, which is then left out: `--after-cursor` drops the first that matches when that one does not. */
function from(position: string): string[] {
  return position === '' ? [] : [`--cursor=${position}`];
}

async function readAll(reader: JournalReader, link: MachineLink): Promise<void> {
  const { request, channel, units } = reader;
  if (request.lines !== undefined) {
    for (const line of await lastLines(reader, link)) tellLine(reader, line);
  } else for await (const line of entries(reader, link, since(request))) tellLine(reader, line);
  for (const ref of units.values()) channel.push({ type: 'exit', ...ref, code: 0 });
}

/** The cursor of the journal's last entry, whoever wrote it; empty when there is none. */
async function endOf(reader: JournalReader, link: MachineLink): Promise<string> {
  const scope = link.facts.paths.scope === 'user' ? ['--user'] : [];
  const argv = ['journalctl', ...scope, '--quiet', '--no-pager', '--output=json', '--lines=1'];
  const lines = await allLines(reader, await link.run([...argv, '--output-fields=_PID']));
  return lines[0]?.cursor ?? '';
}

async function lastLines(reader: JournalReader, link: MachineLink): Promise<JournalLine[]> {
  const { request, units } = reader;
  const script = ['sh', '-c', lastLinesScript, 'sh', unitFlag(link), String(units.size), ...units.keys()];
  const count = request.lines === undefined ? [] : [`--lines=${request.lines}`];
  const program = await link.run([...script, ...usual(link), ...count, ...since(request)]);
  const lines = await allLines(reader, program);
  return lines.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

async function* entries(
  reader: JournalReader,
  link: MachineLink,
  more: string[],
  { units = [...reader.units.keys()], signal }: { units?: string[]; signal?: AbortSignal } = {},
): AsyncIterable<JournalLine> {
  const which = units.map((unit) => `${unitFlag(link)}=${unit}`);
  yield* linesOf(reader, await link.run(['journalctl', ...usual(link), ...which, ...more]), signal);
}

function usual(link: MachineLink): string[] {
  const scope = link.facts.paths.scope === 'user' ? ['--user'] : [];
  return [...scope, '--quiet', '--no-pager', '--output=json', `--output-fields=${journalFields.join(',')}`];
}

function unitFlag(link: MachineLink): string {
  return link.facts.paths.scope === 'user' ? '--user-unit' : '--unit';
}

function since(request: InspectRequest): string[] {
  return request.since === undefined ? [] : [`--since=${request.since}`];
}

async function allLines(reader: JournalReader, program: RemoteProcess): Promise<JournalLine[]> {
  const lines: JournalLine[] = [];
  for await (const line of linesOf(reader, program)) lines.push(line);
  return lines;
}

/** Throws when the connection goes, and when journalctl fails: with what it said. The signal ends it before its time. */
async function* linesOf(
  reader: JournalReader,
  program: RemoteProcess,
  signal?: AbortSignal,
): AsyncIterable<JournalLine> {
  const ends = signal === undefined ? [reader.signal] : [reader.signal, signal];
  const kill = () => program.kill('TERM');
  for (const end of ends) end.addEventListener('abort', kill, { once: true });
  if (ends.some((end) => end.aborted)) kill();
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-500);
  });
  try {
    for await (const text of createInterface({
      input: program.stdout,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const line = journalLine(text);
      if (line !== null) yield line;
    }
    const code = await program.exit;
    if (code !== 0 && !ends.some((end) => end.aborted))
      throw new Error(said.trim() || `journalctl ended with status ${code}`);
  } finally {
    for (const end of ends) end.removeEventListener('abort', kill);
  }
}

function tellLine({ units, channel, request }: JournalReader, line: JournalLine): void {
  const name = line.units.find((unit) => units.has(unit)) ?? units.keys().next().value ?? '';
  const ref = units.get(name);
  if (ref === undefined) return;
  channel.push({
    type: 'line',
    ...ref,
    stream: 'stdout',
    text: line.text,
    ...(line.at === undefined ? {} : { at: line.at }),
    ...(line.cursor === undefined || request.follow !== true ? {} : { cursor: line.cursor }),
  });
}

function tellFailed({ machine, channel }: JournalReader, reason: string, message: string): void {
  channel.push({ type: 'machine', machine, state: 'failed', reason, message });
}

/** Resolves when the machine is connected, and when the signal aborts. */
function connected({ core, machine, signal }: JournalReader): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = core.happenings.listen((happening) => {
      if (happening.type === 'machine' && happening.machine === machine && core.agent(machine)?.link != null)
        done();
    });
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted || core.agent(machine)?.link != null) done();
  });
}
