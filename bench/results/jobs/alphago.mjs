/** Go 9×9 from recorded games: the network of zoo/go9, its matches, and AlphaGo's pipeline. */
import { duration, score } from '../cells.mjs';

const GAMES = 'data/katago-9x9';
const KOMI = 'go:size=9,komi=7';
const tower = (blocks) =>
  `residual-tower:blocks=${blocks},channels=48,pooling=16,policyHead=points,policyChannels=16,territory=true`;

/** Area scoring; it takes all dead stones from the board before it passes, since the referee counts what stands. */
const gnugo = (level) =>
  `gtp:"gnugo --mode gtp --level ${level} --chinese-rules --capture-all-dead --never-resign"`;

/** What a tournament says of its first agent against its second. */
const against = ({ pairs: [{ wins, draws, losses }] }) => ({ wins, draws, games: wins + draws + losses });

/** The four runs behind zoo/go9: a tower of four blocks; grown to six; on from there with its value and lead learned anew; and on. */
const supervised = (run, steps, seed, settings) =>
  `agon train supervised --env go9 --sgf ${GAMES} --steps ${steps} --seed ${seed} --checkpoint-every 500 --set batchSize=64 ${settings} --run ${run}`;
const training = {
  id: 'go9-training',
  about: 'the network of zoo/go9, trained again',
  table: 'go9-training',
  commands: {
    first: supervised('go9-first', 8000, 1, `--set network=${tower(4)} --set learningRate=0.0015`),
    second: supervised(
      'go9-second',
      6000,
      2,
      `--set network=${tower(6)} --set from=runs/go9-first@8000 --set learningRate=0.0012 --set completeAt=1`,
    ),
    third: supervised(
      'go9-third',
      9000,
      3,
      `--set network=${tower(6)} --set from=runs/go9-second@6000 --set fresh=value/score --set learningRate=0.002 --set completeAt=1`,
    ),
    fourth: supervised(
      'go9',
      16_000,
      4,
      `--set network=${tower(6)} --set from=runs/go9-third@9000 --set learningRate=0.003 --set completeAt=1`,
    ),
    raw: `agon tournament --env ${KOMI} --agents runs/go9:visits=1 ${gnugo(10)} --games 100 --opening-plies 4 --seed 1 --workers 2 --name go9-training-raw`,
  },
  numbers: ({ raw }) => ({ seed: 1, raw: against(raw) }),
};

/** With 400 visits each position is looked at from one side only: from all eight, 200 games would take nine hours. */
const viewsOf = (visits) => (visits === 400 ? 1 : 8);
const match = (visits, level, games) => ({
  id: `go9-${visits}-level${level}`,
  about: `zoo/go9 with ${visits} visits against GNU Go, level ${level}`,
  table: 'go9',
  commands: {
    match: `agon tournament --env ${KOMI} --agents zoo/go9:visits=${visits},symmetries=${viewsOf(visits)} ${gnugo(level)} --games ${games} --opening-plies 4 --seed ${visits} --workers 2 --name go9-${visits}-level${level}`,
  },
  numbers: ({ match: played }) => ({ visits, level, ...against(played) }),
});

const pipeline = {
  id: 'alphago-go9',
  about: "AlphaGo's pipeline on 9×9, all stages",
  table: 'alphago',
  commands: {
    train: `agon train alphago --env go9 --sgf ${GAMES} --steps 100k --seed 1 --set policyNetwork=alphago-policy:channels=48 --set valueNetwork=alphago-value:channels=48 --set batchSize=64 --set learningRate=0.001 --run alphago-go9`,
    match: `agon tournament --env ${KOMI} --agents runs/alphago-go9:visits=200 ${gnugo(10)} --games 100 --opening-plies 4 --seed 1 --workers 2 --name alphago-go9-level10`,
  },
  numbers: ({ match: played }) => ({ seed: 1, ...against(played) }),
};

const total = (commands, key) => Object.values(commands).reduce((sum, command) => sum + command[key], 0);

export const jobs = [
  ...[1, 50, 400].flatMap((visits) => [match(visits, 10, 200), match(visits, 1, 100)]),
  training,
  pipeline,
];

export const tables = [
  {
    name: 'go9',
    row: ({ numbers: { visits, level, ...games } }) => ({
      visits,
      'views of a position': viewsOf(visits),
      'GNU Go': `level ${level}`,
      games: games.games,
      score: score(games),
    }),
  },
  {
    name: 'go9-training',
    row: ({ numbers: { seed, raw }, commands: { raw: _, ...runs } }) => ({
      seed,
      'raw policy against GNU Go, level 10': score(raw),
      'training: wall': duration(total(runs, 'wallSeconds')),
      'training: CPU': duration(total(runs, 'cpuSeconds')),
    }),
  },
  {
    name: 'alphago',
    row: ({ numbers: { seed, ...games }, commands: { train } }) => ({
      seed,
      '200 visits, λ = ½, against GNU Go, level 10': score(games),
      'training: wall': duration(train.wallSeconds),
      'training: CPU': duration(train.cpuSeconds),
    }),
  },
];
