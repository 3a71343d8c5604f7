/** `agon export`: a trained network as an ONNX file, or a trained agent or model as a folder of the zoo. */
import { dirname } from 'node:path';
import { algorithm } from '@agon/agents';
import { evaluate } from '@agon/arena';
import { AgonError, formatBytes, formatSpec, parseSpec, type Spec } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { decodeWeights, exportOnnx, Parameters } from '@agon/engine';
import { gameOf, makeEnvironment, numActions, specForScores, unwrapped } from '@agon/envs';
import { readCheckpoint, type AgentCheckpoint, type Checkpoint, type DataCheckpoint } from '@agon/learning';
import {
  batchOf,
  describeNetwork,
  listNetworks,
  makeAnyNetwork,
  type AnySizes,
  type Network,
} from '@agon/nets';
import { dataTrainer } from '@agon/models';
import { checkRunName } from '@agon/runs';
import { diskCheckpoints, keepInZoo, writeFile, type ZooScore } from '@agon/runs/node';
import { formatCount, formatNumber } from '../format.js';
import { print, say } from '../output.js';
import { makeAgent, RUNS_DIR, ZOO_DIR, ZOO_DIRS } from '../places.js';

/** The command's flags: a file to write (`onnx`), a name in the zoo, or both. What follows is for the zoo. */
export interface ExportFlags {
  onnx?: string;
  /** A name in the zoo. */
  zoo?: string;
  /** Who the agent is measured against for its card (board games). */
  opponent: string[];
  episodes: number;
  seed: number;
}

/** @param agents one: runs/NAME or runs/NAME@STEP; options that follow are those it is measured with */
export async function exportRun(agents: readonly string[], flags: ExportFlags): Promise<void> {
  if (flags.onnx === undefined && flags.zoo === undefined) {
    throw new AgonError('bad-option', 'say what to write: --onnx FILE, --zoo NAME, or --page DIR.');
  }
  if (agents.length !== 1) {
    throw new AgonError('bad-option', `one run is kept at a time: give runs/NAME (got ${agents.length}).`);
  }
  const spec = parseSpec(agents[0]);
  const path = spec.id.replace(/\/$/, '');
  const found = await readCheckpoint(path, diskCheckpoints(RUNS_DIR, ZOO_DIRS));
  if (found.data !== undefined) return exportModel(path, found, flags);
  const checkpoint = found;
  if (flags.onnx !== undefined) exportNetwork(path, checkpoint, flags.onnx);
  if (flags.zoo !== undefined) await exportAgent({ ...spec, id: path }, checkpoint, flags.zoo, flags);
}

/** Writes what learned from data as ONNX, and keeps it in the zoo with the licence of its data. @throws what `toOnnx` throws */
function exportModel(path: string, checkpoint: DataCheckpoint, { onnx, zoo }: ExportFlags): void {
  if (zoo !== undefined) checkRunName(zoo);
  if (onnx !== undefined) exportModelNetwork(path, checkpoint, onnx);
  if (zoo !== undefined) keep(path, checkpoint, zoo, []);
}

/** The ONNX file takes batches of any size. */
function exportModelNetwork(path: string, checkpoint: DataCheckpoint, onnx: string): void {
  const { algorithm: id, data, step } = checkpoint;
  const trainer = dataTrainer(id);
  if (!trainer.toOnnx)
    throw new AgonError('unsupported', `no ONNX file can be made of what ${id} trains; --zoo NAME keeps ${path}.`); // prettier-ignore
  const model = trainer.toOnnx(checkpoint, `${id} on ${data}, step ${step}`);
  const { bytes, parameters, inputs, outputs, notes } = model;
  writeOnnx(onnx, bytes, parameters);
  print(`  input   ${inputs.join(', ')}`);
  print(`  outputs ${outputs.join(', ')}`);
  for (const note of notes) print(`  ${note}`);
}

function writeOnnx(path: string, bytes: Uint8Array, parameters: number): void {
  makeFolder(dirname(path));
  writeFile(path, bytes);
  print(`${path}: ${formatBytes(bytes.length)}, ${formatNumber(parameters)} parameters`);
}

/** Keeps weights of a run in the zoo. @throws bad-option where `path` is no run */
function keep(path: string, checkpoint: Checkpoint, name: string, scores: ZooScore[]): void {
  const folder = keepInZoo({ zooDir: ZOO_DIR, runsDir: RUNS_DIR }, name, runIn(path), checkpoint, scores);
  const what = checkpoint.env === undefined ? 'model' : 'agent';
  print(`${folder}: the ${what} "zoo/${name}", ${formatBytes(checkpoint.weights.length)} of weights`);
}

/** The run in "runs/NAME@STEP". @throws bad-option where it is another path */
function runIn(path: string): string {
  const [, run] = /^runs\/([^@]+)/.exec(path) ?? [];
  if (run !== undefined) return run;
  throw new AgonError('bad-option', `"${path}" is no run; --zoo keeps runs/NAME or runs/NAME@STEP.`);
}

