/** A run's main curve in a small picture. */
import { useEffect, useState } from 'preact/hooks';
import type { SmallCurve } from '../../smallCurve.js';
import { get, runAddress } from '../server/server.js';
import { curvePath } from './curvePath.js';

const [WIDTH, HEIGHT] = [200, 44];
/** A curve that grows is asked for at most so often, in milliseconds. */
const LEAST_WAIT_MS = 4000;

/** @param step how far the run is: its curve is asked for again when that has changed */
export function SmallCurveView({ name, step }: { name: string; step: number }) {
  const [curve, setCurve] = useState<{ shown: SmallCurve; at: number; step: number }>();
  useEffect(() => {
    if (curve?.step === step) return undefined;
    const wait = curve ? Math.max(0, curve.at + LEAST_WAIT_MS - Date.now()) : 0;
    const timer = window.setTimeout(() => {
      get(runAddress(name, 'curve')).then(
        async (response) => {
          const shown = (await response.json()) as SmallCurve;
          setCurve({ shown, at: Date.now(), step });
        },
        (error: unknown) => console.error(error),
      );
    }, wait);
    return () => window.clearTimeout(timer);
  }, [name, step, curve]);
  const path = curve ? curvePath(curve.shown.points, WIDTH, HEIGHT) : '';
  return (
    <svg
      class="small-curve"
      viewBox={`-2 -3 ${WIDTH + 4} ${HEIGHT + 6}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {path !== '' && <path d={path} />}
    </svg>
  );
}
