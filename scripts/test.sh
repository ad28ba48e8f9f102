#!/bin/bash
# Sets up what the tests need, then runs all of them: types and style, unit and property tests, and the end-to-end tests
# on real systemd hosts. Arguments go to Jest: `npm test -- units`.
set -euo pipefail
cd "$(dirname "$0")/.."
needs=(openssh-server openssh-client dbus iproute2 sudo libpam-systemd dbus-user-session)
# shellcheck source=scripts/set-up.sh
. scripts/set-up.sh

if [ $# -gt 0 ]; then exec npx jest "$@"; fi

echo '== types and style'
npm run --silent check
echo '== build'
npm run --silent build
echo '== unit, property and contract tests'
npx jest --selectProjects unit
echo '== end-to-end tests on real systemd hosts'
# What would not fit into a quarter of an hour: the lab's own tests, each command's every word, fuzz and acts cut at every step.
long='test/lab/lab.e2e|test/e2e/(command-verbs|odd-units|act-chaos).e2e'
[ "${MUSTER_TESTS:-}" != thorough ] || long='^$'
if problem=$(npx tsx test/lab/problem.ts); then
  # Three at a time: some of it is waiting for hosts. What a host left open must not keep Jest from ending.
  npx jest --selectProjects e2e --maxWorkers=3 --forceExit --testPathIgnorePatterns '/node_modules/' "$long"
elif [ "${CI:-}" = true ]; then
  echo "FAILED: the end-to-end tests cannot run here: $problem" >&2
  exit 1
else
  printf '\n*** SKIPPED: the end-to-end tests did not run. %s ***\n\n' "$problem" >&2
fi
if [ "${MUSTER_TESTS:-}" != thorough ]; then
  echo "Left to npm run test:thorough: $long, and more rounds of random faults."
fi
