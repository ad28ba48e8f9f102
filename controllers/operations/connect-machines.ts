import type { Core } from '../core.ts';

/**
 * Resolves when each of the machines is connected or has failed to be, once. Those that could not be used before are
 * tried now: whoever asks may just have mended what was wrong.
 */
export async function connectMachines(core: Core, machines: string[], signal: AbortSignal): Promise<void> {
  core.ensureAgents(machines);
  for (const name of machines) {
    const agent = core.agent(name);
    if (agent === undefined) continue;
    if (agent.twin !== null || ['unreachable', 'refused'].includes(agent.state.phase)) agent.retry();
  }
  const waiting = new Set(machines.filter((name) => isConnecting(core, name)));
  if (waiting.size === 0) return;
  await new Promise<void>((resolve) => {
    const stop = core.happenings.listen((happening) => {
      if (happening.type !== 'machine') return;
      if (!isConnecting(core, happening.machine)) waiting.delete(happening.machine);
      if (waiting.size === 0) done();
    });
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
  });
}

function isConnecting(core: Core, name: string): boolean {
  return core.agent(name)?.state.phase === 'connecting';
}
