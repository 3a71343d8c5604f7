/** A Web Worker with one agent whose search is looked at. */
import { makeAgent, type Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { drawState, makeEnvironment, makeGame, type Game, type State } from '@agon/envs';
import { nextWalk, viewNode, type Microscope } from '@agon/mcts';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { setServerPlace } from '../server/server.js';
import type { MicroscopeService } from './microscopeService.js';
import { microscopeWords } from './words.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

/** The same for each search, so that one comes again. */
const SEED = 'microscope';

let loaded: { agent: Agent; game: Game } | undefined;
let opened: { microscope: Microscope; state: State } | undefined;

/** Plays moves, and says what each is called. */
function play(state: State, moves: readonly number[]): string[] {
  return moves.map((action) => {
    const name = state.actionToString(action);
    state.apply(action);
    return name;
  });
}

const service: MicroscopeService = {
  async load(place, env, name) {
    setServerPlace(place);
    await loaded?.agent.dispose();
    loaded = opened = undefined;
    const agent = await makeAgent(name, makeEnvironment(env), fetchCheckpoint);
    loaded = { agent, game: makeGame(env) };
    if (!agent.microscope) throw new Error(microscopeWords.noSearch(name));
  },

  async open(history, way) {
    if (!loaded?.agent.microscope) throw new Error(microscopeWords.notLoaded);
    const { agent, game } = loaded;
    const state = game.newInitialState();
    play(state, history);
    const changes = way === 'own' ? {} : { selection: way, gumbelScale: 0 };
    opened = { state, microscope: agent.microscope!(state, new RandomStream(SEED), changes) };
  },

  async look(simulations, budget, asked) {
    if (!opened) throw new Error(microscopeWords.notLoaded);
    const search = await opened.microscope.at(simulations, budget);
    let path = asked;
    let node = viewNode(search, path);
    while (!node) {
      path = path.slice(0, -1);
      node = viewNode(search, path);
    }
    const state = opened.state.clone();
    const pathNames = play(state, path);
    return {
      simulations: search.visits,
      path,
      pathNames,
      node,
      names: node.edges.map(({ action }) => state.actionToString(action)),
      drawing: drawState(state),
      walk: play(opened.state.clone(), nextWalk(search)),
    };
  },
};

expose(service);
