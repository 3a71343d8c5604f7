/** A classifier that is trained in the page: curves, pictures of the test, and a pad to draw on. */
import { trainCommand } from '@agon/runs';
import { CurvesPanel } from '../../charts/curvesPanel.js';
import { RunHead } from '../../elements/runHead.js';
import { pageRunSummary } from '../pageRunSummary.js';
import { Drawing } from './drawing.js';
import type { PictureTraining } from './pictureTraining.js';
import { TestGrid } from './testGrid.js';
import { pictureWords } from './words.js';

/** Loss, accuracy and speed as they were measured last. */
function latest({ series, version }: PictureTraining): string[] {
  if (version.value === 0) return [];
  return (['loss', 'accuracy', 'stepsPerSecond'] as const).flatMap((name) => {
    const value = series.get(name)?.value.at(-1);
    return value === undefined ? [] : [pictureWords.latest[name](value)];
  });
}

/** The data whose pictures are drawn by hand. */
const DRAWN = 'mnist';

/** @param another makes room for another run */
export function PictureRun({ run, another }: { run: PictureTraining; another: () => void }) {
  const { config } = run;
  const [pictures, answers] = [run.pictures.value, run.answers.value];
  return (
    <>
      <RunHead
        run={run}
        facts={[config.data, String(config.settings.network), ...latest(run)]}
        another={another}
      />
      {run.warnings.value.map((text) => (
        <p key={text} class="notice">
          {text}
        </p>
      ))}
      {!pictures && run.status.value === 'running' && <p class="muted">{pictureWords.opening}</p>}
      {pictures && config.data === DRAWN && (
        <Drawing
          classes={pictures.classes}
          version={answers?.step ?? 0}
          classify={(pixels) => run.classify(pixels)}
        />
      )}
      {pictures && <TestGrid pictures={pictures} answers={answers} />}
      <CurvesPanel feed={run} run={pageRunSummary(run)} />
      <p class="muted">{pictureWords.goOn}</p>
      <code class="command">{trainCommand(config)}</code>
    </>
  );
}
