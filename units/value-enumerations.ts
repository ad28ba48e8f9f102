/** Directives that take one word of a list; facts from systemd's string tables, newer words included. */

/** By the type that `--dump-configuration-items` names. */
export const wordsByType: Readonly<Record<string, readonly string[]>> = {
  SERVICETYPE: ['simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'notify-reload', 'idle'],
  SERVICEEXITTYPE: ['main', 'cgroup'],
  SERVICERESTART: ['no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always'],
  KILLMODE: ['control-group', 'process', 'mixed', 'none'],
  TIMEOUTMODE: ['terminate', 'abort', 'kill'],
  ACCESS: ['none', 'main', 'exec', 'all'],
  POLICY: ['auto', 'closed', 'strict'],
  ACTION: [
    'none',
    'reboot',
    'reboot-force',
    'reboot-immediate',
    'poweroff',
    'poweroff-force',
    'poweroff-immediate',
    'exit',
    'exit-force',
    'soft-reboot',
    'soft-reboot-force',
    'kexec',
    'kexec-force',
    'halt',
    'halt-force',
    'halt-immediate',
  ],
  LEVEL: ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'],
};

const jobModes = [
  'fail',
  'replace',
  'replace-irreversibly',
  'isolate',
  'flush',
  'ignore-dependencies',
  'ignore-requirements',
  'triggering',
  'restart-dependencies',
  'lenient',
];

/** By directive, where the dump only says OTHER, or a type that others share. */
export const wordsByName: Readonly<Record<string, readonly string[]>> = {
  OnSuccessJobMode: jobModes,
  OnFailureJobMode: jobModes,
  CollectMode: ['inactive', 'inactive-or-failed'],
  OOMPolicy: ['continue', 'stop', 'kill'],
  KeyringMode: ['inherit', 'private', 'shared'],
  ProtectProc: ['default', 'noaccess', 'invisible', 'ptraceable'],
  ProcSubset: ['all', 'pid'],
  UtmpMode: ['init', 'login', 'user'],
  ManagedOOMSwap: ['auto', 'kill'],
  ManagedOOMMemoryPressure: ['auto', 'kill'],
  ManagedOOMPreference: ['none', 'avoid', 'omit'],
  RestartMode: ['normal', 'direct', 'debug'],
  NUMAPolicy: ['default', 'preferred', 'bind', 'interleave', 'local', '0', '1', '2', '3', '4'],
};

/** Directives that take a boolean or one of these words. */
export const booleanOrWords: Readonly<Record<string, readonly string[]>> = {
  BindIPv6Only: ['default', 'both', 'ipv6-only'],
  ProtectSystem: ['full', 'strict'],
  ProtectHome: ['read-only', 'tmpfs'],
  RuntimeDirectoryPreserve: ['restart'],
  FileDescriptorStorePreserve: ['restart'],
  PrivateTmp: ['connected', 'disconnected', 'off'],
  PrivateUsers: ['self', 'identity', 'full', 'managed', 'off'],
  ProtectControlGroups: ['private', 'strict'],
  MemoryPressureWatch: ['auto', 'on', 'off', 'skip'],
};
