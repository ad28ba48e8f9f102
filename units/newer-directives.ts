/**
 * Directives that came after the version of the generated catalogue, so that users of newer systems are not refused.
 * Facts from systemd's NEWS and manual pages; the types are those of `--dump-configuration-items`.
 */
export interface NewerDirective {
  sections: readonly string[];
  name: string;
  type: string;
  /** The version of systemd that brought it. */
  since: number;
}

const processSections = ['Service', 'Socket', 'Mount', 'Swap'] as const;
const resources = [...processSections, 'Slice', 'Scope'] as const;

function all(sections: readonly string[], since: number, types: Record<string, string>): NewerDirective[] {
  return Object.entries(types).map(([name, type]) => ({ sections, name, type, since }));
}

export const newerDirectives: readonly NewerDirective[] = [
  ...all(['Service'], 253, { OpenFile: 'OTHER', ReloadSignal: 'SIGNAL' }),
  ...all(processSections, 253, { LogFilterPatterns: 'OTHER' }),
  ...all(resources, 253, { MemoryZSwapMax: 'LIMIT' }),
  ...all(['Scope'], 253, { OOMPolicy: 'OTHER' }),
  ...all(['Service'], 254, {
    RestartSteps: 'UNSIGNED',
    RestartMaxDelaySec: 'SECONDS',
    RestartMode: 'OTHER',
    FileDescriptorStorePreserve: 'OTHER',
  }),
  ...all(['Install'], 254, { UpheldBy: 'OTHER' }),
  ...all(processSections, 254, {
    RootImagePolicy: 'OTHER',
    MountImagePolicy: 'OTHER',
    ExtensionImagePolicy: 'OTHER',
    RootEphemeral: 'BOOLEAN',
    ImportCredential: 'OTHER',
    MemoryKSM: 'BOOLEAN',
  }),
  ...all(resources, 254, {
    DelegateSubgroup: 'OTHER',
    MemoryPressureThresholdSec: 'SECONDS',
    MemoryPressureWatch: 'OTHER',
    DefaultStartupMemoryLow: 'LIMIT',
    StartupMemoryLow: 'LIMIT',
    StartupMemoryHigh: 'LIMIT',
    StartupMemoryMax: 'LIMIT',
    StartupMemorySwapMax: 'LIMIT',
    StartupMemoryZSwapMax: 'LIMIT',
  }),
  ...all(['Unit'], 255, { SurviveFinalKillSignal: 'BOOLEAN' }),
  ...all(processSections, 255, { SetLoginEnvironment: 'BOOLEAN' }),
  ...all(resources, 255, { CoredumpReceive: 'BOOLEAN', NFTSet: 'OTHER' }),
  ...all(['Socket'], 255, { PollLimitIntervalSec: 'SECONDS', PollLimitBurst: 'UNSIGNED' }),
  ...all(['Unit'], 256, { WantsMountsFor: 'PATH [...]' }),
  ...all(resources, 256, { MemoryZSwapWriteback: 'BOOLEAN' }),
  ...all(['Socket'], 256, { PassFileDescriptorsToExec: 'BOOLEAN' }),
  ...all(processSections, 257, { PrivatePIDs: 'BOOLEAN', BindLogSockets: 'BOOLEAN' }),
  ...all(resources, 257, { ManagedOOMMemoryPressureDurationSec: 'OTHER' }),
  ...all(['Timer'], 257, { DeferReactivation: 'BOOLEAN' }),
  ...all(['Unit'], 258, {
    ConditionVersion: 'CONDITION',
    AssertVersion: 'CONDITION',
    ConditionKernelModuleLoaded: 'CONDITION',
    AssertKernelModuleLoaded: 'CONDITION',
  }),
  ...all(processSections, 258, {
    PrivateBPF: 'BOOLEAN',
    BPFDelegateCommands: 'OTHER',
    BPFDelegateMaps: 'OTHER',
    BPFDelegatePrograms: 'OTHER',
    BPFDelegateAttachments: 'OTHER',
    DelegateNamespaces: 'NAMESPACES',
    StateDirectoryAccounting: 'BOOLEAN',
    StateDirectoryQuota: 'OTHER',
    CacheDirectoryAccounting: 'BOOLEAN',
    CacheDirectoryQuota: 'OTHER',
    LogsDirectoryAccounting: 'BOOLEAN',
    LogsDirectoryQuota: 'OTHER',
  }),
  ...all(['Socket'], 258, {
    PassPIDFD: 'BOOLEAN',
    AcceptFileDescriptors: 'BOOLEAN',
    DeferTrigger: 'OTHER',
    DeferTriggerMaxSec: 'SECONDS',
  }),
  ...all(['Timer'], 258, { RandomizedOffsetSec: 'SECONDS' }),
  ...all(['Slice'], 258, { ConcurrencySoftMax: 'OTHER', ConcurrencyHardMax: 'OTHER' }),
];

/** Once understood, now ignored with a warning (`config_parse_warn_compat`), with the version after which to expect that. */
export const removedDirectives: readonly { sections: readonly string[]; name: string; instead: string }[] = [
  {
    sections: processSections,
    name: 'Capabilities',
    instead: 'AmbientCapabilities= and CapabilityBoundingSet=',
  },
  { sections: resources, name: 'NetClass', instead: 'a firewall rule on the cgroup (NFTSet=)' },
  { sections: ['Service'], name: 'SysVStartPriority', instead: 'Before= and After=' },
  { sections: ['Service'], name: 'BusPolicy', instead: 'a D-Bus policy file' },
  { sections: ['Unit'], name: 'IgnoreOnSnapshot', instead: 'nothing: snapshots are gone' },
];
