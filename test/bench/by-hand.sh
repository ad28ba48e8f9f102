#!/bin/bash
# What somebody writes who has ten hosts, ssh, and an afternoon. The peer that muster is measured against.
#
#   by-hand.sh apply CONFIG FOLDER [UNIT…]   copies FOLDER/HOST/* to each host, reloads, enables and starts all of it, and
#                                            restarts the units named
#   by-hand.sh read CONFIG FOLDER            reads each host once: states of units, links, digests of files
#   by-hand.sh open CONFIG FOLDER            opens a connection to each host, to be used by what follows (ControlMaster)
set -u
verb=$1 config=$2 folder=$3
shift 3
changed="$*"

apply='tar -C /etc/systemd/system -xf - && systemctl daemon-reload && cd /etc/systemd/system &&
  systemctl enable --quiet --now bench-*.service && for unit in $CHANGED; do [ ! -e $unit ] || systemctl restart -- $unit; done'
read='systemctl list-units --all --plain --no-legend --full --no-pager
  find /etc/systemd/system -type l -printf "%p %l\n"
  sha256sum /etc/systemd/system/bench-*.service'

pids=()
for path in "$folder"/*/; do
  host=${path%/} host=${host##*/}
  case $verb in
    apply) tar -C "$path" -cf - . | ssh -F "$config" "$host" "CHANGED='$changed'; $apply" & ;;
    read) ssh -F "$config" "$host" "$read" >"$folder/$host.read" </dev/null & ;;
    open) ssh -F "$config" -o ControlMaster=yes -o ControlPersist=yes -fN "$host" & ;;
  esac
  pids+=($!)
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
exit $failed
