/** Every environment and game by its id: one line each. */
import { AgonError, describeSettings, formatSpec, parseSettings, parseSpec, unknownName } from '@agon/core';
import type { Json, SettingInfo, Settings, SettingsSchema } from '@agon/core';
import * as v from 'valibot';
import { asterix } from './arcade/asterix.js';
import { breakout } from './arcade/breakout.js';
import { freeway } from './arcade/freeway.js';
import { MinAtarEnv, minAtarSchema, type MinAtarGame, type MinAtarRules } from './arcade/minatar.js';
import { seaquest } from './arcade/seaquest.js';
import { spaceInvaders } from './arcade/spaceInvaders.js';
import { ConnectFour, connectFourSchema } from './board/connectFour.js';
import { Go, goSchema } from './board/go.js';
import { Gomoku, gomokuSchema } from './board/gomoku.js';
import { Hex, hexSchema } from './board/hex.js';
import { Othello, othelloSchema } from './board/othello.js';
import { TicTacToe, ticTacToeSchema } from './board/ticTacToe.js';
import { Acrobot } from './control/acrobot.js';
import { CartPole } from './control/cartPole.js';
import { MountainCar } from './control/mountainCar.js';
import { Pendulum, pendulumSchema } from './control/pendulum.js';
import type { Env } from './env.js';
import type { Environment } from './environment.js';
import type { EnvIdentity } from './episodeEnv.js';
import type { Game } from './game.js';
import { DeepSea, deepSeaSchema } from './grid/deepSea.js';
import { KeyDoor, keyDoorSchema } from './grid/keyDoor.js';
import { TMaze, tMazeSchema } from './grid/tMaze.js';
import { PixelBreakout } from './pixel/breakout.js';
import { PixelFreeway } from './pixel/freeway.js';
import { PixelInvaders } from './pixel/invaders.js';
import { PixelPong } from './pixel/pong.js';
import { pixelSchema, preprocess } from './pixel/preprocess.js';
import { limited, limitOption } from './wrappers/timeLimit.js';

/** What generic code knows of an environment's options. */
interface OptionRoles {
  /** Under which a person plays it: the actions that matter, a good pace, no sticky actions. */
  readonly byHand?: Readonly<Record<string, Json>>;
  /** Those that make training easier: agents are scored by the rules without them. */
  readonly forTraining?: readonly string[];
  /** The size of the board: "go5" means "go:size=5", and names its presets. */
  readonly size?: string;
}

/** One line of the registry. `make` gets options as text or typed, unchecked. */
interface Entry extends OptionRoles {
  readonly title: string;
  readonly version: number;
  readonly kind: Environment['kind'];
  readonly schema: SettingsSchema;
  make(id: string, options: Readonly<Record<string, unknown>>): Environment;
}

const PIXEL_ROLES: OptionRoles = {
  byHand: { skip: 2, sticky: 0 },
  forTraining: ['episodicLife', 'clipRewards'],
};
const SIZED: OptionRoles = { size: 'size' };

