/** Networks that are written as blocks: the text, what they are built of, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../network.js';
import { makeAnyNetwork, makeNetwork, makeQNetwork } from '../registry.js';
import { compiledRun, drawn } from '../testing/runs.js';
import { formatBlocks, parseBlock, parseBlocks, type Block } from './block.js';

const size = fc.integer({ min: 1, max: 63 });
const units = fc.integer({ min: 1, max: 65_536 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('conv' as const),
    size,
    filters: units,
    stride: fc.constant(2 as const),
    dilation: fc.constant(1),
  }),
  fc.record({
    kind: fc.constant('conv' as const),
    size,
    filters: units,
    stride: fc.constant(1 as const),
    dilation: fc.integer({ min: 1, max: 1024 }),
  }),
  fc.record({ kind: fc.constant('res' as const), size, filters: units }),
  fc.record({
    kind: fc.constantFrom('max' as const, 'average' as const, 'mean' as const, 'largest' as const),
  }),
  fc.record({ kind: fc.constantFrom('lstm' as const, 'dense' as const), units }),
);

const shapes = (layers: string, input: readonly number[], kind = 'classifier') =>
  makeAnyNetwork(`blocks:layers=${layers}`, { input, classes: 3, actions: 3 }, kind).parameters.map(
    ({ name, shape }) => `${name} ${shape.join('×')}`,
  );

describe('the text of blocks', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), (blocks) => {
        expect(parseBlocks(formatBlocks(blocks))).toEqual(blocks);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['cnov3x8', /unknown block "cnov"; did you mean "conv"\? Blocks are written conv3x16/],
    ['', /unknown block ""/],
    ['conv3', /"conv3" is not one/],
    ['conv0x8', /"conv0x8" is not one/],
    ['conv3x0', /"conv3x0" is not one/],
    ['conv64x8', /sizes to 63/],
    ['res3x8s2', /"res3x8s2" is not one/],
    ['res3x8d2', /"res3x8d2" is not one/],
    ['conv3x8d0', /"conv3x8d0" is not one/],
    ['conv3x8s2d2', /unknown block "conv3x8s2d2"/],
    ['dense', /"dense" is not one/],
    ['dense65537', /units to 65536/],
    ['max2', /"max2" is not one/],
    ['conv3x8-', /unknown block "conv3x8-"/],
  ])('refuses %j and says how blocks are written', (text, message) => {
    expect(() => parseBlock(text)).toThrow(message);
  });
});

describe('blocks as a network', () => {
  it('are its layers in their order, the last dense one being the hidden layer of the head', () => {
    expect(shapes('conv3x4s2/max/res5x6/dense8/dense7', [8, 8, 2])).toEqual([
      'conv0.weight 3×3×2×4',
      'conv0.bias 4',
      'res2.sum.branch.conv1.weight 5×5×4×6',
      'res2.sum.branch.conv1.bias 6',
      'res2.sum.branch.conv2.weight 5×5×6×6',
      'res2.sum.branch.conv2.bias 6',
      'res2.sum.shortcut.weight 1×1×4×6',
      'res2.sum.shortcut.bias 6',
      `dense3.dense.weight ${2 * 2 * 6}×8`,
      'dense3.dense.bias 8',
      'hidden.weight 8×7',
      'hidden.bias 7',
      'logits.weight 7×3',
      'logits.bias 3',
    ]);
  });

  it('read an LSTM’s steps from the rows of a picture, and from the places of a row', () => {
    expect(shapes('lstm5', [7, 4, 2])[0]).toBe(`lstm0.weight ${4 * 2}×20`);
    expect(shapes('conv3x6/lstm5', [7, 2])).toEqual(
      expect.arrayContaining(['conv0.weight 3×2×6', 'lstm1.weight 6×20']),
    );
  });

  it('have the LSTM’s last state as their features, which the order of the rows changes', async () => {
    const network = makeNetwork('blocks:layers=lstm5', 'classifier', { input: [3, 2], classes: 2 });
    const parameters = drawn(network);
    const { inputs, outputs } = await compiledRun(network.apply, batchOf(network, 1), parameters);
    const view = (part: string) => parameters.view(`lstm0.${part}`);
    const [weight, recurrent, bias] = [view('weight'), view('recurrent'), view('bias')];
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    let [hidden, cell] = [new Array<number>(5).fill(0), new Array<number>(5).fill(0)];
    for (let t = 0; t < 3; t++) {
      const sum = Array.from(bias, (start, j) => {
        const fromInput = [0, 1].reduce(
          (all, i) => all + inputs.input[2 * t + i] * weight[i * 20 + j],
          start,
        );
        return hidden.reduce((all, h, i) => all + h * recurrent[i * 20 + j], fromInput);
      });
      cell = cell.map((c, i) => sigmoid(sum[5 + i]) * c + sigmoid(sum[i]) * Math.tanh(sum[10 + i]));
      hidden = cell.map((c, i) => sigmoid(sum[15 + i]) * Math.tanh(c));
    }
    const [w, b] = [parameters.view('logits.weight'), parameters.view('logits.bias')];
    for (const k of [0, 1]) {
      const wanted = hidden.reduce((all, h, i) => all + h * w[2 * i + k], b[k]);
      expect(outputs.logits[k]).toBeCloseTo(wanted, 5);
    }
  });

  it('are the same below the head in every kind, and take every head of action values', () => {
    const layers = (kind: string) =>
      shapes('conv3x4/lstm5/dense6', [6, 6, 2], kind).filter(
        (each) => !/^(logits|q|policy|value)\./.test(each),
      );
    expect(layers('classifier').length).toBe(7);
    for (const kind of ['q', 'actor-critic', 'policy-value'])
      expect(layers(kind)).toEqual(layers('classifier'));
    const head = { numValues: 3, dueling: true, noisy: 0.5, lstm: 4 };
    const q = makeQNetwork('blocks:layers=conv3x4/dense6', { input: [6, 6, 2], actions: 3 }, head);
    expect(q.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['conv0.weight', 'lstm.recurrent', 'advantage.weightSigma']),
    );
  });

  it('read an observation without places where they are dense only', () => {
    expect(shapes('dense4/dense5', [6], 'q')[0]).toBe('dense0.dense.weight 6×4');
  });

  it.each([
    ['conv3x4', [6], /block "conv3x4" reads rows, pictures or volumes, got \[6\]/],
    ['mean/max', [6, 6, 2], /block "max" reads .* got \[2\]: only dense blocks can follow/],
    ['dense4/lstm3', [6, 6, 2], /layer "lstm1" reads rows .* got \[4\]/],
    ['conv3x4//dense2', [6, 6, 2], /unknown block ""/],
    [Array(101).fill('max').join('/'), [6, 6, 2], /at most 100 blocks, got 101/],
  ])('refuse %j for observations of %j', (layers, input, message) => {
    expect(() => shapes(layers, input)).toThrow(message);
  });
});
