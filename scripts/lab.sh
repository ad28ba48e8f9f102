#!/bin/bash
# Real systemd hosts on this machine: see docs/lab.md. Installs what is missing (Debian, Ubuntu), then runs test/lab/cli.ts.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { # program package
  PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null || missing+=("$2")
}
if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then
  need sshd openssh-server
  need ssh openssh-client
  need dbus-daemon dbus
  need ip iproute2
  need sudo sudo
  [ -e /lib/systemd/systemd ] || missing+=(systemd)
  [ ! -e /etc/debian_version ] || compgen -G '/lib/*/security/pam_systemd.so' >/dev/null || missing+=(libpam-systemd)
  [ ! -e /etc/debian_version ] || [ -e /usr/lib/systemd/user/dbus.socket ] || missing+=(dbus-user-session)
fi
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "The lab needs these Debian packages, or what your distribution calls them: ${missing[*]}" >&2
    exit 3
  fi
  echo "Installing ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  install() { apt-get install -y --no-install-recommends "${missing[@]}" >&2; }
  install || { apt-get update >&2 && install; }
fi
# npm ci refuses a lock file that lacks packages for other platforms, which some registries do not have; npm install does not.
[ -d node_modules ] || npm ci --loglevel=error >/dev/null 2>&1 || npm install --no-save >&2
exec node_modules/.bin/tsx test/lab/cli.ts "$@"
