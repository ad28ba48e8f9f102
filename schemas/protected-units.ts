/**
 * Units that muster never touches, whoever asks for it: its own way to a machine, what it keeps there, and what the
 * machine itself stands on. A mistake there could not be taken back over SSH.
 */

/** Without these nobody reaches the machine: sshd in its Debian and Fedora names, and the bus that systemctl talks over. */
const accessPath =
  /^(sshd?(@[^.]*)?|sshd-(keygen|unix-local|vsock)(@[^.]*)?|dbus(-broker|-daemon)?)\.(service|socket|target)$/;

const own = /^muster([-@].*)?\.[a-z]+$/;

const machineItself = [
  /^(-|init|system|user|machine)\.(slice|mount|scope)$/,
  /^user(@|-).*\.(service|slice)$/,
  /^systemd-.*\.(service|socket|timer|path|mount|automount|target|slice)$/,
  /^(default|basic|sysinit|multi-user|graphical|rescue|emergency|shutdown|reboot|poweroff|halt|local-fs|network|sockets|timers|paths)\.target$/,
];

/** Why a unit of this name is refused, without its name; null when it may be managed. */
export function protectedUnitReason(name: string): string | null {
  if (isAccessPath(name))
    return 'is never touched by muster: without it the machine could not be reached again';
  if (own.test(name)) return "is among muster's own names: choose one that does not begin with muster";
  if (machineItself.some((pattern) => pattern.test(name))) {
    return 'belongs to the machine itself, which muster does not manage: choose another name';
  }
  return null;
}

/** Whether muster reaches machines by this unit. */
export function isAccessPath(name: string): boolean {
  return accessPath.test(name);
}
