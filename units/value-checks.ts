/**
 * Whether systemd would take a value, by directive and type. Each check refuses only what systemd itself refuses, or
 * ignores with a warning; where a check cannot know (specifiers, rare types), the value passes.
 */
import { suggest } from '../schemas/suggest.ts';
import { isCalendarEvent, isTimeSpan } from './time-values.ts';
import { parseUnitName, unitNameProblem } from './unit-name.ts';
import { booleanOrWords, wordsByName, wordsByType } from './value-enumerations.ts';
import { splitWords } from './words.ts';

export interface ValueProblem {
  message: string;
  suggestion?: string;
}

type Check = (value: string) => ValueProblem | null;

const booleanPattern = /^(1|yes|y|true|t|on|0|no|n|false|f|off)$/i;
const hasSpecifier = (value: string): boolean => /%[^%]/.test(value);
const refuse = (message: string, suggestion?: string): ValueProblem =>
  suggestion === undefined ? { message } : { message, suggestion };

function boolean(value: string): ValueProblem | null {
  return booleanPattern.test(value)
    ? null
    : refuse(
        'is not a boolean; write yes or no',
        suggest(value, ['yes', 'no', 'true', 'false', 'on', 'off']),
      );
}

function oneOf(words: readonly string[]): Check {
  return (value) =>
    words.includes(value)
      ? null
      : refuse(
          `is none of ${words.filter((word) => !/^[0-9]$/.test(word)).join(', ')}`,
          suggest(value, words),
        );
}

function timeSpan(value: string): ValueProblem | null {
  return isTimeSpan(value) || hasSpecifier(value)
    ? null
    : refuse('is not a time span; write seconds, or a span such as "5min 20s", or "infinity"');
}

function integer(minimum: number, maximum: number): Check {
  return (value) => {
    if (!/^[+-]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[0-9]+)$/.test(value))
      return refuse('is not a whole number');
    const number = parseInteger(value);
    return number < minimum || number > maximum ? refuse(`is not between ${minimum} and ${maximum}`) : null;
  };
}

/** As safe_atou(): decimal, or with a prefix hexadecimal, octal or binary. */
function isUnsigned(value: string): boolean {
  return /^\+?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)$/.test(value);
}

/** `0755` is octal to systemd, as in C. */
function parseInteger(value: string): number {
  const digits = value.replace(/^[+-]/, '');
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  const number = octal === undefined ? Number(digits) : Number.parseInt(octal, 8);
  return value.startsWith('-') ? -number : number;
}

const size = /^(\+?[0-9]+(\.[0-9]+)?[ \t]*[BKMGTPE][ \t]*)*(\+?[0-9]+(\.[0-9]+)?)?$/;
const percent = /^[0-9]+(\.[0-9]{1,2})?[ \t]*[%‰‱]$/;

function sizeValue(value: string): ValueProblem | null {
  return isSize(value)
    ? null
    : refuse('is not a size; write bytes, or a number with K, M, G or T such as 512M');
}

/** `1G 512M` adds up; every component but the last one has its unit. */
function isSize(value: string): boolean {
  const text = value.trim();
  return text !== '' && size.test(text);
}

function memoryLimit(value: string): ValueProblem | null {
  return value === 'infinity' || percent.test(value) || isSize(value) || hasSpecifier(value)
    ? null
    : refuse('is not a limit; write bytes, a size such as 512M, a share such as 20%, or "infinity"');
}

function tasksMax(value: string): ValueProblem | null {
  return value === 'infinity' || percent.test(value) || isUnsigned(value)
    ? null
    : refuse('is not a number of tasks; write a number, a share such as 20%, or "infinity"');
}

