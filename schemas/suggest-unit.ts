import { suggest } from './suggest.ts';

/** The name among `known` that was probably meant; the type at the end of each, which is long, makes nothing alike. */
export function suggestUnit(name: string, known: string[]): string | undefined {
  const { stem, type } = partsOf(name);
  const candidates = new Map(
    known.map(partsOf).flatMap((parts) => (parts.type === type ? [[parts.stem, parts.name] as const] : [])),
  );
  const near = candidates.has(`${stem}@`) ? `${stem}@` : suggest(stem, [...candidates.keys()]);
  return near === undefined ? undefined : candidates.get(near);
}

function partsOf(name: string): { name: string; stem: string; type: string } {
  const dot = name.lastIndexOf('.');
  return { name, stem: dot < 0 ? name : name.slice(0, dot), type: dot < 0 ? '' : name.slice(dot + 1) };
}
