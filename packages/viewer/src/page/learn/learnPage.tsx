/** The room of lessons: which there are, and one of them. */
import { useSignal } from '@preact/signals';
import { SeedField } from '../elements/seedField.js';
import { useEffect } from 'preact/hooks';
import { INSIDE } from '../inspect/inside.js';
import { inspectWords } from '../inspect/words.js';
import { MICROSCOPE } from '../microscope/microscope.js';
import { microscopeWords } from '../microscope/words.js';
import { formatRoute } from '../route.js';
import { SettingFields, textOf } from '../elements/settingFields.js';
import { DrawPad } from './drawPad.js';
import { HeadsViews } from './heads/headsViews.js';
import { heightsOf } from './heights.js';
import { fetchLessons, fetchRecorded, lessonList, LessonRun } from './lessonRun.js';
import type { LessonInfo, LessonNews, RecordedNews } from './lessonService.js';
import { learnWords } from './words.js';

interface LearnPageProps {
  /** Its id; undefined = choose one. */
  lesson: string | undefined;
  /** Without the way back to the others: for slides. */
  isEmbedded?: boolean;
}

/** All lessons, or one of them. */
export function LearnPage({ lesson, isEmbedded = false }: LearnPageProps) {
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => {
    fetchLessons().catch((error: Error) => (failure.value = error.message));
  }, []);
  const all = lessonList.value;
  if (failure.value !== undefined) return <p class="notice bad">{failure.value}</p>;
  if (!all) return <p class="muted">{learnWords.loading}</p>;
  if (lesson === undefined) return <Choice all={all} />;
  const chosen = all.find(({ id }) => id === lesson);
  return chosen ? (
    <OneLesson key={lesson} lesson={chosen} isEmbedded={isEmbedded} />
  ) : (
    <p>{learnWords.noLesson(lesson)}</p>
  );
}

function Choice({ all }: { all: readonly LessonInfo[] }) {
  return (
    <>
      <div class="row apart">
        <h1>{learnWords.title}</h1>
        <a class="button" href={formatRoute({ page: 'lecture' })}>
          {learnWords.lecture}
        </a>
      </div>
      <p>{learnWords.about}</p>
      <div class="cards">
        {all.map(({ id, title, question }) => (
          <a key={id} class="panel card" href={formatRoute({ page: 'learn', lesson: id })}>
            <strong>{title}</strong>
            <span class="muted">{question}</span>
          </a>
        ))}
        <a class="panel card" href={formatRoute({ page: 'learn', lesson: INSIDE })}>
          <strong>{inspectWords.title}</strong>
          <span class="muted">{inspectWords.question}</span>
        </a>
        <a class="panel card" href={formatRoute({ page: 'learn', lesson: MICROSCOPE })}>
          <strong>{microscopeWords.title}</strong>
          <span class="muted">{microscopeWords.question}</span>
        </a>
      </div>
    </>
  );
}

/** A setting as it stands: what was changed, or its default. */
function textOfSetting(
  { settings }: LessonInfo,
  key: string,
  changed: Readonly<Record<string, string>>,
): string {
  return changed[key] ?? textOf(settings.find((each) => each.key === key)?.default);
}

