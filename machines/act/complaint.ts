import type { LinkFailure } from '../link.ts';

export interface Complaint {
  reason: LinkFailure;
  /** What is to be done about it. */
  next: string;
}

/** In the words of the C library, which are English with LC_ALL=C, and of systemctl. */
const complaints: readonly { said: RegExp; complaint: Complaint }[] = [
  {
    said: /No space left on device|Disk quota exceeded/,
    complaint: {
      reason: 'DiskFull',
      next: 'free some space on that file system (df -h, and df -i for its inodes); it is tried again by itself',
    },
  },
  {
    said: /Read-only file system/,
    complaint: {
      reason: 'ReadOnlyFileSystem',
      next: 'remount it read-write, or have these units in the image that the machine boots from; it is tried again by itself',
    },
  },
  {
    said: /Failed to (?:connect to bus|.*: (?:Connection timed out|Method call timed out|Transport endpoint is not connected))/,
    complaint: {
      reason: 'SystemdBusy',
      next: 'systemd there is busy or hangs (systemctl is-system-running says more); it is tried again by itself',
    },
  },
];

/** What is wrong with the machine when one of its programs says this; null when that is only the program's matter. */
export function complaintIn(said: string): Complaint | null {
  return complaints.find((known) => known.said.test(said))?.complaint ?? null;
}
