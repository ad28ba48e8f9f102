import type { Problem } from './problem.ts';
import type { UnitSections } from './types.ts';

function firstControl(text: string): string | undefined {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return text[index];
  }
  return undefined;
}

/** Why this text cannot be one directive's value in a unit file; null when it can. */
export function valueProblem(text: string): string | null {
  const control = firstControl(text);
  if (control === '\n' || control === '\r') {
    return /^[^\n\r]*[\n\r]+$/.test(text)
      ? 'ends with a line break, which would end the directive: write the text after `>-` instead of `>` or `|`'
      : 'contains a line break: what follows it would be read as another directive. Write a list for a directive given several times, or `>-` for one long line';
  }
  if (control !== undefined) {
    return `contains the control character ${JSON.stringify(control)}, which could smuggle in another directive`;
  }
  if (text.endsWith('\\')) {
    return 'ends with a backslash: systemd would read the next directive as part of this one';
  }
  return null;
}

/** Values that would be read as something else than one value, wherever they stand in the sections. */
export function checkSectionValues(sections: UnitSections, path: Problem['path']): Problem[] {
  const problems: Problem[] = [];
  const look = (value: unknown, at: Problem['path']): void => {
    if (typeof value === 'string') {
      const message = valueProblem(value);
      if (message !== null) problems.push({ path: at, message, target: 'value' });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) look(item, [...at, index]);
    } else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) look(item, [...at, key]);
    }
  };
  look(sections, path);
  return problems;
}
