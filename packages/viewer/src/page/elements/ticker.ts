/** A clock for what moves by itself: it stands still while nobody can see the page. */
import { useEffect, useRef } from 'preact/hooks';

/** Whether the person has asked the system for less motion. */
export const prefersLessMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Calls `tick` every `periodMs` milliseconds while `isOn` and the page is visible; a hidden page has no timer at all. */
export function useTicker(periodMs: number, isOn: boolean, tick: () => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!isOn) return undefined;
    let timer: number | undefined;
    const look = (): void => {
      window.clearInterval(timer);
      timer = undefined;
      if (document.visibilityState === 'visible')
        timer = window.setInterval(() => latest.current(), periodMs);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [periodMs, isOn]);
}
