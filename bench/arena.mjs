/**
 * What a tournament costs beside its players (records on disk, openings, tables and bootstrap included), in processor time, since
 * others may share the machine. For agents in this process: the same games once more, by players that know their moves already.
 * For engines, against the time that they took: what this process spends beyond a bare loop that passes as many moves between
 * the same two engines, whose pipes cost what they cost in any arena. And the rate of games that cost nothing.
 */
import { spawn } from 'node:child_process';
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
  ...(GNUGO ? [gnugoMatch(1, 5, 100), gnugoMatch(5, 10, 10)] : []),
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

/** Processor seconds of this process for a move that nothing but a loop over pipes passes on: asked of one GNU Go, told to another. */
async function bareMove(agents) {
  const sides = agents.map((agent) => {
    const [command, ...flags] = agent.slice('gtp:'.length).split(' ');
    const child = spawn(command, flags, { stdio: ['pipe', 'pipe', 'ignore'] });
    let text = '';
    let answer;
    child.stdout.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      if (!text.endsWith('\n\n')) return;
      answer(text.slice(2, -2));
      text = '';
    });
    const ask = (command) =>
      new Promise((resolve) => {
        answer = resolve;
        child.stdin.write(`${command}\n`);
      });
    return { child, ask };
  });
  const before = process.cpuUsage();
  let moves = 0;
  for (let game = 0; game < 10; game++) {
    for (const { ask } of sides)
      for (const command of ['boardsize 9', 'clear_board', 'komi 7', `set_random_seed ${game}`])
        await ask(command);
    for (let ply = 0, passes = 0; passes < 2; ply++) {
      const [mover, other] = (game + ply) % 2 === 0 ? sides : [...sides].reverse();
      const colour = ply % 2 === 0 ? 'black' : 'white';
      const move = await mover.ask(`genmove ${colour}`);
      await other.ask(`play ${colour} ${move}`);
      passes = /pass/i.test(move) ? passes + 1 : 0;
      moves++;
    }
  }
  const { user, system } = process.cpuUsage(before);
  for (const { child } of sides) child.stdin.end('quit\n');
  return (user + system) / 1e6 / moves;
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
  if (match.agents[0].startsWith('gtp:')) {
    const moves = whole.replays.reduce((sum, { replay }) => sum + replay.actions.length, 0);
    const pipes = moves * (await bareMove(match.agents));
    return { players: asked, beside: whole.seconds - pipes, pipes };
  }
  let game = 0;
  const knowing = async (name) => ({
    name,
    reset: () => undefined,
    act: ({ state }) => whole.replays[game].replay.actions[state.history.length],
    analysis: () => undefined,
    dispose: () => Promise.resolve(),
  });
  const { seconds } = await play(match, knowing, () => game++);
  return { players: whole.seconds - seconds, beside: seconds, pipes: 0 };
}

export async function bench({ filter, log }) {
  const rows = [];
  for (const match of MATCHES) {
    const agents = match.agents.map((agent) => agent.replace(/ .*--level/, ' --level'));
    const name = `${match.env}, ${match.games} games: ${agents.join(' against ')}`;
    if (!name.includes(filter)) continue;
    log(`${name} …`);
    const { players, beside, pipes } = await costs(match);
    const percent = (seconds) => `${((100 * seconds) / players).toFixed(2)} %`;
    log(
      `  ${percent(beside)} beside the players${pipes > 0 ? `, and ${percent(pipes)} for a bare loop's pipes` : ''}`,
    );
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
