/** Carries out the steps of a batch on a simulated host, as the real script does: a failure holds back its unit only. */
import type { Step, StepResult } from '../../units/step.ts';
import { reloadField } from '../act/encode.ts';
import { phaseOf } from '../act/parse.ts';
import { type ActBatch, LinkError } from '../link.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { SystemctlError } from './simulated-systemd.ts';

/** Failures of these do not keep the unit from starting; its record alone is not written. */
const mild = new Set(['remove', 'link', 'reset-failed', 'reload', 'restart', 'start']);

/** Throws LinkError EpochStale, or ConnectionLost at the step where a fault cuts it. */
export function simulateAct(host: SimulatedHost, batch: ActBatch): StepResult[] {
  const epochFile = `${host.paths.stateDir}/epoch`;
  const seen = Number(host.files.read(epochFile)?.toString() ?? '0');
  if (batch.epoch < seen) {
    throw new LinkError(
      'EpochStale',
      `the machine has taken orders of epoch ${seen}, and act ${batch.id} is of epoch ${batch.epoch}: another muster leads now; this one stands back`,
    );
  }
  if (batch.epoch > seen) host.files.write(epochFile, String(batch.epoch));
  const blocked = new Map<string, string>();
  const spoiled = new Map<string, string>();
  const results: StepResult[] = [];
  let reloaded = false;
  for (const step of batch.steps) {
    cutHere(host, batch);
    const { unit } = step;
    const phase = phaseOf(step);
    const blockedBy = blocked.get(unit) ?? (step.do === 'record' ? spoiled.get(unit) : undefined);
    if (blockedBy !== undefined) {
      results.push({ step, ok: false, message: `not tried, because ${blockedBy} failed` });
      continue;
    }
    if (step.do === 'daemon-reload' && reloaded) {
      results.push({ step, ok: true, message: '' });
      continue;
    }
    try {
      carryOut(host, step, batch);
      reloaded ||= step.do === 'daemon-reload';
      results.push({ step, ok: true, message: '' });
    } catch (error) {
      if (!(error instanceof SystemctlError)) throw error;
      (mild.has(phase) ? spoiled : blocked).set(unit, phase);
      results.push({ step, ok: false, message: error.message });
    }
  }
  return results;
}

function cutHere(host: SimulatedHost, batch: ActBatch): void {
  if (host.faults.cutAtStep === null) return;
  if (host.faults.cutAtStep > 0) {
    host.faults.cutAtStep--;
    return;
  }
  host.faults.cutAtStep = null;
  throw new LinkError(
    'ConnectionLost',
    `the connection to ${host.name} broke off in the middle of act ${batch.id}; muster connects again by itself`,
  );
}

function carryOut(host: SimulatedHost, step: Step, batch: ActBatch): void {
  const { files, systemd, paths } = host;
  const recordPath = `${paths.stateDir}/units/${step.unit}.json`;
  const ledgerPath = `${paths.runtimeDir}/ledger/${step.unit}`;
  const write = (path: string, act: () => void) => {
    if (host.faults.writeError !== null)
      throw new SystemctlError(`cannot write ${path}: ${host.faults.writeError}`);
    act();
    if (path.startsWith(paths.unitDir)) host.tell({ kind: 'files-changed' });
  };
  const jobDone = () => host.tell({ kind: 'job-removed', unit: step.unit, result: 'done' });
  switch (step.do) {
    case 'stop':
      systemd.stop(step.unit);
      jobDone();
      break;
    case 'intent':
      write(recordPath, () => files.write(recordPath, step.content));
      break;
    case 'set-aside':
      if (!files.has(step.path)) break;
      for (let number = 1; files.has(step.kept); number++) {
        if (!files.has(`${step.kept}.${number}`)) files.move(step.kept, `${step.kept}.${number}`);
      }
      write(step.path, () => files.move(step.path, step.kept));
      break;
    case 'write':
      write(step.file.path, () =>
        files.write(step.file.path, step.file.content, step.file.mode.padStart(4, '0'), step.file.owner),
      );
      break;
    case 'remove':
      write(step.path, () => files.remove(step.path));
      break;
    case 'restore':
      write(step.path, () => files.move(step.kept, step.path));
      break;
    case 'link':
      write(step.path, () => files.link(step.path, step.target));
      break;
    case 'daemon-reload':
      host.daemonReload();
      files.write(`${paths.runtimeDir}/reload-mark`, systemd.reloadMark);
      break;
    case 'reset-failed':
      systemd.resetFailed(step.unit);
      break;
    case 'ledger': {
      const reloads = batch.steps.some((other) => other.do === 'reload' && other.unit === step.unit);
      const previous = step.starts
        ? (systemd.invocations().get(step.unit)?.id ?? '-')
        : (files.read(ledgerPath)?.toString().split('\t')[1] ?? '-');
      const loaded = step.loadedFrom.map((path) => files.observe(path)?.identity ?? '-').join(',');
      const line = [
        step.restart,
        previous,
        reloads ? '-' : reloadField(step.reload),
        loaded || '-',
        systemd.reloadMark,
      ];
      files.write(ledgerPath, line.join('\t'));
      break;
    }
    case 'reload': {
      systemd.reload(step.unit);
      const ledger = batch.steps.find((other) => other.do === 'ledger' && other.unit === step.unit);
      const fields = files.read(ledgerPath)?.toString().split('\t');
      if (ledger?.do !== 'ledger' || fields === undefined) break;
      fields[2] = reloadField(ledger.reload);
      files.write(ledgerPath, fields.join('\t'));
      break;
    }
    case 'restart':
      systemd.restart(step.unit);
      jobDone();
      break;
    case 'start':
      systemd.start(step.unit);
      jobDone();
      break;
    case 'record':
      if (step.content !== null) {
        files.write(recordPath, step.content);
        break;
      }
      files.remove(recordPath);
      files.remove(ledgerPath);
      break;
  }
}
