import { describe, expect, it } from 'vitest';
import { faultOfFileName } from './fileName.js';

describe('faultOfFileName', () => {
  it.each([
    'a',
    'dqn-seed1',
    '50.safetensors',
    '.hidden',
    'ä ö',
    '日本',
    'a..b',
    'console',
    'comet1',
    'x'.repeat(300),
  ])('takes %j', (name) => expect(faultOfFileName(name)).toBeUndefined());

  it.each([
    ...[
      '',
      '.',
      '..',
      '...',
      'a.',
      'a ',
      '../x',
      'a/b',
      '/etc',
      'a\\b',
      '\\\\host\\share',
      'C:',
      'C:x',
      'a:stream',
    ],
    ...['a\0', '\n', '\x7f', '\ud800', 'nul', 'CON', 'aux.json', 'LPT1.x'],
  ])('refuses %j', (name) => expect(faultOfFileName(name)).toMatch(/^it /));
});