function OneLesson({ lesson, isEmbedded }: { lesson: LessonInfo; isEmbedded: boolean }) {
  const settings = useSignal<Readonly<Record<string, string>>>({});
  const seed = useSignal(1);
  const run = useSignal<LessonRun | undefined>(undefined);
  const recorded = useSignal<RecordedNews | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const begin = (): void => {
    run.value?.stop();
    run.value = new LessonRun(lesson.id, settings.value, seed.value);
  };
  useEffect(() => {
    if (lesson.isRecorded)
      fetchRecorded(lesson.id).then(
        (news) => (recorded.value = news),
        (error: Error) => (failure.value = error.message),
      );
    else begin();
    return () => run.value?.stop();
  }, []);
  const isRunning = run.value?.isRunning.value ?? false;
  return (
    <>
      {!isEmbedded && (
        <p>
          <a href={formatRoute({ page: 'learn', lesson: undefined })}>{learnWords.all}</a>
        </p>
      )}
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
          {lesson.drawn && (
            <DrawPad
              heights={heightsOf(textOfSetting(lesson, lesson.drawn.heights, settings.value))}
              onChange={(heights) => {
                const { heights: key, when } = lesson.drawn!;
                settings.value = { ...settings.value, [when[0]]: when[1], [key]: heights.join('/') };
              }}
              onDone={begin}
            />
          )}
          <SettingFields
            settings={lesson.settings}
            choices={lesson.choices}
            values={settings.value}
            onChange={(key, value) => (settings.value = { ...settings.value, [key]: value })}
          />
          <SeedField label={learnWords.seed} seed={seed} />
          <div class="buttons">
            <button type="submit">{run.value ? learnWords.again : learnWords.live}</button>
            {isRunning && (
              <button type="button" onClick={() => run.value?.stop()}>
                {learnWords.stop}
              </button>
            )}
          </div>
        </form>
        {run.value ? (
          <Live run={run.value} before={recorded.value} />
        ) : (
          <section class="panel shown" data-recorded>
            {failure.value !== undefined && <p class="notice bad">{failure.value}</p>}
            {recorded.value && <Recorded news={recorded.value} />}
          </section>
        )}
      </div>
      {lesson.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <dl class="about">
        <dt>{learnWords.paper}</dt>
        <dd>{lesson.paper}</dd>
        {lesson.sources.length > 0 && (
          <>
            <dt>{learnWords.sources}</dt>
            {lesson.sources.map((source) => (
              <dd key={source}>{source}</dd>
            ))}
          </>
        )}
        <dt>{learnWords.usedBy}</dt>
        <dd>{lesson.usedBy}</dd>
        {lesson.data.length > 0 && (
          <>
            <dt>{learnWords.data}</dt>
            {lesson.data.map(({ id, title, licence }) => (
              <dd key={id}>{learnWords.dataset(title, licence)}</dd>
            ))}
          </>
        )}
        <dt>{learnWords.command}</dt>
        <dd>
          <code class="command">{lesson.command}</code>
        </dd>
      </dl>
    </>
  );
}

/** @param before what is shown where a run fails before it has something to show */
function Live({ run, before }: { run: LessonRun; before: RecordedNews | undefined }) {
  const news = run.news.value;
  const isRunning = run.isRunning.value;
  return (
    <section class="panel shown" data-running={isRunning}>
      {run.failure.value !== undefined && <p class="notice bad">{run.failure.value}</p>}
      {isRunning && !news && <p class="muted">{learnWords.working}</p>}
      {news && <Shown news={news} />}
      {!isRunning && !news && before && <Recorded news={before} />}
    </section>
  );
}

function Recorded({ news }: { news: RecordedNews }) {
  return (
    <>
      <p class="notice">{learnWords.recorded(news.seed, news.settings)}</p>
      <Shown news={news} />
    </>
  );
}

/** What a figure tells of the point that is touched, if it is one. */
const aboutOf = ({ target }: Event): string | undefined =>
  (target as Element).closest('[data-about]')?.getAttribute('data-about') ?? undefined;

function Shown({ news: { done, numbers, figure, looks } }: { news: LessonNews }) {
  const about = useSignal<string | undefined>(undefined);
  const point = (event: Event): void => {
    about.value = aboutOf(event) ?? about.value;
  };
  return (
    <>
      {looks && <HeadsViews looks={looks} />}
      <div
        class="figure"
        onPointerOver={point}
        onFocusIn={point}
        dangerouslySetInnerHTML={{ __html: figure }}
      />
      {about.value !== undefined && <p aria-live="polite">{about.value}</p>}
      <p class="muted small" data-done={done}>
        {[
          learnWords.done(done),
          ...Object.entries(numbers).map(([name, value]) => learnWords.number(name, value)),
        ].join(' · ')}
      </p>
    </>
  );
}
