/** A drawing on the page; where the browser cannot draw it, its text form. */
import type { Drawing } from '@agon/envs';
import { useEffect, useRef, useState } from 'preact/hooks';
import { DrawingView } from './drawingView.js';
import { boardWords } from './words.js';

/** Room for the bar and the controls, so that board and controls are seen together, in CSS pixels. */
const OTHERS_HEIGHT = 280;
const LEAST_HEIGHT = 220;

interface BoardProps {
  drawing: Drawing;
  /** What to do with a click on an action's place. */
  onAction?: (action: number) => void;
}

/** Draws anew whenever `drawing` is another one; goes with the width of the place that it stands in. */
export function Board({ drawing, onAction }: BoardProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<DrawingView | undefined>(undefined);
  const action = useRef(onAction);
  action.current = onAction;
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new DrawingView({
      onAction: onAction && ((chosen) => action.current?.(chosen)),
      maxHeight: () => Math.max(LEAST_HEIGHT, window.innerHeight - OTHERS_HEIGHT),
    });
    view.current = made;
    made.mount(host.current).catch((error: unknown) => {
      console.error(error);
      setFailed(true);
    });
    return () => made.destroy();
  }, [onAction === undefined]);
  useEffect(() => view.current?.update(drawing), [drawing]);
  if (failed) {
    return (
      <div>
        <p class="notice">{boardWords.noWebGL}</p>
        <pre class="drawing-text">{drawing.text}</pre>
      </div>
    );
  }
  return <div class="board" ref={host} />;
}
