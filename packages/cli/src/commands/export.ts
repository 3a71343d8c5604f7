/** `agon export`: a trained network as an ONNX file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskCheckpoints } from '@agon/arena/node';
import { AgonError, parseSpec } from '@agon/core';
import { exportOnnx, Parameters } from '@agon/engine';
import { makeEnvironment } from '@agon/envs';
import { listNetworks, makeNetwork } from '@agon/nets';
import { formatBytes, formatNumber } from '../format.js';
import { print } from '../output.js';
import { RUNS_DIR } from '../places.js';

/** The file takes one observation a call; its input is named so. */
const INPUT = 'observation';

export async function exportRun(path: string, { onnx }: { onnx: string }): Promise<void> {
  const checkpoint = await diskCheckpoints(RUNS_DIR)(path.replace(/\/$/, ''));
  const environment = makeEnvironment(checkpoint.env);
  const [space, numActions] =
    environment.kind === 'env'
      ? [environment.env.observation, environment.env.actionNames.length]
      : [environment.game.observation, environment.game.numActions];
  const spec = checkpoint.settings.network;
  const info =
    typeof spec === 'string' ? listNetworks().find(({ id }) => id === parseSpec(spec).id) : undefined;
  if (typeof spec !== 'string' || !info) {
    throw new AgonError(
      'bad-checkpoint',
      `${path} does not say which network it has (settings.network is ${JSON.stringify(spec)}).`,
    );
  }
  const network = makeNetwork(spec, space.shape, numActions, info.heads);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  const shape = [1, ...space.shape];
  const bytes = exportOnnx((inputs, weights) => network.apply(inputs[INPUT], weights), {
    inputs: { [INPUT]: { shape } },
    parameters,
    name: `${checkpoint.algorithm} on ${checkpoint.env}, step ${checkpoint.step}`,
  });
  mkdirSync(dirname(onnx), { recursive: true });
  writeFileSync(onnx, bytes);
  const outputs =
    info.heads === 'q' ? `q [1, ${numActions}]` : `policy [1, ${numActions}] (logits), value [1]`;
  print(`${onnx}: ${formatBytes(bytes.length)}, ${formatNumber(parameters.size)} parameters`);
  print(
    `  input   ${INPUT} [${shape.join(', ')}] float32${space.high === 1 ? '' : `, values divided by ${space.high}`}`,
  );
  print(`  outputs ${outputs}`);
}
