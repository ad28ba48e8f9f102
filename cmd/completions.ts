import { Command } from 'commander';
import { kinds } from '../schemas/kinds.ts';
import type { Context } from './command.ts';
import { machineResource, type Resource, resourceOf, unitResource } from './resources.ts';

/** What `-f` and the like take: the shell's own completion of files is better than ours. */
const files = [':files'];

const unitCommands = new Set([
  'status',
  'logs',
  'cat',
  'start',
  'stop',
  'restart',
  'reload',
  'reconcile',
  'diff',
  'load',
  'unload',
  'kill',
  'freeze',
  'thaw',
  'reset-failed',
  'is-active',
  'is-enabled',
]);
const machineCommands = new Set(['cordon', 'uncordon', 'trust']);
const objectCommands = new Set(['get', 'describe', 'edit', 'delete', 'wait', 'label', 'annotate']);

const fixed: Record<string, string[]> = {
  'kill -s': ['HUP', 'INT', 'TERM', 'KILL', 'USR1', 'USR2', 'STOP', 'CONT'],
  'kill --kill-whom': ['main', 'control', 'all'],
  'get -o': ['table', 'wide', 'name', 'yaml', 'json', 'jsonpath='],
  'diff -o': ['text', 'wide', 'json', 'markdown'],
  'apply -o': ['name', 'json'],
  'apply --dry-run': ['client', 'server'],
  'wait --for': ['condition=Ready', 'sync=Synced', 'health=Healthy', 'create', 'delete', 'jsonpath='],
  ' --color': ['auto', 'always', 'never'],
};

/** Candidates for the last word, each `WORD` or `WORD\tDESCRIPTION`; `:files` asks the shell for files. */
export async function completions(context: Context, words: string[]): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  if (name === undefined) {
    return context.commands
      .filter((entry) => !entry.hidden && entry.name.startsWith(current))
      .map((entry) => `${entry.name}\t${entry.summary}`);
  }
  const entry = context.commands.find((one) => one.name === name);
  if (!entry) return [];
  const previous = before.at(-1) ?? '';
  const command = new Command(name);
  (await entry.load()).define(command, context);
  const option = command.options.find((one) => one.short === previous || one.long === previous);
  if (option?.required) return optionValues(context, name, option.short ?? option.long ?? '', current);
  if (current.startsWith('-')) {
    return command.options.flatMap((one) =>
      one.long?.startsWith(current) ? [`${one.long}\t${one.description}`] : [],
    );
  }
  const values = await argumentValues(context, name, positional(before, command), current);
  return values === files ? files : begin(values, current);
}

/** The words that are neither options nor their values. */
function positional(words: string[], command: Command): string[] {
  return words.filter((word, index) => {
    if (word.startsWith('-')) return false;
    const earlier = words[index - 1] ?? '';
    return !command.options.some((one) => one.required && (one.short === earlier || one.long === earlier));
  });
}

async function optionValues(
  context: Context,
  command: string,
  flag: string,
  current: string,
): Promise<string[]> {
  if (['-f', '--config', '--home'].includes(flag)) return files;
  if (flag === '-m') return names(context, machineResource, current);
  if (flag === '-n' || flag === '--namespace') return names(context, resourceOf('namespaces'), current);
  return begin(fixed[`${command} ${flag}`] ?? fixed[` ${flag}`] ?? [], current);
}

async function argumentValues(
  context: Context,
  command: string,
  words: string[],
  current: string,
): Promise<string[]> {
  if (unitCommands.has(command)) return names(context, unitResource, current);
  if (machineCommands.has(command)) return names(context, machineResource, current);
  if (command === 'ssh') {
    return [
      ...(await names(context, machineResource, current)),
      ...(await names(context, unitResource, current)),
    ];
  }
  if (command === 'submit') return files;
  if (command === 'completion') return ['bash', 'zsh', 'fish'];
  if (command === 'explain') return kinds.map((kind) => kind.singular);
  if (!objectCommands.has(command)) return [];
  const slash = current.indexOf('/');
  if (slash > 0) {
    const kind = current.slice(0, slash);
    const found = await names(context, resourceOf(kind), current.slice(slash + 1));
    return found.map((name) => `${kind}/${name}`);
  }
  const [kind] = words;
  if (kind === undefined) return kinds.map((one) => one.plural);
  return names(context, resourceOf(kind), current);
}

async function names(context: Context, resource: Resource, current: string): Promise<string[]> {
  const client = await context.open('objects');
  const namespace = resource.namespaced ? { namespace: context.settings().namespace } : {};
  const { items } = await client.list(resource, namespace);
  return begin(
    items.map((item) => item.metadata.name),
    current,
  );
}

function begin(candidates: string[], current: string): string[] {
  return candidates.filter((candidate) => candidate.startsWith(current));
}
