/**
 * The script that reads a whole machine in one exec. Constant text for /bin/sh; everything that varies is on stdin:
 * the first line is `WAIT<TAB>DEPTH<TAB>SCOPE<TAB>STATEDIR<TAB>RUNTIMEDIR<TAB>DIRECTORY…`, each further line one path to look at.
 * WAIT: so many seconds an act that is under way is waited for; 0: it is not. DEPTH: `full`, or `glance` for the same
 * without contents, which whoever has read them before knows by the identity of the files, or `files` for a glance without
 * list-units, whose rows are then empty.
 *
 * Output, after a line `muster-survey-1` (a shell profile may have printed before it):
 *
 *     BOOTID MACHINEID EPOCH RELOADMARK OWNRELOADMARK LISTSTATUS \n    `-` for what there is not
 *     rows of systemctl list-units \n … \0
 *     then records, told apart by their first byte:
 *     I invocation:UNIT \0 target \0 ctime \0
 *     M mtime of systemd-units-load \0
 *     N the kernel's clock, as it stamps files \0
 *     V \0                                                     (this find has -printf)
 *     F type mode owner identity size \0 path \0 target \0      (`type mode …` separated by single spaces)
 *     R identity \0 path \0                                    (a ledger or record)
 *     64 hexadecimal digits, two spaces, path \0                (sha256sum --zero)
 *     path \0 line \n                                           (grep --null: ledgers and records)
 *     path \0 number : line \n                                  (grep --null: the line with muster's stamp)
 *     and last: E \0
 *
 * find flushes its output before it starts a child, so records never mix. Needs GNU find and grep, coreutils ≥ 8.25.
 */
const text = String.raw`
LC_ALL=C SYSTEMD_COLORS=0 SYSTEMD_PAGER='' SYSTEMD_LOG_LEVEL=err
export LC_ALL SYSTEMD_COLORS SYSTEMD_PAGER SYSTEMD_LOG_LEVEL
set -f
IFS='	' read -r wait depth scope state runtime directories
user=
if [ "$scope" = user ]; then
  user=--user
  if [ -z "$XDG_RUNTIME_DIR" ]; then XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR; fi
fi
IFS='
'
set --
# shellcheck disable=SC2046
if [ -n "$muster_lines" ]; then
  [ "$muster_lines" = 0 ] || set -- $(head -n "$muster_lines")
elif read -r first; then
  # shellcheck disable=SC2046 # one word per line, and no globbing, is what is wanted
  set -- "$first" $(cat)
fi
unset IFS
# The act of a muster that was killed goes on: what is read in the middle of it would be done twice.
if [ "$wait" != 0 ] && [ -r "$runtime/lock" ] && command -v flock >/dev/null; then
  flock -s -w "$wait" "$runtime/lock" true
fi
boot=- machine=- epoch=0 own=- mark=-
[ -r /proc/sys/kernel/random/boot_id ] && read -r boot </proc/sys/kernel/random/boot_id
[ -r /etc/machine-id ] && read -r machine </etc/machine-id
[ -r "$state/epoch" ] && read -r epoch <"$state/epoch"
[ -r "$runtime/reload-mark" ] && read -r own <"$runtime/reload-mark"
load=/run/systemd/systemd-units-load
if [ "$scope" = user ] || ! [ -e "$load" ]; then
  mark=$(systemctl $user show -p UnitsLoadTimestampMonotonic --value 2>/dev/null)
  load=/run/systemd/units
fi
rows='' listed=0
if [ "$depth" != files ]; then
  rows=$(systemctl $user list-units --all --plain --no-legend --full --no-pager 2>&1)
  listed=$?
fi
printf '\nmuster-survey-1\n%s %s %s %s %s %s\n' "$\{boot:--}" "$\{machine:--}" "$\{epoch:-0}" "$\{mark:--}" "$\{own:--}" "$listed"
printf '%s\0' "$rows"
[ -L /lib ] || [ "$scope" = user ] || directories="$directories	/lib/systemd/system"
IFS='	'
# The time of change of a process's directory in /proc is the time at which somebody first looked at it: now.
# shellcheck disable=SC2086 # the directories are separated by tabs
walk() {
  find /proc/self/ $directories "$load" /run/systemd/units "$runtime/ledger" "$state/units" -maxdepth 2 \
    -path /proc/self/ -printf 'N%C@\0' -prune \
    -o -name '.muster-*' -prune \
    -o -path '*/lib/systemd/*' ! -path '*.d/*' \
    -o -path /run/systemd/units -printf 'V\0' \
    -o -path '/run/systemd/units/*' ! -name 'invocation:*' \
    -o -path '/run/systemd/units/*' -printf 'I%f\0%l\0%C@\0' \
    -o -path /run/systemd/systemd-units-load -printf 'M%T@\0' \
    -o \( -path "$runtime/ledger/*" -o -path "$state/units/*.json" \) -type f -printf 'R%i:%C@ %s\0%p\0' "$@" \
    -o -path "$runtime/ledger*" -o -path "$state/units*" \
    -o -printf 'F%y %m %u:%g %i:%C@ %s\0%p\0%l\0' $contents 2>/dev/null
}
if [ "$depth" != full ]; then
  contents=
  [ $# = 0 ] || find "$@" -maxdepth 0 -printf 'F%y %m %u:%g %i:%C@ %s\0%p\0%l\0' 2>/dev/null
  walk
else
  [ $# = 0 ] || find "$@" -maxdepth 0 -printf 'F%y %m %u:%g %i:%C@ %s\0%p\0%l\0' \
    -xtype f -exec sha256sum --zero -- {} + 2>/dev/null
  contents="(	-type	f	-o	-type	l	!	-path	*.wants/*	!	-path	*.requires/*	!	-path	*.upholds/*	-xtype	f	)	-exec	sha256sum	--zero	--	{}	+	-exec	grep	-aHZnsm1	^# muster: 	{}	+"
  walk -exec grep -aHZs '' {} +
fi
printf 'E\0'
`;
// "$\{" stands for "${", which a template literal would take for its own.
export const surveyScript = text.replaceAll('$\\{', '$' + '{');
