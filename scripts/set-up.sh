#!/bin/bash
# Installs what muster's tests and demo need, and nothing that is there already. Sourced by the other scripts, which say
# in `needs` which Debian packages: `needs=(openssh-server dbus)`. Prints only what it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
if [ -z "$major" ] || [ "$major" -lt 20 ]; then
  echo "muster needs Node.js 20 or newer; this is ${major:-none}. See https://nodejs.org/" >&2
  exit 3
fi

# Which program tells that a package is there. What is not listed is asked of dpkg.
installed() {
  case $1 in
    openssh-server) PATH=$PATH:/usr/sbin command -v sshd ;;
    openssh-client) command -v ssh ;;
    iproute2) PATH=$PATH:/usr/sbin command -v ip ;;
    sudo) command -v sudo ;;
    dbus) command -v dbus-daemon ;;
    ansible-core) command -v ansible-playbook ;;
    *) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
  esac >/dev/null 2>&1
}

missing=()
for package in "${needs[@]}"; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }; }
    log=$(mktemp)
    quietly apt-get install -y --no-install-recommends "${missing[@]}" 2>/dev/null ||
      { quietly apt-get update && quietly apt-get install -y --no-install-recommends "${missing[@]}"; }
    rm -f "$log"
  else
    echo "missing: ${missing[*]} (the names of Debian's packages); install them, or run this as root on Debian or Ubuntu" >&2
    lab_problem=1
  fi
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "installing npm packages"
  npm ci --no-audit --no-fund --loglevel=error
fi
