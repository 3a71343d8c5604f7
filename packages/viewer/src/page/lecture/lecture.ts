/** The order of a lecture on neural networks that learn to see, write and play, and what there is here for each part of it. */

/** A part of the lecture. */
export interface Slide {
  readonly topic: string;
  /** Ids of lessons; empty where there is none yet. */
  readonly lessons: readonly string[];
  /** What goes on in a terminal. */
  readonly command?: string;
  /** Ids of networks that it is about. */
  readonly networks?: readonly string[];
  /** Ids of what is trained: an agent's algorithm, or what learns from data. */
  readonly trainers?: readonly string[];
  readonly paper: string;
}

/** In the order of the slides. */
export const lecture: readonly Slide[] = [
  {
    ...{
      topic: 'Motivation',
      lessons: ['approximation', 'depth', 'large-data'],
      command: 'npx agon quickstart',
    },
    ...{ networks: ['mlp'], paper: 'LeCun, Bengio & Hinton 2015, Deep learning' },
  },
  {
    ...{ topic: 'Applications', lessons: [], command: 'npx agon view' },
    paper: 'LeCun, Bengio & Hinton 2015, Deep learning',
  },
  {
    ...{ topic: 'Vision', lessons: ['alexnet', 'features'], networks: ['alexnet', 'vgg', 'resnet'] },
    ...{
      command: 'npx agon train classifier --data mnist --steps 4000 --set network=lenet',
      trainers: ['classifier'],
    },
    paper:
      'Krizhevsky, Sutskever & Hinton 2012, ImageNet classification with deep convolutional neural networks',
  },
  {
    ...{
      topic: 'Convolution',
      lessons: ['convolution', 'shared-weights', 'receptive-field'],
      networks: ['lenet'],
    },
    ...{ command: 'npx agon learn convolution', trainers: ['classifier'] },
    paper: 'LeCun et al. 1998, Gradient-based learning applied to document recognition',
  },
  {
    ...{
      topic: 'Pooling',
      lessons: ['pooling'],
      networks: ['lenet', 'vgg'],
      command: 'npx agon learn pooling',
    },
    paper: 'Scherer, Müller & Behnke 2010, Evaluation of pooling operations in convolutional architectures',
  },
  {
    ...{ topic: 'Softmax', lessons: ['softmax'], networks: ['softmax'], command: 'npx agon learn softmax' },
    paper: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
  },
  {
    ...{
      topic: 'Text',
      lessons: ['rules'],
      networks: ['bag', 'convolutional'],
      trainers: ['text-classifier'],
    },
    ...{
      command: 'npx agon data',
      paper: 'Kim 2014, Convolutional neural networks for sentence classification',
    },
  },
  {
    ...{ topic: 'Embeddings', lessons: ['words'], trainers: ['word2vec'], command: 'npx agon learn words' },
    paper: 'Mikolov et al. 2013, Distributed representations of words and phrases',
  },
  {
    ...{ topic: 'Language models', lessons: ['ladder', 'sampling'], networks: ['window', 'rnn', 'gru'] },
    ...{
      trainers: ['language-model'],
      command: 'npx agon train language-model --data shakespeare --minutes 10',
    },
    paper: 'Bengio et al. 2003, A neural probabilistic language model',
  },
  {
    ...{
      topic: 'LSTM',
      lessons: ['memory', 'gates', 'patterns', 'forecast'],
      networks: ['lstm', 'gru', 'tcn'],
    },
    ...{ trainers: ['drqn', 'r2d2'], command: 'npx agon learn memory' },
    paper: 'Hochreiter & Schmidhuber 1997, Long short-term memory',
  },
  {
    ...{
      topic: 'Attention',
      lessons: ['alignments', 'heads'],
      trainers: ['seq2seq'],
      command: 'npx agon learn alignments',
    },
    paper:
      'Bahdanau, Cho & Bengio 2015, Neural machine translation by jointly learning to align and translate',
  },
  {
    ...{ topic: 'Transformer', lessons: ['positions', 'parts'], networks: ['transformer'] },
    ...{ trainers: ['language-model', 'move-model'], command: 'npx agon learn parts' },
    paper: 'Vaswani et al. 2017, Attention is all you need',
  },
  {
    ...{
      topic: 'Reinforcement learning',
      lessons: [],
      networks: ['mlp'],
      trainers: ['reinforce', 'ppo', 'pqn'],
    },
    ...{ command: 'npx agon train pqn --env cart-pole --minutes 1' },
    paper: 'Sutton & Barto 2018, Reinforcement learning: an introduction',
  },
  {
    ...{ topic: 'DQN', lessons: [], networks: ['nature-cnn', 'minatar-cnn'], trainers: ['dqn', 'rainbow'] },
    ...{ command: 'npx agon train dqn --env minatar-breakout --minutes 2' },
    paper: 'Mnih et al. 2015, Human-level control through deep reinforcement learning',
  },
  {
    ...{ topic: 'AlphaGo', lessons: [], networks: ['alphago-policy', 'alphago-value', 'residual-tower'] },
    ...{ trainers: ['alphazero'], command: 'npx agon play --env go9 --agent zoo/go9' },
    paper:
      'Silver et al. 2016, Mastering the game of Go with deep neural networks and tree search; Silver et al. 2018',
  },
  {
    ...{ topic: 'Architecture search', lessons: [], networks: ['blocks'], trainers: ['classifier'] },
    ...{ command: 'npx agon search classifier --data fashion-mnist --steps 20k' },
    paper: 'Zoph & Le 2017, Neural architecture search with reinforcement learning; Li et al. 2020 (ASHA)',
  },
  {
    ...{ topic: 'GANs', lessons: [], paper: 'Goodfellow et al. 2014, Generative adversarial nets' },
  },
  {
    ...{ topic: 'Abilities and limits', lessons: ['adversarial', 'bias', 'counting', 'tally', 'taxonomy'] },
    ...{ command: 'npx agon attacks', trainers: ['classifier'] },
    paper:
      'Szegedy et al. 2014, Intriguing properties of neural networks; Geirhos et al. 2020, Shortcut learning',
  },
];
