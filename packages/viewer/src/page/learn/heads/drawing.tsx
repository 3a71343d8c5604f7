/** A canvas that is drawn anew with each change, as sharp as the screen. */
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What is drawn with: units are CSS pixels. */
export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  /** The colour of text. */
  readonly ink: string;
}

interface DrawingProps {
  readonly label: string;
  /** CSS pixels; it is as wide as there is room. */
  readonly height: (width: number) => number;
  readonly draw: (pen: Pen) => void;
  /** @param place in it, CSS pixels */
  readonly onPoint?: (place: { x: number; y: number; width: number }) => void;
}

export function Drawing({ label, height, draw, onPoint }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const width = element.clientWidth;
    element.style.height = `${height(width)}px`;
    element.width = Math.round(width * devicePixelRatio);
    element.height = Math.round(height(width) * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    const { color } = getComputedStyle(element);
    context.font = '13px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.fillStyle = color;
    draw({ context, width, ink: color });
  });
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      onClick={({ offsetX, offsetY, currentTarget }) =>
        onPoint?.({ x: offsetX, y: offsetY, width: currentTarget.clientWidth })
      }
    />
  );
}
