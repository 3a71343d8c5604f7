/** A curve drawn by hand: with mouse, finger or keys. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { heightsAfterKey, heightsAlong, MOST_HEIGHT, POINTS, type Place } from './heights.js';
import { learnWords } from './words.js';

const WIDTH = 320;
const HEIGHT = 160;

/** Where in the pad a pointer is: both in [0, 1], from the lower left. */
function placeOf({ clientX, clientY, currentTarget }: PointerEvent): Place {
  const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { x: within((clientX - left) / width), y: within(1 - (clientY - top) / height) };
}

/**
 * @param heights 0 to 100 at equal distances
 * @param onDone when a stroke of the pointer ends
 */
export function DrawPad({
  heights,
  onChange,
  onDone,
}: {
  heights: readonly number[];
  onChange: (heights: number[]) => void;
  onDone: () => void;
}) {
  const cursor = useSignal(Math.floor(POINTS / 2));
  const last = useRef<Place | undefined>(undefined);
  const draw = (event: PointerEvent): void => {
    const place = placeOf(event);
    onChange(heightsAlong(heights, last.current ?? place, place));
    last.current = place;
  };
  const xOf = (index: number): number => (index / (POINTS - 1)) * WIDTH;
  const yOf = (height: number): number => HEIGHT * (1 - height / MOST_HEIGHT);
  return (
    <div class="draw-pad">
      <span>{learnWords.draw}</span>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        tabindex={0}
        role="slider"
        aria-label={learnWords.draw}
        aria-valuemin={0}
        aria-valuemax={MOST_HEIGHT}
        aria-valuenow={heights[cursor.value]}
        aria-valuetext={learnWords.point(cursor.value + 1, POINTS, heights[cursor.value])}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = undefined;
          draw(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) draw(event);
        }}
        onPointerUp={onDone}
        onKeyDown={(event) => {
          const next = heightsAfterKey(event.key, heights, cursor.value);
          if (!next) return;
          event.preventDefault();
          cursor.value = next.cursor;
          onChange(next.heights);
        }}
      >
        <polyline points={heights.map((height, i) => `${xOf(i)},${yOf(height)}`).join(' ')} />
        <circle cx={xOf(cursor.value)} cy={yOf(heights[cursor.value])} r="5" />
      </svg>
      <span class="muted small">{learnWords.drawKeys}</span>
    </div>
  );
}
