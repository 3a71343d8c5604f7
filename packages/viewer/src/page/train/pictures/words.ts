/** Words of classifiers that are trained in the page. */
import { formatNumber, formatPercent } from '../../format.js';

export const pictureWords = {
  title: 'Classify pictures',
  about: 'A network learns to tell pictures apart; then you draw a digit and it answers.',
  loading: 'Loading …',
  noWorker: 'The training could not be started.',
  data: 'Pictures',
  network: 'Network',
  steps: 'Updates',
  settings: 'More settings',
  begin: 'Train the network',
  missing: (id: string) => `not here: npx agon data get ${id}`,
  option: (spec: string, title: string, missing: string | undefined) => `${spec} – ${missing ?? title}`,
  latest: {
    loss: (loss: number) => `loss ${formatNumber(loss)}`,
    accuracy: (share: number) => `${formatPercent(share)} right while it learns`,
    stepsPerSecond: (speed: number) => `${formatNumber(speed)} updates/s`,
  },
  opening: 'Reading the pictures …',
  test: 'Pictures it has not learned from',
  right: (right: number, of: number, step: number) =>
    `At update ${formatNumber(step)} it takes ${formatNumber(right)} of ${formatNumber(of)} for what they are (${formatPercent(right / of)}).`,
  notAsked: 'Its first answers come at the first checkpoint.',
  some: 'Some of all',
  wrong: (count: number) => `Only wrong ones (${formatNumber(count)})`,
  noneWrong: 'None of them is wrong.',
  answer: (taken: string, label: string, probability: number) =>
    taken === label
      ? `${taken}, ${formatPercent(probability)}`
      : `taken for ${taken} (${formatPercent(probability)}), it is ${label}`,
  picture: (label: string) => `a picture of ${label}`,
  rightly: (label: string) => `✓ ${label}`,
  wrongly: (taken: string, label: string) => `✗ ${taken}, is ${label}`,
  drawing: 'Draw a digit',
  drawingHint:
    'Draw with the mouse or a finger. The network sees it as MNIST has its digits, in 28×28 pixels.',
  notYet: 'It answers once it has learned a little.',
  seen: 'What the network sees',
  clear: 'Clear',
  goOn: 'The same in a terminal',
} as const;
