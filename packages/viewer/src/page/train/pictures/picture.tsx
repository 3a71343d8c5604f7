/** One picture of a dataset, as it is. */
import { useEffect, useRef } from 'preact/hooks';

/**
 * @param pixels [height, width, channels] bytes; channels 1 (grey) or 3
 * @param label what it shows, for those who do not see it
 */
export function Picture({
  pixels,
  shape: [height, width, channels],
  label,
}: {
  pixels: Uint8Array;
  shape: readonly [number, number, number];
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let place = 0; place < width * height; place++) {
      for (let c = 0; c < 3; c++)
        image.data[4 * place + c] = pixels[channels * place + Math.min(c, channels - 1)];
      image.data[4 * place + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [pixels]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} class="pixels" />;
}
