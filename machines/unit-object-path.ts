/** Object paths of units, as systemd's bus_label_escape() makes them: every byte but letters and digits becomes `_xx`. */

export const unitObjects = '/org/freedesktop/systemd1/unit';

export function unitObjectPath(name: string): string {
  let label = '';
  for (const [index, byte] of Buffer.from(name).entries()) {
    const character = String.fromCharCode(byte);
    const plain = /[A-Za-z]/.test(character) || (index > 0 && /[0-9]/.test(character));
    label += plain ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }
  return `${unitObjects}/${label === '' ? '_' : label}`;
}
