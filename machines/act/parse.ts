/** Reads what `actScript` printed: the result of every step. */
import { type Phase, phases, type Step, type StepResult } from '../../units/step.ts';
import { type ActBatch, type ActResult, LinkError } from '../link.ts';
import { type Complaint, complaintIn } from './complaint.ts';

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
export function parseAct(output: Buffer, stderr: string, batch: ActBatch, machine: string): ActResult {
  const report = parseReport(output, stderr, batch, machine);
  return { results: batch.steps.map((step) => stepResult(step, report)), heldMs: report.heldMs };
}

function parseReport(output: Buffer, stderr: string, batch: ActBatch, machine: string): Report {
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
    if (kind === 'refused') throw refusal(first, rest, batch, machine);
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

const notPrivileged: Complaint = {
  reason: 'PrivilegeDenied',
  next: 'let the account act as root: set sudo: true in the Machine',
};

function refusal(
  reason: string,
  [message = '', path = '']: string[],
  batch: ActBatch,
  machine: string,
): LinkError {
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
  const said = message.trim();
  // Of a single file it may be an attribute (chattr +i) that keeps root out, too; here it is the account that lacks the right.
  const complaint =
    complaintIn(said) ?? (/Permission denied|not permitted/.test(said) ? notPrivileged : null);
  const where = path === '' ? machine : `${path} on ${machine}`;
  return new LinkError(
    complaint?.reason ?? 'ProtocolError',
    complaint === null
      ? `${machine} did not begin act ${batch.id}: ${said}; it is tried again`
      : `${where}: ${said}. Nothing was changed: ${complaint.next}`,
  );
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
    const said = saidOf(phase, key, report);
    // A unit that systemd has not loaded has no failed state to reset.
    if (phase === 'reset-failed' && /not loaded/.test(said)) return { step, ok: true, message: '' };
    const complaint = complaintIn(said);
    if (complaint === null) return { step, ok: false, message: said };
    return { step, ok: false, message: `${said}; ${complaint.next}`, cause: complaint.reason };
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
function saidOf(phase: Phase, key: string, report: Report): string {
  const lines = report.notes.get(phase) ?? [];
  const own = lines.filter((line) => line.includes(key));
  return [...new Set(own.length > 0 ? own : lines)].join('; ') || `${phase} of ${key} failed`;
}
