/** Pictures of the test with what the network takes them for; wrong ones are marked. */
import { useSignal } from '@preact/signals';
import { Picture } from './picture.js';
import type { TestAnswers, TestPictures } from './pictureService.js';
import { pictureWords } from './words.js';

/** Pictures that are shown at a time. */
const SHOWN = 40;
/** Longer names of classes need wider places. */
const NUMBER_LETTERS = 3;

/** @param answers undefined before there are any */
export function TestGrid({
  pictures,
  answers,
}: {
  pictures: TestPictures;
  answers: TestAnswers | undefined;
}) {
  const onlyWrong = useSignal(false);
  const { labels, classes } = pictures;
  const isNamed = classes.some((name) => name.length > NUMBER_LETTERS);
  const all = Array.from(labels.keys());
  const wrong = answers ? all.filter((i) => answers.taken[i] !== labels[i]) : [];
  const shown = (onlyWrong.value ? wrong : all).slice(0, SHOWN);
  return (
    <section class="panel test-pictures" data-wrong={answers && wrong.length} data-of={labels.length}>
      <h2>{pictureWords.test}</h2>
      <p>
        {answers
          ? pictureWords.right(all.length - wrong.length, all.length, answers.step)
          : pictureWords.notAsked}
      </p>
      {answers && (
        <div class="buttons">
          <button aria-pressed={!onlyWrong.value} onClick={() => (onlyWrong.value = false)}>
            {pictureWords.some}
          </button>
          <button aria-pressed={onlyWrong.value} onClick={() => (onlyWrong.value = true)}>
            {pictureWords.wrong(wrong.length)}
          </button>
        </div>
      )}
      {shown.length === 0 && <p class="muted">{pictureWords.noneWrong}</p>}
      <ul class={`plain picture-grid ${isNamed ? 'named' : ''}`}>
        {shown.map((i) => (
          <Answered key={i} pictures={pictures} answers={answers} index={i} />
        ))}
      </ul>
    </section>
  );
}

function Answered({
  pictures: { pixels, shape, classes, labels },
  answers,
  index,
}: {
  pictures: TestPictures;
  answers: TestAnswers | undefined;
  index: number;
}) {
  const size = shape[0] * shape[1] * shape[2];
  const label = classes[labels[index]];
  const taken = answers && classes[answers.taken[index]];
  const isWrong = taken !== undefined && taken !== label;
  const caption = isWrong ? pictureWords.wrongly(taken, label) : taken && pictureWords.rightly(label);
  const text =
    taken === undefined
      ? pictureWords.picture(label)
      : pictureWords.answer(taken, label, answers!.probability[index]);
  return (
    <li class={isWrong ? 'wrong' : ''} title={text}>
      <Picture pixels={pixels.subarray(index * size, (index + 1) * size)} shape={shape} label={text} />
      <span class="small">{caption ?? label}</span>
    </li>
  );
}
