/** What the kernel, udev and systemd keep: no files of a disk. */
const notOnDisk = ['/proc', '/sys', '/dev', '/run/systemd', '/var/run/systemd'];

/** Where systemd reads units from (systemd.unit(5)); those of a user end alike below any home directory. */
const unitDirectories = [
  '/etc/systemd/system',
  '/etc/systemd/user',
  '/etc/systemd/system.control',
  '/etc/systemd/system.attached',
  '/usr/lib/systemd/system',
  '/usr/lib/systemd/user',
  '/lib/systemd/system',
  '/lib/systemd/user',
  '/usr/local/lib/systemd/system',
  '/usr/local/lib/systemd/user',
];
const userUnitDirectory = /\/(\.config|\.local\/share)\/systemd\/user(\.control)?(\/|$)/;

/** How muster reaches the machine: a mistake there could not be repaired from afar. */
const sshFiles = /^\/etc\/ssh(\/|$)|\/\.ssh(\/|$)/;

/** Files that decide who can log in and become root. */
const accountFiles =
  /^\/etc\/((passwd|shadow|group|gshadow|sudoers|nsswitch\.conf)-?|(sudoers|pam)\.d(\/.*)?)$/;

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Why muster will not write a file there; null when it will. `adopt` allows files that others wrote. */
export function filePathProblem(path: string, options: { adopt: boolean }): string | null {
  const control = [...path].find(
    (character) => (character.codePointAt(0) ?? 0) < 0x20 || character === '\u007f',
  );
  if (control !== undefined) return `contains the control character ${JSON.stringify(control)}`;
  if (!path.startsWith('/')) return 'must be an absolute path, beginning with /';
  if (path === '/') return 'must be a file, not the root directory';
  if (path.endsWith('/')) return 'must be a file: remove the / at its end';
  const parts = path.split('/').slice(1);
  if (parts.includes('..')) return 'must not contain `..`: write where it leads';
  if (parts.includes('.') || parts.includes('')) return 'must not contain `.` or `//`: write the plain path';
  if (parts.some((part) => Buffer.byteLength(part) > 255))
    return 'has a name in it that is longer than 255 bytes';
  for (const folder of unitDirectories) {
    if (isBelow(path, folder))
      return `is in ${folder}, where units belong: declare a Unit or a drop-in (\`dropIns\`)`;
  }
  if (userUnitDirectory.test(path))
    return 'is in a directory of units: declare a Unit or a drop-in (`dropIns`)';
  for (const folder of notOnDisk) {
    if (isBelow(path, folder))
      return `is below ${folder}, which belongs to the kernel and systemd: choose another place`;
  }
  if (isBelow(path, '/var/lib/muster')) return "is among muster's own records";
  if (sshFiles.test(path)) return 'is how muster reaches the machine, and is never touched';
  if (!options.adopt && accountFiles.test(path)) {
    return 'decides who can log in, and belongs to the system: `adopt: true` on the unit would take it over';
  }
  return null;
}
