/** Detectors of generated text: passages of Shakespeare, and of what a language model wrote. */
import { duration, percent } from '../cells.mjs';

const MODEL = 'language-gru-1';
const DATA = 'shakespeare';
const TEMPERATURES = [0.5, 0.8, 1];
const LENGTHS = [50, 100, 200, 400];
const SAMPLES = 2000;
const NETWORK = 'blocks:layers=conv5x64/conv5x64/largest/dense64,width=24';
const STEPS = 3000;

export const jobs = TEMPERATURES.map((temperature) => {
  const folder = `runs/written-${temperature}`;
  const runOf = (length) => `detector-${temperature}-${length}`;
  return {
    id: `detector-${temperature}`,
    about: `a detector of what a GRU writes at temperature ${temperature}`,
    table: 'detector',
    commands: {
      texts: `node bench/results/measure/personAndModel.mjs runs/${MODEL} ${DATA} ${SAMPLES} ${Math.max(...LENGTHS)} ${temperature} ${folder}`,
      ...Object.fromEntries(
        LENGTHS.flatMap((length) => [
          [
            `train${length}`,
            `agon train text-classifier --data texts:${folder},length=${length} --steps ${STEPS} --seed 1 --set tokens=characters --set length=${length} --set network=${NETWORK} --run ${runOf(length)}`,
          ],
          [
            `eval${length}`,
            `agon eval --model runs/${runOf(length)} --data texts:${folder},length=${length}`,
          ],
        ]),
      ),
    },
    numbers: (outputs) => ({
      temperature,
      accuracies: Object.fromEntries(
        LENGTHS.map((length) => [
          length,
          { n: outputs[`eval${length}`].n, accuracy: outputs[`eval${length}`].accuracy },
        ]),
      ),
    }),
  };
});

export const tables = [
  {
    name: 'detector',
    row: ({ numbers, commands }) => ({
      temperature: numbers.temperature,
      ...Object.fromEntries(
        LENGTHS.map((length) => [`${length} characters`, percent(numbers.accuracies[length].accuracy)]),
      ),
      'training at 200: CPU': duration(commands.train200.cpuSeconds),
    }),
  },
];
