/** Lesson: how scores become probabilities. */
import { count, described, number } from '@agon/core';
import * as v from 'valibot';
import type { Line } from '../figure.js';
import { lesson } from '../lesson.js';
import { probabilities } from './probabilities.js';

/** Temperatures that are drawn, at equal distances of their logarithms. */
const TEMPERATURES = Array.from({ length: 61 }, (_, i) => 10 ** (i / 30 - 1));
/** Differences of two logits that are drawn. */
const DIFFERENCES = Array.from({ length: 65 }, (_, i) => (i - 32) / 4);

const schema = v.strictObject({
  logits: v.optional(
    described(
      v.pipe(v.array(count(-50, 50)), v.minLength(2), v.maxLength(6)),
      'the score of each class, two to six whole numbers such as 2/1/0',
    ),
    [3, 2, 0, -1],
  ),
  temperature: v.optional(
    described(number(0.05, 100), 'what the scores are divided by: below 1 sharper, above 1 flatter'),
    1,
  ),
});

const entropyOf = (chances: readonly number[]): number =>
  chances.reduce((sum, chance) => sum - (chance > 0 ? chance * Math.log2(chance) : 0), 0);

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const softmax = lesson({
  id: 'softmax',
  title: 'Softmax: scores become probabilities',
  question: 'A network gives each class a score. How sure is it?',
  sentences: [
    'Softmax raises e to each score and divides by the sum, so that all chances are above 0 and add up to 1; only differences of scores count.',
    'A low temperature gives nearly all to the highest score, a high one makes all nearly equal; their order stays.',
    'With two classes the chance of one is the logistic function of the difference of the two scores: logistic regression is the special case.',
  ],
  paper:
    'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs; Guo et al. 2017 (temperature)',
  command: 'npx agon train classifier --data mnist --set network=softmax',
  usedBy: 'The last layer of every classifier, and the policies of PPO and AlphaZero.',
  schema,
  async *run({ logits, temperature }, { signal }) {
    if (signal?.aborted) return;
    const [now, ...byTemperature] = await probabilities(
      [temperature, ...TEMPERATURES].map((each) => ({ logits, temperature: each })),
    );
    const ofTwo = await probabilities(DIFFERENCES.map((each) => ({ logits: [each, 0], temperature })));
    const byLogistic = DIFFERENCES.map((difference) => logistic(difference / temperature));
    const differenceOfTwo = Math.max(...ofTwo.map(([first], i) => Math.abs(first - byLogistic[i])));
    const names = logits.map((logit, i) => `class ${i + 1}, score ${logit}`);
    yield {
      done: 1,
      numbers: {
        ...Object.fromEntries(now.map((chance, i) => [`class${i + 1}`, chance])),
        entropyBits: entropyOf(now),
        differenceToLogistic: differenceOfTwo,
      },
      figure: {
        panels: [
          {
            kind: 'bars',
            title: `Probabilities at temperature ${temperature}`,
            most: 1,
            items: now.map((value, i) => ({
              label: names[i],
              value,
              text: `${(100 * value).toFixed(2)} %`,
            })),
          },
          {
            kind: 'plot',
            title: 'The same scores at every temperature',
            x: { label: 'temperature', isLogarithmic: true },
            y: { label: 'probability', range: [0, 1] },
            lines: names.map((name, i): Line => ({
              name,
              points: byTemperature.map((chances, place) => [TEMPERATURES[place], chances[i]]),
            })),
          },
          {
            kind: 'plot',
            title: `Two classes at temperature ${temperature}`,
            x: { label: 'score of the first minus score of the second' },
            y: { label: 'probability of the first', range: [0, 1] },
            lines: [
              { name: 'softmax', points: ofTwo.map(([first], i) => [DIFFERENCES[i], first]) },
              {
                name: 'logistic function',
                points: byLogistic.map((value, i) => [DIFFERENCES[i], value]),
                style: 'dots',
              },
            ],
          },
        ],
      },
    };
  },
});
