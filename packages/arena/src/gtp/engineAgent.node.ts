/** An agent whose moves come from an engine that speaks GTP: its board is kept equal to the game's state. */
import { gameSituation, RESIGN, type Agent, type Situation } from '@agon/agents';
import { AgonError } from '@agon/core';
import type { Action, Go, GoState } from '@agon/envs';
import { Connection } from './connection.node.js';
import type { EngineCommand } from './engineCommand.js';
import { quote } from './responseReader.js';

const COLOURS = ['black', 'white'] as const;
/** What an engine must know to play at all. */
const NEEDED = ['boardsize', 'clear_board', 'play', 'genmove'];

/**
 * A fault of the engine (no answer in time, a crash, nonsense, an illegal move) is thrown as engine-protocol, which forfeits the
 * game where games can be forfeited. The engine is then ended; the next move starts it anew and sends the whole state.
 */
export class EngineAgent implements Agent {
  readonly name: string;
  private readonly game: Go;
  private readonly command: EngineCommand;
  private connection: Connection | undefined;
  private commands: ReadonlySet<string> = new Set();
  /** Rules, stones and who began of the game that the engine's board shows. */
  private beginning = '';
  /** The actions that it has seen since then; undefined where its board is unknown. */
  private sent: Action[] | undefined;

  private constructor(name: string, game: Go, command: EngineCommand) {
    this.name = name;
    this.game = game;
    this.command = command;
  }

  /**
   * Starts the engine and shows it the empty board.
   * @throws not-found where there is no such program; engine-protocol where it does not speak GTP; unsupported where it cannot
   *   play this game
   */
  static async open(name: string, game: Go, command: EngineCommand): Promise<EngineAgent> {
    const agent = new EngineAgent(name, game, command);
    try {
      await agent.sendState(await agent.start(), game.newInitialState());
    } catch (error) {
      await agent.dispose();
      throw error;
    }
    return agent;
  }

  /** A fault between games costs none: the next one begins with the engine started anew. */
  reset(): void {
    this.sent = undefined;
    if (!this.connection?.isUsable) this.connection = undefined;
  }

  async act(situation: Situation): Promise<Action> {
    const state = gameSituation(situation, this.name).state as GoState;
    try {
      const connection = await this.ready(state);
      await this.sendTime(connection, state);
      const vertex = await connection.need('genmove', COLOURS[state.turn]);
      const action = this.readMove(connection, vertex, state);
      this.sent?.push(action);
      return action;
    } catch (error) {
      await this.drop();
      throw error instanceof AgonError ? asForfeit(error) : error;
    }
  }

  analysis(): undefined {
    return undefined;
  }

  interrupt(): void {
    this.connection?.interrupt();
  }

  async dispose(): Promise<void> {
    await this.drop();
  }

  /**
   * The engine with `state` on its board: what it has not seen yet is sent, or everything where that does not fit. One that
   * broke off since its last move is not started again before it has paid for it: its fault is thrown by what is asked first.
   */
  private async ready(state: GoState): Promise<Connection> {
    const connection = this.connection ?? (await this.start());
    const { sent } = this;
    const goesOn =
      sent !== undefined &&
      this.beginning === beginningOf(state) &&
      sent.length <= state.history.length &&
      sent.every((action, ply) => state.history[ply] === action);
    if (goesOn) await this.sendMoves(connection, state, sent.length);
    else await this.sendState(connection, state);
    return connection;
  }

  /** Starts the engine, asks what it is and what it can. */
  private async start(): Promise<Connection> {
    await this.drop();
    const connection = new Connection(this.command);
    this.connection = connection;
    const version = await connection.ask('protocol_version');
    if (!version.ok || version.text !== '2') {
      warn(connection.error(`says ${quote(version.text)} to "protocol_version"; Agon speaks version 2`));
    }
    await connection.ask('name');
    await connection.ask('version');
    this.commands = await knownCommands(connection);
    const missing = NEEDED.filter((name) => !this.commands.has(name));
    if (missing.length) {
      throw connection.error(
        `does not know ${missing.join(', ')}, without which it cannot play`,
        'unsupported',
      );
    }
    if (!this.commands.has('komi')) {
      warn(
        connection.error(`does not know "komi"; it may play for another one than ${this.game.options.komi}`),
      );
    }
    return connection;
  }

