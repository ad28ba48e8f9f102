/** systemctl's answers about units, with one program per machine however many units there are. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { MachineLink, RemoteProcess } from '../../machines/link.ts';
import type { InspectEvent, InspectRequest, PlacementRef } from '../operations.ts';

/**
 * Asks about each unit that standard input names: as many as there are do not fit into arguments. `$1` and the exit status end
 * each answer, on both outputs: what a unit's journal says cannot know it.
 */
const askEach = `
mark=$1
shift
while IFS= read -r unit; do
  "$@" "$unit" </dev/null
  code=$?
  printf '%s%s\\n' "$mark" "$code" >&2
  printf '%s%s\\n' "$mark" "$code"
done`;

export interface UnitQuestion {
  link: MachineLink;
  /** Those on this machine. */
  units: PlacementRef[];
  request: InspectRequest;
  tell: (event: InspectEvent) => void;
  signal: AbortSignal;
}

/** Throws when the connection goes before all have been answered. */
export async function askUnits({ link, units, request, tell, signal }: UnitQuestion): Promise<void> {
  const mark = `--${randomUUID()}--`;
  const question = questionOf(request, link.facts.paths.scope);
  const program = await link.run(['sh', '-c', askEach, 'sh', mark, ...question], { privileged: true });
  const kill = () => program.kill('TERM');
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  try {
    program.stdin.on('error', () => undefined);
    program.stdin.end(units.map(({ unit }) => `${unit}\n`).join(''));
    const answered = { stdout: 0, stderr: 0 };
    const read = (stream: 'stdout' | 'stderr') =>
      readAnswers(program, stream, mark, (text, code) => {
        const ref = units[answered[stream]];
        if (ref === undefined) return;
        if (text !== null) tell({ type: 'line', ...ref, stream, text });
        if (code === null) return;
        answered[stream] += 1;
        // The other output has said all about it, too.
        if (answered.stdout >= answered[stream] && answered.stderr >= answered[stream])
          tell({ type: 'exit', ...ref, code });
      });
    await Promise.all([program.exit, read('stdout'), read('stderr')]);
    const done = Math.min(answered.stdout, answered.stderr);
    if (done < units.length && !signal.aborted)
      throw new Error(`the answer broke off after ${done} of ${units.length} units; ask again`);
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** Each line, or the end of an answer with its exit status; both when the answer's last line is not ended. */
async function readAnswers(
  program: RemoteProcess,
  stream: 'stdout' | 'stderr',
  mark: string,
  hear: (text: string | null, code: number | null) => void,
): Promise<void> {
  for await (const line of createInterface({ input: program[stream], crlfDelay: Number.POSITIVE_INFINITY })) {
    const at = line.indexOf(mark);
    if (at < 0) hear(line, null);
    else hear(at === 0 ? null : line.slice(0, at), Number(line.slice(at + mark.length)));
  }
}

/** Without the unit, which comes last. */
function questionOf(request: InspectRequest, scope: 'system' | 'user'): string[] {
  const user = scope === 'user' ? ['--user'] : [];
  const lines = request.lines === undefined ? [] : ['--lines', String(request.lines)];
  if (request.inspect === 'is-active' || request.inspect === 'is-enabled')
    return ['systemctl', ...user, request.inspect, '--'];
  if (request.inspect === 'cat') return ['systemctl', ...user, '--no-pager', 'cat', '--'];
  const color = request.color === true ? ['env', 'SYSTEMD_COLORS=1'] : [];
  return [...color, 'systemctl', ...user, '--no-pager', '--full', ...lines, 'status', '--'];
}
