/** A recorded game that plays again and again, until it is paused or out of sight. */
import { useSignal } from '@preact/signals';
import { Resimulation } from '@agon/runs';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { SmallBoard } from '../board/smallBoard.js';
import { Icon } from '../elements/icons.js';
import { prefersLessMotion, useTicker } from '../elements/ticker.js';
import { nextTick, positionAt } from './loop.js';
import type { Recorded } from './recordedGames.js';
import { homeWords } from './words.js';

interface RecordedGameProps extends Recorded {
  /** Who plays what. */
  title: string;
  children: ComponentChildren;
}

/** A board with its caption; whoever prefers less motion sees one position until they press play. */
export function RecordedGame({ replay, periodMs, first, title, children }: RecordedGameProps) {
  const game = useMemo(() => new Resimulation(replay), [replay]);
  const tick = useSignal(first);
  const isPlaying = useSignal(!prefersLessMotion());
  useTicker(periodMs, isPlaying.value, () => {
    tick.value = nextTick(tick.value, game.length, periodMs);
  });
  const position = positionAt(tick.value, game.length);
  const drawing = useMemo(() => game.seek(position).draw(), [game, position]);
  const label = isPlaying.value ? homeWords.pause : homeWords.goOn;
  return (
    <figure class="recorded" data-position={position}>
      <SmallBoard drawing={drawing} />
      <figcaption>
        <button
          class="quiet round"
          title={label}
          aria-label={`${label}: ${title}`}
          onClick={() => (isPlaying.value = !isPlaying.value)}
        >
          <Icon name={isPlaying.value ? 'pause' : 'play'} />
        </button>
        <span>
          <strong>{title}</strong>
          <span class="muted small">{homeWords.recorded(position, game.length)}</span>
          {children}
        </span>
      </figcaption>
    </figure>
  );
}
