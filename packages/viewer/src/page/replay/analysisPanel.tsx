/** Lets an agent think through a replay that has no thoughts of its own, or other ones. */
import type { Analysis } from '@agon/agents';
import { useSignal } from '@preact/signals';
import { remembered } from '../elements/remembered.js';
import { opponentsFor } from '../play/opponents.js';
import { useShipped } from '../play/trainedAgents.js';
import { words } from '../words.js';
import { useAnalysis } from './analysis.js';
import { analysisWords } from './words.js';

/** Simulations for each position. */
const visits = remembered<number>('agon.analysis.visits', 100);
const VISITS = [10, 50, 100, 400, 1600] as const;

interface AnalysisPanelProps {
  env: string;
  moves: readonly number[];
  take: (position: number, account: Analysis | undefined, agent: string) => void;
  /** Who has analysed the game; undefined where nobody did. */
  analysedBy: string | undefined;
}

/** Closed at first; `take` gets each position's account (0 = the start) as it is found. */
export function AnalysisPanel({ env, moves, take, analysedBy }: AnalysisPanelProps) {
  const agents = opponentsFor(env, useShipped()).filter(({ agent }) => !/^(random|solver)$/.test(agent));
  const chosen = useSignal<string | undefined>(undefined);
  const agent = chosen.value ?? agents[0].agent;
  const { done, isRunning, failure, start, stop } = useAnalysis(env, moves, take);
  return (
    <details class="panel analysis">
      <summary>
        <h2>{analysisWords.title}</h2>
      </summary>
      <div class="fields">
        <label>
          {analysisWords.agent}
          <select value={agent} onChange={(event) => (chosen.value = event.currentTarget.value)}>
            {agents.map((each) => (
              <option key={each.agent} value={each.agent}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
        <label>
          {analysisWords.visits}
          <select
            value={visits.value}
            onChange={(event) => (visits.value = Number(event.currentTarget.value))}
          >
            {VISITS.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        {isRunning ? (
          <button onClick={stop}>{analysisWords.stop}</button>
        ) : (
          <button class="primary" onClick={() => start(`${agent.split(':')[0]}:visits=${visits.value}`)}>
            {analysisWords.start}
          </button>
        )}
      </div>
      {analysedBy !== undefined && !isRunning && (
        <p class="muted small" data-analysed-by={analysedBy}>
          {analysisWords.kept(analysedBy)}
        </p>
      )}
      {done > 0 && (
        <p class="muted small" data-done={done}>
          {analysisWords.progress(done, moves.length)}
        </p>
      )}
      {failure !== undefined && <p class="notice bad">{words.connection.failed(failure)}</p>}
    </details>
  );
}
