/** What agents see games with: attacks on it, networks for pictures, and a classifier's weights to begin with. */
import { duration, withInterval } from '../cells.mjs';

const SEEDS = [1, 2, 3];
/** Each bit of noise that is one whole step of a byte, along the gradient and at random. */
const ON_PICTURES = { gradient: 'fgsm:epsilon=0.004', random: 'noise:epsilon=0.004' };
/** One bit of an observation. */
const ON_BITS = {
  gradient: 'bit-flips:count=1,by=gradient',
  search: 'bit-flips:count=1,by=search',
  random: 'bit-flips:count=1,by=random',
};

/** Commands that attack an agent, and the numbers that they print. */
const underAttack = (env, agent, attacks, episodes) =>
  Object.fromEntries(
    Object.entries(attacks).map(([name, attack]) => [
      name,
      `agon eval --env ${env} --agent ${agent} --episodes ${episodes} --seed 1 --attack ${attack}`,
    ]),
  );
const scores = (attacks, outputs) => ({
  clean: meanOf(outputs.gradient.clean),
  ...Object.fromEntries(Object.keys(attacks).map((name) => [name, meanOf(outputs[name])])),
});
const meanOf = ({ mean, ci95 }) => ({ mean, ci95 });
const cell = (score) => (score ? withInterval(score.mean, score.ci95 ?? [score.mean, score.mean]) : '–');
const columns = ({ clean, gradient, search, random }) => ({
  'without attack': cell(clean),
  'by the gradient': cell(gradient),
  'by trying all': cell(search),
  'at random': cell(random),
});

const ZOO = [
  ['pixel-pong', ON_PICTURES, 10],
  ['pixel-breakout', ON_PICTURES, 10],
  ['minatar-breakout', ON_BITS, 30],
  ['minatar-space-invaders', ON_BITS, 30],
  ['minatar-freeway', ON_BITS, 30],
];
const attacked = ZOO.map(([id, attacks, episodes]) => ({
  id: `seeing-attacked-${id}`,
  about: `attacks on what zoo/${id} sees`,
  table: 'attackedAgents',
  commands: underAttack(id, `zoo/${id}`, attacks, episodes),
  numbers: (outputs) => ({ agent: `zoo/${id}`, ...scores(attacks, outputs) }),
}));

/** Flips that DQN learns from; 0: none. */
const HARDENED_GAME = 'minatar-space-invaders';
const hardened = [0, 1].flatMap((flips) =>
  SEEDS.map((seed) => {
    const run = `seeing-hardened-${flips}-${seed}`;
    return {
      id: run,
      about: `DQN on ${HARDENED_GAME} that learns from ${flips} flipped bits, seed ${seed}`,
      table: 'hardenedAgents',
      commands: {
        train: `agon train dqn --env ${HARDENED_GAME} --steps 300k --seed ${seed} ${flips ? `--set attackFlips=${flips} ` : ''}--run ${run}`,
        ...underAttack(HARDENED_GAME, `runs/${run}`, ON_BITS, 30),
      },
      numbers: (outputs) => ({ flips, seed, ...scores(ON_BITS, outputs) }),
    };
  }),
);

const EYES = 'convnet:filters=8/16/16,hidden=64';
const EYES_ENV = 'pixel-breakout:size=40,gray=false,stack=1';
const eyes = SEEDS.flatMap((seed) => {
  const classifier = `seeing-eyes-classifier-${seed}`;
  const agentOf = (start) => {
    const run = `seeing-eyes-${start ? 'started' : 'scratch'}-${seed}`;
    const train = `agon train dqn --env ${EYES_ENV} --steps 200k --seed ${seed} --set network=${EYES} ${start ? `--set start=runs/${classifier} ` : ''}--run ${run}`;
    return {
      id: run,
      about: `DQN on pixel-breakout ${start ? 'that begins with a classifier' : 'from scratch'}, seed ${seed}`,
      table: 'eyes',
      commands: {
        ...(start && {
          eyes: `agon train classifier --data arcade-screens:task=ball --steps 2000 --seed ${seed} --set network=${EYES} --run ${classifier}`,
        }),
        train,
        eval: `agon eval --env ${EYES_ENV} --agent runs/${run} --episodes 50 --seed 1`,
      },
      numbers: ({ eval: score }) => ({ start, seed, score: meanOf(score) }),
    };
  };
  return [agentOf(false), agentOf(true)];
});

/** As agents have them by default; Nature's as its preset has it. An update of AlexNet takes some ten times as long as one of Nature's. */
const TORSOS = ['nature-cnn:width=0.5', 'lenet', 'alexnet', 'vgg', 'resnet', 'inception'];
const TORSO_ENV = 'pixel-breakout:size=42';
const torsos = TORSOS.map((network) => {
  const run = `seeing-torso-${network.split(':')[0]}`;
  return {
    id: run,
    about: `DQN on pixel-breakout looks with ${network}`,
    table: 'torsos',
    commands: {
      train: `agon train dqn --env ${TORSO_ENV} --steps 30k --seed 1 --set network=${network} --set learningStarts=1000 --set epsilonSteps=10000 --run ${run}`,
      eval: `agon eval --env ${TORSO_ENV} --agent runs/${run} --episodes 50 --seed 1`,
    },
    numbers: ({ eval: score }) => ({ network, score: meanOf(score) }),
  };
});

export const jobs = [...attacked, ...hardened, ...eyes, ...torsos];

export const tables = [
  { name: 'attackedAgents', row: ({ numbers }) => ({ agent: numbers.agent, ...columns(numbers) }) },
  {
    name: 'hardenedAgents',
    row: ({ numbers, commands }) => ({
      'bits flipped in learning': numbers.flips,
      seed: numbers.seed,
      ...columns(numbers),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
  {
    name: 'eyes',
    row: ({ numbers, commands }) => ({
      begins: numbers.start ? 'with a classifier of the ball’s cell' : 'from scratch',
      seed: numbers.seed,
      'mean return': cell(numbers.score),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
  {
    name: 'torsos',
    row: ({ numbers, commands }) => ({
      network: numbers.network,
      'mean return': cell(numbers.score),
      'training: CPU': duration(commands.train.cpuSeconds),
    }),
  },
];
