/** Reads what `actScript` printed: the result of every step. */
import { type Phase, phases, type Step, type StepResult } from '../../units/step.ts';
import { type ActBatch, type ActResult, LinkError, type LinkFailure } from '../link.ts';

const mark = '\nmuster-act-1\n';

interface Report {
  /** `PHASE<TAB>KEY`, the key being a unit or a path. */
  failed: Set<string>;
  /** By unit (`*` for all): the phase after which nothing more was tried. */
  blocked: Map<string, Phase>;
  spoiled: Map<string, Phase>;
  notes: Map<string, string[]>;
  heldMs: number;
}

/** Throws LinkError when the act was refused or its answer is incomplete. */
export function parseAct(output: Buffer, stderr: string, batch: ActBatch): ActResult {
  const report = parseReport(output, stderr, batch);
  return { results: batch.steps.map((step) => stepResult(step, report)), heldMs: report.heldMs };
}

function parseReport(output: Buffer, stderr: string, batch: ActBatch): Report {
  const text = output.toString('utf8');
  const start = text.indexOf(mark);
  const report: Report = {
    failed: new Set(),
    blocked: new Map(),
    spoiled: new Map(),
    notes: new Map(),
    heldMs: -1,
  };
  for (const line of start < 0 ? [] : text.slice(start + mark.length).split('\n')) {
    const [kind = '', first = '', ...rest] = line.split('\t');
    const last = rest.join('\t');
    if (kind === 'refused') throw refusal(first, last, batch);
    if (kind === 'fail') report.failed.add(`${first}\t${last}`);
    else if (kind === 'block' && isPhase(first)) report.blocked.set(last, first);
    else if (kind === 'spoil' && isPhase(first)) report.spoiled.set(last, first);
    else if (kind === 'note') report.notes.set(first, [...(report.notes.get(first) ?? []), last]);
    else if (kind === 'end') report.heldMs = Number(first);
  }
  if (report.heldMs < 0) {
    throw new LinkError(
      'ProtocolError',
      `act ${batch.id} gave no complete answer${stderr.trim() === '' ? '' : `: ${stderr.trim().slice(-300)}`}; what it did shows in the next observation`,
    );
  }
  return report;
}

function isPhase(text: string): text is Phase {
  return (phases as readonly string[]).includes(text);
}

function refusal(reason: string, message: string, batch: ActBatch): LinkError {
  if (reason === 'EpochStale') {
    return new LinkError(
      'EpochStale',
      `the machine has taken orders of epoch ${message}, and act ${batch.id} is of epoch ${batch.epoch}: another muster leads now; this one stands back`,
    );
  }
  if (reason === 'Busy') {
    return new LinkError(
      'MachineBusy',
      `another act is under way on the machine: ${message}; it is tried again`,
    );
  }
  const failure: LinkFailure = /Permission denied|not permitted/.test(message)
    ? 'PrivilegeDenied'
    : 'ProtocolError';
  const next =
    failure === 'PrivilegeDenied'
      ? 'let the account act as root: set sudo: true in the Machine'
      : hint(message) || 'it is tried again';
  return new LinkError(failure, `the machine did not begin act ${batch.id}: ${message.trim()}; ${next}`);
}

function hint(message: string): string {
  if (/No space left on device|Disk quota exceeded/.test(message)) {
    return 'nothing was changed: free some space on that file system, then it is tried again';
  }
  if (/Read-only file system/.test(message)) {
    return 'remount it read-write, or declare these units in the image the machine boots from';
  }
  return '';
}

/** restore runs with remove: both give back what is not muster's. */
export function phaseOf(step: Step): Phase {
  return step.do === 'restore' ? 'remove' : step.do;
}

function keyOf(step: Step): string {
  switch (step.do) {
    case 'write':
      return step.file.path;
    case 'set-aside':
    case 'remove':
    case 'restore':
    case 'link':
      return step.path;
    case 'daemon-reload':
      return '-';
    default:
      return step.unit;
  }
}

function stepResult(step: Step, report: Report): StepResult {
  const phase = phaseOf(step);
  const key = keyOf(step);
  const placed = phase === 'intent' || phase === 'record';
  if (report.failed.has(`${phase}\t${key}`) || (placed && failedRecord(report, phase, step.unit))) {
    const message = messageFor(phase, key, report);
    // A unit that systemd has not loaded has no failed state to reset.
    if (phase === 'reset-failed' && /not loaded/.test(message)) return { step, ok: true, message: '' };
    return { step, ok: false, message };
  }
  const blockedBy = report.blocked.get(step.unit) ?? report.blocked.get('*');
  if (blockedBy !== undefined && phases.indexOf(phase) > phases.indexOf(blockedBy)) {
    return { step, ok: false, message: `not tried, because ${blockedBy} failed` };
  }
  const spoiledBy = report.spoiled.get(step.unit);
  if (phase === 'record' && spoiledBy !== undefined) {
    return { step, ok: false, message: `not written, because ${spoiledBy} failed` };
  }
  return { step, ok: true, message: '' };
}

function failedRecord(report: Report, phase: Phase, unit: string): boolean {
  for (const failure of report.failed) {
    if (failure.startsWith(`${phase}\t`) && failure.endsWith(`/units/${unit}.json`)) return true;
  }
  return false;
}

/** The lines of a batch call that speak of this unit or path; all of them when none does. */
function messageFor(phase: Phase, key: string, report: Report): string {
  const lines = report.notes.get(phase) ?? [];
  const own = lines.filter((line) => line.includes(key));
  const said = [...new Set(own.length > 0 ? own : lines)].join('; ') || `${phase} of ${key} failed`;
  const next = hint(said);
  return next === '' ? said : `${said}; ${next}`;
}
