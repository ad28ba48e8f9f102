/** Contents of many files in one exec. */
import type { ExecScript } from './exec-script.ts';
import { LinkError } from './link.ts';

/**
 * Reads NUL-terminated paths from stdin; prints one line for each: `=BASE64`, or `-` when there is no such file.
 * Base64, because the size of a file that somebody is writing to cannot be announced; xargs, because POSIX sh cannot
 * read NUL-separated input.
 */
const readScript = String.raw`
xargs -0 sh -c '
for path do
  if [ -f "$path" ] && [ -r "$path" ]; then
    printf =
    base64 <"$path" | tr -d "\n"
    echo
  else
    echo -
  fi
done' sh
`;

/** null where there is no regular file, or it cannot be read. Rejects as ExecScript does. */
export async function readFiles(
  execScript: ExecScript,
  paths: readonly string[],
  deadlineMs: number,
): Promise<Map<string, Buffer | null>> {
  const contents = new Map<string, Buffer | null>();
  if (paths.length === 0) return contents;
  for (const path of paths) {
    if (!path.startsWith('/') || path.includes('\0')) {
      throw new LinkError('ProtocolError', `"${path}" is not an absolute path`);
    }
  }
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''));
  const { stdout, stderr, code } = await execScript(readScript, input, { privileged: true, deadlineMs });
  if (code !== 0)
    throw new LinkError('ProtocolError', `reading files failed with status ${code}: ${stderr.trim()}`);
  const lines = stdout.toString('latin1').split('\n');
  for (const [index, path] of paths.entries()) {
    const line = lines[index] ?? '';
    if (line === '-') contents.set(path, null);
    else if (line.startsWith('=') && index + 1 < lines.length)
      contents.set(path, Buffer.from(line.slice(1), 'base64'));
    else throw new LinkError('ProtocolError', `reading ${path}: the answer is cut short`);
  }
  return contents;
}
