/** A whole game thought through by an agent, position after position, in a worker of its own. */
import type { Analysis } from '@agon/agents';
import { useEffect, useRef, useState } from 'preact/hooks';
import { WorkerOpponent } from '../play/opponent.js';
import { freshSeed } from '../play/seed.js';

/** How far an analysis is. */
interface AnalysisState {
  /** Positions that have been thought about. */
  done: number;
  isRunning: boolean;
  failure: string | undefined;
}

interface LiveAnalysis extends AnalysisState {
  /** Begins with an agent's spec; an analysis under way is given up. */
  start(agent: string): void;
  stop(): void;
}

/**
 * Thinks about the positions before each move of a game.
 * @param take called with what was found at each position
 */
export function useAnalysis(
  env: string,
  moves: readonly number[],
  take: (position: number, account: Analysis | undefined, agent: string) => void,
): LiveAnalysis {
  const [state, setState] = useState<AnalysisState>({ done: 0, isRunning: false, failure: undefined });
  const worker = useRef<WorkerOpponent | undefined>(undefined);
  const stop = (): void => {
    worker.current?.dispose();
    worker.current = undefined;
  };
  useEffect(() => stop, []);

  async function run(agent: string): Promise<void> {
    const own = new WorkerOpponent();
    worker.current = own;
    const isCurrent = (): boolean => worker.current === own;
    setState({ done: 0, isRunning: true, failure: undefined });
    try {
      await own.load(env, agent, freshSeed());
      for (let position = 0; position < moves.length && isCurrent(); position++) {
        const { account } = await own.think(moves.slice(0, position));
        if (!isCurrent()) return;
        take(position, account, agent);
        setState({ done: position + 1, isRunning: position + 1 < moves.length, failure: undefined });
      }
    } catch (error) {
      if (isCurrent()) setState((now) => ({ ...now, isRunning: false, failure: (error as Error).message }));
    } finally {
      if (isCurrent()) stop();
    }
  }

  return {
    ...state,
    start(agent) {
      stop();
      void run(agent);
    },
    stop() {
      stop();
      setState((now) => ({ ...now, isRunning: false }));
    },
  };
}
