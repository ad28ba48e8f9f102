import type { HostPlace } from './host-record.ts';
import { LabError } from './lab-error.ts';
import { tryProgram } from './run-program.ts';

/** Delays every packet on the host's cable, in both directions. LabError CommandFailed where the kernel has no netem. */
export async function slowDown(place: HostPlace, milliseconds: number): Promise<void> {
  const { code, stderr } = await tryProgram([
    'tc',
    'qdisc',
    'replace',
    'dev',
    place.link,
    'root',
    'netem',
    'delay',
    `${milliseconds}ms`,
    'limit',
    '100000',
  ]);
  if (code !== 0)
    throw new LabError('CommandFailed', `${place.link} cannot be slowed down: ${stderr.trim()}`);
}

export async function speedUp(place: HostPlace): Promise<void> {
  await tryProgram(['tc', 'qdisc', 'delete', 'dev', place.link, 'root']);
}
