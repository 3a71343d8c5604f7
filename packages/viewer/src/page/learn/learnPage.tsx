/** The room of lessons: which there are, and one of them. */
import { useSignal } from '@preact/signals';
import { SeedField } from '../elements/seedField.js';
import { useEffect } from 'preact/hooks';
import { formatRoute } from '../route.js';
import { SettingFields } from './settingFields.js';
import { fetchLessons, lessonList, LessonRun } from './lessonRun.js';
import type { LessonInfo } from './lessonService.js';
import { learnWords } from './words.js';

/** @param lesson its id; undefined = choose one */
export function LearnPage({ lesson }: { lesson: string | undefined }) {
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => {
    fetchLessons().catch((error: Error) => (failure.value = error.message));
  }, []);
  const all = lessonList.value;
  if (failure.value !== undefined) return <p class="notice bad">{failure.value}</p>;
  if (!all) return <p class="muted">{learnWords.loading}</p>;
  if (lesson === undefined) return <Choice all={all} />;
  const chosen = all.find(({ id }) => id === lesson);
  return chosen ? <OneLesson key={lesson} lesson={chosen} /> : <p>{learnWords.noLesson(lesson)}</p>;
}

function Choice({ all }: { all: readonly LessonInfo[] }) {
  return (
    <>
      <h1>{learnWords.title}</h1>
      <p>{learnWords.about}</p>
      <div class="cards">
        {all.map(({ id, title, question }) => (
          <a key={id} class="panel card" href={formatRoute({ page: 'learn', lesson: id })}>
            <strong>{title}</strong>
            <span class="muted">{question}</span>
          </a>
        ))}
      </div>
    </>
  );
}

function OneLesson({ lesson }: { lesson: LessonInfo }) {
  const settings = useSignal<Readonly<Record<string, string>>>({});
  const seed = useSignal(1);
  const run = useSignal<LessonRun | undefined>(undefined);
  const begin = (): void => {
    run.value?.stop();
    run.value = new LessonRun(lesson.id, settings.value, seed.value);
  };
  useEffect(() => {
    begin();
    return () => run.value?.stop();
  }, []);
  const isRunning = run.value?.isRunning.value ?? false;
  return (
    <>
      <p>
        <a href={formatRoute({ page: 'learn', lesson: undefined })}>{learnWords.all}</a>
      </p>
      <h1>{lesson.title}</h1>
      <p>{lesson.question}</p>
      <div class="learn">
        <form
          class="panel"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <SettingFields
            settings={lesson.settings}
            values={settings.value}
            onChange={(key, value) => (settings.value = { ...settings.value, [key]: value })}
          />
          <SeedField label={learnWords.seed} seed={seed} />
          <div class="buttons">
            <button type="submit">{learnWords.again}</button>
            {isRunning && (
              <button type="button" onClick={() => run.value?.stop()}>
                {learnWords.stop}
              </button>
            )}
          </div>
        </form>
        {run.value && <Shown run={run.value} />}
      </div>
      {lesson.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <dl class="about">
        <dt>{learnWords.paper}</dt>
        <dd>{lesson.paper}</dd>
        <dt>{learnWords.usedBy}</dt>
        <dd>{lesson.usedBy}</dd>
        <dt>{learnWords.command}</dt>
        <dd>
          <code class="command">{lesson.command}</code>
        </dd>
      </dl>
    </>
  );
}

function Shown({ run }: { run: LessonRun }) {
  const news = run.news.value;
  return (
    <section class="panel shown" data-running={run.isRunning.value}>
      {run.failure.value !== undefined && <p class="notice bad">{run.failure.value}</p>}
      {news && (
        <>
          <div class="figure" dangerouslySetInnerHTML={{ __html: news.figure }} />
          <p class="muted small" data-done={news.done}>
            {[
              learnWords.done(news.done),
              ...Object.entries(news.numbers).map(([name, value]) => learnWords.number(name, value)),
            ].join(' · ')}
          </p>
        </>
      )}
    </section>
  );
}
