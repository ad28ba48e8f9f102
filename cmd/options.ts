import type { Command } from 'commander';

/** Options that several commands share, with the same words everywhere. */

export interface NamespaceOption {
  namespace?: string;
}
export interface AllNamespacesOption {
  allNamespaces?: boolean;
}
export interface SelectorOption {
  selector?: string;
}
export interface MachineOption {
  machine?: string;
}
export interface FilesOption {
  filename?: string[];
  recursive?: boolean;
}
export interface DryRunOption {
  /** `client`, `server`, or true when the flag stands alone. */
  dryRun?: string | true;
}
export interface WaitingOption {
  timeout: string;
  wait: boolean;
  /** Only of commands that take fleet's and systemctl's word for `--no-wait`, too. */
  block?: boolean;
}
export interface OutputOption {
  output?: string;
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

export function namespaceOption(command: Command, short = true): void {
  command.option(short ? '-n, --namespace <name>' : '--namespace <name>', 'namespace; "default" unless said');
}

export function allNamespacesOption(command: Command): void {
  command.option('-A, --all-namespaces', 'in all namespaces');
}

export function selectorOption(command: Command): void {
  command.option('-l, --selector <labels>', 'only those with these labels: app=web,tier!=test,env in (a,b)');
}

export function machineOption(command: Command): void {
  command.option('-m, --machine <name>', 'only on this machine');
}

export function filesOption(command: Command): void {
  command.option(
    '-f, --filename <path>',
    'manifest, unit file or folder of them; - reads standard input (repeatable)',
    collect,
  );
  command.option('-R, --recursive', 'folders below the folders given, too');
}

export function dryRunOption(command: Command): void {
  command.option(
    '--dry-run [where]',
    'change nothing; client: only validate, server: say what would be stored (default when given: client)',
  );
}

export function waitingOption(command: Command, timeout = '5m'): void {
  command.option('--timeout <duration>', 'how long to wait for the machines', timeout);
  command.option('--no-wait', 'return when it is stored; a running muster serve does the rest');
}

/** `--no-wait` in the words of fleet and systemctl. */
export function noBlockOption(command: Command): void {
  command.addOption(command.createOption('--no-block', 'the same as --no-wait').hideHelp());
}

/** Milliseconds; 0 for not at all. */
export function waitingMs(
  { wait, block, timeout }: WaitingOption,
  parse: (text: string, option: string) => number,
): number {
  return wait && block !== false ? parse(timeout, '--timeout') : 0;
}

export function outputOption(command: Command, words: string, extra = ''): void {
  command.option('-o, --output <format>', `${words}${extra}`);
}