const environments: Readonly<Record<string, Entry>> = {
  acrobot: singlePlayer('Acrobot', 1, limitedTo(500), (identity, { limit }) =>
    limited(new Acrobot(identity), limit),
  ),
  'cart-pole': singlePlayer('Cart-pole', 1, limitedTo(500), (identity, { limit }) =>
    limited(new CartPole(identity), limit),
  ),
  'deep-sea': singlePlayer(
    'Deep sea',
    1,
    deepSeaSchema,
    (identity, options) => new DeepSea(identity, options),
  ),
  'minatar-asterix': minAtar(asterix),
  'minatar-breakout': minAtar(breakout),
  'minatar-freeway': minAtar(freeway),
  'minatar-seaquest': minAtar(seaquest),
  'minatar-space-invaders': minAtar(spaceInvaders),
  'key-door': singlePlayer('Key and door', 1, keyDoorSchema, (identity, { limit }) =>
    limited(new KeyDoor(identity), limit),
  ),
  'mountain-car': singlePlayer('Mountain car', 1, limitedTo(200), (identity, { limit }) =>
    limited(new MountainCar(identity), limit),
  ),
  pendulum: singlePlayer('Pendulum', 1, pendulumSchema, (identity, options) =>
    limited(new Pendulum(identity, options), options.limit),
  ),
  'pixel-breakout': singlePlayer(
    'Pixel breakout',
    1,
    pixelSchema,
    (identity, options) => preprocess(new PixelBreakout(identity, options.gray), options),
    PIXEL_ROLES,
  ),
  'pixel-freeway': singlePlayer(
    'Pixel freeway',
    1,
    pixelSchema,
    (identity, options) => preprocess(new PixelFreeway(identity, options.gray), options),
    PIXEL_ROLES,
  ),
  'pixel-invaders': singlePlayer(
    'Pixel invaders',
    1,
    pixelSchema,
    (identity, options) => preprocess(new PixelInvaders(identity, options.gray), options),
    PIXEL_ROLES,
  ),
  'pixel-pong': singlePlayer(
    'Pixel pong',
    1,
    pixelSchema,
    (identity, options) => preprocess(new PixelPong(identity, options.gray), options),
    PIXEL_ROLES,
  ),
  't-maze': singlePlayer('T-maze', 1, tMazeSchema, (identity, options) =>
    limited(new TMaze(identity, options), options.limit),
  ),
  connect_four: boardGame('Connect Four', 1, connectFourSchema, () => new ConnectFour()),
  go: boardGame('Go', 1, goSchema, (settings) => new Go(settings), SIZED),
  gomoku: boardGame('Gomoku', 1, gomokuSchema, (settings) => new Gomoku(settings), SIZED),
  hex: boardGame('Hex', 1, hexSchema, (settings) => new Hex(settings), SIZED),
  othello: boardGame('Othello', 1, othelloSchema, (settings) => new Othello(settings), SIZED),
  tic_tac_toe: boardGame('Tic-tac-toe', 1, ticTacToeSchema, () => new TicTacToe()),
};

/** Other names: a spec whose options the caller's own options override. */
const aliases: Readonly<Record<string, string>> = {
  go9: 'go:size=9',
  go13: 'go:size=13',
  go19: 'go:size=19',
};

function minAtar<R extends MinAtarRules>(game: MinAtarGame<R>): Entry {
  const make = (id: string, options: Readonly<Record<string, unknown>>): Environment => ({
    kind: 'env',
    env: new MinAtarEnv(game, parseSettings(minAtarSchema, options, `environment "${id}"`)),
  });
  const byHand = { minimal: true };
  return { title: game.title, version: game.version, kind: 'env', schema: minAtarSchema, byHand, make };
}

function singlePlayer<S extends SettingsSchema>(
  title: string,
  version: number,
  schema: S,
  create: (identity: EnvIdentity, settings: Settings<S>) => Env,
  roles: OptionRoles = {},
): Entry {
  const make = (id: string, options: Readonly<Record<string, unknown>>): Environment => {
    const settings = parseSettings(schema, options, `environment "${id}"`);
    return {
      kind: 'env',
      env: create({ id, version, options: settings as EnvIdentity['options'] }, settings),
    };
  };
  return { title, version, kind: 'env', schema, make, ...roles };
}

/** The schema of an environment that has a time limit and no other option. */
function limitedTo(steps: number) {
  return v.strictObject({ limit: limitOption(steps) });
}

function boardGame<S extends SettingsSchema>(
  title: string,
  version: number,
  schema: S,
  create: (settings: Settings<S>) => Game,
  roles: OptionRoles = {},
): Entry {
  const make = (id: string, options: Readonly<Record<string, unknown>>): Environment => ({
    kind: 'game',
    game: create(parseSettings(schema, options, `environment "${id}"`)),
  });
  return { title, version, kind: 'game', schema, make, ...roles };
}

/**
 * Makes what a spec names: "minatar-breakout:sticky=0", "tic_tac_toe".
 * @throws unknown-env with the nearest id; bad-option with the allowed settings; bad-spec
 */
