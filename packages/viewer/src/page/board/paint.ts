/** Drawings on a plain 2D canvas. */
import type { Colour, Drawing, Mark } from '@agon/envs';

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
      break;
    case 'screen':
      drawScreen(context, mark);
  }
}

/** Pixels stay squares. */
function drawScreen(context: CanvasRenderingContext2D, mark: Extract<Mark, { kind: 'screen' }>): void {
  const { columns, rows, rgb } = mark;
  const pixels = new ImageData(columns, rows);
  pixels.data.fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4)
    pixels.data.set(rgb.subarray(from, from + 3), to);
  const screen = document.createElement('canvas');
  [screen.width, screen.height] = [columns, rows];
  screen.getContext('2d')?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(screen, mark.x, mark.y, mark.width, mark.height);
}

/** Fills a canvas that is `drawing.width · scale` pixels wide. */
export function paint(context: CanvasRenderingContext2D, drawing: Drawing, scale: number): void {
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = css(drawing.background);
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const mark of drawing.marks) drawMark(context, mark);
}

/** A drawing as a PNG, `width` pixels across. @throws Error where the browser makes none */
export function pngOf(drawing: Drawing, width: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const scale = width / drawing.width;
  [canvas.width, canvas.height] = [width, Math.round(drawing.height * scale)];
  const context = canvas.getContext('2d');
  if (context) paint(context, drawing, scale);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture was made'))), 'image/png'),
  );
}
