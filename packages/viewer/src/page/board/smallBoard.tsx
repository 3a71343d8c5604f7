/** A drawing on a plain 2D canvas: for many small boards at once, for which a browser has too few WebGL contexts. */
import type { Drawing } from '@agon/envs';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { paint } from './paint.js';

/** Pixels across, more than a small board has on most screens. */
const WIDTH = 320;

/** Always as wide as its neighbours, whatever the size of the game. */
export function SmallBoard({ drawing }: { drawing: Drawing }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = WIDTH / drawing.width;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) paint(context, drawing, scale);
  }, [drawing]);
  return (
    <canvas
      ref={canvas}
      class="small-board"
      width={WIDTH}
      height={Math.round(drawing.height * scale)}
      role="img"
      aria-label={drawing.text}
    />
  );
}
