/** Training in the page: what can be learned here, and the run under way with its curves, newest episode and games of self-play. */
import type { Replay } from '@agon/runs';
import { useSignal } from '@preact/signals';
import { SeedField } from '../elements/seedField.js';
import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { Board } from '../board/board.js';
import { LiveBoards } from '../board/liveBoards.js';
import { CurvesPanel } from '../charts/curvesPanel.js';
import { PlayLink } from '../elements/playLink.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { shortSpec, titleOf } from '../games.js';
import { kinds } from '../kinds.js';
import { Theatre } from '../replay/theatre.js';
import { Timeline } from '../replay/timeline.js';
import { replayWords } from '../replay/words.js';
import { words } from '../words.js';
import { Training, training, type Lesson } from './training.js';
import { trainWords } from './words.js';

/** What is learned in minutes in one thread of a browser. */
const LESSONS: readonly Lesson[] = [
  { algorithm: 'alphazero', env: 'tic_tac_toe', steps: 40_000 },
  { algorithm: 'pqn', env: 'cart-pole', steps: 200_000 },
  { algorithm: 'dqn', env: 'minatar-breakout', steps: 200_000 },
  { algorithm: 'pqn', env: 'minatar-breakout', steps: 1_000_000 },
  { algorithm: 'alphazero', env: 'connect_four', steps: 50_000 },
];

/** The run of this page, or what can be begun. */
export function TrainPage() {
  const run = training.value;
  return run ? <Run key={run.config.created} run={run} /> : <Choice />;
}

function Choice() {
  const seed = useSignal(1);
  const failure = useSignal<string | undefined>(undefined);
  const begin = (lesson: Lesson): void => {
    Training.begin(lesson, seed.value).then(
      (begun) => (training.value = begun),
      (error: Error) => (failure.value = error.message),
    );
  };
  return (
    <>
      <h1>{trainWords.title}</h1>
      <p>{trainWords.about}</p>
      <SeedField label={trainWords.seed} seed={seed} />
      {failure.value !== undefined && <p class="notice bad">{words.run.failed(failure.value)}</p>}
      <div class="cards">
        {LESSONS.map((lesson) => (
          <button key={`${lesson.algorithm} ${lesson.env}`} class="panel card" onClick={() => begin(lesson)}>
            <strong>{titleOf(lesson.env)}</strong>
            <span>{lesson.algorithm}</span>
            <span class="muted">{words.agent.checkpointSteps(lesson.steps)}</span>
          </button>
        ))}
      </div>
    </>
  );
}

function Run({ run }: { run: Training }) {
  const { config } = run;
  const isRunning = run.status.value === 'running';
  const summary = {
    name: config.name,
    config,
    status: run.status.value,
    step: run.step.value,
    stateStep: null,
    checkpoints: [],
    replays: [],
    last: {},
  };
  return (
    <>
      <header class="head">
        <h1>{config.name}</h1>
        <p class="facts">
          <StatusBadge status={run.status.value} />
          <span>{config.algorithm}</span>
          <span>{shortSpec(config.env)}</span>
          <span data-step={run.step.value}>{words.run.step(run.step.value, config.steps)}</span>
        </p>
        <div class="buttons">
          {isRunning ? (
            <button onClick={() => void run.stop()}>{trainWords.stop}</button>
          ) : (
            <button onClick={() => (training.value = undefined)}>{trainWords.another}</button>
          )}
          <Taking run={run} />
        </div>
        {run.failure.value !== undefined && <p class="notice bad">{words.run.failed(run.failure.value)}</p>}
      </header>
      <div class="lesson">
        {(run.replay.value || run.live.value.length > 0) && (
          <div class="playing">
            {run.replay.value && <Newest key={run.replay.value.seed} replay={run.replay.value} />}
            {run.live.value.length > 0 && <LiveBoards env={config.env} games={run.live.value} />}
          </div>
        )}
        <CurvesPanel feed={run} run={summary} />
      </div>
    </>
  );
}

/** What one can do with what it has learned so far. */
function Taking({ run }: { run: Training }) {
  const [checkpoint, agent] = [run.checkpoint.value, run.agent.value];
  const address = useMemo(
    () => checkpoint && URL.createObjectURL(new Blob([checkpoint.weights as BlobPart])),
    [checkpoint],
  );
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  if (!checkpoint || agent === undefined) return null;
  const { name, env } = run.config;
  return (
    <>
      <PlayLink env={env} agent={agent} />
      <a class="button" href={address} download={`${name}-${checkpoint.step}.safetensors`}>
        {words.run.download(checkpoint.step)}
      </a>
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
