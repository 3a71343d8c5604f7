import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { AgonError } from './errors.js';
import { anyJson, integers, parseJson } from './savedJson.js';

const schema = v.object({ format: v.literal(1), step: v.pipe(v.number(), v.integer()), name: v.string() });
const faultOf = (text: string): AgonError => {
  try {
    parseJson(schema, text, 'runs/a/config.json');
  } catch (error) {
    return error as AgonError;
  }
  throw new Error('it was accepted');
};

describe('parseJson', () => {
  it('gives what the schema wants, without the keys that it does not know', () => {
    expect(parseJson(schema, '{"format":1,"step":3,"name":"a","later":true}', 'x')).toEqual({
      format: 1,
      step: 3,
      name: 'a',
    });
  });

  it('names the file, the place and what is wrong there', () => {
    const { code, message } = faultOf('{"format":2,"step":1.5}');
    expect(code).toBe('bad-file');
    expect(message).toBe(
      'runs/a/config.json is damaged: "format" must be 1, got 2; "step": Invalid integer: Received 1.5; "name" is missing.',
    );
  });

  it.each([
    ['', 'it is empty'],
    ['\0\0\0', 'is damaged'],
    ['null', 'it must be Object, got null'],
    ['[]', '"format" is missing'],
    ['{"format":1,', 'is damaged'],
  ])('refuses %j', (text, message) => {
    expect(faultOf(text).message).toContain(message);
    expect(faultOf(text).isUsage).toBe(true);
  });

  it('takes a byte order mark, which editors put before a text', () => {
    expect(parseJson(anyJson, '\uFEFF[1]', 'x')).toEqual([1]);
  });

  it.each([
    ['too many levels for a stack', `${'['.repeat(1e5)}${']'.repeat(1e5)}`, 'more than 100 levels'],
    ['a number that no double holds', '{"a":{"b":[1,1e400]}}', '"a.b.1" is a number too large'],
    ['a key that would change the prototype', '{"a":{"__proto__":{"x":1}}}', '"a" has a key "__proto__"'],
  ])('refuses %s', (_, text, message) => {
    const read = () => parseJson(anyJson, text, 'x.json');
    expect(read).toThrow(AgonError);
    expect(read).toThrow(message);
  });

  it('shows no control characters of a file to a terminal', () => {
    expect(faultOf('\0\x1b[2J').message).not.toMatch(/[\0\x1b]/);
    expect(faultOf('{"name":"\\u001b[2J","format":"\\u001b"}').message).not.toMatch(/[\0\x1b]/);
  });

  it('says of a long list what its items must be', () => {
    expect(() => parseJson(v.object({ a: integers }), '{"a":[1,"2"]}', 'x')).toThrow(
      '"a" must be a list of whole numbers',
    );
    expect(() => parseJson(v.object({ a: integers }), '{}', 'x')).toThrow('"a" is missing');
  });
});
