/** English. Metrics are in the order of the curves on a run's page; texts of settings begin small and have no full stop. */
import type { Words } from './words.js';

const metrics = {
  validationAccuracy: [
    'Validation accuracy',
    'The share of pictures of the validation split whose class is the network’s first choice.',
  ],
  validationTop5: [
    'Validation top-5 accuracy',
    'The share of pictures of the validation split whose class is among the network’s first five choices.',
  ],
  validationLoss: [
    'Validation loss',
    'The cross-entropy between the network’s answers and what is right in the validation split, in nats.',
  ],
  robustAccuracy: [
    'Accuracy under attack',
    'The share of attacked pictures of the validation split that are still classified correctly.',
  ],
  validationRelativeError: [
    'Validation error beside the last value',
    'The mean absolute error of forecasts on the validation split, over that of forecasting that all stays as it is.',
  ],
  loss: ['Loss', 'What the learner minimises; mean since the last point.'],
  accuracy: [
    'Training accuracy',
    'The share of pictures in the training batches whose class is the first choice; mean since the last point.',
  ],
  epoch: ['Epoch', 'How often the network has seen each training example.'],
  stepsPerSecond: ['Steps per second', 'Updates of the network.', 'steps/s'],
  learningRate: ['Learning rate', 'Of the optimiser.'],
  gradientNorm: ['Gradient norm', 'The length of the gradient before clipping.'],
  bestScore: [
    'Best network',
    'The score of the best network so far: of those that were trained for longest, the highest.',
  ],
  trialScore: ['Score of each trial', 'What each network has come to at the end of its training.'],
  trialUpdates: ['Updates of each trial', 'For how long each network was trained.'],
  trialParameters: ['Parameters of each trial', 'The number of values that each network learns.'],
  trials: ['Trials', 'Networks that were trained, each time counted.'],
  validationSequences: [
    'Right answers',
    'The share of pairs of the validation split that are answered right from the first word to the last.',
  ],
} satisfies Words['metrics'];

const classifier = {
  network: 'a network of kind classifier and its options (`agon nets`)',
  start: 'weights to begin with, as runs/NAME@STEP or zoo/NAME; layers of another shape begin anew',
  batchSize: 'pictures per update',
  optimiser: 'adamw, or sgd with a momentum of 0.9',
  learningRate: 'initial learning rate; it falls to 0 along half a cosine',
  warmUp: 'updates over which the learning rate rises first; at most a tenth of those over which it falls',
  decaySteps:
    'updates until the learning rate is 0; 0: the --steps of the run; without them it does not fall',
  weightDecay: 'decoupled weight decay, times the learning rate',
  averaging: 'decay of the moving average of the weights, which is what is kept; 0 = no average',
  labelSmoothing: 'label smoothing: the share of the target that all classes share',
  shift: 'augmentation: most pixels that a picture is moved, each way',
  flip: 'augmentation: every other picture is mirrored, left to right',
  crop: 'augmentation: smallest part of its sides that a picture is cut to, and enlarged again; 1 = all',
  colour: 'augmentation: how far light, contrast and tint are changed',
  attackEpsilon:
    'adversarial training: how far each pixel, of values in [0, 1], is changed by the attack that it learns from; 0 = none',
  attackEvery:
    'adversarial training: updates between two attacks on pictures of the validation split; the weights that stood them best are kept, and training ends where they find far more than before',
  validationPictures: 'pictures of the validation split that are measured at each checkpoint',
} satisfies Words['settings']['classifier'];

const forecaster = {
  network: 'a network of kind forecaster and its options (`agon nets`)',
  context: 'steps that the network reads',
  horizon: 'steps that it forecasts at once',
  level:
    'whether it sees values themselves beside their changes since the last step; false for series that rise for ever',
  batchSize: 'windows per update',
  learningRate: 'initial learning rate; it falls to 0 along half a cosine',
  decaySteps:
    'updates until the learning rate is 0; 0: the --steps of the run; without them it does not fall',
  weightDecay: 'decoupled weight decay, times the learning rate',
  averaging: 'decay of the moving average of the weights, which is what is kept; 0 = no average',
} satisfies Words['settings']['forecaster'];

