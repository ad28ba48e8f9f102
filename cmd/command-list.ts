import type { CommandEntry } from './command.ts';

const declare = 'Declare';
const look = 'Look';
const unitVerbs = 'Units, wherever they run';
const signals = 'Units, once: what is desired stays as it is';
const machines = 'Machines';
const muster = 'Muster itself';

/** Every command, in the order of `muster --help`. Each is loaded only when it is asked for: start-up stays quick. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'apply',
    group: declare,
    summary: 'Make machines as the manifests say',
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'diff',
    group: declare,
    summary: 'Show what apply would change on the machines',
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'delete',
    group: declare,
    summary: 'Remove units from machines, and other objects',
    load: () => import('./commands/delete.ts'),
  },
  {
    name: 'submit',
    group: declare,
    summary: 'Store units without placing them',
    load: () => import('./commands/submit.ts'),
  },
  {
    name: 'edit',
    group: declare,
    summary: 'Edit an object in your editor',
    load: () => import('./commands/edit.ts'),
  },
  {
    name: 'label',
    group: declare,
    summary: 'Set or remove labels',
    load: () => import('./commands/label.ts'),
  },
  {
    name: 'annotate',
    group: declare,
    summary: 'Set or remove annotations',
    load: () => import('./commands/annotate.ts'),
  },
  {
    name: 'convert',
    group: declare,
    summary: "Turn unit files, also fleet's, into manifests, and back",
    load: () => import('./commands/convert.ts'),
  },
  {
    name: 'get',
    group: look,
    summary: 'List units, placements, machines and other objects',
    load: () => import('./commands/get.ts'),
  },
  {
    name: 'describe',
    group: look,
    summary: 'Show one object with its conditions, drift and events',
    load: () => import('./commands/describe.ts'),
  },
  {
    name: 'explain',
    group: look,
    summary: 'Explain the fields of a manifest',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'schedule',
    group: look,
    summary: 'Show where units would run, and why',
    load: () => import('./commands/schedule.ts'),
  },
  {
    name: 'events',
    group: look,
    summary: 'List what happened',
    load: () => import('./commands/events.ts'),
  },
  {
    name: 'wait',
    group: look,
    summary: 'Wait until a condition is met',
    load: () => import('./commands/wait.ts'),
  },
  {
    name: 'status',
    group: unitVerbs,
    summary: 'systemctl status on every machine that runs the unit',
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'is-active',
    group: unitVerbs,
    summary: 'Whether units run; exit codes as systemctl',
    load: () => import('./commands/is-active.ts'),
  },
  {
    name: 'is-enabled',
    group: unitVerbs,
    summary: 'Whether units start at boot; exit codes as systemctl',
    load: () => import('./commands/is-enabled.ts'),
  },
  {
    name: 'logs',
    group: unitVerbs,
    summary: "The units' journals, merged",
    load: () => import('./commands/logs.ts'),
  },
  {
    name: 'cat',
    group: unitVerbs,
    summary: 'systemctl cat: unit files and drop-ins as they are on the machine',
    load: () => import('./commands/cat.ts'),
  },
  {
    name: 'start',
    group: unitVerbs,
    summary: 'Start units and keep them started',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'load',
    group: unitVerbs,
    summary: 'Install units on their machines without starting them',
    load: () => import('./commands/load.ts'),
  },
  {
    name: 'stop',
    group: unitVerbs,
    summary: 'Stop units and keep them stopped',
    load: () => import('./commands/stop.ts'),
  },
  {
    name: 'unload',
    group: unitVerbs,
    summary: 'Take units off their machines, and keep them stored',
    load: () => import('./commands/unload.ts'),
  },
  {
    name: 'restart',
    group: signals,
    summary: 'Restart units once',
    load: () => import('./commands/restart.ts'),
  },
  {
    name: 'reload',
    group: signals,
    summary: 'Make units read their configuration again',
    load: () => import('./commands/reload.ts'),
  },
  {
    name: 'kill',
    group: signals,
    summary: 'Send a signal to the processes of units',
    load: () => import('./commands/kill.ts'),
  },
  {
    name: 'freeze',
    group: signals,
    summary: 'Suspend the processes of units',
    load: () => import('./commands/freeze.ts'),
  },
  {
    name: 'thaw',
    group: signals,
    summary: 'Let frozen units go on',
    load: () => import('./commands/thaw.ts'),
  },
  {
    name: 'reset-failed',
    group: signals,
    summary: 'Forget that units have failed',
    load: () => import('./commands/reset-failed.ts'),
  },
  {
    name: 'reconcile',
    group: signals,
    summary: 'Read the machines afresh and repair now',
    load: () => import('./commands/reconcile.ts'),
  },
  {
    name: 'ssh',
    group: machines,
    summary: 'Open a terminal on a machine, or on the one that runs a unit',
    load: () => import('./commands/ssh.ts'),
  },
  {
    name: 'trust',
    group: machines,
    summary: "Accept a machine's host key",
    load: () => import('./commands/trust.ts'),
  },
  {
    name: 'cordon',
    group: machines,
    summary: 'Let no further unit be placed on a machine',
    load: () => import('./commands/cordon.ts'),
  },
  {
    name: 'uncordon',
    group: machines,
    summary: 'Let units be placed on a machine again',
    load: () => import('./commands/uncordon.ts'),
  },
  {
    name: 'drain',
    group: machines,
    summary: 'Move all units off a machine that another can take',
    load: () => import('./commands/drain.ts'),
  },
  {
    name: 'rebalance',
    group: machines,
    summary: 'Move a few units so that machines are more even',
    load: () => import('./commands/rebalance.ts'),
  },
  {
    name: 'reboot',
    group: machines,
    summary: 'Drain a machine, reboot it, and take it into use again',
    load: () => import('./commands/reboot.ts'),
  },
  {
    name: 'serve',
    group: muster,
    summary: 'Run the API and the controllers',
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'completion',
    group: muster,
    summary: 'Print the completion script of a shell',
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'version',
    group: muster,
    summary: 'Print the version',
    load: () => import('./commands/version.ts'),
  },
  {
    name: 'list-units',
    group: muster,
    summary: "fleet's list of units on machines",
    hidden: true,
    load: () => import('./commands/list-units.ts'),
  },
  {
    name: 'list-unit-files',
    group: muster,
    summary: "fleet's list of stored units",
    hidden: true,
    load: () => import('./commands/list-unit-files.ts'),
  },
  {
    name: 'list-machines',
    group: muster,
    summary: "fleet's list of machines",
    hidden: true,
    load: () => import('./commands/list-machines.ts'),
  },
  {
    name: 'destroy',
    group: muster,
    summary: "fleet's delete: units and instances of templates",
    hidden: true,
    load: () => import('./commands/destroy.ts'),
  },
  {
    name: '__complete',
    group: muster,
    summary: 'Print completions for the words given',
    hidden: true,
    load: () => import('./commands/complete.ts'),
  },
];
