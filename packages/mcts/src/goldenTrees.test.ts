/** mctx's recorded search trees, reproduced node by node. */
import { RandomStream } from '@agon/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../test/requirements.js';
import { runSearch, Search, type SearchSettings } from './index.js';
import { ScriptedEvaluator, ScriptedGame, type Position } from './testing/scriptedGame.js';

/** A node of the recording; unexpanded children have only `action` and `prior`. */
interface RecordedNode {
  action?: number;
  prior: number;
  child_stats: RecordedNode[];
  visit?: number;
  value_view: number;
  raw_value_view: number;
  reward?: number;
  evaluation_index: number;
}

interface Recording {
  algorithm_config: {
    qtransform: string;
    gumbel_scale?: number;
    pb_c_base?: number;
    pb_c_init?: number;
    max_num_considered_actions?: number;
    qtransform_kwargs: { maxvisit_init?: number; rescale_values?: boolean; value_scale?: number };
  };
  env_config: { discount: number };
  tree: RecordedNode;
}

/** The recorded node as a position whose evaluation is the recorded one. */
function positionOf(node: RecordedNode, player: number, numPlayers: number): Position {
  const rewards = new Array<number>(numPlayers).fill(0);
  // The reward is the mover's.
  rewards[(player + numPlayers - 1) % numPlayers] = node.reward ?? 0;
  return {
    player,
    legal: node.child_stats.map((_, action) => action),
    rewards,
    logits: node.child_stats.map((child) => Math.log(child.prior)),
    value: node.raw_value_view,
    next: (action) => positionOf(node.child_stats[action], (player + 1) % numPlayers, numPlayers),
  };
}

/** Compares a searched node with the recorded one, and all nodes below them; returns how many were expanded. */
function compareNodes(search: Search, node: number, recorded: RecordedNode, path: string): number {
  const { tree } = search;
  expect(node, `${path}: index in order of evaluation`).toBe(recorded.evaluation_index);
  expect(tree.visits[node], `${path}: visits`).toBe(recorded.visit);
  expect(tree.value(node), `${path}: value`).toBeCloseTo(recorded.value_view, 5);
  expect(tree.rawValue[node], `${path}: raw value`).toBeCloseTo(recorded.raw_value_view, 6);
  expect(tree.edgeCount[node]).toBe(recorded.child_stats.length);
  let expanded = 1;
  recorded.child_stats.forEach((child, action) => {
    const edge = tree.firstEdge[node] + action;
    const below = `${path} ${action}`;
    expect(tree.prior[edge], `${below}: prior`).toBeCloseTo(child.prior, 6);
    expect(tree.child[edge] >= 0, `${below}: expanded`).toBe(child.visit !== undefined);
    if (child.visit === undefined) return;
    expect(tree.edgeVisits[edge], `${below}: edge visits`).toBe(child.visit);
    expect(tree.reward[edge], `${below}: reward`).toBeCloseTo(child.reward ?? 0, 6);
    expanded += compareNodes(search, tree.child[edge], child, below);
  });
  return expanded;
}

async function reproduce(file: string): Promise<void> {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const { algorithm_config: config, env_config: env, tree: root } = recording;
  const numPlayers = env.discount < 0 ? 2 : 1;
  const game = new ScriptedGame(numPlayers, root.child_stats.length, positionOf(root, 0, numPlayers));
  const settings = { ...mctxSettings(config), discount: Math.abs(env.discount) };
  const search = new Search(game, settings, new RandomStream('golden'));
  search.setRoot(game.newInitialState());
  const evaluator = new ScriptedEvaluator(game);
  await runSearch(search, evaluator, root.visit! - 1);
  expect(compareNodes(search, 0, root, 'root')).toBe(root.visit);
  expect(evaluator.order.length).toBe(root.visit);
}

/** mctx's names in ours. */
function mctxSettings(config: Recording['algorithm_config']): Partial<SearchSettings> {
  if (config.qtransform === 'qtransform_by_parent_and_siblings')
    return { qTransform: 'minmax-siblings', cInit: config.pb_c_init, cBase: config.pb_c_base };
  if (config.qtransform !== 'qtransform_completed_by_mix_value')
    throw new Error(`no setting is known for ${config.qtransform}`);
  const { maxvisit_init, rescale_values, value_scale } = config.qtransform_kwargs;
  return {
    selection: 'gumbel',
    gumbelScale: config.gumbel_scale,
    maxConsidered: config.max_num_considered_actions,
    visitOffset: maxvisit_init,
    rescaleQ: rescale_values,
    valueScale: value_scale,
  };
}

describeWith('fixtures', "mctx's recorded trees are reproduced node by node", (folder) => {
  const files = readdirSync(join(folder, 'mctx')).filter((file) => file.endsWith('.json'));

  it('by PUCT and by Gumbel search', () => {
    expect(files).toContain('muzero_qtransform_tree.json');
    expect(files).toContain('gumbel_muzero_tree.json');
  });

  it.each(files)('%s', async (file) => {
    await reproduce(join(folder, 'mctx', file));
  });
});
