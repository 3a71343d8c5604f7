/** Addresses inside the page: everything worth a link is in the hash. */
import { batch, signal } from '@preact/signals';

/** The views, and what each shows. */
export type Route =
  /** The front door. */
  | { page: 'home' }
  /** The list of runs. */
  | { page: 'runs' }
  | { page: 'run'; name: string }
  /** Runs beside each other. */
  | { page: 'compare'; names: readonly string[] }
  /** `step`: the position to show, 0 = the start. */
  | { page: 'replay'; name: string; file: string; step: number }
  | { page: 'tournaments' }
  /** `pair`: the agents (by index) whose games are listed; undefined = all. */
  | { page: 'tournament'; name: string; pair: readonly [number, number] | undefined }
  /** A game of a tournament, shown as a replay. */
  | { page: 'game'; name: string; id: string; step: number }
  /**
   * `env`: undefined = choose one. `against`: an agent's spec ("runs/az@400"), at an environment the one that plays it; undefined =
   * choose one, or play alone. `game`: the id of a game that the browser keeps (`kept/`); absent = a new one.
   */
  | { page: 'play'; env: string | undefined; against: string | undefined; game?: string }
  /** The person's own games. */
  | { page: 'own-games' }
  /** One of them, shown as a replay. */
  | { page: 'own-game'; id: string; step: number }
  /** A game that the address itself holds (`share/gameLink.ts`), shown as a replay. */
  | { page: 'shared'; code: string; step: number }
  /** Training in this page. */
  | { page: 'train' }
  /** `lesson`: undefined = choose one. `model`: of Look inside, "runs/NAME". `isEmbedded`: for slides, without the page's frame. */
  | { page: 'learn'; lesson: string | undefined; model?: string; isEmbedded?: true }
  /** The lessons in the order of a lecture. */
  | { page: 'lecture' }
  | { page: 'unknown' };

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // a broken escape in a hand-made link
  }
}

/** Reads a hash such as "#/run/NAME/replay/FILE?step=12". */
export function parseRoute(hash: string): Route {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decode);
  const options = new URLSearchParams(query);
  if (parts.includes(undefined)) return { page: 'unknown' };
  const [first, second, third, fourth, ...rest] = parts as string[];
  if (rest.length > 0) return { page: 'unknown' };
  if (first === undefined) return { page: 'home' };
  if (first === 'runs' && second === undefined) return { page: 'runs' };
  if (first === 'compare' && second === undefined) return { page: 'compare', names: options.getAll('run') };
  if (first === 'run' && second !== undefined && third === undefined) return { page: 'run', name: second };
  if (first === 'run' && third === 'replay' && fourth !== undefined) {
    return { page: 'replay', name: second, file: fourth, step: wholeNumber(options.get('step')) ?? 0 };
  }
  if (first === 'tournaments' && second === undefined) return { page: 'tournaments' };
  if (first === 'tournament' && second !== undefined && third === undefined) {
    const [, a, b] = /^(\d+)-(\d+)$/.exec(options.get('pair') ?? '') ?? [];
    return { page: 'tournament', name: second, pair: b === undefined ? undefined : [Number(a), Number(b)] };
  }
  if (first === 'tournament' && third === 'game' && fourth !== undefined) {
    return { page: 'game', name: second, id: fourth, step: wholeNumber(options.get('step')) ?? 0 };
  }
  if (first === 'games' && second === undefined) return { page: 'own-games' };
  if (first === 'games' && third === undefined) {
    return { page: 'own-game', id: second, step: wholeNumber(options.get('step')) ?? 0 };
  }
  if (first === 'shared' && second !== undefined && third === undefined) {
    return { page: 'shared', code: second, step: wholeNumber(options.get('step')) ?? 0 };
  }
  if (first === 'lecture' && second === undefined) return { page: 'lecture' };
  if (first === 'train' && second === undefined) return { page: 'train' };
  if (first === 'learn' && third === undefined) {
    const model = options.get('model');
    const isEmbedded = options.has('embed');
    return {
      page: 'learn',
      lesson: second,
      ...(model !== null && { model }),
      ...(isEmbedded && { isEmbedded }),
    };
  }
  if (first === 'play' && third === undefined) {
    const game = options.get('game');
    return {
      page: 'play',
      env: second,
      against: options.get('against') ?? undefined,
      ...(game !== null && { game }),
    };
  }
  return { page: 'unknown' };
}

/** The hash of a place; `parseRoute` reads it back. */
export function formatRoute(route: Route): string {
  const encode = encodeURIComponent;
  switch (route.page) {
    case 'runs':
      return '#/runs';
    case 'run':
      return `#/run/${encode(route.name)}`;
    case 'compare':
      return `#/compare${route.names.map((name, i) => `${i === 0 ? '?' : '&'}run=${encode(name)}`).join('')}`;
    case 'replay':
      return `#/run/${encode(route.name)}/replay/${encode(route.file)}${route.step ? `?step=${route.step}` : ''}`;
    case 'tournaments':
      return '#/tournaments';
    case 'tournament':
      return `#/tournament/${encode(route.name)}${route.pair ? `?pair=${route.pair.join('-')}` : ''}`;
    case 'game':
      return `#/tournament/${encode(route.name)}/game/${encode(route.id)}${route.step ? `?step=${route.step}` : ''}`;
    case 'play': {
      const { against, game } = route;
      const options = Object.entries({ against, game }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${encode(value)}`],
      );
      const query = options.length === 0 ? '' : `?${options.join('&')}`;
      return `#/play${route.env === undefined ? '' : `/${encode(route.env)}`}${query}`;
    }
    case 'own-games':
      return '#/games';
    case 'own-game':
      return `#/games/${encode(route.id)}${route.step ? `?step=${route.step}` : ''}`;
    case 'shared':
      return `#/shared/${encode(route.code)}${route.step ? `?step=${route.step}` : ''}`;
    case 'train':
      return '#/train';
    case 'learn': {
      const query = [
        ...(route.model === undefined ? [] : [`model=${encode(route.model)}`]),
        ...(route.isEmbedded ? ['embed'] : []),
      ].join('&');
      const lesson = route.lesson === undefined ? '' : `/${encode(route.lesson)}`;
      return `#/learn${lesson}${query === '' ? '' : `?${query}`}`;
    }
    case 'lecture':
      return '#/lecture';
    default:
      return '#/';
  }
}

/** The place that the address bar names. */
export const route = signal<Route>({ page: 'home' });

/** Rises whenever another address is gone to; not with details that are only noted (`noteInAddress`). */
export const arrivals = signal(0);

/** Follows the address bar from now on. */
export function startRouting(): void {
  const read = (): void =>
    batch(() => {
      arrivals.value++;
      route.value = parseRoute(location.hash);
    });
  window.addEventListener('hashchange', read);
  read();
}

/** Goes to a place, with an entry in the browser's history. */
export function goTo(to: Route): void {
  location.hash = formatRoute(to);
}

/** Writes a changed detail (the step of a replay) into the address bar, without an entry in the history. */
export function noteInAddress(to: Route): void {
  history.replaceState(history.state, '', formatRoute(to));
}
