/**
 * Contents of files that a glance has found new or changed. stdin: the number of files, then one path per line, the files
 * before the ledgers and records. Output after a line `muster-contents-1`: the records that a survey prints for contents
 * (see survey-script.ts), and last `E \0`.
 */
export const contentsScript = String.raw`
LC_ALL=C
export LC_ALL
set -f
read -r count
IFS='
'
files='' records=''
for path in $(if [ -n "$muster_lines" ]; then head -n "$muster_lines"; else cat; fi); do
  if [ "$count" -gt 0 ]; then
    count=$((count - 1)) files="$files$path
"
  else
    records="$records$path
"
  fi
done
printf '\nmuster-contents-1\n'
# shellcheck disable=SC2086 # one path per line
if [ -n "$files" ]; then
  sha256sum --zero -- $files 2>/dev/null
  grep -aHZnsm1 '^# muster: ' -- $files
fi
# shellcheck disable=SC2086
[ -z "$records" ] || grep -aHZs '' -- $records
printf 'E\0'
`;
