/** An agent that is trained in the page: curves, its newest episode and games of self-play. */
import type { Replay } from '@agon/runs';
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { Board } from '../board/board.js';
import { LiveBoards } from '../board/liveBoards.js';
import { CurvesPanel } from '../charts/curvesPanel.js';
import { RunHead } from '../elements/runHead.js';
import { PlayLink } from '../elements/playLink.js';
import { shortSpec } from '../games.js';
import { kinds } from '../kinds.js';
import { Theatre } from '../replay/theatre.js';
import { Timeline } from '../replay/timeline.js';
import { replayWords } from '../replay/words.js';
import { pageRunSummary } from './pageRunSummary.js';
import type { Training } from './training.js';
import { trainWords } from './words.js';

/** @param another makes room for another run */
export function AgentRun({ run, another }: { run: Training; another: () => void }) {
  const { config } = run;
  const agent = run.agent.value;
  return (
    <>
      <RunHead run={run} facts={[config.algorithm, shortSpec(config.env)]} another={another}>
        {agent !== undefined && <PlayLink env={config.env} agent={agent} />}
      </RunHead>
      <div class="lesson">
        {(run.replay.value || run.live.value.length > 0) && (
          <div class="playing">
            {run.replay.value && <Newest key={run.replay.value.seed} replay={run.replay.value} />}
            {run.live.value.length > 0 && <LiveBoards env={config.env} games={run.live.value} />}
          </div>
        )}
        <CurvesPanel feed={run} run={pageRunSummary(run)} />
      </div>
    </>
  );
}

/** Wait at the end before it begins anew, in milliseconds. */
const PAUSE_MS = 1500;

/** The newest episode, over and over. */
function Newest({ replay }: { replay: Replay }) {
  const theatre = useMemo(() => new Theatre(replay), [replay]);
  const { length, environment, story } = theatre;
  const timeline = useMemo(() => new Timeline(length, 0, kinds[environment.kind].trainingSpeed), [theatre]);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let frame = 0;
    let again = 0;
    const tick = (now: number): void => {
      if (timeline.advance(now)) redraw(undefined);
      if (timeline.playing) frame = requestAnimationFrame(tick);
      else again = window.setTimeout(begin, PAUSE_MS);
    };
    const begin = (): void => {
      timeline.play(performance.now());
      frame = requestAnimationFrame(tick);
    };
    begin();
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(again);
    };
  }, [timeline]);
  const { position } = timeline;
  const scene = useMemo(() => theatre.scene(position, 0), [theatre, position]);
  return (
    <section class="panel newest">
      <h2>{trainWords.newest}</h2>
      <Board drawing={scene.drawing} />
      <p class="muted small">
        {replayWords.position(position, length)}
        {story.playerNames.length === 1 && `, ${trainWords.score(theatre.finalReturns[0])}`}
      </p>
    </section>
  );
}
