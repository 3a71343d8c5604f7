/** The lecture: what there is here for each part of it, in the order of the slides. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { hasBigType } from '../elements/appearance.js';
import { fetchLessons, lessonList } from '../learn/lessonRun.js';
import { learnWords } from '../learn/words.js';
import { formatRoute } from '../route.js';
import { lecture, type Slide } from './lecture.js';
import { lectureWords } from './words.js';

/** One part after the other; ids of lessons where their titles cannot be had. */
export function LecturePage() {
  const isAsked = useSignal(false);
  useEffect(() => {
    fetchLessons()
      .catch((error: unknown) => console.error(error)) // the ids stay
      .finally(() => (isAsked.value = true));
  }, []);
  if (!lessonList.value && !isAsked.value) return <p class="muted">{learnWords.loading}</p>;
  return (
    <>
      <div class="row apart">
        <h1>{lectureWords.title}</h1>
        <label>
          <input
            type="checkbox"
            checked={hasBigType.value}
            onChange={(event) => (hasBigType.value = event.currentTarget.checked)}
          />{' '}
          {lectureWords.bigType}
        </label>
      </div>
      <p>{lectureWords.about}</p>
      <ol class="plain lecture">
        {lecture.map((slide, i) => (
          <Part key={slide.topic} slide={slide} number={i + 1} />
        ))}
      </ol>
      <p class="muted small">{lectureWords.embed}</p>
    </>
  );
}

function Part({
  slide: { topic, lessons, command, networks, trainers, paper },
  number,
}: {
  slide: Slide;
  number: number;
}) {
  const titleOf = (id: string): string => lessonList.value?.find((each) => each.id === id)?.title ?? id;
  const rows: (readonly [string, preact.ComponentChild])[] = [
    ...(command === undefined ? [] : [[lectureWords.command, <code>{command}</code>] as const]),
    ...(networks ? [[lectureWords.networks, networks.join(', ')] as const] : []),
    ...(trainers ? [[lectureWords.trainers, trainers.join(', ')] as const] : []),
    [lectureWords.paper, paper],
  ];
  return (
    <li class="panel slide">
      <h2>
        <span class="muted">{number}</span> {topic}
      </h2>
      {lessons.length === 0 && <p class="muted">{lectureWords.noLesson}</p>}
      <ul class="plain slide-lessons">
        {lessons.map((id) => (
          <li key={id}>
            <a href={formatRoute({ page: 'learn', lesson: id })}>{titleOf(id)}</a>{' '}
            <a
              class="small muted"
              aria-label={`${titleOf(id)}, ${lectureWords.forSlide}`}
              href={formatRoute({ page: 'learn', lesson: id, isEmbedded: true })}
            >
              {lectureWords.forSlide}
            </a>
          </li>
        ))}
      </ul>
      <dl class="slide-about">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
