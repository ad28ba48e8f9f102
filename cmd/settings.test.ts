import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GlobalFlags, readSettings } from './settings.ts';

function folder(options = ''): string {
  const home = mkdtempSync(join(tmpdir(), 'muster-test-'));
  if (options !== '') writeFileSync(join(home, 'muster.yaml'), options);
  return home;
}

function read(flags: GlobalFlags, environment: Record<string, string>) {
  return readSettings(flags, environment, '/');
}

test('a flag wins over the environment, that over the file, that over the default', async () => {
  const home = folder('color: never\nnamespace: from-file\n');
  expect(await read({ home: folder() }, {})).toMatchObject({
    color: 'auto',
    namespace: 'default',
    logLevel: undefined,
  });
  expect(await read({ home }, {})).toMatchObject({ home, color: 'never', namespace: 'from-file' });
  expect(await read({}, { MUSTER_HOME: home, MUSTER_COLOR: 'auto', MUSTER_NAMESPACE: 'x' })).toMatchObject({
    home,
    color: 'auto',
    namespace: 'x',
  });
  expect(await read({ home, color: 'always' }, { MUSTER_COLOR: 'auto' })).toMatchObject({ color: 'always' });
  expect(await read({ home }, { MUSTER_LOG_LEVEL: 'debug' })).toMatchObject({ logLevel: 'debug' });
});

test('the home of root and of others', async () => {
  const { home } = await read({}, {});
  expect(home).toMatch(process.getuid?.() === 0 ? /^\/var\/lib\/muster$/ : /\/\.local\/state\/muster$/);
});

test.each([
  ['colour: never', /muster\.yaml: unknown option "colour"; the options are/],
  ['color: pink', /muster\.yaml: color: "pink" is not one of auto, always, never/],
  ['- a list', /muster\.yaml: expected options such as/],
  ['a: [', /muster\.yaml: /],
])('a wrong options file names itself: %s', async (text, message) => {
  await expect(read({ home: folder(text) }, {})).rejects.toThrow(message);
});

test('--config names a file that exists', async () => {
  const home = folder();
  await expect(read({ home, config: 'nope.yaml' }, {})).rejects.toThrow('/nope.yaml does not exist');
  writeFileSync(join(home, 'other.yaml'), 'namespace: other\n');
  expect(await read({ home, config: join(home, 'other.yaml') }, {})).toMatchObject({ namespace: 'other' });
});

test('a wrong variable is named', async () => {
  await expect(read({ home: folder() }, { MUSTER_LOG_LEVEL: 'loud' })).rejects.toThrow(
    /MUSTER_LOG_LEVEL: "loud" is not one of trace, debug/,
  );
});