const languageModel = {
  network: 'window, rnn, gru, lstm or transformer and its options (`agon nets`), or counts: ngram:order=6',
  tokens: 'what the text is cut into: characters, byte-pairs or words',
  vocabulary: 'tokens that there are, of byte pairs and words at most',
  length: 'tokens of a stretch that is learned from at once',
  batchSize: 'stretches per update',
  learningRate: 'initial learning rate; it falls to 0 along half a cosine',
  warmUp: 'updates over which the learning rate rises first; at most a tenth of those over which it falls',
  decaySteps:
    'updates until the learning rate is 0; 0: the --steps of the run; without them it does not fall',
  weightDecay: 'decoupled weight decay, times the learning rate',
  clipNorm: 'largest norm of the gradient; longer ones are scaled down to it; 0: none are',
  averaging: 'decay of the moving average of the weights, which is what is kept; 0 = no average',
} satisfies Words['settings']['language-model'];

const seq2seq = {
  network: 'gru, lstm, convolutional or transformer and its options (`agon nets`)',
  leastCount: 'words that are rarer in what is learned from are all one unknown word; 1: none are',
  buckets: 'shapes in which batches are computed, for short and long pairs',
  batchSize: 'pairs per update',
  teacherForcing: 'share of right words that the network reads of the answer; the others are its own',
  learningRate: 'initial learning rate; it falls to 0 along half a cosine',
  warmUp: 'updates over which the learning rate rises first; at most a tenth of those over which it falls',
  decaySteps:
    'updates until the learning rate is 0; 0: the --steps of the run; without them it does not fall',
  weightDecay: 'decoupled weight decay, times the learning rate',
  clipNorm: 'largest norm of the gradient; longer ones are scaled down to it; 0: none are',
  averaging: 'decay of the moving average of the weights, which is what is kept; 0 = no average',
} satisfies Words['settings']['seq2seq'];

const textClassifier = {
  network: 'bag, convnet, tcn, lstm, transformer or blocks and its options (`agon nets`)',
  vectors: 'embeddings that its words begin with, as runs/NAME; words that they lack begin at random',
  tokens: 'what a text is cut into: words in small letters, or all its characters',
  length: 'words (or characters) of a text that are read: longer ones are cut',
  vocabulary: 'different words (or characters) that it knows, the most frequent',
  batchSize: 'texts per update',
  learningRate: 'initial learning rate; it falls to 0 along half a cosine',
  warmUp: 'updates over which the learning rate rises first; at most a tenth of those over which it falls',
  decaySteps:
    'updates until the learning rate is 0; 0: the --steps of the run; without them it does not fall',
  weightDecay: 'decoupled weight decay, times the learning rate',
  averaging: 'decay of the moving average of the weights, which is what is kept; 0 = no average',
} satisfies Words['settings']['text-classifier'];

const word2vec = {
  model:
    'skip-gram: a word tells those around it; cbow: the mean of those around it tells the word (learningRate 0.05)',
  dimensions: 'numbers of a vector',
  window: 'words on each side at most; how many is drawn for each word',
  negatives: 'words drawn for each word that is there, from which it is to be told',
  subsampling: 'words that are a larger share of the text are left out at random; 0: none are',
  subwords: 'vectors that the parts of words share, by hashing, as in fastText; 0: words have no parts',
  leastCount: 'how often a word must stand in the text',
  epochs: 'how often the text is read; the run ends with the last one',
  learningRate: 'initial learning rate; it falls to 0 in a straight line over all epochs',
  reads: 'what is read: the whole text, or its training split',
} satisfies Words['settings']['word2vec'];

export const en = {
  metrics,
  settings: {
    classifier,
    forecaster,
    'language-model': languageModel,
    seq2seq,
    'text-classifier': textClassifier,
    word2vec,
  },
} satisfies Words;