function resourceLimit(name: string): Check {
  const part = (text: string): boolean => {
    if (text === 'infinity') return true;
    if (name === 'LimitCPU' || name === 'LimitRTTIME') return isTimeSpan(text);
    if (name === 'LimitNICE') return isUnsigned(text.replace(/^-/, ''));
    if (['LimitNOFILE', 'LimitNPROC', 'LimitLOCKS', 'LimitSIGPENDING', 'LimitRTPRIO'].includes(name)) {
      return isUnsigned(text);
    }
    return isSize(text);
  };
  return (value) => {
    const parts = value.split(':');
    return parts.length <= 2 && parts.every((text) => part(text.trim()))
      ? null
      : refuse('is not a resource limit; write SOFT:HARD, one value for both, or "infinity"');
  };
}

function weight(minimum: number, maximum: number, words: readonly string[] = []): Check {
  const number = integer(minimum, maximum);
  return (value) => (words.includes(value) ? null : number(value));
}

function mode(value: string): ValueProblem | null {
  return /^0*[0-7]{1,4}$/.test(value) ? null : refuse('is not a mode; write octal digits such as 0644');
}

const signals =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
    .split(' ')
    .map((name) => `SIG${name}`);

function signal(value: string): ValueProblem | null {
  if (isUnsigned(value) && parseInteger(value) >= 1 && parseInteger(value) <= 64) return null;
  const name = value.startsWith('SIG') ? value : `SIG${value}`;
  if (signals.includes(name) || /^SIGRTM(IN(\+[0-9]+)?|AX(-[0-9]+)?)$/.test(name)) return null;
  return refuse('is not a signal', suggest(value, signals));
}

function unitNames(value: string): ValueProblem | null {
  const words = splitWords(value);
  if (words === null) return refuse('has a quote that is not closed');
  for (const word of words) {
    if (hasSpecifier(word)) continue;
    const problem = unitNameProblem(word.replaceAll('%%', '%'));
    if (problem === null) continue;
    const guess = unitNameProblem(`${word}.service`) === null ? `${word}.service` : undefined;
    return refuse(
      `has ${JSON.stringify(word)}, which is not a unit name: ${problem}`,
      words.length === 1 ? guess : undefined,
    );
  }
  return null;
}

function unitOfType(type: string): Check {
  return (value) => {
    const words = splitWords(value) ?? [];
    const wrong = words.find((word) => !hasSpecifier(word) && parseUnitName(word)?.type !== type);
    return wrong === undefined ? null : refuse(`has ${JSON.stringify(wrong)}, which is not a ${type} unit`);
  };
}

function absolutePath(value: string): ValueProblem | null {
  return /^[/%]/.test(value) ? null : refuse('is not an absolute path');
}

function paths(prefixes: RegExp, cut?: RegExp): Check {
  return (value) => {
    const words = splitWords(value);
    if (words === null) return refuse('has a quote that is not closed');
    for (const word of words) {
      const path = word.replace(prefixes, '').split(cut ?? /$^/, 1)[0] ?? '';
      if (!/^[/%]/.test(path)) return refuse(`has ${JSON.stringify(word)}, which is not an absolute path`);
    }
    return null;
  };
}

/** `-`, `@`, `:`, `+`, `!`, `!!` and (from 258 on) `|` may stand before the program, each once. */
function commandLine(value: string): ValueProblem | null {
  const words = splitWords(value);
  if (words === null) return refuse('has a quote that is not closed');
  const program = withoutPrefixes(words[0] ?? '');
  if (program === '') return refuse('names no program');
  if (program.endsWith('/')) return refuse(`names ${JSON.stringify(program)}, a directory, as its program`);
  if (program.includes('/') && !program.startsWith('/') && !hasSpecifier(program)) {
    return refuse(
      `has ${JSON.stringify(program)}, which is neither an absolute path nor the plain name of a program`,
    );
  }
  return null;
}

function withoutPrefixes(word: string): string {
  const seen = new Set<string>();
  let index = 0;
  for (; index < word.length; index += 1) {
    const character = word.charAt(index);
    const isSecondMark = character === '!' && word.charAt(index - 1) === '!';
    if (!'-@:+!|'.includes(character) || (seen.has(character) && !isSecondMark)) break;
    seen.add(character);
  }
  // Before 258 a lone "|" is the name of a program.
  return index === word.length && seen.has('|') ? '|' : word.slice(index);
}

