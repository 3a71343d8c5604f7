/** A digit drawn by mouse or finger, and what the network takes it for. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatPercent } from '../../format.js';
import { asDigit, DIGIT_SIDE } from './asDigit.js';
import { Picture } from './picture.js';
import { pictureWords } from './words.js';

/** Side of the canvas in its own pixels, and the width of a line on it: MNIST's lines are 2 of 20 pixels. */
const SIDE = 280;
const LINE = 26;

/**
 * @param version changes when the network has learned more
 * @param classify the probabilities of all classes, undefined before there are weights
 */
export function Drawing({
  classes,
  version,
  classify,
}: {
  classes: readonly string[];
  version: number;
  classify: (pixels: Uint8Array) => Promise<Float64Array | undefined>;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const digit = useSignal<Uint8Array | undefined>(undefined);
  const shares = useSignal<Float64Array | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const isAsking = useRef(false);

  /** Asks about what is drawn by now, and again where more was drawn meanwhile. */
  const ask = async (): Promise<void> => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      for (let asked: Uint8Array | undefined; digit.value && asked !== digit.value;) {
        asked = digit.value;
        const answer = await classify(asked);
        if (digit.value) shares.value = answer; // it may be cleared by now
      }
    } catch (error) {
      failure.value = (error as Error).message;
    } finally {
      isAsking.current = false;
    }
  };
  useEffect(() => void ask(), [version]);

  const context = (): CanvasRenderingContext2D | null =>
    canvas.current?.getContext('2d', { willReadFrequently: true }) ?? null;
  const line = (event: PointerEvent, isBeginning: boolean): void => {
    const pen = context();
    if (!pen || !canvas.current) return;
    const { left, top, width, height } = canvas.current.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * SIDE;
    const y = ((event.clientY - top) / height) * SIDE;
    if (isBeginning) {
      pen.strokeStyle = 'white';
      pen.lineWidth = LINE;
      pen.lineCap = pen.lineJoin = 'round';
      pen.beginPath();
      pen.moveTo(x, y);
    }
    pen.lineTo(x, y);
    pen.stroke();
    const { data } = pen.getImageData(0, 0, SIDE, SIDE);
    digit.value = asDigit(
      Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i + 3]),
      SIDE,
    );
    void ask();
  };
  const clear = (): void => {
    context()?.clearRect(0, 0, SIDE, SIDE);
    digit.value = shares.value = undefined;
  };
  const best = shares.value ? shares.value.indexOf(Math.max(...shares.value)) : -1;
  return (
    <section class="panel drawing">
      <h2>{pictureWords.drawing}</h2>
      <p class="muted small">{pictureWords.drawingHint}</p>
      {failure.value !== undefined && <p class="notice bad">{failure.value}</p>}
      <div class="drawing-parts">
        <canvas
          ref={canvas}
          class="pad"
          width={SIDE}
          height={SIDE}
          aria-label={pictureWords.drawing}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            line(event, true);
          }}
          onPointerMove={(event) =>
            event.currentTarget.hasPointerCapture(event.pointerId) && line(event, false)
          }
        />
        <div>
          {digit.value && (
            <figure class="seen">
              <Picture pixels={digit.value} shape={[DIGIT_SIDE, DIGIT_SIDE, 1]} label={pictureWords.seen} />
              <figcaption class="muted small">{pictureWords.seen}</figcaption>
            </figure>
          )}
          <button onClick={clear}>{pictureWords.clear}</button>
        </div>
        <table class="thoughts shares" data-best={best < 0 ? undefined : classes[best]}>
          <tbody>
            {classes.map((name, i) => {
              const share = shares.value?.[i] ?? 0;
              return (
                <tr key={name} class={i === best ? 'chosen' : ''}>
                  <th>{name}</th>
                  <td class="bar-cell">
                    <span class="bar-track">
                      <span class="bar-fill" style={{ left: 0, width: `${100 * share}%` }} />
                    </span>
                  </td>
                  <td class="number">{shares.value ? formatPercent(share) : ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {digit.value && !shares.value && <p class="muted">{pictureWords.notYet}</p>}
    </section>
  );
}
