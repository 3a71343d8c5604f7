/** Architecture search: methods on the recorded table of small networks, and one search on a game against the network made by hand. */
import { duration, fixed, percent } from '../cells.mjs';

const REPEATS = 20;
const GAME = 'minatar-breakout';
const RUN = 'search-breakout';
const SEEDS = 3;

const cells = {
  id: 'search-cells',
  about: `updates until a search on the recorded table has found one of the top 1 %, ${REPEATS} repeats`,
  table: 'search-cells',
  commands: { cells: `node bench/results/measure/searchOnCells.mjs ${REPEATS}` },
  numbers: ({ cells: measured }) => measured,
};

const game = {
  id: RUN,
  about: `ASHA for networks of DQN on ${GAME}, against the network made by hand`,
  table: 'search-game',
  commands: {
    search: `agon search dqn --env ${GAME} --steps 600k --seed 1 --workers 1 --set budget=54000 --set epsilonSteps=10000 --run ${RUN}`,
    compare: `node bench/results/measure/foundNetwork.mjs ${RUN} ${SEEDS}`,
  },
  numbers: ({ compare }) => compare,
};

export const jobs = [cells, game];

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const KINDS = {
  found: 'found by the search',
  default: 'made by hand',
  long: 'made by hand, with the steps of the search too',
};

export const tables = [
  {
    name: 'search-cells',
    rows: (outcomes) =>
      outcomes.flatMap(({ numbers: { methods, networks, top } }) =>
        methods.map(({ method, mean: updates, median, ratio, interval }) => ({
          method,
          [`updates to one of the top ${top} of ${networks} (mean)`]: updates.toLocaleString('en'),
          median: median.toLocaleString('en'),
          'of random search': interval
            ? `${percent(ratio)} [${interval.map((end) => fixed(100 * end)).join(', ')}]`
            : '100 %',
        })),
      ),
  },
  {
    name: 'search-game',
    rows: (outcomes) =>
      outcomes.flatMap(({ numbers: { rows } }) =>
        Object.entries(KINDS).map(([kind, about]) => {
          const own = rows.filter((row) => row.kind === kind);
          return {
            network: about,
            'as text': `\`${own[0].network}\``,
            steps: own[0].steps.toLocaleString('en'),
            'mean return by seed': own.map((row) => fixed(row.mean)).join(', '),
            mean: fixed(mean(own.map((row) => row.mean))),
            time: duration(mean(own.map((row) => row.seconds))),
          };
        }),
      ),
  },
];
