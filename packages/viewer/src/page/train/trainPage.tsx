/** Training in the page: what can be learned here, or the run under way. */
import { useSignal } from '@preact/signals';
import { SeedField } from '../elements/seedField.js';
import { titleOf } from '../games.js';
import { words } from '../words.js';
import { AgentRun } from './agentRun.js';
import { endTraining, training } from './current.js';
import { PictureForm } from './pictures/pictureForm.js';
import { PictureRun } from './pictures/pictureRun.js';
import { PictureTraining } from './pictures/pictureTraining.js';
import { pictureWords } from './pictures/words.js';
import { Training, type Lesson } from './training.js';
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
  if (!run) return <Choice />;
  const { created } = run.config;
  return run instanceof PictureTraining ? (
    <PictureRun key={created} run={run} another={endTraining} />
  ) : (
    <AgentRun key={created} run={run} another={endTraining} />
  );
}

function Choice() {
  const seed = useSignal(1);
  const failure = useSignal<string | undefined>(undefined);
  const show = (begun: Promise<Training | PictureTraining>): void => {
    begun.then(
      (run) => (training.value = run),
      (error: Error) => (failure.value = error.message),
    );
  };
  return (
    <>
      <h1>{trainWords.title}</h1>
      <p>{trainWords.about}</p>
      <SeedField label={trainWords.seed} seed={seed} />
      {failure.value !== undefined && <p class="notice bad">{words.run.failed(failure.value)}</p>}
      <h2>{trainWords.games}</h2>
      <div class="cards">
        {LESSONS.map((lesson) => (
          <button
            key={`${lesson.algorithm} ${lesson.env}`}
            class="panel card"
            onClick={() => show(Training.begin(lesson, seed.value))}
          >
            <strong>{titleOf(lesson.env)}</strong>
            <span>{lesson.algorithm}</span>
            <span class="muted">{words.agent.checkpointSteps(lesson.steps)}</span>
          </button>
        ))}
      </div>
      <h2>{pictureWords.title}</h2>
      <PictureForm begin={(lesson) => show(PictureTraining.begin(lesson, seed.value))} />
    </>
  );
}
