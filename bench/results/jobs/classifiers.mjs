/** Classifiers of pictures: what networks reach on MNIST, Fashion-MNIST and emoji, and what is left of it under attack. */
import { duration, percent } from '../cells.mjs';

const SEEDS = [1, 2, 3];

/** What is trained, by the name of its runs; `reference`: what others report for such networks. */
const CASES = {
  'mnist-mlp': {
    data: 'mnist',
    network: 'mlp:hidden=256/128',
    steps: 6000,
    sets: 'shift=1',
    reference: '97.05 % (dense, 500 and 150 units, LeCun et al. 1998; with distortions 97.55)',
  },
  'mnist-lenet': {
    data: 'mnist',
    network: 'lenet',
    steps: 4000,
    sets: 'shift=1',
    reference: '99.05 % (LeNet-5, LeCun et al. 1998; with distortions 99.2)',
  },
  'mnist-convnet': {
    data: 'mnist',
    network: 'convnet:filters=16/32/64,dropout=0.3',
    steps: 6000,
    sets: 'shift=2',
    reference: '99.4 % (convolutions, 500 k parameters: README of Fashion-MNIST)',
  },
  'fashion-convnet': {
    data: 'fashion-mnist',
    network: 'convnet:filters=16/32/64,norm=batch',
    steps: 6000,
    sets: 'flip=true shift=1',
    reference: '92.5 % (two convolutions, below 100 k parameters: README of Fashion-MNIST)',
  },
  'fashion-resnet': {
    data: 'fashion-mnist',
    network: 'resnet:depth=14',
    steps: 9000,
    sets: 'flip=true shift=2 learningRate=0.004 weightDecay=0.05',
    reference: '94.9 % (ResNet-18: README of Fashion-MNIST)',
  },
  'fashion-inception': {
    data: 'fashion-mnist',
    network: 'inception:width=0.25,blocks=1/1/1',
    steps: 4000,
    sets: 'flip=true shift=1 weightDecay=0.05',
    reference: 'none published at this size',
  },
  'arcade-invaders': {
    data: 'arcade-screens:task=invaders',
    network: 'convnet',
    steps: 2000,
    sets: '',
    reference: 'none published',
  },
  'arcade-ball': {
    data: 'arcade-screens:task=ball',
    network: 'convnet',
    steps: 2000,
    sets: '',
    reference: 'none published',
  },
  'emoji-convnet': {
    data: 'emoji:names=100,renderings=500',
    network: 'convnet:filters=16/32/64,norm=batch,dropout=0.2',
    steps: 6000,
    sets: '',
    reference: 'none published',
  },
  'emoji-style': {
    data: 'emoji:names=100,renderings=500,holdOut=noto',
    network: 'convnet:filters=16/32/64,norm=batch,dropout=0.2',
    steps: 6000,
    sets: '',
    reference: 'none published; drawn in a style that was not learned from',
  },
};

const runOf = (name, seed) => `classifier-${name}-${seed}`;

// The first seed of every case comes first.
const clean = SEEDS.flatMap((seed) =>
  Object.entries(CASES).map(([name, { data, network, steps, sets, reference }]) => {
    const settings = ['network=' + network, ...sets.split(' ').filter(Boolean)];
    const run = runOf(name, seed);
    return {
      id: run,
      about: `${network} on ${data}, seed ${seed}`,
      table: 'classifiers',
      commands: {
        train: `agon train classifier --data ${data} --steps ${steps} --seed ${seed} ${settings.map((each) => `--set ${each}`).join(' ')} --run ${run}`,
        eval: `agon eval --model runs/${run} --data ${data}`,
      },
      numbers: ({ eval: { n, loss, accuracy, top5 } }) => {
        return { data, network, reference, seed, n, loss, accuracy, top5 };
      },
    };
  }),
);

/** Attacks on 1,000 or 200 test pictures. */
const ATTACKS = {
  fgsm: 'fgsm:epsilon=0.3',
  pgd40: 'pgd:epsilon=0.3,steps=40',
  pgd100: 'pgd:epsilon=0.3,steps=100,restarts=10,pictures=200',
  search: 'random-search:epsilon=0.3,queries=1000,pictures=200',
  transfer: `pgd:epsilon=0.3,steps=40,pictures=200,from=runs/${runOf('mnist-lenet', 1)}`,
};

/** The network and the rate of Wong, Rice & Kolter 2020; with max pools and a rate of 0.002 4,000 steps come to half as much. */
const HARDENED =
  '--set network=convnet:filters=16/32,kernel=4,pool=stride,hidden=100 --set attackEpsilon=0.3 --set learningRate=0.005 --set batchSize=100 --set warmUp=500';

/** Trained as ever, and on the attack itself. */
const attacked = [
  { name: 'mnist-natural', about: 'as ever', run: runOf('mnist-convnet', 1) },
  { name: 'mnist-hardened', about: 'on FGSM from a random start, ε 0.3', run: 'classifier-mnist-hardened-1' },
].map(({ name, about, run }) => {
  const training =
    name === 'mnist-hardened'
      ? {
          train: `agon train classifier --data mnist --steps 12000 --seed 1 ${HARDENED} --run ${run}`,
        }
      : {};
  const attacks = Object.entries(ATTACKS).map(([id, attack]) => [
    id,
    `agon eval --model runs/${run} --data mnist --attack ${attack}`,
  ]);
  return {
    id: `attacked-${name}`,
    about: `attacks on a convnet on MNIST that was trained ${about}`,
    table: 'attacked',
    commands: {
      ...training,
      eval: `agon eval --model runs/${run} --data mnist`,
      ...Object.fromEntries(attacks),
    },
    numbers: ({ eval: { accuracy }, fgsm, pgd40, pgd100, search, transfer }) => ({
      ...{ about, accuracy, fgsm: fgsm.accuracy, pgd40: pgd40.accuracy },
      ...{ pgd100: pgd100.accuracy, search: search.accuracy, transfer: transfer.accuracy },
    }),
  };
});

export const jobs = [...clean, ...attacked];

export const tables = [
  {
    name: 'classifiers',
    row: ({ numbers, commands }) => ({
      data: numbers.data,
      network: numbers.network,
      seed: numbers.seed,
      'top 1': `${(100 * numbers.accuracy).toFixed(2)} %`,
      'top 5': `${(100 * numbers.top5).toFixed(2)} %`,
      'training: CPU': duration(commands.train.cpuSeconds),
      reference: numbers.reference,
    }),
  },
  {
    name: 'attacked',
    row: ({ numbers }) => ({
      trained: numbers.about,
      clean: `${(100 * numbers.accuracy).toFixed(2)} %`,
      FGSM: percent(numbers.fgsm),
      'PGD, 40 steps': percent(numbers.pgd40),
      'PGD, 100 steps, 10 restarts': percent(numbers.pgd100),
      'search without gradients': percent(numbers.search),
      'PGD on LeNet, transferred': numbers.transfer === undefined ? '–' : percent(numbers.transfer),
    }),
  },
];
