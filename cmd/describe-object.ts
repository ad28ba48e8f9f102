import { type ApiObject, conditionsOf, fieldAt, textAt } from './api-object.ts';
import type { Client } from './client.ts';
import type { Context } from './command.ts';
import { formatAge } from './duration.ts';
import { eventTime, sortEvents } from './event-list.ts';
import { runningName } from './find-machine.ts';
import { type Colors, colorsFor, paintWord } from './output/color.ts';
import { formatTable } from './output/table.ts';
import { yamlText } from './output/yaml-text.ts';
import { eventResource, placementResource } from './resources.ts';

const latestEvents = 20;

/** The whole page about one object. */
export async function describeObject(
  context: Context,
  client: Client,
  object: ApiObject,
  options: { events: boolean },
): Promise<string> {
  const colors = colorsFor(context.terminal, context.settings().color);
  const now = Date.now();
  const placements = await placementsOf(client, object);
  const events = options.events ? await eventsOf(client, object, placements) : undefined;
  const parts = [
    identity(object, now),
    section('Spec', yamlOf(withoutSecrets(object))),
    statusText(object, colors),
    conditionsText(object, colors, now),
    driftText(object.kind === 'Placement' ? [object] : placements, colors),
    placementsText(object, placements, colors),
    notPlacedText(object, colors),
    events === undefined ? '' : eventsText(events, colors, now),
  ];
  return parts.filter((part) => part !== '').join('');
}

function identity(object: ApiObject, now: number): string {
  const { metadata } = object;
  const owners = (metadata.ownerReferences ?? []).map((owner) => `${owner.kind}/${owner.name}`);
  const rows: [string, string][] = [
    ['Name:', metadata.name],
    ...(metadata.namespace === undefined ? [] : [['Namespace:', metadata.namespace] as [string, string]]),
    ['Kind:', object.kind],
    ['Labels:', pairs(metadata.labels)],
    ['Annotations:', pairs(withoutLastApplied(metadata.annotations))],
    [
      'Created:',
      `${metadata.creationTimestamp ?? '<unknown>'} (${formatAge(metadata.creationTimestamp, now)} ago)`,
    ],
    ...(metadata.deletionTimestamp
      ? [['Deleting:', `since ${metadata.deletionTimestamp}`] as [string, string]]
      : []),
    ...(owners.length > 0 ? [['Owned by:', owners.join(', ')] as [string, string]] : []),
  ];
  return rows
    .map(([name, value]) => `${name.padEnd(14)}${value.replace(/\n/g, `\n${' '.repeat(14)}`)}\n`)
    .join('');
}

/** What apply stored to find out what a later manifest leaves out: a copy of the spec, which is shown below. */
function withoutLastApplied(annotations: Record<string, string> | undefined): Record<string, string> {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...rest } = annotations ?? {};
  return rest;
}

function pairs(map: Record<string, string> | undefined): string {
  const entries = Object.entries(map ?? {});
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join('\n');
}

function section(title: string, body: string): string {
  if (body === '') return '';
  return `${title}:\n${indent(body)}`;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '\n' : `  ${line}\n`))
    .join('');
}

/** The spec, or of kinds without one their own fields; never the contents of a Secret. */
function withoutSecrets(object: ApiObject): unknown {
  if (object.kind === 'Secret') {
    const data = {
      ...(fieldAt(object, 'data') as object | undefined),
      ...(fieldAt(object, 'stringData') as object | undefined),
    };
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, `${String(value).length} characters`]),
    );
  }
  if (object.spec !== undefined) return object.spec;
  const { apiVersion: _1, kind: _2, metadata: _3, status: _4, ...rest } = object;
  return rest;
}

function yamlOf(value: unknown): string {
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return '';
  return yamlText(value);
}

/** What is told better elsewhere on the page is left out. */
function statusText(object: ApiObject, colors: Colors): string {
  const { conditions: _1, drift: _2, observedGeneration: _3, unplaced: _4, ...status } = object.status ?? {};
  const { sync, health, ...rest } = status;
  const words = [sync, health].filter((word): word is string => typeof word === 'string');
  const first = words.length > 0 ? `${words.map((word) => paintWord(colors, word)).join(', ')}\n` : '';
  return section('Status', `${first}${yamlOf(rest)}`);
}

function conditionsText(object: ApiObject, colors: Colors, now: number): string {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return '';
  const rows = conditions.map((condition) => [
    condition.type,
    condition.status,
    condition.reason ?? '',
    formatAge(condition.lastTransitionTime, now),
    firstLine(condition.message ?? ''),
  ]);
  const header = ['TYPE', 'STATUS', 'REASON', 'AGE', 'MESSAGE'];
  return section('Conditions', formatTable(header, rows, { paint: (cell) => paintWord(colors, cell) }).text);
}

