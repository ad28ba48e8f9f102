#!/bin/bash
# Shows muster at work on three real systemd hosts on this machine: sets up what that needs, builds, runs test/demo.
# Options: --keep leaves it running, --down ends that.
set -euo pipefail
cd "$(dirname "$0")/.."

cannot() { # why
  cat >&2 <<END
The demo cannot run here. $1

Muster itself needs no more than Node.js 20 and SSH. With machines of your own (systemd 239 or newer):

  npm ci && npm run build
  node dist/muster.js apply -f machines.yaml -f manifests/quickstart/

where machines.yaml names them, and the key or the ssh-agent lets you in:

  apiVersion: muster.dev/v1
  kind: Machine
  metadata: {name: web-1}
  spec:
    ssh: {host: web-1.example.org, user: deploy}
    sudo: true
END
  exit 3
}

[ "$(uname -s)" = Linux ] || cannot "It boots hosts out of Linux namespaces, and this is $(uname -s): use a Linux machine or VM."
[ "$(id -u)" = 0 ] || cannot 'Its hosts need root, for namespaces, mounts and a bridge: sudo npm run demo'

needs=(openssh-server openssh-client dbus iproute2 sudo libpam-systemd dbus-user-session)
# shellcheck source=scripts/set-up.sh
. scripts/set-up.sh
problem=$(node_modules/.bin/tsx test/lab/problem.ts) || cannot "$problem"

echo 'building muster'
npm run --silent build
# Not through the command tsx, which kills at a signal what has yet to tidy up.
exec node --import tsx test/demo/demo.ts "$@"
