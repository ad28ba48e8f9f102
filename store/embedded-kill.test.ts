import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from './embedded.ts';

const kills = 20;

/**
 * Commits without end, three keys at a time, and reports each commit's number after it has resolved.
 * Each transaction also removes a key of an earlier one, so that a half-done one would show.
 */
const writer = `
  import { openEmbeddedStore } from './store/embedded.ts';
  void (async () => {
    const store = await openEmbeddedStore(process.argv[1], { keepRevisions: 200 });
    let n = Number((await store.get('/count'))?.value.toString() ?? 0);
    for (;;) {
      n += 1;
      const { revision } = await store.commit([], [
        { put: { key: '/count', value: Buffer.from(String(n)) } },
        { put: { key: '/n/' + n, value: Buffer.alloc(3000, String(n % 10)) } },
        { remove: { key: '/n/' + (n - 5) } },
      ]);
      process.stdout.write(n + ' ' + revision + '\\n');
    }
  })();
`;

function startWriter(path: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', writer, path], {
    cwd: join(__dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Lets the writer report at least `commits`, kills it with -9 in whatever it is doing, and returns its last whole report. */
async function killAfter(path: string, commits: number): Promise<{ count: number; revision: number }> {
  const child = startWriter(path);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > commits) child.kill('SIGKILL');
    });
  });
  const lines = output.split('\n');
  const [count, revision] = (lines.at(-2) ?? '').split(' ').map(Number);
  expect(child.signalCode).toBe('SIGKILL');
  return { count: count ?? 0, revision: revision ?? 0 };
}

test(`after kill -9 at ${kills} random points everything that was reported is there, and nothing by halves`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  const path = join(folder, 'store.db');
  try {
    let lastRevision = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const reported = await killAfter(path, 1 + Math.floor(Math.random() * 60));
      const store = await openEmbeddedStore(path);
      const count = Number((await store.get('/count'))?.value.toString());
      const revision = await store.revision();
      expect(count).toBeGreaterThanOrEqual(reported.count);
      expect(revision).toBeGreaterThanOrEqual(reported.revision);
      expect(reported.revision).toBeGreaterThan(lastRevision);
      const { entries } = await store.list('/n/');
      expect(entries.map((entry) => Number(entry.key.slice(3))).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 5 }, (_, i) => count - 4 + i).filter((n) => n > 0),
      );
      expect(entries.every((entry) => entry.value.length === 3000)).toBe(true);
      lastRevision = revision;
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);
