/** A shell pattern over a whole name: `*` any text, `?` one character, `[a-z]` a class, `\` takes the next as it is. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  for (let index = 0; index < glob.length; index++) {
    const character = glob[index] ?? '';
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '\\' && index + 1 < glob.length) source += escaped(glob[++index] ?? '');
    else if (character === '[') {
      const close = glob.indexOf(']', index + 2);
      if (close === -1) source += '\\[';
      else {
        const inside = glob.slice(index + 1, close).replace(/[\\\]^]/g, '\\$&');
        source += `[${inside.replace(/^(!|\\\^)/, '^')}]`;
        index = close;
      }
    } else source += escaped(character);
  }
  return new RegExp(`^${source}$`, 's');
}

function escaped(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
