/** The way from a trained agent to a game with it. */
import { isGame, watchSpec } from '../games.js';
import { formatRoute } from '../route.js';
import { words } from '../words.js';

/** Against it at a board game; else to watch it. */
export function PlayLink({ env, agent }: { env: string; agent: string }) {
  const isBoard = isGame(env);
  return (
    <a
      class="button"
      href={formatRoute({ page: 'play', env: isBoard ? env : watchSpec(env), against: agent })}
    >
      {isBoard ? words.run.play : words.run.watch}
    </a>
  );
}