  /** Sends size, rules, komi and all stones and moves. */
  private async sendState(connection: Connection, state: GoState): Promise<void> {
    const { size, options, points } = state.game;
    this.sent = undefined;
    const answer = await connection.ask('boardsize', String(size));
    if (!answer.ok) {
      throw connection.error(`does not play ${size}×${size}: ${quote(answer.text)}`, 'unsupported');
    }
    await connection.need('clear_board');
    if (this.commands.has('kata-set-rules')) await connection.need('kata-set-rules', kataRules(state.game));
    if (this.commands.has('komi')) await connection.need('komi', String(options.komi));
    const seconds = this.command.secondsPerMove;
    if (seconds !== undefined && this.commands.has('time_settings'))
      await this.needTime(connection, 'time_settings', '0', String(seconds), '1');
    for (const [cell, colour] of state.setUp) {
      await connection.need('play', COLOURS[colour], points.textOfCell(cell));
    }
    this.beginning = beginningOf(state);
    this.sent = [];
    await this.sendMoves(connection, state, 0);
  }

  /** Tells the engine how long it may think, where that was said. */
  private async sendTime(connection: Connection, state: GoState): Promise<void> {
    const seconds = this.command.secondsPerMove;
    if (seconds === undefined || !this.commands.has('time_left')) return;
    await this.needTime(connection, 'time_left', COLOURS[state.turn], String(seconds), '1');
  }

  /** Whole seconds are what the specification has; an engine that takes no fractions hears the next whole number. */
  private async needTime(connection: Connection, name: string, ...args: string[]): Promise<void> {
    const { ok } = await connection.ask(name, ...args);
    if (!ok)
      await connection.need(
        name,
        ...args.map((arg) => (/^[\d.]+$/.test(arg) ? String(Math.ceil(Number(arg))) : arg)),
      );
  }

  private async sendMoves(connection: Connection, state: GoState, from: number): Promise<void> {
    for (let ply = from; ply < state.history.length; ply++) {
      const colour = COLOURS[(state.firstToMove + ply) % 2];
      const action = state.history[ply];
      const { ok, text } = await connection.ask('play', colour, state.actionToString(action));
      if (!ok) {
        const move = `move ${ply + 1}, ${colour} ${state.actionToString(action)}`;
        throw connection.error(`refused the legal ${move}: ${quote(text)}; its rules may be others`);
      }
      this.sent?.push(action);
    }
  }

  /** @throws engine-protocol where the answer to "genmove" is no legal move */
  private readMove(connection: Connection, vertex: string, state: GoState): Action {
    if (/^resign$/i.test(vertex)) return RESIGN;
    const colour = COLOURS[state.turn];
    let action: Action;
    try {
      action = state.parseAction(vertex);
      if (!state.isLegal(action)) state.apply(action); // throws the reason
    } catch (error) {
      if (!(error instanceof AgonError) || error.code !== 'illegal-action') throw error;
      const [reason] = error.message.split(' Legal are:');
      throw connection.error(
        `answered ${quote(vertex)} as ${colour}'s move ${state.history.length + 1}; ${reason.replace(/\.$/, '')}`,
      );
    }
    return action;
  }

  /** Ends the engine. */
  private async drop(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    this.sent = undefined;
    await connection?.close();
  }
}

const beginningOf = ({ game, setUp, firstToMove }: GoState): string =>
  JSON.stringify([game.options, setUp, firstToMove]);

/** What the engine knows, by `list_commands`, or by `known_command` where it has no list. */
async function knownCommands(connection: Connection): Promise<Set<string>> {
  const list = await connection.ask('list_commands');
  if (list.ok) return new Set(list.text.split(/\s+/));
  const known = new Set<string>();
  for (const name of [...NEEDED, 'komi']) {
    const { ok, text } = await connection.ask('known_command', name);
    if (ok && text === 'true') known.add(name);
  }
  return known;
}

/** Our rules in the words of KataGo's extension of GTP. */
function kataRules({ options }: Go): string {
  return JSON.stringify({
    ko: options.superko ? 'POSITIONAL' : 'SIMPLE',
    scoring: 'AREA',
    tax: 'NONE',
    suicide: options.suicide,
    hasButton: false,
    whiteHandicapBonus: '0',
    friendlyPassOk: false,
  });
}

/** An engine that cannot be started again in the middle of a tournament has broken off as one that crashes has. */
function asForfeit(error: AgonError): AgonError {
  if (error.code !== 'not-found' && error.code !== 'unsupported') return error;
  return new AgonError('engine-protocol', error.message, { cause: error, details: error.details });
}

function warn(fault: AgonError): void {
  process.emitWarning(fault.message, 'AgonWarning');
}
