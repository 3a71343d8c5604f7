/** The bytes are those of the format's description, https://github.com/huggingface/safetensors#format. */
import { AgonError } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.js';

const RUNS = process.env.AGON_SLOW === '1' ? 100_000 : 2_000;

const text = new TextDecoder();

function headerOf(bytes: Uint8Array): { length: number; text: string } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { length, text: text.decode(bytes.subarray(8, 8 + length)) };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof AgonError ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
}

describe('encodeSafetensors', () => {
  it('writes length, JSON header padded to 8 bytes with spaces, then little-endian values', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, -2) } }, { step: '7' });
    const header = headerOf(bytes);
    expect(header.length % 8).toBe(0);
    expect(header.text.trimEnd()).toMatch(
      /^\{"__metadata__":\{"agonChecksum":"crc32c:[0-9a-f]{8}","step":"7"\},"a":\{"dtype":"F32","shape":\[2\],"data_offsets":\[0,8\]\}\}$/,
    );
    expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  it('puts wider dtypes first, so that each tensor is aligned', () => {
    const bytes = encodeSafetensors({
      small: { shape: [3], data: Uint8Array.of(1, 2, 3) },
      wide: { shape: [], data: Float64Array.of(0.5) },
      middle: { shape: [1, 1], data: Int32Array.of(-1) },
    });
    const header = JSON.parse(headerOf(bytes).text) as Record<string, { data_offsets?: number[] }>;
    const offsets = Object.fromEntries(
      Object.entries(header)
        .filter(([name]) => name !== '__metadata__')
        .map(([name, entry]) => [name, entry.data_offsets]),
    );
    expect(offsets).toEqual({ wide: [0, 8], middle: [8, 12], small: [12, 15] });
  });

  it('refuses a shape that does not fit the values', () => {
    expect(codeOf(() => encodeSafetensors({ a: { shape: [3], data: new Float32Array(2) } }))).toMatch(
      /^internal: tensor "a" has shape \[3\] but 2 values/,
    );
  });
});

describe('decodeSafetensors', () => {
  it('reads back what was written, for every dtype', () => {
    const data = fc.oneof(
      fc.float32Array({ noNaN: true }),
      fc.float64Array({ noNaN: true }),
      fc.int32Array(),
      fc.uint32Array(),
      fc.uint8Array(),
    );
    const tensors = fc.dictionary(
      fc.string().filter((name) => name !== '__metadata__'),
      data,
    );
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (arrays, metadata) => {
        const stored = Object.fromEntries(
          Object.entries(arrays).map(([name, array]): [string, StoredTensor] => [
            name,
            { shape: [array.length], data: array },
          ]),
        );
        const file = decodeSafetensors(encodeSafetensors(stored, metadata));
        expect(Object.entries(file.metadata).sort()).toEqual(Object.entries(metadata).sort());
        expect(Object.keys(file.tensors).sort()).toEqual(Object.keys(stored).sort());
        for (const [name, tensor] of Object.entries(stored)) {
          expect(Object.getOwnPropertyDescriptor(file.tensors, name)?.value).toEqual(tensor);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('reads bytes that start anywhere in a buffer', () => {
    const bytes = encodeSafetensors({ a: { shape: [1], data: Float32Array.of(3) } });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors.a.data[0]).toBe(3);
  });

  it('reads a Buffer as it reads other bytes', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, -2) } });
    expect(decodeSafetensors(Buffer.from(bytes))).toEqual(decodeSafetensors(bytes));
  });

  it('refuses every file that was cut short', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } });
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(() => decodeSafetensors(bytes.subarray(0, length)))).toMatch(/^bad-checkpoint/);
    }
  });

  it('refuses a dtype that it does not know, naming the tensor', () => {
    const bytes = fileOf('{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}', 4);
    expect(codeOf(() => decodeSafetensors(bytes))).toMatch(/^bad-checkpoint.*"a".*F16/);
  });
});

