/** The ways in which a live unit can differ from what is desired; one value per kind, stable names for conditions and JSON. */
export const driftKinds = [
  'FileMissing',
  'FileChanged',
  'FileAttributes',
  'FileNotOurs',
  'DropInForeign',
  'DropInMissing',
  'ControlProperty',
  'UnitShadowed',
  'DefinitionStale',
  'ProcessStale',
  'ReloadOwed',
  'Restarted',
  'UnitMasked',
  'UnitDisabled',
  'UnitEnabled',
  'InstallLinksDiffer',
  'NotRunning',
  'Running',
  'Failed',
  'CrashLoop',
  'StartLimitHit',
  'ConditionNotMet',
  'BadUnitSetting',
  'DeletedWhileRunning',
  'AliasTaken',
  'BinaryReplaced',
  'Orphan',
  'WrongMachine',
  'Rebooted',
  'JobStuck',
  'Frozen',
  'DependencyNotReady',
  'MachineOccupied',
  'HandedOver',
] as const;
export type DriftKind = (typeof driftKinds)[number];

export interface Drift {
  kind: DriftKind;
  /** The file, link or property it is about. */
  subject: string;
  /** A sentence that names what is live and what is desired. */
  message: string;
  /** False for what is only reported (a restart by someone else, a condition not met). */
  heals: boolean;
}
