/** A drawing on a plain 2D canvas: for many small boards at once, for which a browser has too few WebGL contexts. */
import type { Colour, Drawing, Mark } from '@agon/envs';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Pixels across, more than a small board has on most screens. */
const WIDTH = 320;

const css = (colour: Colour): string => `#${colour.toString(16).padStart(6, '0')}`;

function drawMark(context: CanvasRenderingContext2D, mark: Mark): void {
  context.globalAlpha = ('alpha' in mark ? mark.alpha : undefined) ?? 1;
  switch (mark.kind) {
    case 'rect':
      context.fillStyle = css(mark.fill);
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      break;
    case 'line':
      context.strokeStyle = css(mark.stroke);
      context.lineWidth = mark.strokeWidth;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(mark.x1, mark.y1);
      context.lineTo(mark.x2, mark.y2);
      context.stroke();
      break;
    case 'circle':
      context.beginPath();
      context.arc(mark.x, mark.y, mark.radius, 0, 2 * Math.PI);
      if (mark.fill !== undefined) {
        context.fillStyle = css(mark.fill);
        context.fill();
      }
      if (mark.stroke !== undefined) {
        context.strokeStyle = css(mark.stroke);
        context.lineWidth = mark.strokeWidth ?? 0;
        context.stroke();
      }
      break;
    case 'text':
      context.fillStyle = css(mark.fill);
      context.font = `${mark.size}px system-ui, sans-serif`;
      context.textAlign = mark.anchor === 'left' ? 'left' : 'center';
      context.textBaseline = 'middle';
      context.fillText(mark.text, mark.x, mark.y);
  }
}

/** Always as wide as its neighbours, whatever the size of the game. */
export function SmallBoard({ drawing }: { drawing: Drawing }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = WIDTH / drawing.width;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = css(drawing.background);
    context.fillRect(0, 0, drawing.width, drawing.height);
    for (const mark of drawing.marks) drawMark(context, mark);
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
