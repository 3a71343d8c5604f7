/** Every command of GTP 2 that the engine knows, and the analysis commands. */
import { RESIGN } from '@agon/agents';
import { resultText, WHITE, type Action, type PlayerId, type SetUpStone } from '@agon/envs';
import { analysisLine, parseAnalysis, type AnalysisForm, type AnalysisRequest } from './analysis.js';
import { boardText, chainLines } from './boardText.js';
import { fixedHandicap, freeHandicap, listedHandicap } from './handicap.js';
import { Position } from './position.js';
import {
  parseColour,
  parseCount,
  parseDecimal,
  parseSeconds,
  parseVertex,
  Refusal,
  syntaxError,
} from './protocol.js';
import type { Session } from './session.js';
import { loadSgf } from './sgfCommand.js';
import { parseCanadian, parseNamed, timeKinds } from './timeSettings.js';

/** What a command answers: text, or lines without end that stop with the next input. Empty lines are not written. */
export type Content = string | AsyncIterable<string>;

type Handler = (session: Session, args: readonly string[]) => Content | Promise<Content>;

const SIZES = { least: 2, most: 19 };
const MOST_KOMI = 400;

const commands: Readonly<Record<string, Handler>> = {
  protocol_version: () => '2',
  name: () => 'Agon',
  version: ({ options }) => `${options.version} (${options.agent})`,
  known_command: (_session, [name]) => String(isKnown(name ?? '')),
  list_commands: () => Object.keys(commands).sort().join('\n'),
  quit: () => '',

  boardsize: async (session, [text]) => {
    const size = parseCount(text);
    if (size < SIZES.least || size > SIZES.most) throw new Refusal('unacceptable size');
    const position = new Position(session.position.game, session.rules);
    position.clear(size);
    await session.load(position);
    return '';
  },
  clear_board: (session) => {
    session.newGame();
    return '';
  },
  komi: (session, [text]) => {
    const komi = parseDecimal(text);
    if (Math.abs(komi) > MOST_KOMI) throw syntaxError();
    session.setKomi(komi);
    return '';
  },
  fixed_handicap: (session, [count]) =>
    placeHandicap(session, fixedHandicap(session.position.game, parseCount(count))),
  place_free_handicap: (session, [count]) =>
    placeHandicap(session, freeHandicap(session.position.game, parseCount(count))),
  set_free_handicap: (session, vertices) => {
    placeHandicap(session, listedHandicap(session.position.game, vertices));
    return '';
  },

  play: ({ position }, [colour, vertex]) => {
    position.play(parseColour(colour), parseVertex(position.game, vertex));
    return '';
  },
  genmove: async (session, [text]) => {
    const colour = parseColour(text);
    const { action } = await session.think(colour);
    return playAnswer(session, colour, action);
  },
  reg_genmove: async (session, [colour]) => {
    const { action } = await session.think(parseColour(colour));
    return answerText(session, action);
  },
  undo: ({ position }) => {
    position.undo();
    return '';
  },

  time_settings: ({ clock }, args) => {
    clock.configure(parseCanadian(args));
    return '';
  },
  'kgs-time_settings': setTime,
  'kata-time_settings': setTime,
  'kata-list_time_settings': () => timeKinds.join(' '),
  time_left: ({ clock }, [colour, seconds, stones]) => {
    clock.setLeft(parseColour(colour), parseSeconds(seconds), parseCount(stones));
    return '';
  },

  final_score: ({ position }) => resultText(position.state.score()),
  // Games are scored as the board stands (Tromp-Taylor): every stone on it is alive.
  final_status_list: ({ position }, [status]) => {
    if (status === 'alive') return chainLines(position.state).join('\n');
    if (status === 'dead' || status === 'seki') return '';
    throw syntaxError();
  },
  showboard: ({ position }) => boardText(position.state),
  loadsgf: loadSgf,

  'lz-analyze': (session, args) => analyse(session, 'lz', args),
  'kata-analyze': (session, args) => analyse(session, 'kata', args),
  'lz-genmove_analyze': (session, args) => genmoveAnalyse(session, 'lz', args),
  'kata-genmove_analyze': (session, args) => genmoveAnalyse(session, 'kata', args),
};

function setTime({ clock }: Session, args: readonly string[]): string {
  clock.configure(parseNamed(args));
  return '';
}

const isKnown = (name: string): boolean => Object.hasOwn(commands, name);

/** Runs one command. @throws Refusal; what the agent throws */
export async function runCommand(session: Session, name: string, args: readonly string[]): Promise<Content> {
  if (!isKnown(name)) throw new Refusal('unknown command');
  return commands[name](session, args);
}

function placeHandicap({ position }: Session, stones: SetUpStone[]): string {
  if (!position.isEmpty) throw new Refusal('board not empty');
  position.place(stones, WHITE);
  return stones.map(([cell]) => position.game.points.textOfCell(cell)).join(' ');
}

function answerText({ position }: Session, action: Action): string {
  return action === RESIGN ? 'resign' : position.state.actionToString(action);
}

/** Plays the agent's move, unless it resigns. */
function playAnswer(session: Session, colour: PlayerId, action: Action): string {
  const text = answerText(session, action);
  if (action !== RESIGN) session.position.play(colour, action);
  return text;
}

/** @throws Refusal, before the response has begun */
function analyse(session: Session, form: AnalysisForm, args: readonly string[]): AsyncIterable<string> {
  return reports(session, form, parseAnalysis(args, session.position.toMove));
}

/** Reports without end; an empty line where none is due yet. */
async function* reports(
  session: Session,
  form: AnalysisForm,
  { colour, interval, maxMoves }: AnalysisRequest,
): AsyncGenerator<string> {
  let due = 0;
  for await (const thought of session.analyse(colour)) {
    const isDue = performance.now() >= due;
    if (isDue) due = performance.now() + interval;
    yield isDue ? analysisLine(form, thought, maxMoves) : '';
  }
}

/** A move with one report of what was thought before it. */
async function genmoveAnalyse(
  session: Session,
  form: AnalysisForm,
  args: readonly string[],
): Promise<string> {
  const { colour, maxMoves } = parseAnalysis(args, session.position.toMove);
  const thought = await session.think(colour);
  return `\n${analysisLine(form, thought, maxMoves)}\nplay ${playAnswer(session, colour, thought.action)}`;
}
