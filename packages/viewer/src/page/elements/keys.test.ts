import { describe, expect, it } from 'vitest';
import { keyName } from './keys.js';

describe('keyName', () => {
  it('does not tell capitals from small letters, and tells shifted named keys', () => {
    const cases: [string, boolean, string][] = [
      ['h', false, 'h'],
      ['H', true, 'h'],
      ['?', true, '?'],
      ['+', true, '+'],
      ['ArrowLeft', false, 'ArrowLeft'],
      ['ArrowLeft', true, 'Shift+ArrowLeft'],
      [' ', false, ' '],
    ];
    for (const [key, shiftKey, name] of cases) expect(keyName({ key, shiftKey })).toBe(name);
  });
});