function environment(value: string): ValueProblem | null {
  const words = splitWords(value);
  if (words === null) return refuse('has a quote that is not closed');
  const wrong = words.find((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word) && !/^[^=]*%/.test(word));
  if (wrong === undefined) return null;
  return refuse(
    `has ${JSON.stringify(wrong)}, which is not NAME=value; quote assignments with spaces: "NAME=a b"`,
  );
}

function conditionPath(value: string): ValueProblem | null {
  const path = value.replace(/^\|?[ \t]*!?[ \t]*/, '');
  return path === '' || /^[/%]/.test(path) ? null : refuse('is not an absolute path');
}

function documentation(value: string): ValueProblem | null {
  const words = splitWords(value);
  if (words === null) return refuse('has a quote that is not closed');
  const wrong = words.find((word) => !/^(https?:\/\/|file:\/?|info:|man:)/.test(word) && !hasSpecifier(word));
  return wrong === undefined
    ? null
    : refuse(`has ${JSON.stringify(wrong)}; use http://, https://, file:/, info: or man:`);
}

const outputs = [
  'inherit',
  'null',
  'tty',
  'journal',
  'journal+console',
  'kmsg',
  'kmsg+console',
  'syslog',
  'syslog+console',
  'socket',
  'fd',
];
const inputs = ['null', 'tty', 'tty-force', 'tty-fail', 'socket', 'data', 'fd'];

function stream(words: readonly string[], prefixes: RegExp): Check {
  return (value) =>
    words.includes(value) || prefixes.test(value) || hasSpecifier(value)
      ? null
      : refuse(`is none of ${words.join(', ')}, fd:NAME or file:/PATH`, suggest(value, words));
}

function cpuQuota(value: string): ValueProblem | null {
  return percent.test(value)
    ? null
    : refuse('is not a share of a CPU; write it as 20%, or 200% for two CPUs');
}

function timer(value: string): ValueProblem | null {
  return timeSpan(value);
}

function calendar(value: string): ValueProblem | null {
  return isCalendarEvent(value) || hasSpecifier(value)
    ? null
    : refuse('is not a calendar event; write it as "daily", "Mon..Fri 08:00" or "*-*-01 03:00:00"');
}

/** What no name of a user or group has, nor a numeric id. */
function account(value: string): ValueProblem | null {
  return /[/:]/.test(value) && !hasSpecifier(value)
    ? refuse('is not the name or number of an account')
    : null;
}

/** Below /run, /var/lib and so on: systemd adds that itself. */
function managedDirectories(value: string): ValueProblem | null {
  const words = splitWords(value);
  if (words === null) return refuse('has a quote that is not closed');
  const wrong = words.find((word) => word.startsWith('/') || /(^|\/)\.\.(\/|$|:)/.test(word));
  return wrong === undefined
    ? null
    : refuse(
        `has ${JSON.stringify(wrong)}; name a directory relative to where systemd keeps them, such as "hello"`,
      );
}

const checksByType: Readonly<Record<string, Check>> = {
  BOOLEAN: boolean,
  SECONDS: timeSpan,
  UNSIGNED: integer(0, 2 ** 32 - 1),
  INTEGER: integer(-(2 ** 31), 2 ** 31 - 1),
  LONG: integer(-(2 ** 63), 2 ** 63),
  SIZE: sizeValue,
  MODE: mode,
  SIGNAL: signal,
  'UNIT [...]': unitNames,
  UNIT: unitNames,
  SERVICE: unitOfType('service'),
  SOCKETS: unitOfType('socket'),
  SLICE: unitOfType('slice'),
  'PATH [ARGUMENT [...]]': commandLine,
  'PATH [...]': paths(/^[-+]{0,2}/, /:/),
  'PATH[:PATH[:OPTIONS]] [...]': paths(/^-?/, /:/),
  ENVIRON: environment,
  FILE: (value) => absolutePath(value.replace(/^-/, '')),
  OUTPUT: stream(outputs, /^(fd:|(file|append|truncate):[/%])/),
  INPUT: stream(inputs, /^(fd:|file:[/%])/),
  CPUWEIGHT: weight(1, 10000, ['idle']),
  WEIGHT: weight(1, 10000),
  SHARES: weight(2, 262144),
  NICE: integer(-20, 19),
  OOMSCOREADJUST: integer(-1000, 1000),
  IOCLASS: weight(0, 2 ** 31 - 1, ['none', 'realtime', 'best-effort', 'idle']),
  IOPRIORITY: integer(0, 7),
  CPUSCHEDPOLICY: weight(0, 2 ** 31 - 1, ['other', 'batch', 'idle', 'fifo', 'rr', 'ext']),
  TIMER: timer,
  URL: documentation,
};

