import { applyPatch } from 'diff';
import fc from 'fast-check';
import { fileDiff } from './file-diff.ts';
import { bodyOf, parseStamp, sha256, withStamp } from './stamp.ts';

const text = (content: string) => Buffer.from(content, 'utf8');

describe('fileDiff', () => {
  test('is what diff -u writes', () => {
    expect(
      fileDiff({ path: '/etc/a', live: text('a\nb\nc\n'), desired: text('a\nB\nc\n'), liveLabel: 'web-1' }),
    ).toBe('--- /etc/a\tweb-1\n+++ /etc/a\tdesired\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n');
  });

  test('a file that comes, one that goes, one that stays', () => {
    expect(fileDiff({ path: '/a', live: null, desired: text('x\n') })).toBe(
      '--- /dev/null\n+++ /a\tdesired\n@@ -0,0 +1,1 @@\n+x\n',
    );
    expect(fileDiff({ path: '/a', live: text('x\n'), desired: null })).toContain(
      '+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n',
    );
    expect(fileDiff({ path: '/a', live: text('x'), desired: text('x') })).toBe('');
    expect(fileDiff({ path: '/a', live: null, desired: null })).toBe('');
  });

  test('nothing of a secret, nor of binary content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.uint8Array({ minLength: 1 }), (live, desired) => {
        const diff = fileDiff({
          path: '/a',
          live: Buffer.from(live),
          desired: Buffer.from(desired),
          secret: true,
        });
        expect(['', '--- /a\tlive\n+++ /a\tdesired\n(secret content differs)\n']).toContain(diff);
      }),
    );
    expect(fileDiff({ path: '/a', live: text('x'), desired: Buffer.from([0, 1]) })).toContain(
      '(binary content differs: 1 bytes live, 2 bytes desired)',
    );
    expect(fileDiff({ path: '/a', live: Buffer.from([0xff]), desired: null })).toContain('binary');
  });

  test('applied to the live file it gives the desired one', () => {
    const content = fc
      .array(fc.constantFrom('a', 'b', '', '-- x', '@@ y'), { maxLength: 8 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(content, content, (live, desired) => {
        const diff = fileDiff({ path: '/a', live: text(live), desired: text(desired) });
        if (live === desired) expect(diff).toBe('');
        else expect(applyPatch(live, diff)).toBe(desired);
      }),
    );
  });
});

describe('the stamp', () => {
  test('comes off as it was put on', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = Buffer.from(bytes);
        const stamped = withStamp('a@.service', body);
        expect(bodyOf(stamped)).toEqual(body);
        expect(parseStamp(stamped.toString('utf8'))).toEqual({ name: 'a@.service', digest: sha256(body) });
      }),
    );
  });

  test('is not seen in files of others', () => {
    expect(parseStamp('# muster: a.service\n[Service]\n')).toBeNull();
    expect(parseStamp('[Service]\n')).toBeNull();
    expect(bodyOf(text('[Service]\n'))).toEqual(text('[Service]\n'));
  });
});
