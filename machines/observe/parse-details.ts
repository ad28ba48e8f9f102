/** Reads what `detailsScript` printed. */
import type { UnitDetails } from '../../units/observed.ts';
import { LinkError } from '../link.ts';

const mark = '\nmuster-details-1\n';

/** By the names asked for; a unit that systemd shows nothing about is missing from the map. */
export function parseDetails(output: Buffer, names: string[]): Map<string, UnitDetails> {
  const text = output.toString('utf8');
  const start = text.indexOf(mark);
  const end = /\nend (\d+)\n$/.exec(text);
  if (start < 0 || end === null) {
    throw new LinkError(
      'ProtocolError',
      `systemctl show gave no complete answer: ${text.slice(-200).trim() || 'nothing was printed'}`,
    );
  }
  const body = text.slice(start + mark.length, end.index + 1);
  const separator = body.lastIndexOf('\n--\n');
  const notes = body
    .slice(separator + 4)
    .split('\n')
    .filter((line) => line !== '');
  const unmet = new Set(notes.filter((line) => line.startsWith('unmet ')).map((line) => line.slice(6)));
  const replaced = new Set(
    notes.filter((line) => !line.startsWith('unmet ')).map((line) => Number(line.split('/')[2])),
  );
  const records = body.slice(0, Math.max(separator, 0)).split(/\n\n+/).map(parseRecord);
  const byName = new Map<string, Map<string, string>>();
  for (const record of records) {
    for (const name of (record.get('Names') ?? '').split(' ')) byName.set(name, record);
    const id = record.get('Id');
    if (id !== undefined) byName.set(id, record);
  }
  const details = new Map<string, UnitDetails>();
  for (const name of names) {
    const record = byName.get(name);
    if (record !== undefined) details.set(name, toDetails(record, replaced, unmet));
  }
  if (details.size === 0 && names.length > 0) {
    throw new LinkError(
      'ProtocolError',
      `systemctl show failed: ${body.slice(0, 300).trim()}; is systemd running there?`,
    );
  }
  return details;
}

function parseRecord(text: string): Map<string, string> {
  const record = new Map<string, string>();
  let last = '';
  for (const line of text.split('\n')) {
    const property = /^([A-Z][A-Za-z]*)=(.*)$/.exec(line);
    if (property?.[1] !== undefined) {
      last = property[1];
      record.set(last, property[2] ?? '');
    } else if (last !== '') {
      record.set(last, `${record.get(last) ?? ''}\n${line}`);
    }
  }
  return record;
}

function toDetails(record: Map<string, string>, replaced: Set<number>, unmet: Set<string>): UnitDetails {
  const text = (property: string) => record.get(property) ?? '';
  const number = (property: string) => Number(record.get(property) || '0') || 0;
  return {
    loadState: text('LoadState'),
    loadError: text('LoadError').trim(),
    activeState: text('ActiveState'),
    subState: text('SubState'),
    result: text('Result'),
    unitFileState: text('UnitFileState'),
    fragmentPath: text('FragmentPath'),
    dropInPaths: splitPaths(text('DropInPaths')),
    needDaemonReload: text('NeedDaemonReload') === 'yes',
    mainPID: number('MainPID'),
    invocationID: text('InvocationID'),
    restarts: number('NRestarts'),
    restartPolicy: text('Restart'),
    conditionResult: text('ConditionResult') === 'yes',
    freezerState: text('FreezerState'),
    job: text('Job'),
    conditionTested: number('ConditionTimestampMonotonic') > 0 || unmet.has(text('Id')),
    binaryReplaced: replaced.has(number('MainPID')),
    execMainStatus: number('ExecMainStatus'),
  };
}

/** Drop-ins end in `.conf`, so that a path with a blank in it stays whole. */
function splitPaths(text: string): string[] {
  return [...text.matchAll(/"?(\/.*?\.conf)"?(?= "?\/|$)/g)].map((match) => match[1] ?? '');
}
