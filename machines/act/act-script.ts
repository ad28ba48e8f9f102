/**
 * The script that carries out a batch. Constant text for /bin/sh; everything that varies is on stdin: one header line
 * (separated by tabs), then a tar archive made by `encode.ts`, whose last entry is `complete`. An act that puts nothing in
 * place, of a shell that stays (see standing-shell.ts), has the lines of its plan there instead.
 *
 * The whole upload is in a stage directory before anything begins, so that a cut upload changes nothing. Signals of a
 * cut connection are ignored: an act that has begun ends. Killed at any point it leaves whole files only, since each
 * comes to its place by a rename; the next act removes the stage. GNU or busybox tar, mv, find -printf; flock if there is one.
 *
 * Output, after a line `muster-act-1`; fields are separated by tabs:
 *
 *     refused REASON message PATH nothing was done; PATH where it failed, where that is known
 *     fail PHASE KEY              KEY is a unit's name or a path
 *     block PHASE UNIT            the unit's later steps were not tried
 *     spoil PHASE UNIT            its record was not written, all else was tried
 *     note PHASE line             what a command said on stderr
 *     end MILLISECONDS            how long the lock was held
 */
const text = String.raw`
trap '' HUP INT TERM PIPE
LC_ALL=C SYSTEMD_COLORS=0 SYSTEMD_PAGER='' SYSTEMD_LOG_LEVEL=notice
export LC_ALL SYSTEMD_COLORS SYSTEMD_PAGER SYSTEMD_LOG_LEVEL
umask 022
set -f
tab='	'
nl='
'
out=
say() { out="$out$1$nl"; }
finish() {
  [ -z "$stage" ] || { cd / && rm -rf -- "$stage" "$\{runtime:?}/$mine"; }
  printf '\nmuster-act-1\n%send\t%s\n' "$out" "$\{held:-0}" 2>/dev/null
  exit 0
}
refuse() { say "refused$tab$1$tab$(printf '%s' "$2" | tr '\n\t' '  ')$\{3:+$tab$3}"; finish; }

stage='' held=''
IFS=$tab read -r scope unitdir state runtime base epoch wait act
IFS=$nl
user=
if [ "$scope" = user ]; then
  user=--user
  if [ -z "$XDG_RUNTIME_DIR" ]; then XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR; fi
fi
read -r boot </proc/sys/kernel/random/boot_id
read -r stat <"/proc/$$/stat"
# shellcheck disable=SC2086 # the numbers after the command's name in /proc/PID/stat
started() { IFS=' '; set -- $\{1##*) }; IFS=$nl; start=$\{20}; }
started "$stat"
mine=.muster-stage.$boot.$$.$start
for directory in "$unitdir" "$state/units" "$runtime/ledger"; do
  [ -d "$directory" ] || made=$(mkdir -p -- "$directory" 2>&1) || refuse Mkdir "$made" "$directory"
done
if [ "$base" = - ]; then
  # shellcheck disable=SC2154 # set by the standing shell
  plan=$(head -n "$muster_lines")
  [ "$\{plan##*"$nl"}" = complete ] || refuse Upload 'the plan was cut short'
else
  made=$(mkdir -m 700 -- "$base/$mine" 2>&1) || refuse Stage "$made" "$base"
  stage=$base/$mine
  cd "$stage" || refuse Stage "cannot enter $stage"
  # The first thing it says: on a full disk it has a line for each of the files.
  unpacked=$(tar -xpomf - 2>&1) || refuse Upload "$\{unpacked%%"$nl"*}" "$base"
  [ -e complete ] || refuse Upload 'the upload was cut short'
  plan=$(cat plan)
fi

# One act at a time. The kernel lets go of the lock when this process ends, however it ends.
if command -v flock >/dev/null; then
  command exec 9>>"$runtime/lock" || refuse Lock "cannot open $runtime/lock"
  if ! flock -w "$wait" 9; then
    holder='another act'
    [ -r "$runtime/lock" ] && read -r holder <"$runtime/lock"
    refuse Busy "$holder held $runtime/lock for more than $wait s"
  fi
  # Who holds it, for people and for those who wait in vain.
  echo "act $act, process $$" >"$runtime/lock"
elif [ "$base" = - ]; then
  # A directory does not let go of itself when its holder is killed, and this shell lives on.
  refuse Busy 'without flock, an act needs a process of its own; any other act'
else
  tries=0
  until mkdir "$runtime/lock.d" 2>/dev/null; do
    holder='' there=''
    [ -r "$runtime/lock.d/holder" ] && read -r holder <"$runtime/lock.d/holder"
    pid=$\{holder%% *}
    if [ -n "$pid" ] && [ -r "/proc/$pid/stat" ]; then read -r stat <"/proc/$pid/stat"; started "$stat"; there="$pid $start $boot"; fi
    if [ -n "$holder" ] && [ "$holder" != "$there" ]; then rm -rf -- "$runtime/lock.d"; continue; fi
    tries=$((tries + 1))
    [ "$tries" -le "$wait" ] || refuse Busy "another act held $runtime/lock.d for $wait s"
    sleep 1
  done
  read -r stat <"/proc/$$/stat"
  started "$stat"
  echo "$$ $start $boot" >"$runtime/lock.d/holder"
  trap 'rm -rf -- "$runtime/lock.d"' EXIT
fi
IFS=' ' read -r before _ </proc/uptime

seen=0
[ -r "$state/epoch" ] && read -r seen <"$state/epoch"
if [ "$epoch" -lt "$\{seen:-0}" ]; then refuse EpochStale "$seen"; fi
if [ "$epoch" -gt "$\{seen:-0}" ]; then
  noted=$({ echo "$epoch" >"$state/.epoch" && mv -f -- "$state/.epoch" "$state/epoch"; } 2>&1) || refuse Epoch "$noted" "$state/epoch"
fi

# Stages of acts that were killed.
sweep() {
  for left; do
    case $left in "$base/$mine" | "$runtime/$mine") continue ;; esac
    [ -d "$left" ] || continue
    id=$\{left##*/.muster-stage.}
    pid=$\{id#*.} pid=$\{pid%%.*} there=''
    if [ "$\{id%%.*}" = "$boot" ] && [ -r "/proc/$pid/stat" ]; then
      read -r stat <"/proc/$pid/stat"
      started "$stat"
      there=$boot.$pid.$start
    fi
    [ "$id" = "$there" ] || rm -rf -- "$left"
  done
}
set +f
sweep "$unitdir"/.muster-stage.* "$runtime"/.muster-stage.*
set -f
if [ -s "$state/stages" ]; then
  # shellcheck disable=SC2046 # one path per line
  sweep $(cat -- "$state/stages")
  : >"$state/stages"
fi

blocked='' spoiled='' all=
is_blocked() { [ -n "$all" ] || case "$nl$blocked" in *"$nl$1$nl"*) return 0 ;; *) return 1 ;; esac; }
block() { say "block$tab$1$tab$2"; blocked="$blocked$2$nl"; spoiled="$spoiled$2$nl"; }
spoil() { say "spoil$tab$1$tab$2"; spoiled="$spoiled$2$nl"; }
notes() { for line in $2; do say "note$tab$1$tab$line"; done; }
# Without the units that are blocked: sets $open.
unblocked() {
  open=$1
  [ -n "$blocked$all" ] || return 0
  open=
  for unit in $1; do is_blocked "$unit" || open="$open$unit$nl"; done
}
# Which of the units $3 does the message $2 of phase $1 name? Sets $blamed; all of them when it names none.
blame() {
  blamed=
  for unit in $3; do
    case " $(printf '%s' "$2" | tr '\n' ' ') " in
      *" $unit "* | *" $unit: "* | *" $unit. "* | *" $unit, "* | *"'$unit'"*) blamed="$blamed$unit$nl" ;;
    esac
  done
  [ -n "$blamed" ] || blamed=$3
  for unit in $blamed; do say "fail$tab$1$tab$unit"; done
  notes "$1" "$2"
}

stops='' asides='' groups='' entries='' owners='' modes='' removes='' empties='' restores='' ledgers='' loadedfrom=''
daemon='' resets='' reloads='' restarts='' starts='' unrecords='' labels=''
# shellcheck disable=SC2086 # one line per word: IFS is a newline, and there is no globbing
for line in $plan; do
  IFS=$tab
  # shellcheck disable=SC2086 # split at tabs
  set -- $line
  IFS=$nl
  case $1 in
    stop) stops="$stops$2$nl" ;;
    set-aside) asides="$asides$line$nl" ;;
    group) groups="$groups$line$nl" ;;
    entry) entries="$entries$line$nl" ;;
    owner) owners="$owners$line$nl" ;;
    mode) modes="$modes$line$nl" ;;
    remove) removes="$removes$line$nl" ;;
    empty) empties="$empties$2$nl" ;;
    restore) restores="$restores$line$nl" ;;
    label) labels="$labels$2$nl" ;;
    daemon-reload) daemon=1 ;;
    reset-failed) resets="$resets$2$nl" ;;
    ledger) ledgers="$ledgers$line$nl" ;;
    loaded) loadedfrom="$loadedfrom$2$nl" ;;
    reload) reloads="$reloads$line$nl" ;;
    restart) restarts="$restarts$2$nl" ;;
    start) starts="$starts$2$nl" ;;
    unrecord) unrecords="$unrecords$2$nl" ;;
  esac
done

# stop: with the definitions that are loaded now
if [ -n "$stops" ]; then
  # shellcheck disable=SC2086 # one unit per line
  if ! said=$(systemctl $user stop -- $stops 2>&1); then
    still=
    # shellcheck disable=SC2046,SC2086
    set -- $(systemctl $user is-active -- $stops 2>/dev/null)
    for unit in $stops; do
      case $1 in inactive | failed | unknown) ;; *) still="$still$unit$nl" ;; esac
      [ $# = 0 ] || shift
    done
    for unit in $still; do say "fail$\{tab}stop$tab$unit"; block stop "$unit"; done
    [ -z "$still" ] || notes stop "$said"
  fi
fi

device() { stat -c %d -- "$@" 2>/dev/null; }
# Whether every target is on the file system of the stage, so that a rename suffices.
same=1
if [ -n "$groups" ]; then
  targets='' missing=
  for line in $groups; do
    target=$\{line##*"$tab"}
    targets="$targets$target$nl"
    [ -d "$target" ] || missing="$missing$target$nl"
  done
  # What fails here fails again, and is told, where the file is put in place.
  # shellcheck disable=SC2086
  [ -z "$missing" ] || mkdir -p -- $missing 2>/dev/null
  # shellcheck disable=SC2046,SC2086
  devices=$(device . $targets)
  one=$\{devices%%"$nl"*}
  for number in $devices; do [ "$number" = "$one" ] || same=; done
fi
# Puts the staged entries of every group of the phase $1 in place, one rename each.
place() {
  phase=$1
  if [ -n "$blocked$spoiled$all" ]; then
    for line in $entries; do
      IFS=$tab
      # shellcheck disable=SC2086
      set -- $line
      IFS=$nl
      [ "$2" = "$phase" ] || continue
      if is_blocked "$5"; then rm -f -- "g/$3/$4"; continue; fi
      [ "$phase" = record ] && case "$nl$spoiled" in *"$nl$5$nl"*) rm -f -- "g/$3/$4" ;; esac
    done
  fi
  left=
  for line in $groups; do
    IFS=$tab
    # shellcheck disable=SC2086
    set -- $line
    IFS=$nl
    [ "$2" = "$phase" ] || continue
    number=$3 target=$4 from="g/$3"
    set +f
    # Also a name that begins with one or two dots; one that stands for itself, unmatched, is not there.
    set -- "$from"/* "$from"/.[!.]* "$from"/..?*
    set -f
    files=
    for file; do if [ -e "$file" ] || [ -L "$file" ]; then files="$files$file$nl"; fi; done
    [ -n "$files" ] || continue
    if ! [ -d "$target" ]; then made=$(mkdir -p -- "$target" 2>&1) || notes "$phase" "$made"; fi
    if [ -z "$same" ] && [ "$(device "$target")" != "$(device .)" ]; then
      # Another file system: a rename cannot cross, so copy beside the target first.
      echo "$target/$mine" >>"$state/stages"
      # shellcheck disable=SC2086
      if said=$({ mkdir -p -- "$target/$mine" && cp -a -- $files "$target/$mine/" && sync -f -- "$target/$mine"; } 2>&1); then
        copies=
        for file in $files; do copies="$copies$target/$mine/$\{file##*/}$nl"; done
        # shellcheck disable=SC2086
        said=$(mv -f -- $copies "$target/" 2>&1)
        for file in $files; do
          [ -e "$target/$mine/$\{file##*/}" ] || [ -L "$target/$mine/$\{file##*/}" ] || rm -f -- "$file"
        done
      fi
      rm -rf -- "$\{target:?}/$mine"
    else
      # shellcheck disable=SC2086
      said=$(mv -f -- $files "$target/" 2>&1)
    fi
    [ -z "$said" ] || notes "$phase" "$said"
    for file in $files; do
      if [ -e "$file" ] || [ -L "$file" ]; then left="$left$number$tab$\{file##*/}$tab$target/$\{file##*/}$nl"; fi
    done
  done
  for line in $left; do
    IFS=$tab
    # shellcheck disable=SC2086
    set -- $line
    IFS=$nl
    say "fail$tab$phase$tab$3"
    for entry in $entries; do
      case $entry in "entry$tab$phase$tab$1$tab$2$tab"*)
        case $phase in link) spoil "$phase" "$\{entry##*"$tab"}" ;; *) block "$phase" "$\{entry##*"$tab"}" ;; esac ;;
      esac
    done
  done
}
failed() { say "fail$tab$1$tab$2"; notes "$1" "$4"; block "$1" "$3"; }

# guard PHASE UNIT PATH: a directory may lead elsewhere by a symbolic link, but not to what check-file-path.ts forbids.
guarded='' real=
guard() {
  case $3 in "$unitdir"/* | "$state"/*) return 0 ;; esac
  if [ "$\{3%/*}" != "$guarded" ]; then
    guarded=$\{3%/*}
    real=$(cd -P -- "$guarded/" 2>/dev/null && pwd -P)
  fi
  case $real in '' | "$guarded") return 0 ;; esac
  case $real/$\{3##*/} in
    /proc/* | /sys/* | /dev/* | /run/systemd/* | */systemd/system/* | */systemd/user/* | */systemd/system.*/* | "$state"/* | "$runtime"/* | \
      /etc/ssh/* | */.ssh/* | /etc/pam.d/* | /etc/sudoers* | /etc/passwd* | /etc/shadow* | /etc/group* | /etc/gshadow* | /etc/nsswitch.conf)
      failed "$1" "$3" "$2" "$3: its directory leads to $real, which muster never touches; name a directory of the unit's own" ;;
  esac
}
for group in $groups; do
  target=$\{group##*"$tab"}
  case $group in "group$\{tab}write$tab"*) ;; *) continue ;; esac
  case $target/ in "$unitdir"/*) continue ;; esac
  number=$\{group#*"$tab"*"$tab"} number=$\{number%%"$tab"*}
  for entry in $entries; do
    case $entry in "entry$\{tab}write$tab$number$tab"*)
      name=$\{entry#"entry$\{tab}write$tab$number$tab"}
      guard write "$\{entry##*"$tab"}" "$target/$\{name%%"$tab"*}" ;;
    esac
  done
done
for line in $asides $removes $restores; do
  IFS=$tab
  # shellcheck disable=SC2086
  set -- $line
  IFS=$nl
  case $1 in
    set-aside | remove) guard "$1" "$2" "$3" ;;
    restore) guard remove "$2" "$4" ;;
  esac
done

place intent

# set-aside UNIT PATH KEPT REPLACED
for line in $asides; do
  IFS=$tab
  # shellcheck disable=SC2086
  set -- $line
  IFS=$nl
  is_blocked "$2" && continue
  [ -e "$3" ] || [ -L "$3" ] || continue
  kept=$4 beside=$\{4%/*}/.muster-aside
  if said=$({
    mkdir -p -- "$\{kept%/*}" && rm -rf -- "$beside" || exit 1
    if [ -f "$kept" ] && [ ! -L "$3" ] && cmp -s -- "$3" "$kept"; then exit 0; fi
    cp -a -- "$3" "$beside" || exit 1
    # A link has no content of its own, and what it leads to may not be there.
    [ -L "$beside" ] || sync -- "$beside" || exit 1
    if [ -e "$kept" ] || [ -L "$kept" ]; then
      count=1
      while [ -e "$kept.$count" ] || [ -L "$kept.$count" ]; do count=$((count + 1)); done
      mv -- "$kept" "$kept.$count" || exit 1
    fi
    mv -- "$beside" "$kept" || exit 1
  } 2>&1); then
    if [ "$5" = 0 ]; then said=$(rm -f -- "$3" 2>&1) || failed set-aside "$3" "$2" "$said"; fi
  else
    failed set-aside "$3" "$2" "$said"
  fi
done

# write
each_owner() { # COMMAND LINES: one call per distinct value
  command=$1
  value='' files=
  for line in $2 "x$tab$tab"; do
    IFS=$tab
    # shellcheck disable=SC2086
    set -- $line
    IFS=$nl
    if [ "$\{2-}" != "$value" ]; then
      if [ -n "$files" ]; then
        # shellcheck disable=SC2086
        if ! said=$($command -h -- "$value" $files 2>&1); then
          notes write "$said"
          for file in $files; do
            number=$\{file#g/} number=$\{number%%/*}
            for entry in $entries; do
              case $entry in "entry$\{tab}write$tab$number$tab$\{file##*/}$tab"*)
                for group in $groups; do
                  case $group in "group$\{tab}write$tab$number$tab"*) say "fail$\{tab}write$tab$\{group##*"$tab"}/$\{file##*/}" ;; esac
                done
                block write "$\{entry##*"$tab"}" ;;
              esac
            done
          done
        fi
      fi
      value=$\{2-} files=
    fi
    files="$files$\{3-}$nl"
  done
}
[ -z "$owners" ] || each_owner chown "$owners"
for line in $modes; do
  IFS=$tab
  # shellcheck disable=SC2086
  set -- $line
  IFS=$nl
  chmod -- "$2" "$3"
done
written=
for line in $entries; do case $line in "entry$\{tab}write$tab"*) written="$written.";; esac; done
if [ -n "$written" ]; then
  # A few files are flushed one by one; for many, one flush of the file system is cheaper than a commit for each.
  if [ $\{#written} -le 8 ]; then
    files=
    for line in $entries; do
      IFS=$tab
      # shellcheck disable=SC2086
      set -- $line
      IFS=$nl
      [ "$2" = write ] && [ -f "g/$3/$4" ] && files="$\{files}g/$3/$4$nl"
    done
    # shellcheck disable=SC2086
    [ -z "$files" ] || sync -- $files 2>/dev/null || sync
  else
    sync -f . 2>/dev/null || sync
  fi
fi
place write
if [ -n "$labels" ] && command -v restorecon >/dev/null; then
  # shellcheck disable=SC2086
  restorecon -- $labels 2>/dev/null
fi

# remove UNIT PATH
gone=
for line in $removes; do
  IFS=$tab
  # shellcheck disable=SC2086
  set -- $line
  IFS=$nl
  is_blocked "$2" || gone="$gone$3$nl"
done
if [ -n "$gone" ]; then
  # shellcheck disable=SC2086
  said=$(rm -f -- $gone 2>&1) || notes remove "$said"
  for line in $removes; do
    path=$\{line##*"$tab"} unit=$\{line#*"$tab"} unit=$\{unit%%"$tab"*}
    if { [ -e "$path" ] || [ -L "$path" ]; } && ! is_blocked "$unit"; then say "fail$\{tab}remove$tab$path"; spoil remove "$unit"; fi
  done
fi
# Those that are not empty stay.
# shellcheck disable=SC2086
[ -z "$empties" ] || rmdir -- $empties 2>/dev/null
# restore UNIT KEPT PATH
for line in $restores; do
  IFS=$tab
  # shellcheck disable=SC2086
  set -- $line
  IFS=$nl
  is_blocked "$2" && continue
  # Given back already, by an act that was cut.
  [ -e "$3" ] || [ -L "$3" ] || continue
  beside=$\{4%/*}/.muster-restore.$$
  if ! said=$({ mkdir -p -- "$\{4%/*}" && cp -a -- "$3" "$beside" && { [ -L "$beside" ] || sync -- "$beside"; } && mv -f -- "$beside" "$4" && rm -f -- "$3"; } 2>&1); then
    rm -f -- "$beside"
    say "fail$\{tab}remove$tab$4"
    notes remove "$said"
    spoil remove "$2"
  fi
done

place link

load=/run/systemd/systemd-units-load
mark_of() { # sets $mark
  if [ "$scope" = user ] || ! [ -e "$load" ]; then
    mark=$(systemctl $user show -p UnitsLoadTimestampMonotonic --value 2>/dev/null)
  else
    mark=$(find "$load" -maxdepth 0 -printf '%T@')
  fi
}
mark=
if [ -n "$daemon" ]; then
  if said=$(systemctl $user daemon-reload 2>&1); then
    mark_of
    echo "$mark" >"$runtime/reload-mark"
  else
    say "fail$\{tab}daemon-reload$tab-"
    notes daemon-reload "$said"
    say "block$\{tab}daemon-reload$tab*"
    all=1
  fi
fi

unblocked "$resets"
if [ -n "$open" ]; then
  # shellcheck disable=SC2086
  said=$(systemctl $user reset-failed -- $open 2>&1) || blame reset-failed "$said" "$open"
fi

# ledger UNIT RESTART RELOAD STARTS PATH…
if [ -n "$ledgers" ] && [ -z "$all" ]; then
  if [ "$scope" = user ] || ! [ -e "$load" ]; then [ -n "$mark" ] || mark_of; fi
  lines=
  for line in $ledgers; do
    unit=$\{line#*"$tab"} unit=$\{unit%%"$tab"*}
    is_blocked "$unit" || lines="$lines$line$nl"
  done
  mkdir -p -- "$runtime/$mine/ledger"
  printf '%s' "$lines" >"$runtime/$mine/lines"
  if [ "$scope" = user ]; then
    units=
    for line in $lines; do line=$\{line#*"$tab"}; units="$units$\{line%%"$tab"*}$nl"; done
    # shellcheck disable=SC2086
    systemctl $user show -p Id -p InvocationID -- $units 2>/dev/null >"$runtime/$mine/shown"
  else
    : >"$runtime/$mine/shown"
  fi
  # shellcheck disable=SC2086
  find "$load" /run/systemd/units $loadedfrom -maxdepth 1 -name 'invocation:*' -printf 'invocation\t%f\t%l\n' -o -path "$load" -printf 'mark\t%T@\n' -o -printf 'file\t%p\t%i:%C@\n' 2>/dev/null >"$runtime/$mine/facts"
  if ! said=$(cd "$runtime/$mine" && LEDGERS=$runtime/ledger MARK=$mark SCOPE=$scope awk -F '\t' '
    BEGIN { mark = ENVIRON["MARK"] }
    FILENAME == "shown" {
      if ($0 ~ /^Id=/) id = substr($0, 4)
      if ($0 ~ /^InvocationID=/) shown[++count] = substr($0, 14)
      if ($0 == "") { if (id != "" && count > 0) invocation[id] = shown[count]; id = ""; count = 0 }
      next
    }
    FILENAME == "facts" && $1 == "invocation" { if (ENVIRON["SCOPE"] == "system") invocation[substr($2, 12)] = $3; next }
    FILENAME == "facts" && $1 == "mark" { if (mark == "") mark = $2; next }
    FILENAME == "facts" { identity[$2] = $3; next }
    {
      if (id != "" && count > 0) { invocation[id] = shown[count]; id = "" }
      unit = $2
      previous = "-"
      if ($5 == "1") { if (invocation[unit] != "") previous = invocation[unit] }
      else {
        old = ENVIRON["LEDGERS"] "/" unit
        if ((getline line < old) > 0) { split(line, field, "\t"); if (field[2] != "") previous = field[2] }
        close(old)
      }
      loaded = ""
      for (i = 6; i <= NF; i++) loaded = loaded (i > 6 ? "," : "") (($i in identity) ? identity[$i] : "-")
      file = "ledger/" unit
      print $3 "\t" previous "\t" $4 "\t" (loaded == "" ? "-" : loaded) "\t" (mark == "" ? "0" : mark) > file
      close(file)
    }' shown facts lines 2>&1 && set +f && mv -f -- ledger/* "$runtime/ledger/" 2>&1); then
    for line in $lines; do
      unit=$\{line#*"$tab"} unit=$\{unit%%"$tab"*}
      say "fail$\{tab}ledger$tab$unit"
      block ledger "$unit"
    done
    notes ledger "$said"
  fi
fi

# reload UNIT DIGEST: waits, since a reload that failed is still owed
if [ -n "$reloads" ]; then
  units=
  for line in $reloads; do line=$\{line#*"$tab"}; units="$units$\{line%%"$tab"*}$nl"; done
  unblocked "$units"
  blamed=
  if [ -n "$open" ]; then
    # shellcheck disable=SC2086
    if command -v timeout >/dev/null; then said=$(timeout 60 systemctl $user reload -- $open 2>&1); else said=$(systemctl $user reload -- $open 2>&1); fi || {
      [ -n "$said" ] || said='still reloading after 60 s'
      blame reload "$said" "$open"
    }
    for unit in $blamed; do spoil reload "$unit"; done
  fi
  for line in $reloads; do
    IFS=$tab
    # shellcheck disable=SC2086
    set -- $line
    IFS=$nl
    is_blocked "$2" && continue
    case "$nl$blamed" in *"$nl$2$nl"*) continue ;; esac
    if [ "$3" != - ] && [ -r "$runtime/ledger/$2" ]; then
      IFS=$tab read -r restart previous _ loaded old <"$runtime/ledger/$2"
      mkdir -p -- "$runtime/$mine"
      printf '%s\t%s\t%s\t%s\t%s\n' "$restart" "$previous" "$3" "$loaded" "$old" >"$runtime/$mine/one" &&
        mv -f -- "$runtime/$mine/one" "$runtime/ledger/$2"
    fi
  done
fi

for phase in restart start; do
  case $phase in restart) unblocked "$restarts" ;; start) unblocked "$starts" ;; esac
  [ -n "$open" ] || continue
  # shellcheck disable=SC2086
  if ! said=$(systemctl $user $phase --no-block -- $open 2>&1); then
    blame "$phase" "$said" "$open"
    for unit in $blamed; do spoil "$phase" "$unit"; done
  fi
done

place record
gone=
for unit in $unrecords; do
  is_blocked "$unit" && continue
  case "$nl$spoiled" in *"$nl$unit$nl"*) continue ;; esac
  gone="$gone$state/units/$unit.json$nl$runtime/ledger/$unit$nl"
done
if [ -n "$gone" ]; then
  # shellcheck disable=SC2086
  said=$(rm -f -- $gone 2>&1) || notes record "$said"
  for unit in $unrecords; do [ ! -e "$state/units/$unit.json" ] || say "fail$\{tab}record$tab$unit"; done
fi

IFS=' ' read -r after _ </proc/uptime
held=$(( ($\{after%.*} - $\{before%.*}) * 1000 + (1$\{after#*.} - 1$\{before#*.}) * 10 ))
finish
`;
// "$\{" stands for "${", which a template literal would take for its own.
export const actScript = text.replaceAll('$\\{', '$' + '{');
