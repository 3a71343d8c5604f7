/**
 * Gumbel search (Danihelka et al. 2022, "Policy improvement by planning with Gumbel"; mctx `gumbel_muzero_policy`). At the root
 * sequential halving among the moves with the largest noise + log prior + σ(completed Q); below it the move whose share of the
 * visits lags most behind the improved policy. The policy to learn from is softmax(log prior + σ(completed Q)).
 */
import { gumbel, type Rng } from '@agon/core';
import { improvedLogitsInto, softmaxInPlace } from './completedQ.js';
import type { ChoiceParts, Selector } from './selector.js';
import { consideredVisits } from './sequentialHalving.js';
import type { SearchSettings } from './settings.js';
import { ROOT, type Tree } from './tree.js';

/** The selector of Gumbel search. Without `exploring` its noise is 0, and the search is deterministic. */
export class GumbelSelector implements Selector {
  private readonly settings: SearchSettings;
  /** [A] Scratch: logits or probabilities of a node's edges. */
  private readonly scores: Float64Array;
  /** [A] The root's noise, by edge. */
  private readonly noise: Float64Array;
  /** [A] Visits that the root's edges had when the budget was set (a reused tree): halving counts those after it. */
  private readonly before: Int32Array;
  private visitsBefore = 0;
  private schedule: Int32Array = new Int32Array(0);

  constructor(settings: SearchSettings, numActions: number) {
    this.settings = settings;
    this.scores = new Float64Array(numActions);
    this.noise = new Float64Array(numActions);
    this.before = new Int32Array(numActions);
  }

  prepareRoot(tree: Tree, rng: Rng, exploring: boolean): void {
    const gumbelScale = exploring ? this.settings.gumbelScale : 0;
    const count = tree.edgeCount[ROOT];
    for (let i = 0; i < count; i++) this.noise[i] = gumbelScale === 0 ? 0 : gumbelScale * gumbel(rng);
  }

  plan(tree: Tree, simulations: number): void {
    const first = tree.firstEdge[ROOT];
    const count = tree.edgeCount[ROOT];
    for (let i = 0; i < count; i++) this.before[i] = tree.edgeVisits[first + i];
    this.visitsBefore = tree.visits[ROOT];
    this.schedule = consideredVisits(
      Math.min(this.settings.maxConsidered, count),
      Math.max(0, Math.ceil(simulations)),
    );
  }

  select(tree: Tree, node: number, inFlight: number): number {
    if (node !== ROOT) return this.selectInside(tree, node);
    return this.bestWithVisits(tree, this.visitsWanted(tree, inFlight));
  }

  /** At the root the logits of the improved policy and the noise; below it the improved policy, and minus the shares of the visits. */
  parts(tree: Tree, node: number): ChoiceParts {
    const first = tree.firstEdge[node];
    const count = tree.edgeCount[node];
    const exploit = new Float64Array(count);
    improvedLogitsInto(exploit, tree, node, this.settings);
    const visits = tree.edgeVisits.subarray(first, first + count);
    if (node === ROOT) {
      const { before, noise } = this;
      const wanted = this.visitsWanted(tree, 0);
      const isConsidered = Array.from(visits, (own, i) => own - before[i] === wanted);
      return { exploit, explore: noise.slice(0, count), isConsidered };
    }
    softmaxInPlace(exploit, count);
    const total = visits.reduce((sum, own) => sum + own, 1);
    return { exploit, explore: Float64Array.from(visits, (own) => -own / total) };
  }

  /** The winner of the halving: the best among the moves most visited since the budget was set. */
  chosenEdge(tree: Tree): number {
    const first = tree.firstEdge[ROOT];
    const count = tree.edgeCount[ROOT];
    let most = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, tree.edgeVisits[first + i] - this.before[i]);
    return this.bestWithVisits(tree, most);
  }

  policyInto(out: Float32Array, tree: Tree, temperature: number): boolean {
    const { scores } = this;
    const first = tree.firstEdge[ROOT];
    const count = tree.edgeCount[ROOT];
    improvedLogitsInto(scores, tree, ROOT, this.settings);
    for (let i = 0; i < count; i++) scores[i] /= temperature;
    softmaxInPlace(scores, count);
    out.fill(0);
    for (let i = 0; i < count; i++) out[tree.action[first + i]] = scores[i];
    return true;
  }

  /** Among the root's edges with exactly `visits` visits since the budget was set, the largest score; of all, if there is none. */
  private bestWithVisits(tree: Tree, visits: number): number {
    const { before, noise, scores } = this;
    const first = tree.firstEdge[ROOT];
    const count = tree.edgeCount[ROOT];
    improvedLogitsInto(scores, tree, ROOT, this.settings);
    let best = 0;
    let bestScore = -Infinity;
    let bestConsidered = false;
    for (let i = 0; i < count; i++) {
      const considered = tree.edgeVisits[first + i] + tree.inFlight[first + i] - before[i] === visits;
      const score = scores[i] + noise[i];
      if (considered === bestConsidered ? score > bestScore : considered) {
        best = i;
        bestScore = score;
        bestConsidered = considered;
      }
    }
    return first + best;
  }

  /** The visits that the move of the next simulation has had since the budget was set. */
  private visitsWanted(tree: Tree, inFlight: number): number {
    const { schedule } = this;
    const simulation = tree.visits[ROOT] + inFlight - this.visitsBefore;
    return schedule[Math.min(simulation, schedule.length - 1)];
  }

  private selectInside(tree: Tree, node: number): number {
    const { scores } = this;
    const { edgeVisits, inFlight } = tree;
    const first = tree.firstEdge[node];
    const count = tree.edgeCount[node];
    improvedLogitsInto(scores, tree, node, this.settings);
    softmaxInPlace(scores, count);
    let total = 1;
    for (let i = 0; i < count; i++) total += edgeVisits[first + i] + inFlight[first + i];
    let best = 0;
    let bestScore = -Infinity;
    for (let i = 0; i < count; i++) {
      const score = scores[i] - (edgeVisits[first + i] + inFlight[first + i]) / total;
      if (score > bestScore) {
        bestScore = score;
        best = i;
      }
    }
    return first + best;
  }
}
