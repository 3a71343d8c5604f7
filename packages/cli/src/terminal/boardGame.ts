/** A board game in the terminal: a person types moves, an agent answers. */
import { createInterface } from 'node:readline/promises';
import type { Agent } from '@agon/agents';
import { AgonError, nearest, RandomStream } from '@agon/core';
import { drawState, type Game, type State } from '@agon/envs';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print } from '../output.js';
import { paint } from '../paint.js';
import { makeAgent } from '../places.js';
import { pictureRows } from './picture.js';

interface BoardGameOptions {
  /** The opponent's spec. */
  agent?: string;
  /** The person's seat, by number or name. */
  seat?: string;
  seed: string;
}

const HELP = 'Type a move, or: moves (all legal ones), u (undo), q (quit).';

/** Plays one game; ends with the game, with "quit", or with the end of the input. */
export async function playBoardGame(
  game: Game,
  { agent: spec, seat, seed }: BoardGameOptions,
): Promise<void> {
  if (spec === undefined) {
    throw new AgonError(
      'bad-option',
      `${game.title} needs an opponent: give --agent AGENT, such as --agent random. \`agon agents\` lists them.`,
    );
  }
  const person = readSeat(game, seat);
  const agent = await makeAgent(spec, { kind: 'game', game });
  const table = new GameTable(game, person, agent, new RandomStream(`${seed} / player ${1 - person}`));
  try {
    await table.play();
  } finally {
    await agent.dispose();
  }
}

/** @throws bad-option for a seat that the game does not have */
function readSeat(game: Game, seat = '1'): number {
  const names = game.playerNames;
  const index = /^\d+$/.test(seat) ? Number(seat) - 1 : names.indexOf(seat.toLowerCase());
  if (index >= 0 && index < game.numPlayers) return index;
  const near = nearest(seat, names);
  const choices = names.map((name, i) => `${i + 1} (${name})`).join(', ');
  throw new AgonError(
    'bad-option',
    `${game.title} has no player "${seat}"${near ? `; did you mean "${near}"?` : '.'} Players: ${choices}.`,
  );
}

class GameTable {
  private readonly game: Game;
  private readonly person: number;
  private readonly agent: Agent;
  private readonly rng: RandomStream;
  private readonly state: State;
  private readonly input = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY,
  });

  constructor(game: Game, person: number, agent: Agent, rng: RandomStream) {
    this.game = game;
    this.person = person;
    this.agent = agent;
    this.rng = rng;
    this.state = game.newInitialState();
  }

  async play(): Promise<void> {
    const { game, person, agent, state, input } = this;
    print(
      folded(
        `${game.title}: you are ${game.playerNames[person]}, ${agent.name} is ${game.playerNames[1 - person]}. ${HELP}`,
      ),
    );
    agent.reset();
    const lines = input[Symbol.asyncIterator]();
    input.on('SIGINT', () => input.close());
    try {
      while (!state.isTerminal) {
        if (state.currentPlayer !== person) {
          await this.answer();
          continue;
        }
        print(`\n${this.picture()}\n`);
        input.setPrompt(`${game.playerNames[person]}> `);
        input.prompt();
        const { value, done } = await lines.next();
        if (done) return print('\nThe game is left unfinished.');
        if (this.obey((value as string).trim()) === 'quit') return print('The game is left unfinished.');
      }
      print(`\n${this.picture()}\n\n${this.verdict()}`);
    } finally {
      input.close();
    }
  }

  private picture(): string {
    return pictureRows(drawState(this.state))
      .map((row) => `  ${row}`)
      .join('\n');
  }

  private obey(text: string): 'quit' | undefined {
    const { state } = this;
    const command = text.toLowerCase();
    if (['quit', 'exit', 'q'].includes(command)) return 'quit';
    if (['', 'help', '?'].includes(command))
      print(folded(`${HELP} For example ${state.actionToString(state.legalActions()[0])}.`));
    else if (command === 'moves')
      print(
        folded(
          state
            .legalActions()
            .map((action) => state.actionToString(action))
            .join(' '),
        ),
      );
    else if (['undo', 'u'].includes(command)) this.undo();
    else this.move(text);
    return undefined;
  }

  /** Takes back moves until it is the person's turn again. */
  private undo(): void {
    const { state, person } = this;
    const before = state.history.length;
    while (state.history.length > 0) {
      state.undo();
      if (state.currentPlayer === person) break;
    }
    if (state.history.length === before) print('There is no move to take back.');
    // Agents that carry a search from move to move begin a new one.
    this.agent.reset();
  }

  private move(text: string): void {
    try {
      this.state.apply(this.state.parseAction(text));
    } catch (error) {
      if (!(error instanceof AgonError) || error.code !== 'illegal-action') throw error;
      print(error.message);
    }
  }

  private async answer(): Promise<void> {
    const { state, agent, rng } = this;
    const action = await agent.act({ kind: 'game', state }, rng);
    const value = agent.analysis()?.value;
    const thought =
      value === undefined
        ? ''
        : paint('dim', `  (it expects ${formatNumber(value)} for itself; 1 is a win)`, process.stdout);
    print(`${agent.name} plays ${state.actionToString(action)}${thought}`);
    state.apply(action);
  }

  private verdict(): string {
    const result = this.state.returns()[this.person];
    return result > 0 ? 'You win.' : result < 0 ? `${this.agent.name} wins.` : 'A draw.';
  }
}
