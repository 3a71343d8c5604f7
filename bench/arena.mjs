/**
 * What a tournament costs beside its players (records on disk, openings, tables and bootstrap included), in processor time, since
 * others may share the machine. For agents in this process: the same games once more, by players that know their moves already.
 * For engines: all that this process spends, against the time that the engines took. And the rate of games that cost nothing.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskAgents, readTournament, tournamentToDisk } from '@agon/arena/node';

const GNUGO = ['/usr/games/gnugo', '/usr/bin/gnugo', '/usr/local/bin/gnugo'].find((path) => existsSync(path));
const FLAGS = '--mode gtp --chinese-rules --positional-superko --capture-all-dead';

/** GNU Go's first level plays a whole game in some 2 s. */
const gnugoMatch = (one, other, games) => ({
  env: 'go9',
  agents: [one, other].map((level) => `gtp:${GNUGO} ${FLAGS} --level ${level}`),
  games,
});

/** Tournaments whose costs are measured. */
const MATCHES = [
  { env: 'connect_four', agents: ['mcts:visits=800', 'mcts:visits=400'], games: 300 },
  { env: 'go9', agents: ['mcts:visits=100', 'mcts:visits=50'], games: 10 },
  ...(GNUGO ? [gnugoMatch(1, 5, 20), gnugoMatch(5, 10, 10)] : []),
];

/** Seconds of processor time of a tournament, its games, and the seconds that passed while its players were asked. */
async function play(match, makeAgent, onGame) {
  const runsDir = mkdtempSync(join(tmpdir(), 'agon-bench-'));
  try {
    const before = process.cpuUsage();
    const { name } = await tournamentToDisk({ ...match, runsDir, seed: 1, makeAgent, onGame });
    const { user, system } = process.cpuUsage(before);
    return { seconds: (user + system) / 1e6, replays: readTournament(runsDir, name).records };
  } finally {
    rmSync(runsDir, { recursive: true, force: true });
  }
}

/** What the players spend, and the arena beside them. */
async function costs(match) {
  let asked = 0;
  const make = diskAgents({ runsDir: '' });
  const timed = async (spec, environment) => {
    const agent = await make(spec, environment);
    const act = agent.act.bind(agent);
    agent.act = async (situation, rng) => {
      const began = performance.now();
      try {
        return await act(situation, rng);
      } finally {
        asked += (performance.now() - began) / 1000;
      }
    };
    return agent;
  };
  const whole = await play(match, timed);
  if (match.agents[0].startsWith('gtp:')) return { players: asked, beside: whole.seconds };
  let game = 0;
  const knowing = async (name) => ({
    name,
    reset: () => undefined,
    act: ({ state }) => whole.replays[game].replay.actions[state.history.length],
    account: () => undefined,
    dispose: () => Promise.resolve(),
  });
  const { seconds } = await play(match, knowing, () => game++);
  return { players: whole.seconds - seconds, beside: seconds };
}

export async function bench({ filter, log }) {
  const rows = [];
  for (const match of MATCHES) {
    const agents = match.agents.map((agent) => agent.replace(/ .*--level/, ' --level'));
    const name = `${match.env}, ${match.games} games: ${agents.join(' against ')}`;
    if (!name.includes(filter)) continue;
    log(`${name} …`);
    const { players, beside } = await costs(match);
    log(`  ${((100 * beside) / players).toFixed(2)} % beside the players`);
    rows.push({
      name,
      ours: players + beside,
      baseline: players,
      baselineName: 'the players alone',
      ratio: players / (players + beside),
      unit: 's',
      threads: 1,
    });
  }
  const name = 'tic_tac_toe: 10,000 games between random players';
  if (!name.includes(filter)) return rows;
  log(`${name} …`);
  const games = 10_000;
  const match = { env: 'tic_tac_toe', agents: ['random', 'random#2'], games };
  const { seconds } = await play(match, diskAgents({ runsDir: '' }));
  rows.push({
    name,
    ours: games / seconds,
    baseline: 1000,
    baselineName: 'what was asked for',
    ratio: games / seconds / 1000,
    unit: 'games/s',
    threads: 1,
  });
  return rows;
}
