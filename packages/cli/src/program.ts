/**
 * Every command with its flags: the whole face of `agon` in one place. What a command does is in commands/NAME.ts,
 * loaded only when it runs, so that `--help` is quick.
 */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { AnalyzeFlags } from './commands/analyze.js';
import type { EvalFlags } from './commands/eval.js';
import type { ExportFlags } from './commands/export.js';
import type { GtpFlags } from './commands/gtp.js';
import type { NetsShowFlags } from './commands/netsShow.js';
import type { PerftFlags } from './commands/perft.js';
import type { PlayFlags } from './commands/play.js';
import type { PlaythroughFlags } from './commands/playthrough.js';
import type { PowerFlags } from './commands/power.js';
import type { QuickstartFlags } from './commands/quickstart.js';
import type { RunsFlags } from './commands/runs.js';
import type { SprtFlags } from './commands/sprt.js';
import type { TournamentFlags } from './commands/tournament.js';
import type { TrainFlags } from './commands/train.js';
import type { ViewFlags } from './commands/view.js';
import { collect, count, minutes, natural, number, port, seed } from './flags.js';
import { load } from './loading.js';

interface JsonFlag {
  json?: boolean;
}

/** The most of what takes time or memory, far beyond what anybody has waited for. */
const MOST_STEPS = 1e12;
const MOST_EPISODES = 1e7;
const MOST_GAMES = 1e9;
const MOST_THREADS = 1024;
const MOST_PLIES = 1000;
const MOST_ROWS = 1e12;
const MOST_ELO = 10_000;

const JSON_FLAG = ['--json', 'print one JSON document'] as const;
const ENV_FLAG = [
  '--env <env>',
  'environment, such as minatar-breakout or tic_tac_toe (`agon envs`)',
] as const;
const DEVICE_FLAG = [
  '--device <device>',
  'where networks run: cpu, webgpu, tfjs:node-gpu, tfjs:cpu, or auto, which times them (default: cpu)',
] as const;
const AGENT_HELP =
  'random, scripted, solver, mcts:visits=800, runs/NAME, runs/NAME@STEP, zoo/NAME, gtp:"COMMAND"';

/** The description of a command, examples first among what follows. */
const withExamples = (text: string, ...examples: string[]): string =>
  `${text}\n\nExamples:\n${examples.map((example) => `  agon ${example}`).join('\n')}`;

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

