/** What a unit must have as a whole: the checks of systemd's `*_verify()` functions, each a refusal to load the unit. */
import { type Directive, lastValue, listValues, parseBoolean } from './effective-definition.ts';
import { escapeUnitPath, type UnitName, unescapeUnitPath } from './unit-name.ts';

export interface MissingSetting {
  message: string;
  /** The directive at fault, when it is there. */
  directive?: { section: string; name: string };
}

export function missingSettings(name: UnitName, directives: Directive[]): MissingSetting[] {
  switch (name.type) {
    case 'service':
      return serviceProblems(directives);
    case 'socket':
      return socketProblems(directives);
    case 'timer':
      return timerProblems(directives);
    case 'path':
      return pathProblems(directives);
    case 'mount':
      return [...whatProblems('Mount', directives), ...whereProblems('Mount', name, directives)];
    case 'automount':
      return whereProblems('Automount', name, directives);
    case 'swap':
      return whatProblems('Swap', directives);
    default:
      return [];
  }
}

/** service_verify() and service_add_extras(). */
function serviceProblems(directives: Directive[]): MissingSetting[] {
  const problems: MissingSetting[] = [];
  const starts = listValues(directives, 'Service', 'ExecStart');
  const stops = listValues(directives, 'Service', 'ExecStop');
  const success = lastValue(directives, 'Unit', 'SuccessAction') ?? 'none';
  const busName = lastValue(directives, 'Service', 'BusName');
  const remains = parseBoolean(lastValue(directives, 'Service', 'RemainAfterExit') ?? 'no') === true;
  const given = lastValue(directives, 'Service', 'Type');
  const standing = given === undefined || given === '' ? undefined : given;
  const type = standing ?? (busName !== undefined ? 'dbus' : starts.length > 0 ? 'simple' : 'oneshot');
  const at = (name: string) => ({ section: 'Service', name });

  if (starts.length === 0 && stops.length === 0 && success === 'none') {
    problems.push({
      message: 'a service needs ExecStart= in [Service] (or ExecStop=, or SuccessAction= in [Unit])',
    });
  } else if (starts.length === 0 && type !== 'oneshot') {
    problems.push({
      message: `a service of Type=${type} needs ExecStart=; only Type=oneshot goes without`,
      ...(standing === undefined ? {} : { directive: at('Type') }),
    });
  } else if (starts.length === 0 && !remains && success === 'none') {
    problems.push({
      message: 'a service without ExecStart= needs RemainAfterExit=yes (or SuccessAction= in [Unit])',
    });
  }
  if (starts.length > 1 && type !== 'oneshot') {
    problems.push({
      message: `there are ${starts.length} ExecStart= commands, and only Type=oneshot may have several; an empty ExecStart= first discards an earlier one`,
      directive: at('ExecStart'),
    });
  }
  const restart = lastValue(directives, 'Service', 'Restart');
  if (type === 'oneshot' && (restart === 'always' || restart === 'on-success')) {
    problems.push({
      message: `Restart=${restart} is not allowed for Type=oneshot services; on-failure is`,
      directive: at('Restart'),
    });
  }
  if (type === 'dbus' && (busName === undefined || busName === '')) {
    problems.push({ message: 'Type=dbus needs BusName=', directive: at('Type') });
  }
  return problems;
}

const listen = /^Listen(Stream|Datagram|SequentialPacket|FIFO|Special|Netlink|MessageQueue|USBFunction)$/;

/** socket_verify(). */
function socketProblems(directives: Directive[]): MissingSetting[] {
  const problems: MissingSetting[] = [];
  const listens = directives.some(
    ({ section, key, value }) => section === 'Socket' && listen.test(key) && value !== '',
  );
  if (!listens) {
    problems.push({ message: 'a socket needs a Listen setting in [Socket], such as ListenStream=8080' });
  }
  const accepts = parseBoolean(lastValue(directives, 'Socket', 'Accept') ?? 'no') === true;
  const service = lastValue(directives, 'Socket', 'Service') ?? '';
  if (accepts && service !== '') {
    problems.push({
      message:
        'Service= cannot be combined with Accept=yes: each connection gets an instance of the template of its name',
      directive: { section: 'Socket', name: 'Service' },
    });
  }
  return problems;
}

/** timer_verify(). */
function timerProblems(directives: Directive[]): MissingSetting[] {
  const elapses = directives.some(
    ({ section, key, value }) =>
      section === 'Timer' &&
      (/^On(Calendar|ActiveSec|BootSec|StartupSec|UnitActiveSec|UnitInactiveSec)$/.test(key)
        ? value !== ''
        : /^On(Clock|Timezone)Change$/.test(key) && parseBoolean(value) === true),
  );
  return elapses ? [] : [{ message: 'a timer needs OnCalendar= or one of On…Sec= in [Timer]' }];
}

/** path_verify(). */
function pathProblems(directives: Directive[]): MissingSetting[] {
  const watches = directives.some(
    ({ section, key, value }) =>
      section === 'Path' &&
      /^(PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty)$/.test(key) &&
      value !== '',
  );
  return watches
    ? []
    : [
        {
          message:
            'a path unit needs PathExists=, PathChanged=, PathModified= or DirectoryNotEmpty= in [Path]',
        },
      ];
}

function whatProblems(section: 'Mount' | 'Swap', directives: Directive[]): MissingSetting[] {
  return (lastValue(directives, section, 'What') ?? '') === ''
    ? [
        {
          message: `What= is missing in [${section}]: what is to be ${section === 'Mount' ? 'mounted' : 'swapped on'}`,
        },
      ]
    : [];
}

/** mount_verify(): without Where= it comes from the name; with it the two have to agree. */
function whereProblems(
  section: 'Mount' | 'Automount',
  name: UnitName,
  directives: Directive[],
): MissingSetting[] {
  const where = lastValue(directives, section, 'Where') ?? '';
  if (where === '' || name.instance !== null || /%[^%]/.test(where) || !where.startsWith('/')) return [];
  const escaped = escapeUnitPath(where);
  if (escaped === null || escaped === name.prefix) return [];
  // A name may escape more than it needs to; what counts is the path that it stands for.
  if (unescapeUnitPath(name.prefix) === where.replace(/\/+$/, '')) return [];
  return [
    {
      message: `Where=${where} has to be in a unit named ${escaped}.${name.type} (systemd-escape --path), not ${name.name}`,
      directive: { section, name: 'Where' },
    },
  ];
}
