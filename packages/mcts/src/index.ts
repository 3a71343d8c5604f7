/** @agon/mcts: tree search over any board game with any evaluator. */
export type { SearchAnalysis as SearchAccount } from './analysis.js';
export { runSearch, runSearches, type SearchBudget } from './driver.js';
export type { Evaluator } from './evaluator.js';
export { Microscope, nextWalk, viewNode, type EdgeView, type NodeView } from './microscope.js';
export { RolloutEvaluator } from './rollout.js';
export { Search } from './search.js';
export { searchPresets, searchSchema, type SearchSettings } from './settings.js';
export { treeBytes } from './treeBytes.js';
export { UniformEvaluator } from './uniform.js';
