/** BertViz's model view (Vig 2019): small maps of all layers and heads. */
import { FIGURE_COLOURS, type Heads } from '@agon/models';
import { useMemo } from 'preact/hooks';
import { mapOf, thumbnail, type HeadPlace } from './attention.js';
import { Drawing, type Pen } from './drawing.js';

const GAP = 8;
/** Cells of a side at most. */
const MOST_CELLS = 128;
const MOST_SIDE = 150;

/** A map as a picture in the colour of its head. */
function pictureOf(looks: Heads, place: HeadPlace): HTMLCanvasElement {
  const length = looks.tokens.length;
  const side = Math.min(MOST_CELLS, length);
  const map = thumbnail(mapOf(looks, place), length, side);
  const colour = FIGURE_COLOURS[place.head % FIGURE_COLOURS.length];
  const rgb = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const image = new ImageData(side, side);
  map.forEach((share, i) => image.data.set([...rgb, Math.round(255 * share)], 4 * i));
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

interface ModelViewProps {
  readonly looks: Heads;
  readonly chosen: HeadPlace;
  readonly label: string;
  readonly onHead: (place: HeadPlace) => void;
}

export function ModelView({ looks, chosen, label, onHead }: ModelViewProps) {
  const { layers, heads } = looks;
  const places = Array.from({ length: layers * heads }, (_, index): HeadPlace => {
    return { layer: Math.floor(index / heads), head: index % heads };
  });
  const pictures = useMemo(() => places.map((place) => pictureOf(looks, place)), [looks]);
  const sideIn = (width: number): number => Math.min(MOST_SIDE, (width - GAP * (heads - 1)) / heads);
  const draw = ({ context, width, ink }: Pen): void => {
    const side = sideIn(width);
    context.imageSmoothingEnabled = false;
    places.forEach(({ layer, head }, index) => {
      const [x, y] = [head * (side + GAP), layer * (side + GAP)];
      context.drawImage(pictures[index], x, y, side, side);
      const isChosen = layer === chosen.layer && head === chosen.head;
      context.strokeStyle = ink;
      context.globalAlpha = isChosen ? 1 : 0.25;
      context.lineWidth = isChosen ? 3 : 1;
      context.strokeRect(x + 1, y + 1, side - 2, side - 2);
      context.globalAlpha = 1;
    });
  };
  const choose = ({ x, y, width }: { x: number; y: number; width: number }): void => {
    const each = sideIn(width) + GAP;
    const [layer, head] = [Math.floor(y / each), Math.floor(x / each)];
    if (layer < layers && head < heads) onHead({ layer, head });
  };
  return (
    <Drawing label={label} height={(width) => layers * (sideIn(width) + GAP)} draw={draw} onPoint={choose} />
  );
}
