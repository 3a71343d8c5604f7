/** The acting half of the loop in one thread: environments, the network that acts in them, and what makes it explore. */
import { anyJson, randomState, RandomStream, type Json, type RandomState } from '@agon/core';
import { takeArray, type Episode, type StateArray } from '@agon/learning';
import type { Parameters } from '@agon/engine';
import type { QNetwork } from '@agon/nets';
import * as v from 'valibot';
import type { Rows } from '../replay/rows.js';
import { argmax, qAnalysis } from './analysis.js';
import { ActingNetwork } from './actingNetwork.js';
import type { EnvGroup } from './envGroup.js';
import { Explorer } from './exploration/explorer.js';
import type { LifelongCounts } from './exploration/novelty.js';
import { policyFamily } from './exploration/policyFamily.js';
import type { NoiseTable } from './noise.js';
import type { DqnSettings } from './settings.js';
import { valueKind } from './valueNetwork.js';

/** What `save` returns. */
export interface SavedActor {
  exploration: RandomState;
  actors: Json;
  explorer?: Json;
  /** [N, 2 H] A recurrent network's state. */
  memory?: StateArray;
}

/** `SavedActor` in a state's JSON; a recurrent network's state is elsewhere. */
export const savedActorSchema = v.object({
  exploration: randomState,
  actors: anyJson,
  explorer: v.optional(anyJson),
}) satisfies v.GenericSchema<unknown, Omit<SavedActor, 'memory'>>;

/** What an actor is made of. */
interface ActorParts {
  settings: DqnSettings;
  group: EnvGroup;
  network: QNetwork;
  /** Read at every round: what is written there acts from then on. */
  parameters: Parameters;
  noise: NoiseTable | undefined;
  /** Where novelty is rewarded. */
  counts: LifelongCounts | undefined;
  /** Rows of the shape that the environments' steps have. */
  rows: Rows;
  seed: string;
  /** Tells its streams from those of other actors of the run: " / worker 1". */
  suffix: string;
}

/** N = environments, H = units of an LSTM. */
export class Actor {
  readonly group: EnvGroup;
  /** Extra floats that go with environment i's last step: E of them from i · E on. */
  readonly extras: Float32Array;
  private readonly acting: ActingNetwork;
  private readonly explorer: Explorer | undefined;
  private readonly exploration: RandomStream;

  /** @param exploration the name of the stream that random actions are drawn from */
  private constructor(
    group: EnvGroup,
    acting: ActingNetwork,
    explorer: Explorer | undefined,
    exploration: string,
  ) {
    this.group = group;
    this.acting = acting;
    this.explorer = explorer;
    this.exploration = new RandomStream(exploration);
    this.extras = acting.memory?.state ?? explorer?.novelty ?? new Float32Array(0);
  }

  /** Compiles the network that acts. */
  static async create(parts: ActorParts): Promise<Actor> {
    const { settings, group, network, parameters, noise, counts, rows, seed, suffix } = parts;
    const { observation } = group.envs[0];
    const kind = valueKind(settings);
    const numEnvs = group.envs.length;
    const acting = await ActingNetwork.create(network, kind, observation, numEnvs, parameters, noise);
    const explorer =
      acting.policy &&
      counts &&
      new Explorer(policyFamily(settings), acting.policy, counts, rows, `${seed} / policies${suffix}`);
    return new Actor(group, acting, explorer, `${seed} / exploration${suffix}`);
  }

  /** Begins the first episode of every environment. */
  start(): void {
    this.group.start();
    this.explorer?.start();
  }

  /**
   * One decision in every environment, ε-greedy; nothing comes of it where one rests.
   * @param keep called after each environment's turn: `group` has what it saw and got, `extras` what goes with it
   * @returns the recorded episode that a step ended, if one did
   */
  async round(epsilon: number, keep: (i: number, action: number) => void): Promise<Episode | undefined> {
    const { group, acting, exploration, explorer } = this;
    const { observations } = group;
    const { q } = acting;
    const numEnvs = observations.length;
    const numActions = q.length / numEnvs;
    const size = observations[0].length;
    for (let i = 0; i < numEnvs; i++) {
      group.look(i);
      acting.seen.set(observations[i], i * size);
    }
    await acting.run();
    let finished: Episode | undefined;
    for (let i = 0; i < numEnvs; i++) {
      const random = exploration.uniform() < epsilon;
      const account = group.isRecording(i) ? qAnalysis(q, i * numActions, numActions) : undefined;
      explorer?.addBonus(i, observations[i], q);
      const action = random ? exploration.int(numActions) : argmax(q, i * numActions, numActions);
      const episode = group.step(i, action, account);
      finished ??= episode;
      if (!group.rested) explorer?.stepped(i, observations[i], action);
      keep(i, action);
      this.remember(i, group.terminated || group.rested);
      if (group.terminated || group.truncated) explorer?.ended(i, group.episodeReturn);
    }
    return finished;
  }

  /** Goes on to the state that environment i's network came to, or to an empty one. */
  private remember(i: number, over: boolean): void {
    const { memory } = this.acting;
    if (!memory) return;
    const { state, next } = memory;
    const size = state.length / this.group.envs.length;
    for (let j = i * size; j < (i + 1) * size; j++) state[j] = over ? 0 : next[j];
  }

  /** All that acting goes on from; a copy. */
  save(): SavedActor {
    const { exploration, group, explorer, acting } = this;
    return {
      exploration: exploration.save(),
      actors: group.save(),
      ...(explorer ? { explorer: explorer.save() } : {}),
      ...(acting.memory ? { memory: acting.memory.state.slice() } : {}),
    };
  }

  /** @throws bad-checkpoint where the state is damaged, or of another number of environments */
  load({ exploration, actors, explorer, memory }: SavedActor): void {
    this.exploration.restore(exploration);
    this.group.load(actors);
    this.explorer?.load(explorer);
    if (this.acting.memory) takeArray(this.acting.memory.state, 'memory', { memory });
  }

  dispose(): Promise<void> {
    return this.acting.dispose();
  }
}
