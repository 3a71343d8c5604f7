/** The commands, in the order in which help lists them. What else there is of one stands in its table, which is loaded when it is asked for. */
import type { ListedCommand } from './commandTable.js';

export const COMMANDS: readonly ListedCommand[] = [
  {
    usage: 'quickstart [options]',
    summary: 'train two small agents, compare them, and show what to do next',
    table: async () => (await import('./commands/quickstart.table.js')).quickstartTable,
  },
  {
    usage: 'train [options] <algorithm>',
    summary: 'train an agent, or a network on data',
    table: async () => (await import('./commands/train.table.js')).trainTable,
  },
  {
    usage: 'search [options] <algorithm>',
    summary: 'search for the network that an algorithm learns best with',
    table: async () => (await import('./commands/search.table.js')).searchTable,
  },
  {
    usage: 'runs [options] [action] [what...]',
    summary: 'list the runs; thin the checkpoints of old ones',
    table: async () => (await import('./commands/runs.table.js')).runsTable,
  },
  {
    usage: 'eval [options]',
    summary: 'measure an agent, or a model that learned from data',
    table: async () => (await import('./commands/eval.table.js')).evalTable,
  },
  {
    usage: 'attacks [options]',
    summary: 'list the attacks that a measurement can be under',
    table: async () => (await import('./commands/attacks.table.js')).attacksTable,
  },
  {
    usage: 'tournament [options]',
    summary: 'let agents play each other, and print win rates and Elo',
    table: async () => (await import('./commands/tournament.table.js')).tournamentTable,
  },
  {
    usage: 'power [options]',
    summary: 'how many games it takes to see a difference in strength',
    table: async () => (await import('./commands/power.table.js')).powerTable,
  },
  {
    usage: 'sprt [options]',
    summary: 'what the counts of a match mean',
    table: async () => (await import('./commands/sprt.table.js')).sprtTable,
  },
  {
    usage: 'play [options]',
    summary: 'play a game in the terminal',
    table: async () => (await import('./commands/play.table.js')).playTable,
  },
  {
    usage: 'gtp [options]',
    summary: 'serve as a Go engine for Sabaki, GoGui and other GTP programs',
    table: async () => (await import('./commands/gtp.table.js')).gtpTable,
  },
  {
    usage: 'view [options] [what]',
    summary: 'watch, play and train in the browser',
    table: async () => (await import('./commands/view.table.js')).viewTable,
  },
  {
    usage: 'learn [options] [lesson]',
    summary: 'small live lessons: how networks see, learn and fail',
    table: async () => (await import('./commands/learn.table.js')).learnTable,
  },
  {
    usage: 'look [options] <model>',
    summary: 'look into a trained network: maps, sums, filters, saliency',
    table: async () => (await import('./commands/look.table.js')).lookTable,
  },
  {
    usage: 'sample [options]',
    summary: 'let a trained model write text',
    table: async () => (await import('./commands/sample.table.js')).sampleTable,
  },
  {
    usage: 'export [options] [what...]',
    summary: 'keep a trained agent: as an ONNX file, in the zoo, or in a static page',
    table: async () => (await import('./commands/export.table.js')).exportTable,
  },
  {
    usage: 'envs [options]',
    summary: 'list the environments',
    table: async () => (await import('./commands/envs.table.js')).envsTable,
  },
  {
    usage: 'agents [options]',
    summary: 'list the agents',
    table: async () => (await import('./commands/agents.table.js')).agentsTable,
  },
  {
    usage: 'nets [options] [show] [network]',
    summary: 'list the networks, or show one',
    table: async () => (await import('./commands/nets.table.js')).netsTable,
  },
  {
    usage: 'data [options] [action] [dataset]',
    summary: 'list the datasets, fetch one, or show one',
    table: async () => (await import('./commands/data.table.js')).dataTable,
  },
  {
    usage: 'conformance <files...>',
    summary: 'compare environments with recorded traces',
    table: async () => (await import('./commands/conformance.table.js')).conformanceTable,
  },
  {
    usage: 'analyze [options]',
    summary: 'ask an agent about a position',
    table: async () => (await import('./commands/analyze.table.js')).analyzeTable,
  },
  {
    usage: 'perft [options]',
    summary: 'count the move sequences of a board game',
    table: async () => (await import('./commands/perft.table.js')).perftTable,
  },
  {
    usage: 'playthrough [options] <env>',
    summary: 'print a whole random game as text',
    table: async () => (await import('./commands/playthrough.table.js')).playthroughTable,
  },
  {
    usage: 'config [options] [line...]',
    summary: 'show what files and the environment set, and where it comes from',
    table: async () => (await import('./commands/config.table.js')).configTable(COMMANDS),
  },
  {
    usage: 'completion <shell> [line...]',
    summary: 'print a script with which bash, zsh or fish complete commands and values',
    table: async () => (await import('./commands/completion.table.js')).completionTable(COMMANDS),
  },
  {
    usage: 'doctor [options]',
    summary: 'check what this machine has, and how to get what is missing',
    table: async () => (await import('./commands/doctor.table.js')).doctorTable,
  },
];
