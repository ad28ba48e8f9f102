/** What to do about two machines of one machine-id. */
export function twinMessage(machine: string, twin: string): string {
  return `${machine} has the same machine-id as ${twin}, and nothing is done there: are they one machine under two names? Then delete one of the two. If one is a copy of the other: on the copy, rm /etc/machine-id && systemd-machine-id-setup, reboot it, and run muster reconcile`;
}