export function makeEnvironment(spec: string): Environment {
  const { id, options } = parseSpec(spec);
  if (Object.hasOwn(aliases, id)) {
    const whole = parseSpec(aliases[id]);
    return environments[whole.id].make(whole.id, { ...whole.options, ...options });
  }
  if (!Object.hasOwn(environments, id)) {
    const sized = withSize(id);
    if (sized !== undefined) {
      throw new AgonError(
        'unknown-env',
        `unknown environment "${id}"; did you mean "${sized}"? The size of a board is an option.`,
        { details: { wrong: id, near: sized } },
      );
    }
    const names = [...Object.keys(environments), ...Object.keys(aliases)];
    throw unknownName(
      'unknown-env',
      'environment',
      id,
      names,
      `\`agon envs\` lists all ${Object.keys(environments).length}.`,
    );
  }
  return environments[id].make(id, options);
}

/** What an id such as "go5" may stand for: "go:size=5", where there is such a game and it has that size. */
function withSize(id: string): string | undefined {
  const [, game, number] = /^(\D+)(\d+)$/.exec(id) ?? [];
  if (!Object.hasOwn(environments, game)) return undefined;
  const { size, schema } = environments[game];
  if (!size || !v.is(schema.entries[size], Number(number))) return undefined;
  return `${game}:${size}=${number}`;
}

/** An environment's id with the size of its board, "go5"; undefined where it has none. */
export function idWithSize({ id, options }: Env | Game): string | undefined {
  const { size } = environments[id] ?? {};
  return size && `${id}${options[size]}`;
}

/**
 * The spec under which a person plays what `spec` names: where the environment has the choice, with the actions that matter only, with
 * thirty decisions a second and without sticky actions, unless `spec` says otherwise.
 */
export function specByHand(spec: string): string {
  const { id, options } = parseSpec(spec);
  return formatSpec(id, { ...environments[id]?.byHand, ...options });
}

/** The spec by whose rules an agent is scored and watched that was trained on `spec`: without what makes training easier. */
export function specForScores(spec: string): string {
  const { id, options } = parseSpec(spec);
  const { forTraining = [] } = environments[id] ?? {};
  const rules = Object.entries(options).filter(([key]) => !forTraining.includes(key));
  return formatSpec(id, Object.fromEntries(rules));
}

/** Makes a single-player environment. @throws as `makeEnvironment`; unsupported where the spec names a board game */
export function makeEnv(spec: string): Env {
  const environment = makeEnvironment(spec);
  if (environment.kind === 'env') return environment.env;
  throw wrongKind(spec, 'a board game', 'a single-player environment', 'env');
}

/** Makes a board game. @throws as `makeEnvironment`; unsupported where the spec names a single-player environment */
export function makeGame(spec: string): Game {
  const environment = makeEnvironment(spec);
  if (environment.kind === 'game') return environment.game;
  throw wrongKind(spec, 'a single-player environment', 'a board game', 'game');
}

function wrongKind(spec: string, is: string, wanted: string, kind: Environment['kind']): AgonError {
  const choices = Object.keys(environments).filter((id) => environments[id].kind === kind);
  return new AgonError(
    'unsupported',
    `"${spec}" is ${is}; this needs ${wanted}, such as ${choices.join(', ')}.`,
  );
}

/** One environment as lists show it. */
export interface EnvironmentInfo {
  id: string;
  kind: Environment['kind'];
  title: string;
  version: number;
  settings: SettingInfo[];
  /** Short names for it with some options: "go9" for "go:size=9". */
  aliases: string[];
}

/** All environments in the registry's order. */
export function listEnvironments(): EnvironmentInfo[] {
  return Object.entries(environments).map(([id, { kind, title, version, schema }]) => ({
    id,
    kind,
    title,
    version,
    settings: describeSettings(schema),
    aliases: Object.keys(aliases).filter((alias) => parseSpec(aliases[alias]).id === id),
  }));
}

/** The spec of an environment with all its options; `makeEnvironment` makes the same one from it. */
export function formatEnv(environment: Env | Game): string {
  return formatSpec(environment.id, environment.options);
}
