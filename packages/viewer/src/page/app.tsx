/** The frame of the page: navigation, the view that the address names, and the help sheet. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ComparePage } from './compare/comparePage.js';
import { compareWords } from './compare/words.js';
import { theme, themeAfter, toggleFullScreen } from './elements/appearance.js';
import { Icon } from './elements/icons.js';
import { useKeys } from './elements/keys.js';
import { titleOf } from './games.js';
import { HelpSheet } from './helpSheet.js';
import { HomePage } from './home/homePage.js';
import { homeWords } from './home/words.js';
import { INSIDE } from './inspect/inside.js';
import { InsidePage } from './inspect/insidePage.js';
import { inspectWords } from './inspect/words.js';
import { keptWords } from './kept/words.js';
import { lessonList } from './learn/lessonRun.js';
import { LearnPage } from './learn/learnPage.js';
import { learnWords } from './learn/words.js';
import { LecturePage } from './lecture/lecturePage.js';
import { lectureWords } from './lecture/words.js';
import { MICROSCOPE } from './microscope/microscope.js';
import { MicroscopePage } from './microscope/microscopePage.js';
import { microscopeWords } from './microscope/words.js';
import { Opener } from './open/opener.js';
import { OwnGamesPage } from './play/ownGamesPage.js';
import { PlayPage } from './play/playPage.js';
import { playWords } from './play/words.js';
import { ReplayPage } from './replay/replayPage.js';
import { replayWords } from './replay/words.js';
import { arrivals, formatRoute, route, type Route } from './route.js';
import { RunPage } from './runs/runPage.js';
import { RunsPage } from './runs/runsPage.js';
import { runsWords } from './runs/words.js';
import { connected } from './server/feeds.js';
import { shareWords } from './share/words.js';
import { TournamentPage } from './tournaments/tournamentPage.js';
import { TournamentsPage } from './tournaments/tournamentsPage.js';
import { tournamentsWords } from './tournaments/words.js';
import { TrainPage } from './train/trainPage.js';
import { trainWords } from './train/words.js';
import { words } from './words.js';

function View({ at }: { at: Route }) {
  switch (at.page) {
    case 'home':
      return <HomePage />;
    case 'runs':
      return <RunsPage />;
    case 'run':
      return <RunPage key={at.name} name={at.name} />;
    case 'compare':
      return <ComparePage key={at.names.join('\n')} names={at.names} />;
    case 'replay':
      return <ReplayPage key={`${at.name}/${at.file}`} place={at} />;
    case 'tournaments':
      return <TournamentsPage />;
    case 'tournament':
      return <TournamentPage key={at.name} name={at.name} pair={at.pair} />;
    case 'game':
      return <ReplayPage key={`${at.name}/${at.id}`} place={at} />;
    case 'play':
      return <PlayPage key={arrivals.value} env={at.env} against={at.against} game={at.game} />;
    case 'own-games':
      return <OwnGamesPage />;
    case 'own-game':
      return <ReplayPage key={at.id} place={at} />;
    case 'shared':
      return <ReplayPage key={at.code} place={at} />;
    case 'train':
      return <TrainPage />;
    case 'learn':
      if (at.lesson === MICROSCOPE) return <MicroscopePage model={at.model} />;
      return at.lesson === INSIDE ? (
        <InsidePage model={at.model} />
      ) : (
        <LearnPage lesson={at.lesson} isEmbedded={at.isEmbedded} />
      );
    case 'lecture':
      return <LecturePage />;
    case 'unknown':
      return <p>{words.notFound}</p>;
  }
}

/** What the window's title says of a place. */
function titleOfPlace(at: Route): string {
  switch (at.page) {
    case 'home':
      return homeWords.title;
    case 'run':
      return at.name;
    case 'compare':
      return compareWords.title;
    case 'replay':
      return `${at.name}, ${words.run.replay(at.file)}`;
    case 'tournaments':
      return tournamentsWords.title;
    case 'tournament':
      return at.name;
    case 'game':
      return `${at.name}, ${replayWords.game(at.id)}`;
    case 'play':
      return at.env === undefined ? playWords.title : titleOf(at.env);
    case 'own-games':
    case 'own-game':
      return keptWords.title;
    case 'shared':
      return shareWords.shared;
    case 'train':
      return trainWords.title;
    case 'learn':
      if (at.lesson === INSIDE) return inspectWords.title;
      if (at.lesson === MICROSCOPE) return microscopeWords.title;
      return lessonList.value?.find(({ id }) => id === at.lesson)?.title ?? learnWords.title;
    case 'lecture':
      return lectureWords.title;
    default:
      return runsWords.title;
  }
}