/** The command line as commander knows it. `parseAsync` runs the command; usage errors throw a CommanderError. */
export function buildProgram(): Command {
  const program = new Command('agon');
  program
    .description(
      withExamples(
        'Games and reinforcement learning: train agents, compare them, watch them and play against them.',
        'train dqn --env minatar-breakout --minutes 2',
        'tournament --env tic_tac_toe --agents random scripted mcts:visits=100',
        'view',
      ),
    )
    .version(version(), '-V, --version', 'print the version')
    .option('--debug', 'show stack traces (or AGON_DEBUG=1)')
    .option('--no-color', 'no colours (or NO_COLOR=1)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride()
    .hook('preAction', () => {
      if (program.opts<{ color: boolean }>().color) return;
      process.env.NO_COLOR = '1';
      delete process.env.FORCE_COLOR;
    });

  command(program, 'quickstart', 'train two small agents, compare them, show how to go on')
    .description(
      withExamples(
        'Train DQN on MinAtar Breakout and AlphaZero on tic-tac-toe, compare each with the untrained one, a random and a scripted player.',
        'quickstart',
        'quickstart --minutes 0.5',
      ),
    )
    .option('--minutes <minutes>', 'training time of each agent', minutes, 2)
    .option('--seed <seed>', 'seed of the training runs', seed, 1)
    .action(async (flags: QuickstartFlags) =>
      (await load(() => import('./commands/quickstart.js'))).quickstart(flags),
    );

  command(program, 'train', 'train an agent')
    .description(
      withExamples(
        'Train an agent. Writes everything to runs/NAME; Ctrl-C saves a state that --resume goes on from. A new run needs --env and an end: --steps, --minutes or both. What learns from game files has the environment from them, and alphago its end from its stages.',
        'train dqn --env minatar-breakout --steps 500k',
        'train alphazero --env tic_tac_toe --minutes 2 --set visits=50',
        'train alphago --sgf data/katago-9x9',
        'train dqn --settings',
        'train dqn --env minatar-breakout --steps 500k --resume NAME',
      ),
    )
    .argument(
      '<algorithm>',
      'a2c, agent57, alphago, alphazero, c51, double-dqn, dqn, drqn, dueling-dqn, iqn, n-step-dqn, noisy-dqn, ppo, ppo-selfplay, pqn, prioritised-dqn, qr-dqn, r2d2, rainbow, reinforce or supervised',
    )
    .option(...ENV_FLAG)
    .option(
      '--steps <n>',
      'stop after so many steps, counted from the beginning of the run',
      count(MOST_STEPS),
    )
    .option('--minutes <minutes>', 'stop after so many minutes of this call', minutes)
    .option('--seed <seed>', 'seed of everything random (default: 1)', seed)
    .option(
      '--workers <n>',
      'worker threads; 0: all in one (default: 0; of alphazero one less than there are cores)',
      natural(MOST_THREADS),
    )
    .option(
      '--preset <name>',
      'named settings; --settings lists them (default: the one named like the environment, as go, or with its size, as go5, if there is one; none: no preset)',
    )
    .option('--set <key=value>', 'a setting of the algorithm; may be given many times', collect)
    .option(
      '--sgf <path>',
      'games to learn from: a file or folder of .sgf and .sgf.gz (the same as --set sgf=PATH)',
    )
    .option('--run <name>', 'name of the run (default: algorithm, environment and seed)')
    .option('--resume <name>', 'go on with a run: its name, or "latest"')
    .option(
      '--checkpoint-every <steps>',
      'steps between checkpoints (default: by the length of the run)',
      count(MOST_STEPS),
    )
    .option(...DEVICE_FLAG)
    .option('--settings', 'list the settings and presets of the algorithm, and stop')
    .option('--dry-run', 'print the resolved configuration, and stop')
    .option('--json', 'print one JSON document at the end (or of --settings, --dry-run)')
    .option('--jsonl', 'print what happens as lines of JSON')
    .action(async (algorithm: string, flags: TrainFlags) =>
      (await load(() => import('./commands/train.js'))).train(algorithm, flags),
    );

  command(program, 'runs', 'list the runs; thin the checkpoints of old ones')
    .description(
      withExamples(
        'List the runs of this folder with what they take of the disk. `prune` removes checkpoints of runs that are not being trained, as training does: it keeps the newest, some that are spread over the run, and those that replays, tournaments, other runs or `keep` name.',
        'runs',
        'runs prune --dry-run',
        'runs prune NAME --keep 10',
        'runs keep NAME@20000',
      ),
    )
    .argument('[action]', '"prune" or "keep"; none: the list')
    .argument('[what...]', 'prune: names of runs (default: all); keep: NAME@STEP')
    .option('--keep <n>', 'prune: checkpoints of each run that stay (default: 40)', count(MOST_ROWS))
    .option('--dry-run', 'prune: only say what would go')
    .option(...JSON_FLAG)
    .action(async (action: string | undefined, what: string[], flags: RunsFlags) =>
      (await load(() => import('./commands/runs.js'))).runs(action, what, flags),
    );

  command(program, 'eval', 'measure an agent: mean return with an interval')
    .description(
      withExamples(
        'Play seeded episodes and print mean, interquartile mean and a 95 % interval of the mean.',
        'eval --env minatar-breakout --agent runs/NAME --episodes 100',
        'eval --env tic_tac_toe --agent mcts:visits=100 --opponent solver --json',
      ),
    )
    .requiredOption(...ENV_FLAG)
    .requiredOption('--agent <agent>', AGENT_HELP)
    .option('--opponent <agent>', 'board games: who plays the other side', 'random')
    .option('--episodes <n>', 'number of episodes or games', count(MOST_EPISODES), 20)
    .option('--seed <seed>', 'seed of the episodes', seed, 0)
    .option(...JSON_FLAG)
    .action(async (flags: EvalFlags) =>
      (await load(() => import('./commands/eval.js'))).evaluateAgent(flags),
    );

  command(program, 'tournament', 'let agents play each other: table of win rates and Elo')
    .description(
      withExamples(
        'Every agent meets every other, each as first and second player in turn; in environments for one they play the same seeds.',
        'tournament --env tic_tac_toe --agents random scripted runs/NAME --games 20',
        'tournament --env minatar-breakout --agents random scripted runs/NAME --games 20',
        'tournament --env go9 --agents mcts:seconds=1 gtp:"timeout=20 gnugo --mode gtp --chinese-rules --capture-all-dead"',
      ),
    )
    .requiredOption(...ENV_FLAG)
    .requiredOption('--agents <agents...>', `two or more: ${AGENT_HELP}`)
    .option(
      '--games <n>',
      'games of each pair (default: 20; with --sprt until it is decided)',
      count(MOST_GAMES),
    )
    .option('--seed <seed>', 'seed of the games', seed, 0)
    .option(
      '--opening-plies <n>',
      'board games: random moves at the start of each game',
      natural(MOST_PLIES),
      0,
    )
    .option('--openings <file>', 'board games: openings, one a line, or an SGF file')
    .addOption(
      new Option(
        '--schedule <schedule>',
        'who meets whom; in a gauntlet the first agent all others (default: round-robin)',
      ).choices(['round-robin', 'gauntlet']),
    )
    .option('--sprt <bounds>', 'two agents: stop when elo0=0,elo1=10 is decided (alpha, beta, model too)')
    .option(
      '--adjudicate <rules>',
      'end decided games: resign=0.95,resignMoves=3,draw=0.02 (drawMoves, drawFrom, twoSided too)',
    )
    .option('--anchor <agent=elo>', 'an agent whose rating is known; may be given many times', collect)
    .option('--prior <n>', 'virtual draws of each agent against an average one (default: 1)', number(1e6))
    .option('--first-player-advantage <elo>', 'what moving first is worth, or "estimate" (default: 0)')
    .option('--workers <n>', 'worker threads that play games side by side', natural(MOST_THREADS), 0)
    .option('--limit <n>', 'games end after so many moves as draws, episodes are cut', count(MOST_STEPS))
    .option('--accounts', 'keep what the agents thought at each move')
    .option('--name <name>', 'name of the tournament (default: environment, agents and seed)')
    .option('--resume <name>', 'go on with a tournament; the other flags are the same')
    .option(...JSON_FLAG)
    .action(async (flags: TournamentFlags) =>
      (await load(() => import('./commands/tournament.js'))).tournament(flags),
    );

  command(program, 'power', 'say how many games it takes to see a difference')
    .description(
      withExamples(
        'How many game pairs a match needs, and how long a sequential test takes.',
        'power --elo 30',
        'power --elo 5 --draws 0.6 --sprt elo0=0,elo1=5',
      ),
    )
    .requiredOption('--elo <elo>', 'the difference to be seen', number(MOST_ELO))
    .option('--confidence <share>', 'how sure a yes is to be, two-sided', number(1), 0.95)
    .option('--power <share>', 'how probable a yes is to be where the difference is real', number(1), 0.8)
    .option('--draws <share>', 'share of drawn games between equals', number(1), 0)
    .option('--sprt <bounds>', 'forecast this sequential test too: elo0=0,elo1=10')
    .option(...JSON_FLAG)
    .action(async (flags: PowerFlags) => (await load(() => import('./commands/power.js'))).power(flags));

  command(program, 'sprt', 'say what the counts of a match tell')
    .description(
      withExamples(
        'Elo, normalised Elo and the sequential test of a match from its counts, without playing.',
        'sprt --counts 379,10170,21828,10640,343 --bounds elo0=0,elo1=2',
      ),
    )
    .requiredOption('--counts <counts>', 'pairs with 0, ½, 1, 1½, 2 points, or losses, draws, wins')
    .option('--bounds <bounds>', 'elo0, elo1, alpha, beta, model', 'elo0=0,elo1=10')
    .option(...JSON_FLAG)
    .action(async (flags: SprtFlags) => (await import('./commands/sprt.js')).sprt(flags));

  command(program, 'play', 'play a game in the terminal')
    .description(
      withExamples(
        'Play against an agent, or play an environment for one with the keys.',
        'play --env tic_tac_toe --agent mcts:visits=100',
        'play --env minatar-breakout',
        'play --env pixel-invaders',
      ),
    )
    .requiredOption(...ENV_FLAG)
    .option('--agent <agent>', `board games: the opponent: ${AGENT_HELP}`)
    .option('--seat <player>', 'board games: the player you are, by number or name (default: the first)')
    .option('--seed <seed>', 'seed of the game (default: another each time)', seed)
    .action(async (flags: PlayFlags) => (await load(() => import('./commands/play.js'))).play(flags));

  command(program, 'gtp', 'be a Go engine for Sabaki, GoGui and other GTP programs')
    .description(
      withExamples(
        'Speak the Go Text Protocol (version 2) on standard input and output. Board sizes as far as the agent plays them.',
        'gtp --agent mcts:visits=2000 --env go9',
        'gtp --agent zoo/go9',
      ),
    )
    .requiredOption('--agent <agent>', AGENT_HELP)
    .option('--env <env>', "board and rules to begin with (default: a trained agent's own, else go19)")
    .option('--seed <seed>', 'seed of the games', seed, 0)
    .action(async (flags: GtpFlags) => (await import('./commands/gtp.js')).gtp(flags, version()));

  command(program, 'view', 'watch, play and train in the browser')
    .description(
      withExamples(
        'Serve the page: runs, learning curves, replays, tournaments, play and training. Only this machine reaches it, unless --host says otherwise.',
        'view',
        'view --port 8080',
      ),
    )
    .option('--port <port>', 'port (default: a free one)', port)
    .option(
      '--host <address>',
      'address to listen on; 0.0.0.0 lets other machines see all runs, without a password',
      '127.0.0.1',
    )
    .action(async (flags: ViewFlags) => (await load(() => import('./commands/view.js'))).view(flags));

  command(program, 'export', 'keep a trained agent: as an ONNX file, in the zoo, or in a page of files')
    .description(
      withExamples(
        'Write the network of a run as ONNX, or the agent as a folder zoo/NAME with a card that says how it was made and how well it plays; or the page as files for any file server, with the agents of the zoo and the runs and tournaments that you name.',
        'export runs/NAME --onnx agent.onnx',
        'export runs/NAME --zoo breakout --episodes 100',
        'export runs/NAME tournaments/NAME --page site',
        'export runs/NAME@20000:visits=400 --zoo go9 --opponent random --opponent mcts:visits=400',
      ),
    )
    .argument('[what...]', 'runs/NAME or runs/NAME@STEP; options are those it is measured with')
    .option('--onnx <file>', 'the ONNX file to write')
    .option('--zoo <name>', 'keep the agent as zoo/NAME, with its card')
    .option('--page <dir>', 'the folder to write the page to')
    .option('--opponent <agent...>', 'for the card, board games: who it is measured against', ['random'])
    .option(
      '--episodes <n>',
      'for the card: episodes or games of each measurement (0: none)',
      natural(MOST_EPISODES),
      100,
    )
    .option('--seed <seed>', 'for the card: seed of the episodes', seed, 0)
    .action(async (what: string[], { page, ...flags }: ExportFlags & { page?: string }) =>
      page === undefined
        ? (await load(() => import('./commands/export.js'))).exportRun(what, flags)
        : (await load(() => import('./commands/exportPage.js'))).writePage(what, page),
    );

  command(program, 'envs', 'list the environments')
    .description(withExamples('List the environments; with --json their options too.', 'envs', 'envs --json'))
    .option(...JSON_FLAG)
    .action(async (flags: JsonFlag) => (await load(() => import('./commands/envs.js'))).envs(flags));
  command(program, 'agents', 'list the agents')
    .description(withExamples('List the agents; with --json their options too.', 'agents', 'agents --json'))
    .option(...JSON_FLAG)
    .action(async (flags: JsonFlag) => (await load(() => import('./commands/agents.js'))).agents(flags));
  command(program, 'nets', 'list the networks, or show one')
    .description(
      withExamples(
        'List the networks; `show` tells the layers of one, with shapes, parameters, operations and memory.',
        'nets',
        'nets show minatar-cnn:filters=32 --batch 32',
        'nets show residual-tower --env go19',
      ),
    )
    .argument('[show]', '"show"')
    .argument('[network]', 'its name with options, such as mlp:hidden=64/64')
    .option('--env <env>', 'the environment that it is for (default: MinAtar Breakout, or Go on 9×9)')
    .option('--input <shape>', 'instead of an environment: what it reads, such as 84,84,4')
    .option('--actions <n>', 'number of actions', count(MOST_ROWS))
    .option('--batch <n>', 'observations at once (default: 1)', count(MOST_ROWS))
    .option(...JSON_FLAG)
    .action(async (action: string | undefined, network: string | undefined, flags: NetsShowFlags) =>
      (await load(() => import('./commands/nets.js'))).nets(action, network, flags),
    );

  command(program, 'conformance', 'compare environments with recorded traces')
    .description(
      withExamples(
        'Replay recorded traces and crafted cases; stops at the first difference (exit code 1).',
        'conformance packages/envs/testdata/minatar/*.json',
      ),
    )
    .argument('<files...>', 'trace files (JSON, may be gzipped)')
    .action(async (files: string[]) =>
      (await load(() => import('./commands/conformance.js'))).conformance(files),
    );

  command(program, 'analyze', 'ask an agent about a position')
    .description(
      withExamples(
        'Print what an agent thinks of a position: its move, values, visits and priors, for the player to move.',
        'analyze --env tic_tac_toe --agent mcts:visits=200 --moves 4,0',
        'analyze --env connect_four --agent solver --moves 44444433',
      ),
    )
    .requiredOption(...ENV_FLAG)
    .requiredOption('--agent <agent>', AGENT_HELP)
    .option('--moves <moves>', "the moves played so far, in the game's text, separated by commas or spaces")
    .option('--seed <seed>', 'seed of the agent', seed, 0)
    .option(...JSON_FLAG)
    .action(async (flags: AnalyzeFlags) =>
      (await load(() => import('./commands/analyze.js'))).analyze(flags),
    );

  command(program, 'perft', 'count the move sequences of a board game')
    .description(
      withExamples(
        'Count the sequences of legal moves of a length, as published tables count them.',
        'perft --env tic_tac_toe --depth 9',
      ),
    )
    .requiredOption(...ENV_FLAG)
    .requiredOption('--depth <n>', 'length in moves', natural(MOST_PLIES))
    .option('--moves <moves>', 'count from the position after these moves')
    .option(...JSON_FLAG)
    .action(async (flags: PerftFlags) => (await load(() => import('./commands/perft.js'))).perft(flags));

  command(program, 'playthrough', 'print a whole random game as text')
    .description(
      withExamples(
        "Print a game state by state in the form of OpenSpiel's playthroughs: position, player, legal actions, returns. The same seed gives the same text.",
        'playthrough connect_four --seed 1',
        'playthrough go:size=5 --moves "C3 B3 pass" > game.txt',
      ),
    )
    .argument('<env>', 'environment, such as minatar-breakout or tic_tac_toe (`agon envs`)')
    .option('--seed <seed>', 'seed of the environment and of the random actions', seed, 1)
    .option('--moves <moves>', "board games: the first moves, in the game's text")
    .action(async (env: string, flags: PlaythroughFlags) =>
      (await load(() => import('./commands/playthrough.js'))).playthrough(env, flags),
    );

  command(program, 'doctor', 'say what this machine has, and how to get what is missing')
    .option(...JSON_FLAG)
    .action(async (flags: JsonFlag) => (await load(() => import('./commands/doctor.js'))).doctor(flags));

  program.addHelpText('after', '\nExit codes: 0 fine, 1 failed, 2 wrong usage, 130 interrupted.');
  return program;
}

/** Adds a command whose summary stands in the list of commands. */
function command(program: Command, name: string, summary: string): Command {
  return program
    .command(name)
    .summary(summary)
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`);
}

/** Commander's errors as one line: `agon: unknown option '--step' (did you mean --steps?)`. */
function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace('(Did you mean', '(did you mean');
  return `agon: ${line}${line.endsWith('?)') ? '' : ' (--help shows how)'}\n`;
}
