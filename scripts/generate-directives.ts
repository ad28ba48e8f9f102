/**
 * The catalogue of unit file directives, from systemd itself: `units/directives.generated.ts`.
 * It depends on the machine's systemd and how that was built, so it is made anew only when asked for with
 * `npm run generate -- --directives`, and kept as it is otherwise. Directives of newer versions than the one it was
 * made from are listed by hand in `units/newer-directives.ts`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './generated-file.ts';

const target = 'units/directives.generated.ts';
const systemd = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'];

/** `[Unit]` headers, `Description=STRING` lines; other lines carry nothing. */
function parseDump(dump: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let directives = new Map<string, string>();
  for (const line of dump.split('\n')) {
    const section = /^\[(.+)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      directives = sections.get(section) ?? new Map();
      sections.set(section, directives);
      continue;
    }
    const [, name, type] = /^([A-Za-z0-9]+)=(.+)$/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) directives.set(name, type);
  }
  return sections;
}

/** What many sections share (process, resource control, killing) is written once. */
function render(version: number, sections: Map<string, Map<string, string>>): string {
  const shared = new Map<string, Set<string>>();
  for (const [section, directives] of sections) {
    for (const [name, type] of directives) {
      const entry = `${name}=${type}`;
      shared.set(entry, (shared.get(entry) ?? new Set()).add(section));
    }
  }
  const groups = new Map<string, string[]>();
  for (const [entry, names] of shared) {
    const key = [...names].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const lines = [
    '// Made from `systemd --dump-configuration-items` by `npm run generate`. Do not change it by hand.',
    '',
    '/** The version of systemd that the catalogue was made from. */',
    `export const catalogueVersion = ${version};`,
    '',
    '/** By the sections (a list) that share them: directives with the type of their value, as systemd names it. */',
    'export const catalogueGroups: readonly { sections: string; directives: Readonly<Record<string, string>> }[] = [',
  ];
  for (const [key, entries] of groups) {
    lines.push('  {', `    sections: '${key}',`, '    directives: {');
    for (const entry of entries.sort()) {
      const equals = entry.indexOf('=');
      lines.push(`      ${entry.slice(0, equals)}: '${entry.slice(equals + 1)}',`);
    }
    lines.push('    },', '  },');
  }
  lines.push('];', '');
  return lines.join('\n');
}

export async function generateDirectives(root: string): Promise<GeneratedFile[]> {
  const path = join(root, target);
  if (existsSync(path) && !process.argv.includes('--directives')) {
    return [{ path: target, content: readFileSync(path, 'utf8') }];
  }
  const program = systemd.find((candidate) => existsSync(candidate));
  if (program === undefined) throw new Error(`there is no systemd on this machine to make ${target} from`);
  const run = (argument: string): string => execFileSync(program, [argument], { encoding: 'utf8' });
  const version = Number(/^systemd (\d+)/.exec(run('--version'))?.[1] ?? 0);
  return [{ path: target, content: render(version, parseDump(run('--dump-configuration-items'))) }];
}