/** The rows that differ, by machine: an OutOfSync object always names them. */
function driftText(placements: ApiObject[], colors: Colors): string {
  const lines = placements.flatMap((placement) => {
    const drift = placement.status?.drift;
    if (!Array.isArray(drift)) return [];
    return drift.map((row: unknown) => {
      const reported = fieldAt(row, 'heals') === false ? colors.dim(' (reported only)') : '';
      const unit = runningName(placement);
      const subject = textAt(row, 'subject');
      const about = subject === '' || subject === unit ? '' : ` ${subject}`;
      return `${unit} on ${textAt(placement, 'spec', 'machine')}: ${colors.yellow(textAt(row, 'kind'))}${about}: ${textAt(row, 'message')}${reported}`;
    });
  });
  return section('Drift', lines.join('\n'));
}

async function placementsOf(client: Client, object: ApiObject): Promise<ApiObject[]> {
  if (object.kind === 'Unit') {
    const { namespace } = object.metadata;
    const { items } = await client.list(placementResource, namespace === undefined ? {} : { namespace });
    return items.filter((item) => textAt(item, 'spec', 'unit') === object.metadata.name);
  }
  if (object.kind === 'Machine') {
    const { items } = await client.list(placementResource, {});
    return items.filter((item) => textAt(item, 'spec', 'machine') === object.metadata.name);
  }
  return [];
}

function placementsText(object: ApiObject, placements: ApiObject[], colors: Colors): string {
  if (object.kind !== 'Unit' && object.kind !== 'Machine') return '';
  if (placements.length === 0) return 'Placements:  <none>\n';
  const rows = placements.map((placement) => [
    object.kind === 'Machine'
      ? `${placement.metadata.namespace ?? ''}/${runningName(placement)}`
      : runningName(placement),
    textAt(placement, 'spec', 'machine'),
    textAt(placement, 'status', 'sync') || 'Unknown',
    textAt(placement, 'status', 'health') || 'Unknown',
    [textAt(placement, 'status', 'activeState'), textAt(placement, 'status', 'subState')]
      .filter((word) => word !== '')
      .join('/') || '<none>',
    textAt(placement, 'status', 'mainPID').replace(/^0?$/, '<none>'),
    textAt(placement, 'status', 'restarts') || '0',
  ]);
  const header = ['UNIT', 'MACHINE', 'SYNC', 'HEALTH', 'ACTIVE', 'PID', 'RESTARTS'];
  return section('Placements', formatTable(header, rows, { paint: (cell) => paintWord(colors, cell) }).text);
}

/** Machine by machine, why a unit has none. */
function notPlacedText(object: ApiObject, colors: Colors): string {
  const unplaced = object.kind === 'Unit' ? object.status?.unplaced : undefined;
  if (!Array.isArray(unplaced)) return '';
  const lines = unplaced.flatMap((each: unknown) => {
    const instance = textAt(each, 'instance');
    const runs = instance === '' ? object.metadata.name : object.metadata.name.replace('@.', `@${instance}.`);
    const machines = fieldAt(each, 'machines');
    const home = textAt(each, 'machine');
    return [
      home === '' ? `${colors.yellow(runs)} has no machine:` : `${colors.yellow(runs)} should leave ${home}:`,
      ...(Array.isArray(machines) ? machines : []).map(
        (reason: unknown) => `  ${textAt(reason, 'machine')} ${textAt(reason, 'reason')}`,
      ),
    ];
  });
  return section('Not placed', lines.join('\n'));
}

async function eventsOf(client: Client, object: ApiObject, placements: ApiObject[]): Promise<ApiObject[]> {
  const namespace = object.metadata.namespace;
  const { items } = await client.list(eventResource, namespace === undefined ? {} : { namespace });
  const subjects = new Set([`${object.kind}/${object.metadata.name}`]);
  if (object.kind === 'Unit') for (const one of placements) subjects.add(`Placement/${one.metadata.name}`);
  const isAbout = (event: ApiObject) =>
    ['involvedObject', ...(object.kind === 'Machine' ? ['related'] : [])].some((field) =>
      subjects.has(`${textAt(event, field, 'kind')}/${textAt(event, field, 'name')}`),
    );
  return sortEvents(items.filter(isAbout));
}

function eventsText(events: ApiObject[], colors: Colors, now: number): string {
  if (events.length === 0) return 'Events:  <none>\n';
  const rows = events.slice(-latestEvents).map((event) => {
    const count = textAt(event, 'series', 'count') || textAt(event, 'count') || '1';
    return [
      textAt(event, 'type') || 'Normal',
      textAt(event, 'reason'),
      `${formatAge(eventTime(event), now)}${count === '1' ? '' : ` (x${count})`}`,
      textAt(event, 'related', 'name') || '<none>',
      firstLine(textAt(event, 'message')),
    ];
  });
  const header = ['TYPE', 'REASON', 'AGE', 'MACHINE', 'MESSAGE'];
  const more =
    events.length > latestEvents ? `… ${events.length - latestEvents} earlier ones: muster events\n` : '';
  return section(
    'Events',
    `${more}${formatTable(header, rows, { paint: (cell) => paintWord(colors, cell) }).text}`,
  );
}

function firstLine(text: string): string {
  const [line = '', ...more] = text.trim().split('\n');
  return more.length > 0 ? `${line} …` : line;
}
