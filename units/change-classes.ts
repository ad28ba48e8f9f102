/**
 * What a change of a directive asks of a running unit, once the new definition has been loaded by a daemon-reload:
 *
 * - `restart`: a running process keeps what it was started with; nothing but a restart brings the new value.
 * - `reload`: `systemctl reload` applies it (mounts are remounted with the new options).
 * - `live`: the daemon-reload itself applies it to the running unit.
 * - `none`: systemd reads it only when it is next needed (at the next stop, restart, reload, dependency job).
 *
 * What is not in the table needs a restart: the safe side for directives that are new or rarely used. `X-` sections
 * and directives are nobody's business but their author's: `none`.
 */
export type ChangeClass = 'restart' | 'reload' | 'live' | 'none';

interface ClassRule {
  /** Sections it holds for; undefined: every section that has the directive. */
  sections?: readonly string[];
  /** Exact names, or a pattern for a family of them. */
  directives: readonly string[] | RegExp;
  class: ChangeClass;
  reason: string;
}

/** The first rule that matches counts. */
export const classRules: readonly ClassRule[] = [
  {
    directives: /^X-/,
    class: 'none',
    reason: 'systemd ignores X- directives',
  },
  {
    sections: ['Install'],
    directives: /./,
    class: 'none',
    reason: '[Install] is read by systemctl enable alone; the links are kept by themselves',
  },
  {
    sections: ['Unit'],
    directives: ['JoinsNamespaceOf'],
    class: 'restart',
    reason: 'the namespace is joined when the process is started',
  },
  {
    sections: ['Unit'],
    directives: /./,
    class: 'none',
    reason:
      'descriptions, dependencies, conditions and start limits are read from the loaded definition by the next job',
  },
  {
    sections: ['Timer'],
    directives:
      /^(On(Active|Boot|Startup|UnitActive|UnitInactive)Sec|OnCalendar|AccuracySec|WakeSystem|RandomizedDelaySec|FixedRandomDelay|RandomizedOffsetSec|RemainAfterElapse|DeferReactivation)$/,
    class: 'live',
    reason:
      'a waiting timer computes its next elapse anew after a daemon-reload (seen on 252: timer_coldplug())',
  },
  {
    sections: ['Timer', 'Path'],
    directives: ['Unit'],
    class: 'live',
    reason: 'which unit is triggered is a dependency, read anew by a daemon-reload',
  },
  {
    sections: ['Path'],
    directives: /^(PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty)$/,
    class: 'live',
    reason: 'a waiting path unit watches its paths anew after a daemon-reload (seen on 252: path_coldplug())',
  },
  {
    sections: ['Slice', 'Scope'],
    directives: /./,
    class: 'live',
    reason: 'slices and scopes have no process that systemd starts',
  },
  {
    directives:
      /^(Startup)?(AllowedCPUs|AllowedMemoryNodes|CPUWeight|CPUShares|IOWeight|BlockIOWeight|Memory(Min|Low|High|Max|SwapMax|ZSwapMax))$/,
    class: 'live',
    reason: 'resource control: systemd writes the cgroup attributes of running units after a daemon-reload',
  },
  {
    directives:
      /^(Default(Startup)?Memory(Min|Low)|MemoryLimit|MemoryZSwapWriteback|CPUQuota|CPUQuotaPeriodSec|(IO|BlockIO)(Device|Read|Write)[A-Za-z]*|Tasks(Max|Accounting)|(CPU|Memory|IO|BlockIO|IP)Accounting|ManagedOOM[A-Za-z]*|MemoryPressureThresholdSec|DeviceAllow|DevicePolicy|IPAddress(Allow|Deny)|IP(Ingress|Egress)FilterPath|SocketBind(Allow|Deny)|RestrictNetworkInterfaces|BPFProgram)$/,
    class: 'live',
    reason: 'resource control: systemd writes the cgroup attributes of running units after a daemon-reload',
  },
  {
    directives:
      /^(ExecStop|ExecStopPre|ExecStopPost|KillMode|KillSignal|RestartKillSignal|FinalKillSignal|WatchdogSignal|SendSIGHUP|SendSIGKILL|TimeoutStopSec|TimeoutAbortSec|TimeoutStopFailureMode|RemoveOnStop)$/,
    class: 'none',
    reason: 'read when the unit stops',
  },
  {
    sections: ['Service'],
    directives: ['ExecReload', 'ExecReloadPost', 'ReloadSignal'],
    class: 'none',
    reason: 'read when the unit reloads',
  },
  {
    sections: ['Service'],
    directives:
      /^(Restart|RestartSec|RestartSteps|RestartMaxDelaySec|RestartMode|RestartPreventExitStatus|RestartForceExitStatus|SuccessExitStatus|StartLimitInterval|StartLimitIntervalSec|StartLimitBurst|StartLimitAction|FailureAction|RebootArgument|OOMPolicy|RuntimeDirectoryPreserve|FileDescriptorStorePreserve|TimeoutCleanSec)$/,
    class: 'none',
    reason: 'read when the main process has ended',
  },
  {
    sections: ['Service'],
    directives: ['TimeoutStartSec', 'TimeoutStartFailureMode', 'ExecCondition'],
    class: 'none',
    reason: 'read while the unit starts: nothing of it is left in a running process',
  },
  {
    sections: ['Mount'],
    directives: ['Options', 'TimeoutSec', 'DirectoryMode', 'LazyUnmount', 'ForceUnmount', 'ReadWriteOnly'],
    class: 'reload',
    reason: 'reloading a mount unit remounts it with its options',
  },
];

