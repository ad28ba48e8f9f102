export type LabFailure =
  /** This machine cannot run a lab at all: not root, not Linux, a program or a kernel feature is missing. */
  | 'LabUnavailable'
  | 'InvalidName'
  | 'NoSuchHost'
  | 'HostExists'
  | 'NotRunning'
  | 'BootFailed'
  | 'NoFreeSubnet'
  | 'CommandFailed'
  | 'Timeout';

/** `message` is a sentence that names the next step. */
export class LabError extends Error {
  readonly reason: LabFailure;
  constructor(reason: LabFailure, message: string) {
    super(message);
    this.name = 'LabError';
    this.reason = reason;
  }
}
