#!/bin/bash
# Measures muster against a script written by hand and against Ansible, on ten real systemd hosts of the lab, and prints one
# table. `npm run bench -- --help` has the options; docs/performance.md has the figures and what they mean.
set -euo pipefail
cd "$(dirname "$0")/.."
needs=(openssh-server openssh-client dbus iproute2 sudo libpam-systemd dbus-user-session)
# Ansible is a peer only where it is wanted: it is slow, and large.
case " $* " in
  *' --quick '* | *' --no-ansible '* | *' --help '* | *' -h '*) ;;
  *) needs+=(ansible-core) ;;
esac
# shellcheck source=scripts/set-up.sh
. scripts/set-up.sh
if problem=$(npx tsx test/lab/problem.ts); then :; else
  echo "the benchmark cannot run here: $problem" >&2
  exit 3
fi
npm run --silent build
exec npx tsx test/bench/main.ts "$@"
