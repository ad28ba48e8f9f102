import { buffer } from 'node:stream/consumers';
import type { MachineLink } from '../../machines/link.ts';
import type { Placement } from '../../schemas/types.ts';
import { ApiError } from '../../store/api-error.ts';
import type { ActVerb, VerbRequest } from '../operations.ts';
import { runningName } from '../scheduling/spot.ts';

/** systemctl's own acts, which are done once and which nothing takes back. */
export type PlainAct = Exclude<ActVerb, 'restart' | 'reload'>;

export function isPlainAct(verb: VerbRequest['verb']): verb is PlainAct {
  return verb === 'kill' || verb === 'freeze' || verb === 'thaw' || verb === 'reset-failed';
}

export interface ActedOn {
  placement: Placement;
  ok: boolean;
  message: string;
}

/** Throws BadRequest for what is no signal: it becomes part of a command line. */
export function checkSignal({ signal }: VerbRequest): void {
  if (signal === undefined || /^(SIG)?[A-Z][A-Z0-9+-]*$|^[0-9]+$/.test(signal)) return;
  throw new ApiError('BadRequest', `"${signal}" is not a signal: write HUP, SIGUSR1 or 10`);
}

/** One call for all the units of a machine. */
export async function actOnMachine(
  link: MachineLink,
  placements: Placement[],
  request: VerbRequest & { verb: PlainAct },
): Promise<ActedOn[]> {
  const names = placements.map(({ spec }) => runningName(spec.unit, spec.instance ?? null));
  const scope = link.facts.paths.scope === 'user' ? ['--user'] : [];
  const how =
    request.verb === 'kill'
      ? [`--signal=${request.signal ?? 'TERM'}`, `--kill-who=${request.whom ?? 'all'}`]
      : [];
  const program = await link.run(['systemctl', ...scope, ...how, request.verb, '--', ...names]);
  const [code, said] = await Promise.all([program.exit, buffer(program.stderr), buffer(program.stdout)]);
  const lines = said
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return placements.map((placement, index) => {
    const name = names[index] ?? '';
    // systemctl names the unit that it could not act on; what names none is about all.
    const about = lines.filter((line) => line.includes(name));
    const blamed = about.length > 0 || !names.some((other) => lines.some((line) => line.includes(other)));
    const ok = code === 0 || !blamed;
    const message = (about.length > 0 ? about : lines).join('; ');
    return { placement, ok, message: ok ? '' : message || `systemctl ended with status ${code}` };
  });
}
