/** Everything that AlphaGo's pipeline learns, as one file of weights: "policy.…", "reinforced.…", "value.…" and "rollout". */
import { AgonError, RandomStream } from '@agon/core';
import { decodeWeights, encodeSafetensors, Parameters, type StoredTensor } from '@agon/engine';
import type { Go } from '@agon/envs';
import { makeNetwork, type Network } from '@agon/nets';
import { GoPlanes } from '../go/planes.js';
import { NUM_ROLLOUT_WEIGHTS } from './rolloutPolicy.js';

/** The three networks' parameters by the first part of their names. */
const PARTS = ['policy', 'reinforced', 'value'] as const;
const ROLLOUT = 'rollout';

/** The settings that name both networks. */
interface NetworkSpecs {
  policyNetwork: string;
  valueNetwork: string;
}

/** Both networks, for positions of `game`. @throws unknown-net, bad-option, unsupported */
export function makeNetworks(game: Go, specs: NetworkSpecs): { policy: Network; value: Network } {
  const { shape } = new GoPlanes(game).observation;
  return {
    policy: makeNetwork(specs.policyNetwork, 'policy', { input: shape, actions: game.numActions }),
    value: makeNetwork(specs.valueNetwork, 'value', { input: shape }),
  };
}

/** The stages change them in place, one after the other. */
export class AlphagoWeights {
  readonly policyNetwork: Network;
  readonly valueNetwork: Network;
  /** Learned from games; from there by REINFORCE; from positions of self-play. */
  readonly policy: Parameters;
  readonly reinforced: Parameters;
  readonly value: Parameters;
  /** [NUM_ROLLOUT_WEIGHTS] */
  readonly rollout = new Float32Array(NUM_ROLLOUT_WEIGHTS);

  constructor(game: Go, settings: NetworkSpecs) {
    const networks = makeNetworks(game, settings);
    this.policyNetwork = networks.policy;
    this.valueNetwork = networks.value;
    this.policy = new Parameters(this.policyNetwork.parameters);
    this.reinforced = new Parameters(this.policyNetwork.parameters);
    this.value = new Parameters(this.valueNetwork.parameters);
  }

  /** Draws both networks anew, by streams named after `seed`; the rollout weights stay 0. */
  initialise(seed: string): this {
    this.policy.initialise(new RandomStream(`${seed} / policy weights`));
    this.reinforced.copyFrom(this.policy);
    this.value.initialise(new RandomStream(`${seed} / value weights`));
    return this;
  }

  /**
   * Gives the value network those of the policy's convolutions that are of its shapes. In the one run that began from nothing, 37,000
   * positions of self-play taught it nothing: its one plane died, and it told the mean.
   */
  beginValue(): void {
    const { policy, value } = this;
    const sizes = new Map(policy.specs.map(({ name, shape }) => [name, shape.join()]));
    for (const { name, shape } of value.specs)
      if (sizes.get(name) === shape.join()) value.view(name).set(policy.view(name));
  }

  /** @param metadata text to keep beside them */
  toSafetensors(metadata: Readonly<Record<string, string>>): Uint8Array {
    const tensors: Record<string, StoredTensor> = {
      [ROLLOUT]: { shape: [this.rollout.length], data: this.rollout },
    };
    for (const part of PARTS) {
      for (const { name, shape } of this[part].specs)
        tensors[`${part}.${name}`] = { shape, data: this[part].view(name) };
    }
    return encodeSafetensors(tensors, metadata);
  }

  /** Takes everything from a file; returns its metadata. @throws bad-checkpoint where it does not fit these networks; not-finite */
  load(bytes: Uint8Array): Record<string, string> {
    const { tensors, metadata } = decodeWeights(bytes);
    const take = (name: string, into: Float32Array): void => {
      const data = Object.hasOwn(tensors, name) ? tensors[name].data : undefined;
      if (!(data instanceof Float32Array) || data.length !== into.length) {
        throw new AgonError(
          'bad-checkpoint',
          `these weights belong to other networks: "${name}" has ${data?.length ?? 'no'} values, these need ${into.length}. Use the networks that they were trained with.`,
        );
      }
      into.set(data);
    };
    take(ROLLOUT, this.rollout);
    for (const part of PARTS)
      for (const { name } of this[part].specs) take(`${part}.${name}`, this[part].view(name));
    return metadata ?? {};
  }
}