const known = new Map<string, ChangeClass>();

/** Which class a change of this directive has. */
export function changeClass(section: string, directive: string): ChangeClass {
  if (section.startsWith('X-')) return 'none';
  const key = `${section}.${directive}`;
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const found = findRule(section, directive)?.class ?? 'restart';
  // Directives are few; what users make up is not remembered without limit.
  if (known.size < 5000) known.set(key, found);
  return found;
}

/** The sentence behind `changeClass`, for people. */
export function changeReason(section: string, directive: string): string {
  if (section.startsWith('X-')) return 'systemd ignores X- sections';
  return findRule(section, directive)?.reason ?? 'a running process keeps what it was started with';
}

function findRule(section: string, directive: string): ClassRule | undefined {
  return classRules.find(
    (rule) =>
      (rule.sections === undefined || rule.sections.includes(section)) &&
      (rule.directives instanceof RegExp
        ? rule.directives.test(directive)
        : rule.directives.includes(directive)),
  );
}

const stopDirectives = new Set([
  'ExecStop',
  'ExecStopPre',
  'ExecStopPost',
  'KillMode',
  'KillSignal',
  'FinalKillSignal',
  'RestartKillSignal',
  'SendSIGHUP',
  'SendSIGKILL',
  'TimeoutSec',
  'TimeoutStopSec',
  'TimeoutAbortSec',
  'TimeoutStopFailureMode',
  'RemoveOnStop',
]);

/** Directives that say how the running unit is to be stopped: the version that was started has to end by its own. */
export function runsAtStop(section: string, directive: string): boolean {
  return (
    !section.startsWith('X-') && section !== 'Unit' && section !== 'Install' && stopDirectives.has(directive)
  );
}

/**
 * Directives whose order among each other means something; within each family the file's order is kept, and the
 * order of everything else across different directives is not part of a digest.
 */
const orderedFamilies: readonly RegExp[] = [
  // Descriptors are passed to the service in this order.
  /^Listen/,
  // TimeoutSec= sets the others: the later line wins.
  /^Timeout(Start|Stop|Abort)?Sec$/,
  /^StandardInput(Text|Data)$/,
  /^(ReadWrite|ReadOnly|Inaccessible)(Paths|Directories)$/,
  /^Bind(ReadOnly)?Paths$/,
  /^MemoryLimit$|^MemoryMax$/,
  /^Environment(File)?$|^PassEnvironment$|^UnsetEnvironment$/,
];

/** Directives of one family share the name. */
export function orderFamily(directive: string): string {
  const index = orderedFamilies.findIndex((pattern) => pattern.test(directive));
  return index < 0 ? directive : `family-${index}`;
}
