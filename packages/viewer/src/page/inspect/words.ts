/** Words of Look inside. */
import { formatNumber } from '../format.js';
import { titleOf } from '../games.js';

/** What kernels do to a unit, as people say it. */
const STEPS: Readonly<Record<string, string>> = {
  input: 'as it is shown',
  Conv2D: 'inputs × weights',
  Conv3D: 'inputs × weights',
  BatchMatMul: 'inputs × weights',
  Relu: 'cut below 0 (ReLU)',
  Tanh: 'tanh',
  Sigmoid: 'logistic function',
  Softmax: 'softmax',
  MaxPool: 'largest',
  AvgPool: 'mean',
  Mean: 'mean',
  Max: 'largest',
  Sum: 'sum',
  Concat: 'taken over',
  Add: 'plus',
  Sub: 'minus',
  Multiply: 'times',
  RealDiv: 'divided',
};

export const inspectWords = {
  title: 'Look inside',
  allLessons: 'All lessons',
  question:
    'What does each layer of a trained network see, and what is a unit made of? What does a language model write?',
  about:
    'Every layer of a trained network, as it looks at one input. Choose a map or unit: its sum, its filter, what it can see, and what of the input moves it. A language model is given a prompt, and writes; embeddings show which words are near, and what answers sequences where it looks.',
  model: 'Network',
  choose: 'Choose a trained network …',
  none: 'There is no trained network here yet: npx agon train classifier --data mnist --run digits',
  choice: (model: string, subject: string) => `${model}: ${subject}`,
  loading: 'Loading the network …',
  notLoaded: 'No network is loaded.',
  noWorker: 'Look inside could not be started.',
  picture: (index: number, label: string) => `Test picture ${index}: ${label}`,
  played: (env: string, steps: number) => `${titleOf(env)} after ${steps} actions of its own`,
  drawn: 'Your drawing',
  answer: (result: string, name: string, value: number) => `${result}: ${name} ${formatNumber(value)}`,
  index: 'Test picture',
  steps: 'Actions that the agent plays first',
  seed: 'Seed',
  draw: 'Draw here with mouse or finger',
  clear: 'Clear the drawing',
  before: 'Earlier',
  after: 'Later',
  layers: 'Layers',
  input: 'Input',
  scale:
    'Black is 0, white the largest of the layer, blue below 0. In a map, arrow keys move to the next unit.',
  map: (map: number, most: number) => `map ${map}, largest value ${formatNumber(most)}`,
  unitName: (name: string, value: number) => `${name} ${formatNumber(value)}`,
  unit: (layer: string, place: readonly number[]) => `Unit ${place.join(', ')} of ${layer}`,
  named: (name: string) => ` (${name})`,
  step: (kernel: string, parameter: string | undefined) =>
    `${STEPS[kernel] ?? kernel}${parameter === undefined ? '' : ` ${parameter}`}`,
  sum: 'Its sum',
  from: 'input',
  value: 'value',
  weight: 'weight',
  product: 'product',
  more: (count: number) => `… and ${count} more`,
  noSum: 'This unit is no weighted sum.',
  filter: 'Its filter',
  sees: 'What it can see (yellow)',
  saliency: 'What moves it',
  way: 'Saliency by',
  ways: {
    gradient: 'gradient',
    'gradient-times-input': 'gradient × input',
    smooth: 'SmoothGrad',
  },
  everything: 'It sees the whole input.',
} as const;
