/** Flags that several commands have, and the most that flags take. */

/** Flags of a command that lists. */
export interface JsonFlag {
  json?: boolean;
}

/** The most of what takes time or memory, far beyond what anybody has waited for. */
export const MOST_STEPS = 1e12;
export const MOST_EPISODES = 1e7;
export const MOST_GAMES = 1e9;
export const MOST_THREADS = 1024;
export const MOST_PLIES = 1000;
export const MOST_ROWS = 1e12;
export const MOST_ELO = 10_000;

export const JSON_FLAG = ['--json', 'print one JSON document'] as const;
export const ENV_FLAG = [
  '--env <env>',
  'environment, such as minatar-breakout or tic_tac_toe (`agon envs`)',
] as const;
export const DEVICE_FLAG = [
  '--device <device>',
  'where networks run: cpu, webgpu, tfjs:node-gpu, tfjs:cpu, or auto, which times them and takes the fastest (default: cpu)',
] as const;

/** What an agent can be. */
export const AGENT_HELP =
  'random, scripted, solver, mcts:visits=800, runs/NAME, runs/NAME@STEP, zoo/NAME, gtp:"COMMAND"';
