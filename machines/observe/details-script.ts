/**
 * `systemctl show` for a few units, and whether their main process runs a binary that has been replaced.
 * stdin: the scope, then one unit name per line. Output after a line `muster-details-1`: the records of systemctl
 * show, a line `--`, the PIDs whose binary is gone, one per line,
 * `unmet UNIT` for each that a condition would keep from starting now, and last a line `end STATUS`.
 */
const text = String.raw`
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
  -p UnitFileState -p NeedDaemonReload -p MainPID -p InvocationID -p NRestarts -p Restart -p ExecMainStatus \
  -p ConditionResult -p ConditionTimestampMonotonic -p FreezerState -p Job -p StateChangeTimestampMonotonic -- "$@" 2>&1)
status=$?
printf '\nmuster-details-1\n%s\n--\n' "$shown"
# Of what runs, its binary; of what does not, whether it has conditions that were not tested: systemd forgets a unit that
# does not run and that nothing refers to, and with it that a condition kept it from starting.
executables='' idle=''
for word in $(printf '%s\n' "$shown" | awk '
  function tell() {
    if (active == "inactive" && load == "loaded" && tested == "0" && conditional(files)) print "idle:" id
    active = load = tested = id = files = ""
  }
  function conditional(list,   count, path, line, found, i) {
    count = split(list, path, " ")
    for (i = 1; i <= count; i++) {
      while ((getline line < path[i]) > 0) if (line ~ /^[ \t]*(Condition|Assert)/) found = 1
      close(path[i])
    }
    return found
  }
  /^MainPID=[1-9]/ { print "/proc/" substr($0, 9) "/exe" }
  /^Id=/ { id = substr($0, 4) }
  /^ActiveState=/ { active = substr($0, 13) }
  /^LoadState=/ { load = substr($0, 11) }
  /^FragmentPath=/ { files = files " " substr($0, 14) }
  /^DropInPaths=/ { files = files " " substr($0, 13) }
  /^ConditionTimestampMonotonic=/ { tested = substr($0, 29) }
  /^$/ { tell() }
  END { tell() }'); do
  case $word in idle:*) idle="$idle $\{word#idle:}" ;; *) executables="$executables $word" ;; esac
done
# shellcheck disable=SC2086 # made of digits
[ -z "$executables" ] || find $executables -maxdepth 0 -lname '* (deleted)' 2>/dev/null
for unit in $idle; do
  case $(SYSTEMD_LOG_LEVEL=notice systemd-analyze $user condition --unit="$unit" 2>&1) in
    *'Conditions failed'* | *'Asserts failed'*) printf 'unmet %s\n' "$unit" ;;
  esac
done
printf 'end %s\n' "$status"
`;
// "$\{" stands for "${", which a template literal would take for its own.
export const detailsScript = text.replaceAll('$\\{', '$' + '{');