/** A file of another program: a header as it is given, and zeros behind it. */
function fileOf(header: string | Uint8Array, dataBytes: number): Uint8Array {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (dtype: string, shape: string, offsets: string): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe('a header of another program', () => {
  it.each([
    ['an empty one', '{}', 0],
    [
      'tensors without values',
      `{"a":${entry('F32', '[0]', '[0,0]')},"b":${entry('F32', '[0,7]', '[0,0]')}}`,
      0,
    ],
    [
      'tensors in another order than the bytes',
      `{"b":${entry('F32', '[]', '[8,12]')},"a":${entry('F64', '[1]', '[0,8]')}}  `,
      12,
    ],
    ['metadata last', `{"__proto__":${entry('U8', '[3]', '[0,3]')},"__metadata__":{"é":"ü"}}`, 3],
  ])('is read: %s', (_name, header, dataBytes) => {
    const file = decodeSafetensors(fileOf(header, dataBytes));
    expect(decodeSafetensors(encodeSafetensors(file.tensors, file.metadata))).toEqual(file);
    const names = Object.keys(JSON.parse(header) as object).filter((name) => name !== '__metadata__');
    expect(Object.keys(file.tensors).sort()).toEqual(names.sort());
  });

  it.each([
    ['null', 'null', 0, /begin with \{/],
    ['a list', '[]', 0, /begin with \{/],
    ['leading space', ' {}', 0, /begin with \{/],
    ['a byte order mark', '\ufeff{}', 0, /begin with \{/],
    ['cut', '{"a":', 0, /not JSON/],
    ['not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 0, /bytes 8 to 15, is not UTF-8/],
    ['an entry that is null', '{"a":null}', 0, /tensor "a" must have dtype, shape and data_offsets.*null/],
    ['an entry without a shape', '{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4, /tensor "a" must have/],
    ['an entry with more', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}', 4, /nothing else/],
    ['a dtype from the prototype', `{"a":${entry('constructor', '[1]', '[0,4]')}}`, 4, /dtype "constructor"/],
    ['a broken length', `{"a":${entry('F32', '[1.5]', '[0,6]')}}`, 6, /"a" has shape \[1.5\]/],
    ['a negative length', `{"a":${entry('F32', '[-1,-1]', '[0,4]')}}`, 4, /"a" has shape \[-1,-1\]/],
    ['a length that is text', `{"a":${entry('F32', '["1"]', '[0,4]')}}`, 4, /"a" has shape/],
    [
      'a huge length',
      `{"a":${entry('U8', '[9007199254740991,2]', '[0,4]')}}`,
      4,
      /"a" of shape .* is too large/,
    ],
    ['offsets that are text', `{"a":${entry('F32', '[1]', '["0","4"]')}}`, 4, /"a" has data_offsets/],
    ['broken offsets', `{"a":${entry('U8', '[1]', '[0.5,1.5]')}}`, 2, /"a" has data_offsets/],
    ['three offsets', `{"a":${entry('F32', '[1]', '[0,4,8]')}}`, 8, /"a" has data_offsets/],
    ['offsets in the wrong order', `{"a":${entry('F32', '[1]', '[4,0]')}}`, 4, /lies at bytes 4 to 0 of 4/],
    ['offsets behind the end', `{"a":${entry('F32', '[2]', '[0,8]')}}`, 4, /"a".*needs 8 bytes.*0 to 8 of 4/],
    ['a shape of another size', `{"a":${entry('F32', '[2]', '[0,4]')}}`, 4, /"a".*needs 8 bytes/],
    [
      'a hole',
      `{"a":${entry('U8', '[1]', '[0,1]')},"b":${entry('U8', '[1]', '[2,3]')}}`,
      3,
      /"b" begins at byte 2.*ends at 1/,
    ],
    ['a hole at the start', `{"a":${entry('U8', '[1]', '[1,2]')}}`, 2, /"a" begins at byte 1/],
    [
      'an overlap',
      `{"a":${entry('U8', '[2]', '[0,2]')},"b":${entry('U8', '[2]', '[1,3]')}}`,
      3,
      /"b" begins at byte 1.*within another/,
    ],
    ['bytes left over', `{"a":${entry('U8', '[1]', '[0,1]')}}`, 2, /end at byte 1 of the data, which has 2/],
    [
      'a name twice',
      `{"a":${entry('U8', '[1]', '[0,1]')},"a":${entry('U8', '[1]', '[0,1]')}}`,
      1,
      /a name comes twice/,
    ],
    [
      'a name twice, once escaped',
      `{"a":${entry('U8', '[1]', '[0,1]')},"\\u0061":${entry('U8', '[1]', '[0,1]')}}`,
      1,
      /a name comes twice/,
    ],
    ['metadata that is no text', '{"__metadata__":{"a":1}}', 0, /__metadata__ must hold text, "a" is 1/],
    ['metadata that is null', '{"__metadata__":null}', 0, /__metadata__ must be an object/],
    ['metadata that is a list', '{"__metadata__":["a"]}', 0, /__metadata__ must be an object/],
  ])('is refused: %s', (_name, header, dataBytes, message) => {
    const told = codeOf(() => decodeSafetensors(fileOf(header, dataBytes)));
    expect(told).toMatch(/^bad-checkpoint: this is not a whole safetensors file/);
    expect(told).toMatch(message);
  });

  it('is refused where it says that it is longer than any', () => {
    const bytes = fileOf('{}', 0);
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 64n - 1n, true);
    expect(codeOf(() => decodeSafetensors(bytes))).toMatch(/^bad-checkpoint.*18446744073709551615 bytes/);
  });
});

describe('damage', () => {
  const whole = encodeSafetensors(
    {
      'w.0': { shape: [2, 2], data: Float32Array.of(1, -2, 3, 0.5) },
      steps: { shape: [1], data: Int32Array.of(7) },
      bits: { shape: [3], data: Uint8Array.of(1, 0, 1) },
    },
    { step: '7', note: 'ü' },
  );

  it('of any one bit is found', () => {
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] ^= 1 << (bit & 7);
      expect(
        codeOf(() => decodeSafetensors(bytes)),
        `bit ${bit}`,
      ).toMatch(/^bad-checkpoint/);
    }
  });

  it('of a checksum that another program wrote anew is told as such', () => {
    const header = headerOf(whole).text.replace('":"crc32c:', '": "crc32c:');
    const bytes = fileOf(header, whole.length - 8 - headerOf(whole).length);
    bytes.set(whole.subarray(8 + headerOf(whole).length), 8 + header.length + 1);
    expect(codeOf(() => decodeSafetensors(bytes))).toMatch(/^bad-checkpoint.*its checksum is/);
  });

  it('of any kind is a bad checkpoint or a file that can be written again, never a fault of ours', () => {
    const plain = new TextEncoder().encode(
      `{"__metadata__":{"k":"v"},"a":${entry('F32', '[2,1]', '[0,8]')},"b":${entry('U8', '[4]', '[8,12]')}}`,
    );
    const json = fc.json({ maxDepth: 3 });
    const pieces = fc.oneof(
      fc.constantFrom(
        'null',
        '-1',
        '0',
        '1e99',
        '0.5',
        '[]',
        '{}',
        '""',
        '"F32"',
        '"__proto__"',
        '"a"',
        ',',
        ':',
        '}',
        '9007199254740993',
      ),
      json,
      fc.string(),
    );
    const edits = fc.array(fc.record({ at: fc.nat(plain.length), remove: fc.nat(6), insert: pieces }), {
      minLength: 1,
      maxLength: 3,
    });
    const header = fc.oneof(
      edits.map((all) =>
        all.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          text.decode(plain),
        ),
      ),
      json,
      json.map((value) => `{"a":${value}}`),
      fc.tuple(json, json, json).map(([d, s, o]) => `{"a":{"dtype":${d},"shape":${s},"data_offsets":${o}}}`),
      fc
        .tuple(
          fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 3 }),
          fc.integer({ min: -2, max: 13 }),
          fc.integer({ min: -2, max: 13 }),
        )
        .map(([shape, from, to]) => `{"a":${entry('F32', JSON.stringify(shape), `[${from},${to}]`)}}`),
    );
    fc.assert(
      fc.property(header, fc.nat(13), (text, dataBytes) => {
        const bytes = fileOf(text, dataBytes);
        let file;
        try {
          file = decodeSafetensors(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AgonError);
          expect((error as AgonError).code).toBe('bad-checkpoint');
          return;
        }
        expect(decodeSafetensors(encodeSafetensors(file.tensors, file.metadata))).toEqual(file);
      }),
      { seed: 23, numRuns: RUNS },
    );
  }, 1_800_000);
});
