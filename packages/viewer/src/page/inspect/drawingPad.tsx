/** A field to draw a grey picture in, by mouse or finger. */
import { useEffect, useRef } from 'preact/hooks';
import { MapCanvas } from './mapCanvas.js';
import { inspectWords } from './words.js';

/** How far a stroke reaches, in pixels of the picture. */
const REACH = 1.4;

interface DrawingPadProps {
  height: number;
  width: number;
  /** Told after each stroke: [height · width], 0 black to 1 white. */
  onDraw: (picture: Float32Array) => void;
  /** What is shown before anything is drawn, and after it was cleared. */
  picture: Float32Array;
}

export function DrawingPad({ height, width, picture, onDraw }: DrawingPadProps) {
  const drawing = useRef(new Float32Array(height * width));
  const isDown = useRef(false);
  useEffect(() => {
    const up = (): void => void (isDown.current = false);
    window.addEventListener('pointerup', up);
    return () => window.removeEventListener('pointerup', up);
  }, []);
  const stroke = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const [middleX, middleY] = [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height]; // prettier-ignore
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const distance = Math.hypot(x + 0.5 - middleX, y + 0.5 - middleY);
        const ink = Math.max(0, Math.min(1, 1 + REACH - distance));
        const at = y * width + x;
        drawing.current[at] = Math.max(drawing.current[at], ink);
      }
    onDraw(drawing.current.slice());
  };
  return (
    <div class="drawing-pad">
      <div
        class="pad"
        title={inspectWords.draw}
        onPointerDown={(event) => {
          isDown.current = true;
          stroke(event);
        }}
        onPointerMove={(event) => isDown.current && stroke(event)}
      >
        <MapCanvas values={picture} height={height} width={width} most={1} label={inspectWords.draw} />
      </div>
      <p class="muted small">{inspectWords.draw}</p>
      <button
        type="button"
        onClick={() => {
          drawing.current.fill(0);
          onDraw(drawing.current.slice());
        }}
      >
        {inspectWords.clear}
      </button>
    </div>
  );
}
