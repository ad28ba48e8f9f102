/**
 * Units that carry muster's own access to a machine, or the machine itself. Muster refuses to manage them: a mistake
 * there could not be taken back over SSH.
 */
const protectedNames = [
  /^sshd?(@.*)?\.(service|socket)$/,
  /^dbus(-broker|-daemon)?\.(service|socket)$/,
  /^systemd-.*\.(service|socket|timer|path|mount|automount|target|slice)$/,
  /^(init|user|system|-)\.(scope|slice)$/,
  /^user@.*\.service$/,
  /^muster(-hearing.*)?\.(service|path|socket)$/,
  /^(default|basic|sysinit|multi-user|graphical|rescue|emergency|shutdown|reboot|poweroff|halt|local-fs|network|sockets|timers|paths)\.target$/,
];

export function isProtected(name: string): boolean {
  return protectedNames.some((pattern) => pattern.test(name));
}
