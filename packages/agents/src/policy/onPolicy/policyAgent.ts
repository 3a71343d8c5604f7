/** A trained policy as a player: draws from the network's probabilities, or takes the likeliest action. */
import { described, parseSettings, type Rng } from '@agon/core';
import { compile, Parameters, type Program } from '@agon/engine';
import { makeEnv } from '@agon/envs';
import type { AgentCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import { makeNetwork } from '@agon/nets';
import { environmentSubject, type AgentSubject } from '../../agentSubject.js';
import type * as tf from '@tensorflow/tfjs';
import {
  environmentSituation,
  type Agent,
  type Analysis,
  type ChoosingNetwork,
  type Situation,
} from '../../agent.js';
import { argmax } from '../../value/dqn/analysis.js';
import { observationInput, readsObservations, type InputArray } from '../../networkInput.js';
import { draw, policyAnalysis, softmaxInto } from './policy.js';

/** Options of a trained policy: `runs/NAME:greedy=true`. */
export const policyAgentSchema = v.strictObject({
  greedy: v.optional(
    described(v.boolean(), 'take the most likely action; otherwise draw from the policy'),
    false,
  ),
});

/** What it needs of the settings that a checkpoint was trained with. */
const networkSchema = v.strictObject({ network: v.string() });

/** A trained network with its environment. @throws bad-option; bad-checkpoint where the weights do not fit the settings */
function trainedPolicy(name: string, checkpoint: AgentCheckpoint) {
  const { network: spec } = checkpoint.settings;
  const { network: wanted } = parseSettings(networkSchema, { network: spec }, `the settings of "${name}"`);
  const env = makeEnv(checkpoint.env);
  const { observation, actionNames } = env;
  const network = readsObservations(
    makeNetwork(wanted, 'actor-critic', { input: observation.shape, actions: actionNames.length }),
    observation,
  );
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  return { env, network, parameters };
}

/** The network of a policy. @throws as `PolicyAgent.load` */
export function policySubject(checkpoint: AgentCheckpoint): AgentSubject {
  const { env, network, parameters } = trainedPolicy(checkpoint.algorithm, checkpoint);
  const apply: AgentSubject['fn'] = ({ observation }, values) => network.apply({ observation }, values);
  return environmentSubject(env, parameters, apply, {}, { policy: env.actionNames, value: ['value'] });
}

/** Plays single-player environments with one evaluation of the network at each step. */
export class PolicyAgent implements Agent {
  readonly name: string;
  readonly network: ChoosingNetwork;
  private readonly program: Program;
  private readonly observation: InputArray;
  private readonly probabilities: Float32Array;
  private readonly greedy: boolean;
  private thought: Analysis | undefined;

  private constructor(name: string, program: Program, greedy: boolean, network: ChoosingNetwork) {
    this.name = name;
    this.network = network;
    this.program = program;
    this.observation = program.inputs.observation as InputArray;
    this.probabilities = new Float32Array(program.outputs.policy.length);
    this.greedy = greedy;
  }

  /** @throws bad-option; bad-checkpoint where the weights do not fit the settings */
  static async load(
    name: string,
    checkpoint: AgentCheckpoint,
    options: Readonly<Record<string, unknown>>,
  ): Promise<PolicyAgent> {
    const { greedy } = parseSettings(policyAgentSchema, options, `agent "${name}"`);
    const { env, network, parameters } = trainedPolicy(name, checkpoint);
    const program = await compile(network.apply, {
      inputs: { observation: observationInput(env.observation, 1) },
      parameters,
      threads: 1,
    });
    return new PolicyAgent(name, program, greedy, {
      observation: env.observation,
      numActions: env.actionNames.length,
      parameters,
      preferences: (seen, values) => network.apply({ observation: seen }, values).policy as tf.Tensor2D,
    });
  }

  reset(): void {
    this.thought = undefined;
  }

  /** One draw, none where it is greedy. */
  async act(situation: Situation, rng: Rng): Promise<number> {
    this.observation.set(environmentSituation(situation, this.name).observation);
    await this.program.run();
    const { probabilities } = this;
    const { policy, value } = this.program.outputs;
    softmaxInto(probabilities, policy as Float32Array, 0, probabilities.length);
    this.thought = policyAnalysis(probabilities, value[0]);
    return this.greedy ? argmax(probabilities, 0, probabilities.length) : draw(probabilities, rng);
  }

  analysis(): Analysis | undefined {
    return this.thought;
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}
