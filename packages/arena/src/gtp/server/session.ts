/** What an engine remembers between commands: its board, its player, the clock. */
import type { Agent } from '@agon/agents';
import { AgonError, RandomStream } from '@agon/core';
import type { Action, Go, PlayerId } from '@agon/envs';
import type { MakeAgent } from '../../makeAgents.js';
import type { Thought } from './analysis.js';
import { Clock } from './clock.js';
import { Position, type Rules } from './position.js';
import { Refusal } from './protocol.js';

export interface SessionOptions {
  /** The agent's spec. */
  agent: string;
  /** Size, komi and rules to begin with. */
  game: Go;
  seed: string;
  makeAgent: MakeAgent;
  /** Reads a file for `loadsgf`; without it there is no such command. */
  readFile?: (path: string) => Uint8Array;
  /** Agon's version. */
  version: string;
}

/** The longest time, in milliseconds, that an analysis goes on without a look at the input. */
const ANALYSIS_STEP_MS = 100;

export class Session {
  readonly options: SessionOptions;
  readonly clock = new Clock();
  private current: Position;
  private agent: Agent;
  private agentSize: number;
  private games = 0;
  private streams: RandomStream[] = [];

  private constructor(options: SessionOptions, agent: Agent) {
    this.options = options;
    this.current = new Position(options.game);
    this.agent = agent;
    this.agentSize = options.game.size;
    this.begin();
  }

  /** @throws what making the agent throws */
  static async open(options: SessionOptions): Promise<Session> {
    return new Session(options, await options.makeAgent(options.agent, { kind: 'game', game: options.game }));
  }

  /** The board. */
  get position(): Position {
    return this.current;
  }

  /** The rules to begin with; a loaded game may have others. */
  get rules(): Rules {
    const { superko, suicide } = this.options.game.options;
    return { superko, suicide };
  }

  /** Empties the board and begins a game. */
  newGame(): void {
    this.position.clear();
    this.begin();
  }

  /** Begins a game from a position. @throws Refusal "unacceptable size" where the agent cannot play on such a board */
  async load(position: Position): Promise<void> {
    const { size } = position.game;
    if (size !== this.agentSize) {
      try {
        const agent = await this.options.makeAgent(this.options.agent, { kind: 'game', game: position.game });
        await this.agent.dispose();
        this.agent = agent;
        this.agentSize = size;
      } catch (error) {
        if (error instanceof AgonError) throw new Refusal('unacceptable size', { cause: error });
        throw error;
      }
    }
    this.current = position;
    this.begin();
  }

  setKomi(komi: number): void {
    this.position.setKomi(komi);
    this.agent.reset(); // what it has found was for another komi
  }

  /** The agent's move, or RESIGN, and what it thought; the move is not played. */
  async think(colour: PlayerId): Promise<Thought & { action: Action }> {
    const state = this.position.stateFor(colour);
    const milliseconds = this.clock.budget(colour, state.history.length, state.game.pass);
    const began = performance.now();
    const action = await this.agent.act({ kind: 'game', state, milliseconds }, this.streams[colour]);
    this.clock.use(colour, performance.now() - began);
    return { action, state, account: { ...this.agent.analysis(), move: action } };
  }

  /** The agent's thoughts without end, many a second; one that cannot search tells its move again and again. */
  async *analyse(colour: PlayerId): AsyncGenerator<Thought> {
    const { agent } = this;
    const state = this.position.stateFor(colour);
    const situation = { kind: 'game', state } as const;
    if (agent.think) {
      for await (const account of agent.think(situation, this.streams[colour], ANALYSIS_STEP_MS)) {
        yield { state, account };
      }
      return;
    }
    const move = await agent.act(situation, this.streams[colour]);
    for (;;) {
      yield { state, account: { ...agent.analysis(), move } };
      await new Promise((resolve) => setTimeout(resolve, ANALYSIS_STEP_MS));
    }
  }

  /** Gives up a move under way. */
  interrupt(): void {
    this.agent.interrupt?.();
  }

  async close(): Promise<void> {
    await this.agent.dispose();
  }

  /** A new game: the agent forgets, the clock is set, the random streams are the game's own. */
  private begin(): void {
    this.agent.reset();
    this.clock.reset();
    this.games++;
    const game = this.games === 1 ? this.options.seed : `${this.options.seed} / game ${this.games}`;
    this.streams = [0, 1].map((player) => new RandomStream(`${game} / player ${player}`));
  }
}
