/** A player that writes the next move of a game as a language model writes the next word. A = actions. */
import { AgonError, categorical, type Rng } from '@agon/core';
import { compile, type Parameters, type Program } from '@agon/engine';
import type { Action, Go, GoState } from '@agon/envs';
import { batchOf, type Network } from '@agon/nets';
import { gameSituation, type Agent, type Analysis, type Situation } from '../agent.js';
import { beginningOf } from './moveTokens.js';

/**
 * It sees moves and no board. Of the next ones it plays those that the rules allow; its account has their `prior`, and as `illegal` the
 * probability that was on all others.
 */
export class MoveAgent implements Agent {
  readonly name: string;
  private readonly game: Go;
  private readonly program: Program;
  private readonly temperature: number;
  /** The moves that the network has read; undefined: not even the beginning. */
  private read: readonly Action[] | undefined;
  private thought: Analysis | undefined;

  private constructor(name: string, game: Go, program: Program, temperature: number) {
    this.name = name;
    this.game = game;
    this.program = program;
    this.temperature = temperature;
  }

  /** @param network of kind "next-token" @param temperature 0: the likeliest move; else drawn by probability^(1 / temperature) */
  static async open(
    name: string,
    game: Go,
    network: Network,
    parameters: Parameters,
    temperature: number,
  ): Promise<MoveAgent> {
    const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters });
    return new MoveAgent(name, game, program, temperature);
  }

  reset(): void {
    this.thought = undefined;
  }

  /** @throws unsupported for boards of another size, and games that begin with stones on the board */
  async act(situation: Situation, rng: Rng): Promise<Action> {
    const state = gameSituation(situation, this.name).state as GoState;
    this.requireKnown(state);
    await this.readTo([...state.history]);
    const legal = new Uint8Array(this.game.numActions);
    state.legalMaskInto(legal);
    const shares = softmax(this.program.outputs.logits as Float32Array);
    const allowed = Array.from(legal, (isLegal, action) => (isLegal ? shares[action] : 0));
    const sum = allowed.reduce((total, share) => total + share, 0);
    const prior = allowed.map((share) => share / sum);
    const move = this.choose(prior, rng);
    this.thought = { prior, move, illegal: Math.max(0, 1 - sum) };
    return move;
  }

  analysis(): Analysis | undefined {
    return this.thought;
  }

  async dispose(): Promise<void> {
    await this.program.dispose();
  }

  private choose(prior: readonly number[], rng: Rng): Action {
    const best = prior.reduce((found, share, action) => (share > prior[found] ? action : found), 0);
    if (this.temperature === 0) return best;
    return categorical(rng, prior.map((share) => (share / prior[best]) ** (1 / this.temperature))); // prettier-ignore
  }

  private requireKnown({ game, setUp }: GoState): void {
    const { size } = this.game;
    if (game.id !== this.game.id || game.size !== size || setUp.length > 0) {
      throw new AgonError(
        'unsupported',
        `${this.name} reads moves of Go ${size}×${size} from an empty board on, and was given another beginning; play --env go:size=${size} without handicap.`,
      );
    }
  }

  /** Reads on where the game goes on from what was read; else anew from the beginning. */
  private async readTo(moves: readonly Action[]): Promise<void> {
    const { read } = this;
    const goesOn = read !== undefined && read.every((move, ply) => moves[ply] === move);
    this.read = undefined; // where reading fails, nothing is known
    if (!goesOn) {
      (this.program.inputs.state as Float32Array).fill(0);
      await this.readToken(beginningOf(this.game));
    }
    for (const move of moves.slice(goesOn ? read.length : 0)) await this.readToken(move);
    this.read = moves;
  }

  private async readToken(token: number): Promise<void> {
    const { inputs, outputs } = this.program;
    inputs.token[0] = token;
    await this.program.run();
    (inputs.state as Float32Array).set(outputs.nextState as Float32Array);
  }
}

function softmax(logits: Float32Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
