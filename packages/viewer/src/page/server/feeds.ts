/** What the page knows of the server's runs, live: the list of runs, and what else its streams say. */
import type { ListedEntry } from '@agon/runs';
import { computed, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { RunsAnswer } from '../../runsAnswer.js';
import { EventFeed } from './eventFeed.js';

/** The runs, the most recently written first; undefined until the server has answered. */
export const runs = signal<ListedEntry[] | undefined>(undefined);
/** False where older runs are still on their way. */
export const areAllRuns = signal(false);

const runsFeed = signal<EventFeed | undefined>(undefined);
/** Whether the server answers. */
export const connected = computed(() => runsFeed.value?.connected.value ?? true);

/** Follows the list of runs as long as the page is open. */
export function followRuns(): void {
  runsFeed.value ??= new EventFeed('api/live/runs', (data) => {
    const answer = JSON.parse(data) as RunsAnswer;
    areAllRuns.value = answer.isWhole;
    runs.value = answer.runs;
  });
}

/**
 * What a stream of the server last said, as long as the component is shown; undefined until something has come.
 * @param refused what it is where there is no such stream
 */
export function useLive<T>(address: string, refused?: (why: string) => T): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    setValue(undefined);
    const feed = new EventFeed(
      address,
      (data) => setValue(JSON.parse(data) as T),
      (why) => refused && setValue(refused(why)),
    );
    return () => feed.close();
  }, [address]);
  return value;
}
