/** Go 9×9 from recorded games: the network of zoo/go9, its matches, and AlphaGo's pipeline. */
import { duration, percent, score } from '../cells.mjs';
import { against, gnugo } from '../matches.mjs';

const GAMES = 'data/katago-9x9';
const KOMI = 'go:size=9,komi=7';
const TOWER =
  'residual-tower:blocks=6,channels=48,pooling=16,policyHead=points,policyChannels=16,territory=true';

/** The network of zoo/go9 in one run; the zoo's own grew in four (its card has them). */
const training = {
  id: 'go9-training',
  about: 'a network like that of zoo/go9, trained in one run',
  table: 'go9-training',
  commands: {
    train: `agon train supervised --env go9 --sgf ${GAMES} --steps 30000 --seed 1 --checkpoint-every 500 --set batchSize=64 --set network=${TOWER} --set learningRate=0.003 --run go9-training`,
    held: `node bench/results/measure/lastMetrics.mjs runs/go9-training heldAccuracy valueError`,
    raw: `agon tournament --env ${KOMI} --agents runs/go9-training:visits=1,symmetries=8 ${gnugo(10)} --games 200 --opening-plies 4 --seed 1 --workers 2 --name go9-training-raw`,
  },
  numbers: ({ held, raw }) => ({ seed: 1, ...held, raw: against(raw) }),
};

/** Self-play from zoo/go9 on, as AlphaGo Master's: what it adds, and what is forgotten of the recorded games. */
const selfPlay = {
  id: 'go9-selfplay',
  about: 'self-play from zoo/go9 on: against it, and on held-out games',
  table: 'go9-selfplay',
  commands: {
    train: `agon train alphazero --env ${KOMI} --steps 150k --seed 1 --workers 1 --set planes=alphago --set start=zoo/go9 --set network=${TOWER} --set visitsStart=0 --set visits=64 --set gamesPerIteration=128 --set openingMoves=6 --set reuse=2 --set learningRate=0.0003 --set averaging=0.998 --run go9-selfplay`,
    measure: `agon train supervised --env go9 --sgf ${GAMES} --steps 1 --seed 4 --set from=runs/go9-selfplay --set network=${TOWER} --set learningRate=0 --set completeAt=0 --run go9-selfplay-held`,
    held: `node bench/results/measure/lastMetrics.mjs runs/go9-selfplay-held heldAccuracy valueError`,
    match: `agon tournament --env ${KOMI} --agents runs/go9-selfplay:visits=50 zoo/go9:visits=50 --games 200 --opening-plies 4 --seed 1 --name go9-selfplay`,
  },
  numbers: ({ held, match: played }) => ({ seed: 1, ...held, match: against(played) }),
};

const match = (visits, level, games) => ({
  id: `go9-${visits}-level${level}`,
  about: `zoo/go9 with ${visits} visits against GNU Go, level ${level}`,
  table: 'go9',
  commands: {
    match: `agon tournament --env ${KOMI} --agents zoo/go9:visits=${visits},symmetries=8 ${gnugo(level)} --games ${games} --opening-plies 4 --seed ${visits} --workers 2 --name go9-${visits}-level${level}`,
  },
  numbers: ({ match: played }) => ({ visits, level, ...against(played) }),
});

/** Games behind each win rate that the pipeline measures itself. */
const MATCH_GAMES = 100;

const pipeline = {
  id: 'alphago-go9',
  about: "AlphaGo's pipeline on 9×9, all stages",
  table: 'alphago',
  commands: {
    train: `agon train alphago --env go9 --sgf ${GAMES} --steps 100k --seed 1 --set gameSteps=600 --set matchGames=${MATCH_GAMES} --set policyNetwork=alphago-policy:channels=32 --set valueNetwork=alphago-value:channels=32 --set batchSize=64 --set learningRate=0.001 --run alphago-go9`,
    stages: `node bench/results/measure/lastMetrics.mjs runs/alphago-go9 policyHeldAccuracy rolloutHeldAccuracy reinforceWinRate valueResultError valueResultSpread matchLambda0WinRate matchLambdaHalfWinRate matchLambda1WinRate`,
    match: `agon tournament --env ${KOMI} --agents runs/alphago-go9:visits=200 ${gnugo(10)} --games 100 --opening-plies 4 --seed 1 --workers 2 --name alphago-go9-level10`,
  },
  numbers: ({ stages, match: played }) => ({ seed: 1, stages, match: against(played) }),
};