/** Where the type in the dump says too little, or covers too much. */
const checksByName: Readonly<Record<string, Check>> = {
  OnCalendar: calendar,
  TimeoutStopSec: timeSpan,
  TimeoutAbortSec: (value) => timeSpan(value),
  JobTimeoutSec: timeSpan,
  JobRunningTimeoutSec: timeSpan,
  TimeoutIdleSec: timeSpan,
  TimeoutSec: timeSpan,
  CPUQuotaPeriodSec: timeSpan,
  CPUQuota: cpuQuota,
  TasksMax: tasksMax,
  SourcePath: absolutePath,
  Where: absolutePath,
  RootDirectory: absolutePath,
  RootImage: absolutePath,
  PathExists: absolutePath,
  PathExistsGlob: absolutePath,
  PathChanged: absolutePath,
  PathModified: absolutePath,
  DirectoryNotEmpty: absolutePath,
  MountAPIVFS: boolean,
  RootVerity: absolutePath,
  TTYPath: absolutePath,
  NetworkNamespacePath: absolutePath,
  IPCNamespacePath: absolutePath,
  USBFunctionDescriptors: absolutePath,
  USBFunctionStrings: absolutePath,
  WorkingDirectory: (value) => (/^-?~$/.test(value) ? null : absolutePath(value.replace(/^-/, ''))),
  User: account,
  Group: account,
  SocketUser: account,
  SocketGroup: account,
  RuntimeDirectory: managedDirectories,
  StateDirectory: managedDirectories,
  CacheDirectory: managedDirectories,
  LogsDirectory: managedDirectories,
  ConfigurationDirectory: managedDirectories,
};

const pathCondition =
  /^(Condition|Assert)(PathExists|PathExistsGlob|PathIsDirectory|PathIsSymbolicLink|PathIsMountPoint|PathIsReadWrite|PathIsEncrypted|DirectoryNotEmpty|FileNotEmpty|FileIsExecutable|NeedsUpdate)$/;

function findCheck(name: string, type: string): Check | undefined {
  const extraWords = booleanOrWords[name];
  if (extraWords !== undefined) {
    return (value) =>
      booleanPattern.test(value) || extraWords.includes(value)
        ? null
        : refuse(
            `is neither yes, no nor one of ${extraWords.join(', ')}`,
            suggest(value, ['yes', 'no', ...extraWords]),
          );
  }
  const words = wordsByName[name] ?? wordsByType[type];
  if (type === 'LEVEL') return weight(0, 7, wordsByType.LEVEL);
  if (words !== undefined) return oneOf(words);
  if (pathCondition.test(name)) return conditionPath;
  if (type === 'LIMIT' && /^(Default)?(Startup)?Memory/.test(name)) return memoryLimit;
  if (type === 'LIMIT' && name.startsWith('Limit')) return resourceLimit(name);
  return checksByName[name] ?? checksByType[type];
}

/** null when the value is fine, or nothing is known against it. The message reads on after the value. */
export function checkValue(name: string, type: string, value: string): ValueProblem | null {
  // Nearly everywhere the empty value resets what was set before.
  if (value === '') return null;
  return findCheck(name, type)?.(value) ?? null;
}
