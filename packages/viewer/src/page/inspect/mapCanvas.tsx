/** Values as a small picture. */
import { coloursOf } from '@agon/models';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Places of a picture with a frame around them. */
export interface Frame {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

interface MapCanvasProps {
  /** [height · width], or [height · width · 3] of a picture in colours, in [0, 1]. */
  values: ArrayLike<number>;
  height: number;
  width: number;
  /** The size of a value that is shown white; the largest if not given. */
  most?: number;
  /** Drawn in yellow. */
  frame?: Frame | undefined;
  label?: string;
}

/** Enlarged without smoothing by the style sheet. */
export function MapCanvas({ values, height, width, most, frame, label }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const isColoured = values.length === 3 * height * width;
    const colours = coloursOf(values, isColoured ? 1 : most);
    for (let place = 0; place < height * width; place++) {
      const from = isColoured ? [0, 1, 2].map((c) => colours[(3 * place + c) * 3]) : colours.subarray(place * 3, place * 3 + 3); // prettier-ignore
      image.data.set([...from, 255], place * 4);
    }
    if (frame) paintFrame(image, frame);
    context.putImageData(image, 0, 0);
  });
  return <canvas ref={canvas} class="map" width={width} height={height} aria-label={label} role={label ? 'img' : undefined} />; // prettier-ignore
}

const YELLOW = [255, 210, 0, 255];

function paintFrame({ data, width }: ImageData, { rows, columns }: Frame): void {
  for (let y = rows[0]; y <= rows[1]; y++)
    for (let x = columns[0]; x <= columns[1]; x++)
      if (rows.includes(y) || columns.includes(x)) data.set(YELLOW, (y * width + x) * 4);
}