/** The ONNX file takes one observation a call. */
function exportNetwork(path: string, checkpoint: AgentCheckpoint, onnx: string): void {
  const environment = makeEnvironment(checkpoint.env);
  const space = unwrapped(environment).observation;
  const actions = numActions(environment);
  const planes = algorithm(checkpoint.algorithm).task.inputShape?.(checkpoint.env, checkpoint.settings);
  const spec = checkpoint.settings.network;
  if (typeof spec !== 'string' || !listNetworks().some(({ id }) => id === parseSpec(spec).id)) {
    throw new AgonError(
      'bad-checkpoint',
      `${path} does not say which network it has (settings.network is ${JSON.stringify(spec)}).`,
    );
  }
  checkHead(path, checkpoint);
  const network = networkOf(spec, { input: planes ?? space.shape, actions }, checkpoint);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  const inputs = batchOf(network, 1);
  const bytes = exportOnnx(network.apply, {
    inputs,
    parameters,
    name: `${checkpoint.algorithm} on ${checkpoint.env}, step ${checkpoint.step}`,
  });
  writeOnnx(onnx, bytes, parameters.size);
  const outputs = Object.entries(network.outputs).map(
    ([name, { shape, about }]) => `${name} [${[1, ...shape].join(', ')}]${about ? ` (${about})` : ''}`,
  );
  const isDivided = !planes && space.dtype === 'uint8' && space.high !== 1;
  print(
    `  input   observation [${inputs.observation.shape.join(', ')}] float32${isDivided ? `, values divided by ${space.high}` : ''}`,
  );
  print(`  outputs ${outputs.join(', ')}`);
}

/** The network of a checkpoint: where its spec can be had in several kinds, the one that its algorithm trains. */
function networkOf(spec: string, sizes: AnySizes, { algorithm: id, weights }: AgentCheckpoint): Network {
  const { kinds } = describeNetwork(spec);
  if (kinds.length === 1) return makeAnyNetwork(spec, sizes);
  if (algorithm(id).task.kind === 'game') return makeAnyNetwork(spec, sizes, 'policy-value');
  const isPolicy = 'policy.weight' in decodeWeights(weights).tensors;
  return makeAnyNetwork(spec, sizes, isPolicy ? 'actor-critic' : 'q');
}

/** @throws unsupported where the network's q head is more than one value for each action */
function checkHead(path: string, { settings }: AgentCheckpoint): void {
  const plain: Record<string, unknown> = { dueling: false, noisy: 0, returns: 'mean', lstm: 0, policies: 0 };
  const part = Object.keys(plain).find((key) => key in settings && settings[key] !== plain[key]);
  if (!part) return;
  throw new AgonError(
    'unsupported',
    `${path} was trained with ${part}=${String(settings[part])}; so far only networks with one plain value for each action are exported as ONNX. It plays as --agent ${path}, and --zoo keeps it.`,
  );
}

async function exportAgent(
  { id: path, options }: Spec,
  checkpoint: AgentCheckpoint,
  name: string,
  flags: ExportFlags,
): Promise<void> {
  runIn(path);
  checkRunName(name);
  const env = specForScores(checkpoint.env);
  const environment = makeEnvironment(env);
  const scores: ZooScore[] = [];
  const { episodes, seed } = flags;
  const opponents = gameOf(environment) ? flags.opponent : [undefined];
  for (const opponent of episodes > 0 ? opponents : []) {
    say(
      `measuring ${path}${opponent === undefined ? '' : ` against ${opponent}`}: ${episodes} episodes (--episodes 0: none) …`,
    );
    const agent = await makeAgent(formatSpec(path, options), environment);
    const other = opponent === undefined ? undefined : await makeAgent(opponent, environment);
    try {
      const { mean, iqm, ci95 } = await evaluate({
        agent,
        env: environment,
        episodes,
        seed,
        opponent: other,
      });
      const against = opponent === undefined ? '' : ` --opponent ${opponent}`;
      const command = `npx agon eval --env ${env} --agent ${formatSpec(`zoo/${name}`, options)}${against} --episodes ${episodes} --seed ${seed}`;
      scores.push({ command, ...(opponent === undefined ? {} : { opponent }), episodes, mean, iqm, ci95 });
    } finally {
      await agent.dispose();
      await other?.dispose();
    }
  }
  keep(path, checkpoint, name, scores);
  for (const { opponent, episodes: count, mean, ci95 } of scores) {
    const against = opponent === undefined ? '' : ` against ${opponent}`;
    print(
      `  mean return${against}: ${formatNumber(mean)}${ci95 ? ` [${ci95.map(formatNumber).join(', ')}]` : ''} in ${formatCount(count, 'episode')}`,
    );
  }
}
