/**
 * Runs constant script text with /bin/sh on the machine, with its privileges and within the caller's deadline; all data
 * is on stdin. What observe and act need of a connection.
 */
export type RunScript = (
  script: string,
  stdin: Buffer,
) => Promise<{ stdout: Buffer; stderr: string; code: number }>;
