import { describe, expect, it } from 'vitest';
import { formatSpec, parseSpec, splitSetting } from './spec.js';

describe('parseSpec', () => {
  it('splits id and options, and takes a key alone as true', () => {
    expect(parseSpec('go:size=9,komi=7.5')).toEqual({ id: 'go', options: { size: '9', komi: '7.5' } });
    expect(parseSpec(' tic_tac_toe ')).toEqual({ id: 'tic_tac_toe', options: {} });
    expect(parseSpec('dqn:double')).toEqual({ id: 'dqn', options: { double: 'true' } });
  });

  it('keeps equals signs and colons in values, and forgives blanks and trailing commas', () => {
    expect(parseSpec('x:a=b=c:d, e = f ,').options).toEqual({ a: 'b=c:d', e: 'f' });
  });

  it('takes names that every object has as plain keys', () => {
    const { options } = parseSpec('x:constructor=1,toString=2,__proto__=3');
    expect(Object.entries(options)).toEqual([
      ['constructor', '1'],
      ['toString', '2'],
      ['__proto__', '3'],
    ]);
  });

  it.each([
    ['', 'names nothing'],
    [':size=9', 'names nothing'],
    ['go:=9', 'a value without a name'],
    ['go:size=9,size=13', 'sets "size" twice'],
  ])('refuses %j and says why', (text, reason) => {
    expect(() => parseSpec(text)).toThrowError(reason);
    expect(() => parseSpec(text)).toThrowError(expect.objectContaining({ code: 'bad-spec' }));
  });
});

describe('formatSpec', () => {
  it('writes the id alone where there are no options', () => {
    expect(formatSpec('random')).toBe('random');
    expect(formatSpec('go', { size: 9, komi: 7.5, superko: true })).toBe('go:size=9,komi=7.5,superko=true');
  });

  it('writes lists with slashes, so that they are read back', () => {
    const spec = formatSpec('emoji', { names: 3, styles: ['noto', 'twemoji'] });
    expect(parseSpec(spec).options).toEqual({ names: '3', styles: 'noto/twemoji' });
  });
});

describe('splitSetting', () => {
  it('splits at the first equals sign only', () => {
    expect(splitSetting('command=gnugo --komi=7')).toEqual(['command', 'gnugo --komi=7']);
  });
});
