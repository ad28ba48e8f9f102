/** Keeps the lines of one unit and machine together under a heading. */
export function sectionPrinter(
  print: (text: string) => void,
  heading: (text: string) => string,
): (line: { unit: string; machine: string; text: string }) => void {
  let current = '';
  return (line) => {
    const section = `${line.unit} on ${line.machine}`;
    if (section !== current) {
      print(`${current === '' ? '' : '\n'}${heading(`# ${section}`)}\n`);
      current = section;
    }
    print(`${line.text}\n`);
  };
}
