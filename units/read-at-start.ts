/** Which accompanying files systemd itself reads when it starts a process: a reload does not bring those. */
import { type Directive, listValues } from './effective-definition.ts';
import { matchesGlob, type UnitName } from './unit-name.ts';

const credentialDirectives = ['LoadCredential', 'LoadCredentialEncrypted', 'ImportCredential'];

/** True for a file named by EnvironmentFile=, LoadCredential=, StandardInput=file: or one of ExecStart='s programs. */
export function isReadAtStart(path: string, directives: Directive[], name: UnitName): boolean {
  const sections = [...new Set(directives.map((directive) => directive.section))];
  return sections.some((section) => {
    const environment = listValues(directives, section, 'EnvironmentFile').map((value) =>
      value.replace(/^-/, ''),
    );
    const credentials = credentialDirectives
      .flatMap((directive) => listValues(directives, section, directive))
      .map((value) => value.slice(value.indexOf(':') + 1));
    const input = listValues(directives, section, 'StandardInput')
      .filter((value) => value.startsWith('file:'))
      .map((value) => value.slice('file:'.length));
    const programs = ['ExecStart', 'ExecStartPre', 'ExecStartPost', 'ExecCondition']
      .flatMap((directive) => listValues(directives, section, directive))
      .map((value) => programOf(value));
    return [...environment, ...credentials, ...input, ...programs].some((candidate) => {
      const expanded = expandName(candidate, name);
      return (
        expanded === path ||
        matchesGlob(path, expanded) ||
        (expanded !== '/' && path.startsWith(`${expanded}/`))
      );
    });
  });
}

/** The program of a command line, without its prefixes (`-`, `@`, `:`, `+`, `!`, `|`) and quotes. */
function programOf(command: string): string {
  const word = command.replace(/^[-@:+!|]+/, '');
  return /^"([^"]*)"/.exec(word)?.[1] ?? /^'([^']*)'/.exec(word)?.[1] ?? word.split(/[ \t]/, 1)[0] ?? '';
}

function expandName(text: string, name: UnitName): string {
  const stem = name.name.slice(0, name.name.lastIndexOf('.'));
  const known: Record<string, string> = {
    '%': '%',
    n: name.name,
    N: stem,
    p: name.prefix,
    i: name.instance ?? '',
    j: name.prefix.slice(name.prefix.lastIndexOf('-') + 1),
  };
  return text.replace(/%(.?)/gs, (specifier, letter: string) => known[letter] ?? specifier);
}
