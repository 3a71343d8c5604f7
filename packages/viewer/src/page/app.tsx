/** The frame of the page: navigation, the view that the address names, and the help sheet. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { connected } from './feeds.js';
import { titleOf } from './games.js';
import { HelpSheet } from './helpSheet.js';
import { useKeys } from './keys.js';
import { PlayPage } from './playPage.js';
import { ReplayPage } from './replayPage.js';
import { formatRoute, route, type Route } from './route.js';
import { RunPage } from './runPage.js';
import { RunsPage } from './runsPage.js';
import { words } from './words.js';

function View({ at }: { at: Route }) {
  switch (at.page) {
    case 'runs':
      return <RunsPage />;
    case 'run':
      return <RunPage key={at.name} name={at.name} />;
    case 'replay':
      return <ReplayPage key={`${at.name}/${at.file}`} name={at.name} file={at.file} step={at.step} />;
    case 'play':
      return <PlayPage env={at.env} against={at.against} />;
    case 'unknown':
      return <p>{words.notFound}</p>;
  }
}

/** What the window's title says of a place. */
function titleOfPlace(at: Route): string {
  switch (at.page) {
    case 'run':
      return at.name;
    case 'replay':
      return `${at.name}, ${words.run.replay(at.file)}`;
    case 'play':
      return at.env === undefined ? words.play.title : titleOf(at.env);
    default:
      return words.runs.title;
  }
}

export function App() {
  const isHelpOpen = useSignal(false);
  const at = route.value;
  const main = useRef<HTMLElement>(null);
  const place = at.page === 'replay' ? `${at.name}/${at.file}` : formatRoute(at);
  useEffect(() => {
    window.scrollTo(0, 0);
    document.title = words.windowTitle(titleOfPlace(at));
  }, [place]);
  useKeys({ '?': () => (isHelpOpen.value = !isHelpOpen.value) });
  const isPlay = at.page === 'play';
  return (
    <>
      <header class="bar">
        <a class="wordmark" href="#/">
          {words.product}
        </a>
        <nav>
          <a href="#/" aria-current={isPlay ? undefined : 'page'}>
            {words.navigation.runs}
          </a>
          <a href="#/play" aria-current={isPlay ? 'page' : undefined}>
            {words.navigation.play}
          </a>
        </nav>
        <button class="quiet round" title={words.navigation.help} onClick={() => (isHelpOpen.value = true)}>
          ?
        </button>
      </header>
      {!connected.value && (
        <p class="notice bad" role="status">
          {words.connection.lost}
        </p>
      )}
      <main ref={main}>
        <View at={at} />
      </main>
      <HelpSheet isOpen={isHelpOpen.value} close={() => (isHelpOpen.value = false)} />
    </>
  );
}
