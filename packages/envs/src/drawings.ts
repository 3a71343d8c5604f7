/** The drawing of every environment and game by its id, one line each. Rules know nothing of drawings: this joins them. */
import { AgonError } from '@agon/core';
import { drawAsterix } from './arcade/asterix.draw.js';
import { drawBreakout } from './arcade/breakout.draw.js';
import { drawFreeway } from './arcade/freeway.draw.js';
import type { MinAtarEnv, MinAtarRules } from './arcade/minatar.js';
import { drawSeaquest } from './arcade/seaquest.draw.js';
import { drawSpaceInvaders } from './arcade/spaceInvaders.draw.js';
import { CONNECT_FOUR_COLOURS, drawConnectFour } from './board/connectFour.draw.js';
import { drawGo, GO_COLOURS } from './board/go.draw.js';
import { drawGomoku, GOMOKU_COLOURS } from './board/gomoku.draw.js';
import { drawHex, HEX_COLOURS } from './board/hex.draw.js';
import { drawOthello, OTHELLO_COLOURS } from './board/othello.draw.js';
import { drawTicTacToe } from './board/ticTacToe.draw.js';
import { drawAcrobot } from './control/acrobot.draw.js';
import { drawCartPole } from './control/cartPole.draw.js';
import { drawMountainCar } from './control/mountainCar.draw.js';
import { drawPendulum } from './control/pendulum.draw.js';
import type { Colour, Drawing } from './drawing.js';
import type { Env } from './env.js';
import type { Game, State } from './game.js';
import { drawDeepSea } from './grid/deepSea.draw.js';
import { drawKeyDoor } from './grid/keyDoor.draw.js';
import { drawTMaze } from './grid/tMaze.draw.js';
import { drawScreen } from './pixel/screen.draw.js';
import { innermost } from './wrappers/wrapper.js';

/** Of environments, without the wrappers around them. */
const environments: Readonly<Record<string, (env: Env) => Drawing>> = {
  acrobot: of(drawAcrobot),
  'cart-pole': of(drawCartPole),
  'deep-sea': of(drawDeepSea),
  'key-door': of(drawKeyDoor),
  'minatar-asterix': ofRules(drawAsterix),
  'minatar-breakout': ofRules(drawBreakout),
  'minatar-freeway': ofRules(drawFreeway),
  'minatar-seaquest': ofRules(drawSeaquest),
  'minatar-space-invaders': ofRules(drawSpaceInvaders),
  'mountain-car': of(drawMountainCar),
  pendulum: of(drawPendulum),
  'pixel-breakout': of(drawScreen),
  'pixel-freeway': of(drawScreen),
  'pixel-invaders': of(drawScreen),
  'pixel-pong': of(drawScreen),
  't-maze': of(drawTMaze),
};

/** Of positions of board games, and the colours of the players' stones, where they have some. */
const games: Readonly<Record<string, readonly [(state: State) => Drawing, colours?: readonly Colour[]]>> = {
  connect_four: [of(drawConnectFour), CONNECT_FOUR_COLOURS],
  go: [of(drawGo), GO_COLOURS],
  gomoku: [of(drawGomoku), GOMOKU_COLOURS],
  hex: [of(drawHex), HEX_COLOURS],
  othello: [of(drawOthello), OTHELLO_COLOURS],
  tic_tac_toe: [of(drawTicTacToe)],
};

/** What has an id is what the registry makes for it. */
function of<T extends Whole, Whole extends Env | State>(
  draw: (what: T) => Drawing,
): (what: Whole) => Drawing {
  return (what) => draw(what as T);
}

function ofRules<R extends MinAtarRules>(draw: (rules: R) => Drawing): (env: Env) => Drawing {
  return (env) => draw((env as MinAtarEnv<R>).rules);
}

/** What an environment looks like; wrappers do not change it. @throws unsupported where `environments` has no line for it */
export function drawEnv(env: Env): Drawing {
  if (!Object.hasOwn(environments, env.id)) throw noDrawing(env.id);
  return environments[env.id](innermost(env));
}

/** What a position looks like. @throws unsupported where `games` has no line for its game */
export function drawState(state: State): Drawing {
  const { id } = state.game;
  if (!Object.hasOwn(games, id)) throw noDrawing(id);
  return games[id][0](state);
}

/** The colours of the players' stones in drawings, player 0's first; undefined in games without stones. */
export function playerColours({ id }: Game): readonly Colour[] | undefined {
  return Object.hasOwn(games, id) ? games[id][1] : undefined;
}

function noDrawing(id: string): AgonError {
  return new AgonError(
    'unsupported',
    `"${id}" has no drawing; give it a line in packages/envs/src/drawings.ts.`,
  );
}