/** Games that GNU Go plays with itself, and the same network from those alone. */
const fromGnugo = {
  id: 'gnugo-9x9',
  about: "a network like that of zoo/go9, from 400 games of GNU Go's self-play",
  table: 'gnugo-9x9',
  commands: {
    games: `agon tournament --env ${KOMI} --agents ${gnugo(10)} ${gnugo(8)} --games 400 --opening-plies 6 --seed 1 --workers 2 --name gnugo-9x9`,
    train: `agon train supervised --env go9 --sgf runs/tournaments/gnugo-9x9/games.sgf --steps 4000 --seed 1 --set batchSize=64 --set network=${TOWER} --set learningRate=0.003 --run gnugo-9x9`,
    held: `node bench/results/measure/lastMetrics.mjs runs/gnugo-9x9 heldAccuracy resultError`,
    raw: `agon tournament --env ${KOMI} --agents runs/gnugo-9x9:visits=1,symmetries=8 ${gnugo(1)} --games 100 --opening-plies 4 --seed 1 --workers 2 --name gnugo-9x9-raw`,
  },
  numbers: ({ held, raw }) => ({ seed: 1, ...held, raw: against(raw) }),
};

/** A win rate of the pipeline's own matches. */
const rate = (share) => score({ wins: share * MATCH_GAMES, draws: 0, games: MATCH_GAMES });

export const jobs = [
  match(1, 1, 100),
  ...[1, 50, 400].map((visits) => match(visits, 10, 200)),
  training,
  selfPlay,
  fromGnugo,
  pipeline,
];

export const tables = [
  {
    name: 'go9',
    row: ({ numbers: { visits, level, ...games }, commands: { match } }) => ({
      visits,
      'GNU Go': `level ${level}`,
      games: games.games,
      score: score(games),
      'match: wall': duration(match.wallSeconds),
      'match: CPU, without GNU Go': duration(match.cpuSeconds),
    }),
  },
  {
    name: 'go9-training',
    row: ({ numbers: { seed, heldAccuracy, valueError, raw }, commands: { train } }) => ({
      seed,
      'held-out moves': percent(heldAccuracy),
      'value error': valueError.toFixed(4),
      'raw policy against GNU Go, level 10': score(raw),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  {
    name: 'go9-selfplay',
    row: ({ numbers: { seed, heldAccuracy, valueError, match: games }, commands: { train } }) => ({
      seed,
      '50 visits against zoo/go9': score(games),
      'held-out moves': percent(heldAccuracy),
      'value error': valueError.toFixed(4),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  {
    name: 'gnugo-9x9',
    row: ({ numbers: { seed, heldAccuracy, resultError, raw }, commands: { games, train } }) => ({
      seed,
      'held-out moves': percent(heldAccuracy),
      'squared error of the result': resultError.toFixed(3),
      'raw policy against GNU Go, level 1': score(raw),
      'playing 400 games: wall': duration(games.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
  {
    name: 'alphago',
    row: ({ numbers: { seed, stages, match: games }, commands: { train } }) => ({
      seed,
      'policy: held-out moves': percent(stages.policyHeldAccuracy),
      'rollout policy': percent(stages.rolloutHeldAccuracy),
      'reinforced over learned policy': rate(stages.reinforceWinRate),
      'value error (a constant)': `${stages.valueResultError.toFixed(3)} (${stages.valueResultSpread.toFixed(3)})`,
      '32 visits over the policy, λ = 0, ½, 1': [
        'matchLambda0WinRate',
        'matchLambdaHalfWinRate',
        'matchLambda1WinRate',
      ]
        .map((name) => rate(stages[name]))
        .join(', '),
      '200 visits, λ = ½, against GNU Go, level 10': score(games),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
