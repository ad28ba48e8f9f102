// Builds dist/: the muster command as ES modules, split so that each command loads only what it needs, and the schemas
// for editors.
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// Built beside, and put in its place at the end: a muster that runs from dist/ meanwhile finds its parts.
const place = join(root, 'dist');
const dist = join(root, `.dist-${process.pid}`);
const schemas = join(root, 'schemas');

await rm(dist, { recursive: true, force: true });
const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

// Native code, or loaded so seldom that a copy of their own would be a waste; npm installs them beside muster.
const external = ['libsql', 'etcd3'];
for (const name of external) {
  if (!(name in dependencies))
    throw new Error(`${name} is left out of the bundle, so it has to be a dependency`);
}

await build({
  absWorkingDir: root,
  entryPoints: { muster: 'cmd/main.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  sourcemap: false,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  external: [...external, 'cpu-features'],
  define: { __dirname: '"."' },
  plugins: [
    {
      // ssh2 itself is in the bundle, which halves the time it takes to load; its native part, where npm could build it, is not.
      name: 'native part of ssh2',
      setup({ onResolve }) {
        onResolve({ filter: /sshcrypto\.node$/ }, () => ({
          path: 'ssh2/lib/protocol/crypto/build/Release/sshcrypto.node',
          external: true,
        }));
      },
    },
  ],
  // The package's own ES module build, instead of CommonJS for Node: only that has named exports when a chunk is loaded later.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  // CommonJS packages in the bundle ask for Node's own modules with require.
  banner: {
    js: "import{createRequire as musterCreateRequire}from'node:module';const require=musterCreateRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

const program = join(dist, 'muster.js');
const text = await readFile(program, 'utf8');
if (!text.startsWith('#!')) {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(program, `#!/usr/bin/env node\n${text}`);
}
await chmod(program, 0o755);

await mkdir(join(dist, 'schemas'), { recursive: true });
for (const file of await readdir(schemas)) {
  if (file.endsWith('.schema.json')) await cp(join(schemas, file), join(dist, 'schemas', file));
}

const before = `${dist}-before`;
await rename(place, before).catch((error) => {
  if (error.code !== 'ENOENT') throw error;
});
await rename(dist, place);
await rm(before, { recursive: true, force: true });
