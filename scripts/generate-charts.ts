/** Charts of the controllers for docs/controllers.md, drawn from the XState machines themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { connectionMachine } from '../controllers/machine/connection-machine.ts';
import { placementMachine } from '../controllers/placement/placement-machine.ts';
import type { GeneratedFile } from './generated-file.ts';

const path = 'docs/controllers.md';
const machines: Record<string, AnyStateMachine> = {
  placement: placementMachine,
  connection: connectionMachine,
};

/** Writes each chart between its two marks; the words around them are the document's own. */
export async function generateCharts(root: string): Promise<GeneratedFile[]> {
  let content = readFileSync(join(root, path), 'utf8');
  for (const [name, machine] of Object.entries(machines)) {
    const begin = `<!-- chart: ${name} (npm run generate) -->\n`;
    const end = `<!-- end of chart: ${name} -->\n`;
    const [before, rest] = content.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`${path} has no place for the chart of ${name}`);
    content = `${before}${begin}\`\`\`mermaid\n${chartOf(machine)}\`\`\`\n${end}${after}`;
  }
  return [{ path, content }];
}

/**
 * A stateDiagram-v2 of Mermaid, of the innermost states alone: Mermaid draws no arrow from a state to a part of itself. An
 * arrow into a state with parts leads to its first one; a way out of it leaves from each part.
 */
export function chartOf(machine: AnyStateMachine): string {
  const leaves = leavesOf(machine.root);
  const lines = [
    'stateDiagram-v2',
    `[*] --> ${idOf(firstLeaf(machine.root))}`,
    ...leaves.filter(({ path }) => path.length > 1).map((leaf) => `${idOf(leaf)} : ${leaf.path.join(': ')}`),
    ...leaves.flatMap(arrowsOf),
    ...leaves.filter(({ type }) => type === 'final').map((leaf) => `${idOf(leaf)} --> [*]`),
    // Ways out of every state: as notes, or they would be most of the drawing.
    ...waysOut(machine.root).map(({ target, label }) => `note right of ${target} : from any state, ${label}`),
  ];
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${line}\n`).join('');
}

function leavesOf(node: AnyStateNode): AnyStateNode[] {
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
}

function firstLeaf(node: AnyStateNode): AnyStateNode {
  const [initial] = Object.keys(node.states).length === 0 ? [] : (node.initial.target ?? []);
  return initial === undefined ? node : firstLeaf(initial);
}

/** Several reasons for one way are one arrow. */
function arrowsOf(leaf: AnyStateNode): string[] {
  const reasons = new Map<string, string[]>();
  for (const { target, label } of waysFrom(leaf))
    reasons.set(target, [...(reasons.get(target) ?? []), label]);
  return [...reasons].map(([target, labels]) => `${idOf(leaf)} --> ${target} : ${labels.join(', ')}`);
}

/** Its own ways, and those of the states around it except for the machine as a whole. */
function waysFrom(node: AnyStateNode): Way[] {
  const around = node.parent?.parent === undefined ? [] : waysFrom(node.parent as AnyStateNode);
  return [...waysOut(node), ...around.filter(({ target }) => target !== idOf(node))];
}

interface Way {
  target: string;
  label: string;
}

function waysOut(node: AnyStateNode): Way[] {
  const heard = [...node.transitions].flatMap(([event, transitions]) =>
    transitions.map((transition) => ({ transition, event: wordOf(event) })),
  );
  const eventless = (node.always ?? []).map((transition) => ({ transition, event: '' }));
  return [...heard, ...eventless].flatMap(({ transition, event }) => {
    const guard = guardOf(transition.guard);
    const label = event === '' ? (guard ?? 'else') : guard === undefined ? event : `${event} and ${guard}`;
    return (transition.target ?? []).map((target: AnyStateNode) => ({
      target: idOf(firstLeaf(target)),
      label,
    }));
  });
}

function guardOf(guard: unknown): string | undefined {
  if (guard === undefined || typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return String(guard.type);
  throw new Error('a guard without a name: give it one in setup({ guards }), so that the chart can say it');
}

/** `xstate.after.backoff.placement.backoff` is `after backoff`; an actor's end is named after the actor. */
function wordOf(event: string): string {
  const after = /^xstate\.after\.([^.]+)\./.exec(event)?.[1];
  if (after !== undefined) return `after ${after}`;
  const [, how, actor] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(event) ?? [];
  if (actor !== undefined) return how === 'done' ? `${actor} done` : `${actor} failed`;
  return event;
}

function idOf(node: AnyStateNode): string {
  return node.path.join('_');
}
