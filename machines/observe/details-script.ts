/**
 * `systemctl show` for a few units, and whether their main process runs a binary that has been replaced.
 * stdin: the scope, then one unit name per line. Output after a line `muster-details-1`: the records of systemctl
 * show, a line `--`, the PIDs whose binary is gone, one per line,
 * `unmet UNIT` for each that a condition would keep from starting now, and last a line `end STATUS`.
 */
export const detailsScript = String.raw`
LC_ALL=C SYSTEMD_COLORS=0 SYSTEMD_PAGER='' SYSTEMD_LOG_LEVEL=err
export LC_ALL SYSTEMD_COLORS SYSTEMD_PAGER SYSTEMD_LOG_LEVEL
set -f
read -r scope
user=
if [ "$scope" = user ]; then
  user=--user
  if [ -z "$XDG_RUNTIME_DIR" ]; then XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR; fi
fi
# shellcheck disable=SC2046 # unit names hold no blanks, and nothing is globbed
set -- $(if [ -n "$muster_lines" ]; then head -n "$muster_lines"; else cat; fi)
shown=$(systemctl $user show --no-pager \
  -p Id -p Names -p LoadState -p LoadError -p ActiveState -p SubState -p Result -p FragmentPath -p DropInPaths \
  -p UnitFileState -p NeedDaemonReload -p MainPID -p InvocationID -p NRestarts -p ExecMainStatus \
  -p ConditionResult -p ConditionTimestampMonotonic -p FreezerState -p Job -p StateChangeTimestampMonotonic -- "$@" 2>&1)
status=$?
printf '\nmuster-details-1\n%s\n--\n' "$shown"
executables=$(printf '%s\n' "$shown" | sed -n 's|^MainPID=\([1-9][0-9]*\)$|/proc/\1/exe|p')
# shellcheck disable=SC2086 # made of digits
[ -z "$executables" ] || find $executables -maxdepth 0 -lname '* (deleted)' 2>/dev/null
# systemd forgets a unit that does not run and that nothing refers to, and with it that a condition kept it from starting.
idle=$(printf '%s\n' "$shown" | awk '
  function tell() { if (active == "inactive" && load == "loaded" && tested == "0") print id; active = load = tested = id = "" }
  /^Id=/ { id = substr($0, 4) }
  /^ActiveState=/ { active = substr($0, 13) }
  /^LoadState=/ { load = substr($0, 11) }
  /^ConditionTimestampMonotonic=/ { tested = substr($0, 29) }
  /^$/ { tell() }
  END { tell() }')
for unit in $idle; do
  case $(SYSTEMD_LOG_LEVEL=notice systemd-analyze $user condition --unit="$unit" 2>&1) in
    *'Conditions failed'* | *'Asserts failed'*) printf 'unmet %s\n' "$unit" ;;
  esac
done
printf 'end %s\n' "$status"
`;
