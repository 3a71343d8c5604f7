/** The flags of `agon export`. */
import { MOST_EPISODES } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { ExportFlags } from './export.js';

export const exportTable: CommandTable = {
  description:
    'Write the network of a run as ONNX, or the agent as a folder zoo/NAME with a card that says how it was made and how well it plays; or the page as static files for any web server, with the agents of the zoo and the runs and tournaments that you name.',
  examples: [
    'export runs/NAME --onnx model.onnx',
    'export runs/NAME --zoo breakout --episodes 100',
    'export runs/NAME tournaments/NAME --page site',
    'export runs/NAME@20000:visits=400 --zoo go9 --opponent random --opponent mcts:visits=400',
  ],
  arguments: [
    argument('[what...]', 'runs/NAME or runs/NAME@STEP; options after a colon are used when it is measured'),
  ],
  options: [
    option('--onnx <file>', 'the ONNX file to write'),
    option('--zoo <name>', 'keep the agent as zoo/NAME, with its card'),
    option('--page <dir>', 'the folder to write the page to'),
    option('--opponent <agent...>', 'for the card, board games: the opponents it is measured against', {
      default: ['random'],
    }),
    option('--episodes <n>', 'for the card: episodes or games per measurement (0: none)', {
      read: natural(MOST_EPISODES),
      default: 100,
    }),
    option('--seed <seed>', 'for the card: seed of the episodes', { read: seed, default: 0 }),
  ],
  run: async (what: string[], { page, ...flags }: ExportFlags & { page?: string }) =>
    page === undefined
      ? (await load(() => import('./export.js'))).exportRun(what, flags)
      : (await load(() => import('./exportPage.js'))).writePage(what, page),
};
