/** The value family on MinAtar and on the problems that its parts were made for. */
import { duration, withInterval } from '../cells.mjs';
import { GAMES, minatarRow } from '../minatar.mjs';

const FRAMES = { dqn: '1M', rainbow: '1M' };
const SEEDS = { dqn: [1, 2, 3], rainbow: [1, 2] };

/** The first seed of every game comes first: a quarter of an hour of a free core each. */
const minatar = [1, 2, 3].flatMap((seed) =>
  Object.keys(SEEDS).flatMap((id) =>
    SEEDS[id].includes(seed)
      ? GAMES.map((game) => ({
          id: `${id}-${game}-${seed}`,
          about: `${id} on minatar-${game}, ${FRAMES[id]} frames, seed ${seed}`,
          table: 'minatar-value',
          commands: {
            train: `agon train ${id} --env minatar-${game} --steps ${FRAMES[id]} --seed ${seed} --run ${id}-${game}-${seed}`,
            eval: `agon eval --env minatar-${game} --agent runs/${id}-${game}-${seed}:epsilon=0.01 --episodes 100 --seed 1`,
          },
          numbers: ({ eval: { mean, iqm, ci95 } }) => ({ algorithm: id, game, seed, mean, iqm, ci95 }),
        }))
      : [],
  ),
);

/** [algorithm, environment, steps]: what one part can do and plain DQN cannot. */
const PROBLEMS = [
  ['dqn', 'cart-pole', '300k'],
  ['drqn', 't-maze', '60k'],
  ['dqn', 't-maze', '60k'],
  ['agent57', 'deep-sea:size=20', '40k'],
  ['dqn', 'deep-sea:size=20', '40k'],
];

const problems = PROBLEMS.flatMap(([id, env, steps]) =>
  [1, 2, 3, 4, 5].map((seed) => {
    const name = `${id}-${env.split(':')[0]}-${seed}`;
    return {
      id: name,
      about: `${id} on ${env}, ${steps} steps, seed ${seed}`,
      table: 'value-problems',
      commands: {
        train: `agon train ${id} --env ${env} --steps ${steps} --seed ${seed} --run ${name}`,
        eval: `agon eval --env ${env} --agent runs/${name}:epsilon=0 --episodes 100 --seed 1`,
      },
      numbers: ({ eval: { mean, ci95 } }) => ({ algorithm: id, env, steps, seed, mean, ci95 }),
    };
  }),
);

export const jobs = [...problems, ...minatar];

export const tables = [
  {
    name: 'value-problems',
    row: ({ numbers: { algorithm, env, steps, seed, mean, ci95 }, commands: { train } }) => ({
      environment: env,
      algorithm,
      steps,
      seed,
      'mean return': withInterval(mean, ci95, 2),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  { name: 'minatar-value', row: minatarRow },
];
