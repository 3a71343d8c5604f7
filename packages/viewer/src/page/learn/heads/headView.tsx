/** BertViz's head view (Vig 2019): lines from each token to those that it looks at, in one layer. */
import { FIGURE_COLOURS, type Heads } from '@agon/models';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { linesOf } from './attention.js';
import { Drawing, type Pen } from './drawing.js';

const ROW = 18;
/** CSS pixels that are seen at a time; longer texts are scrolled. */
const MOST_HEIGHT = 27 * ROW;
const LEFT = 56;

interface HeadViewProps {
  readonly looks: Heads;
  readonly layer: number;
  readonly heads: readonly number[];
  /** Whose lines are drawn; undefined: of all tokens. */
  readonly token: number | undefined;
  readonly label: string;
  readonly onToken: (token: number) => void;
}

export function HeadView({ looks, layer, heads, token, label, onToken }: HeadViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const scrolled = useSignal(0);
  // Read here, so that scrolling draws it anew.
  const top = scrolled.value;
  const { tokens } = looks;
  const height = Math.min(MOST_HEIGHT, tokens.length * ROW);
  const yOf = (place: number): number => (place + 0.5) * ROW - top;
  const isSeen = (place: number): boolean => yOf(place) > -ROW && yOf(place) < height + ROW;
  useLayoutEffect(() => {
    if (token === undefined || !box.current) return;
    const [first, last] = [(token + 1) * ROW - height, token * ROW];
    box.current.scrollTop = Math.min(last, Math.max(first, box.current.scrollTop));
  }, [token]);
  const draw = ({ context, width, ink }: Pen): void => {
    const right = width - LEFT;
    for (const { head, from, to, share } of linesOf(looks, layer, heads, token)) {
      context.globalAlpha = share;
      context.strokeStyle = FIGURE_COLOURS[head % FIGURE_COLOURS.length];
      context.lineWidth = 2;
      context.beginPath();
      context.moveTo(LEFT + 6, yOf(from));
      context.lineTo(right - 6, yOf(to));
      context.stroke();
    }
    context.globalAlpha = 1;
    context.fillStyle = ink;
    tokens.forEach((each, place) => {
      if (!isSeen(place)) return;
      context.font = `${place === token ? 'bold ' : ''}13px system-ui, sans-serif`;
      context.textAlign = 'right';
      context.fillText(`${place + 1}  ${each}`, LEFT, yOf(place));
      context.textAlign = 'left';
      context.fillText(`${each}  ${place + 1}`, right, yOf(place));
    });
  };
  const choose = ({ y }: { y: number }): void =>
    onToken(Math.min(tokens.length - 1, Math.max(0, Math.floor((y + top) / ROW))));
  return (
    <div
      ref={box}
      class="head-view"
      style={{ height: `${height}px` }}
      onScroll={({ currentTarget: { scrollTop } }) => (scrolled.value = scrollTop)}
    >
      <div style={{ height: `${tokens.length * ROW}px` }}>
        <Drawing label={label} height={() => height} draw={draw} onPoint={choose} />
      </div>
    </div>
  );
}
