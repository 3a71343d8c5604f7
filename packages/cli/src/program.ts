/** The command line: every command by its table (`commands/NAME.table.ts`), in the order in which help lists them. */
import { Command } from 'commander';
import { agentsTable } from './commands/agents.table.js';
import { analyzeTable } from './commands/analyze.table.js';
import { conformanceTable } from './commands/conformance.table.js';
import { dataTable } from './commands/data.table.js';
import { doctorTable } from './commands/doctor.table.js';
import { envsTable } from './commands/envs.table.js';
import { evalTable } from './commands/eval.table.js';
import { exportTable } from './commands/export.table.js';
import { gtpTable } from './commands/gtp.table.js';
import { netsTable } from './commands/nets.table.js';
import { perftTable } from './commands/perft.table.js';
import { playTable } from './commands/play.table.js';
import { playthroughTable } from './commands/playthrough.table.js';
import { powerTable } from './commands/power.table.js';
import { quickstartTable } from './commands/quickstart.table.js';
import { runsTable } from './commands/runs.table.js';
import { sprtTable } from './commands/sprt.table.js';
import { tournamentTable } from './commands/tournament.table.js';
import { trainTable } from './commands/train.table.js';
import { viewTable } from './commands/view.table.js';
import { addCommand, withExamples, type CommandTable } from './commandTable.js';
import { version } from './version.js';

const COMMANDS: readonly CommandTable[] = [
  quickstartTable,
  trainTable,
  runsTable,
  evalTable,
  tournamentTable,
  powerTable,
  sprtTable,
  playTable,
  gtpTable,
  viewTable,
  exportTable,
  envsTable,
  agentsTable,
  netsTable,
  dataTable,
  conformanceTable,
  analyzeTable,
  perftTable,
  playthroughTable,
  doctorTable,
];

/** The command line as commander knows it. `parseAsync` runs the command; usage errors throw a CommanderError. */
export function buildProgram(): Command {
  const program = new Command('agon');
  program
    .description(
      withExamples(
        'Games and reinforcement learning: train agents, compare them, watch them and play against them.',
        [
          'train dqn --env minatar-breakout --minutes 2',
          'tournament --env tic_tac_toe --agents random scripted mcts:visits=100',
          'view',
        ],
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
  for (const table of COMMANDS) addCommand(program, table);
  program.addHelpText('after', '\nExit codes: 0 fine, 1 failed, 2 wrong usage, 130 interrupted.');
  return program;
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
