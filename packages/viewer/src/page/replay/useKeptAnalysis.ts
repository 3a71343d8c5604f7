/** The analysis of a replay that the browser keeps: there again after a reload, and kept anew while another one runs. */
import type { Analysis } from '@agon/agents';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { analysisKey, keptAnalysis, putAnalysis } from '../kept/analyses.js';
import type { Theatre } from './theatre.js';

/** While it runs, an analysis is kept so often, in milliseconds. */
const KEEP_EVERY_MS = 1000;

interface LiveAnalysis {
  /** Who has analysed the game; undefined where nobody did. */
  agent: Signal<string | undefined>;
  /** Rises with every position that is analysed. */
  found: Signal<number>;
  /** Takes over what `agent` found at a position, 0 being the first of its analysis. */
  take: (position: number, account: Analysis | undefined, agent: string) => void;
}

/** A browser that keeps nothing still analyses. */
export function useKeptAnalysis(theatre: Theatre): LiveAnalysis {
  const agent = useSignal<string | undefined>(undefined);
  const found = useSignal(0);
  const key = useMemo(() => analysisKey(theatre.replay), [theatre]);
  const accounts = useRef<(Analysis | null)[]>([]);
  const keptAt = useRef(0);
  const keep = (): void => {
    keptAt.current = performance.now();
    const { value } = agent;
    if (value === undefined || accounts.current.length === 0) return;
    putAnalysis({ key, agent: value, accounts: accounts.current }).catch((error: Error) =>
      console.warn(error),
    );
  };
  useEffect(() => {
    let isWanted = true;
    keptAnalysis(key).then(
      (kept) => {
        if (!isWanted || !kept || agent.value !== undefined) return;
        kept.accounts.forEach((account, at) => account && theatre.setAnalysis(at, account));
        agent.value = kept.agent;
        found.value++;
      },
      () => undefined, // the browser keeps nothing
    );
    return () => {
      isWanted = false;
      keep();
    };
  }, [key]);
  const take: LiveAnalysis['take'] = (position, account, by) => {
    if (position === 0) accounts.current = [];
    accounts.current[position] = account ?? null;
    agent.value = by;
    theatre.setAnalysis(position, account);
    found.value++;
    const isLast = position === theatre.length - 1;
    if (isLast || performance.now() - keptAt.current >= KEEP_EVERY_MS) keep();
  };
  return { agent, found, take };
}