/** A place without the detail that changes while one stays there. */
function wholeOf(at: Route): Route {
  if (at.page === 'replay' || at.page === 'game' || at.page === 'own-game' || at.page === 'shared')
    return { ...at, step: 0 };
  return at.page === 'tournament' ? { ...at, pair: undefined } : at;
}

/** The entry of the navigation that a place belongs to. */
function sectionOf({ page }: Route): 'home' | 'runs' | 'tournaments' | 'play' | 'train' | 'learn' {
  if (page === 'lecture') return 'learn';
  if (page === 'home' || page === 'play' || page === 'train' || page === 'learn') return page;
  if (page === 'own-games' || page === 'own-game' || page === 'shared') return 'play';
  return page === 'tournaments' || page === 'tournament' || page === 'game' ? 'tournaments' : 'runs';
}

const SECTIONS = [
  ['runs', '#/runs'],
  ['tournaments', '#/tournaments'],
  ['play', '#/play'],
  ['train', '#/train'],
  ['learn', '#/learn'],
] as const;

/** The whole page. Another address puts another view into the frame, shown from its top. */
export function App() {
  const isHelpOpen = useSignal(false);
  const at = route.value;
  const isEmbedded = at.page === 'learn' && at.isEmbedded === true;
  const main = useRef<HTMLElement>(null);
  const place = formatRoute(wholeOf(at));
  useEffect(() => {
    window.scrollTo(0, 0);
    document.title = words.windowTitle(titleOfPlace(at));
  }, [place]);
  useKeys({
    '?': () => (isHelpOpen.value = !isHelpOpen.value),
    t: () => (theme.value = themeAfter(theme.value)),
    'Shift+Enter': toggleFullScreen,
  });
  const themeLabel = words.navigation.theme(theme.value);
  return (
    <>
      {!isEmbedded && (
        <header class="bar">
          <a class="wordmark" href="#/" aria-current={at.page === 'home' ? 'page' : undefined}>
            {words.product}
          </a>
          <nav>
            {SECTIONS.map(([section, href]) => (
              <a key={section} href={href} aria-current={section === sectionOf(at) ? 'page' : undefined}>
                {words.navigation[section]}
              </a>
            ))}
          </nav>
          <button
            class="quiet round"
            title={themeLabel}
            aria-label={themeLabel}
            data-theme-chosen={theme.value}
            onClick={() => (theme.value = themeAfter(theme.value))}
          >
            <Icon name={theme.value} />
          </button>
          <button
            class="quiet round wide-only"
            title={words.navigation.fullScreen}
            aria-label={words.navigation.fullScreen}
            onClick={toggleFullScreen}
          >
            <Icon name="full" />
          </button>
          <button class="quiet round" title={words.navigation.help} onClick={() => (isHelpOpen.value = true)}>
            ?
          </button>
        </header>
      )}
      {!connected.value && (
        <p class="notice bad" role="status">
          {words.connection.lost}
        </p>
      )}
      <main ref={main}>
        <Opener />
        <View at={at} />
      </main>
      <HelpSheet isOpen={isHelpOpen.value} close={() => (isHelpOpen.value = false)} />
    </>
  );
}
