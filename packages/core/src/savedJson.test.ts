import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { AgonError } from './errors.js';
import { parseJson } from './savedJson.js';

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
});
