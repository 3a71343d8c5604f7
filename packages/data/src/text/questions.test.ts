import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { diskFiles } from '../cache/diskFiles.node.js';
import { openAnalogies } from '../registry.js';
import { memoryFiles } from '../testing/memoryFiles.js';
import { parseQuestions } from './questions.js';

describe('analogies', () => {
  it('are read by section, in small letters', () => {
    expect(parseQuestions('a b c d\n: one\r\n\n// note\nMan King woman queen\n', 'q.txt')).toEqual([
      { name: 'all', questions: [['a', 'b', 'c', 'd']] },
      { name: 'one', questions: [['man', 'king', 'woman', 'queen']] },
    ]);
  });

  it('that have not four words are refused with the line', async () => {
    const open = (text: string) =>
      openAnalogies('analogies:q.txt', memoryFiles({ 'q.txt': new TextEncoder().encode(text) }));
    await expect(open('a b c d\na b c\n')).rejects.toThrow('"q.txt", line 2: "a b c" are not four words');
    await expect(open(': empty\n')).rejects.toThrow('has no question');
    const { splits, spec } = await open('a b c d');
    expect([spec, splits.train.length, splits.test.length]).toEqual(['analogies:q.txt', 0, 1]);
  });
});

describeWith('fixtures', 'the questions of Mikolov et al.', (fixtures) => {
  it('are 19,544 in 14 sections', async () => {
    const path = join(fixtures, 'text', 'questions-words.txt.gz');
    const { splits } = await openAnalogies(`analogies:${path}`, diskFiles());
    expect(splits.test.length).toBe(14);
    expect(splits.test.reduce((sum, { questions }) => sum + questions.length, 0)).toBe(19_544);
  });
});
