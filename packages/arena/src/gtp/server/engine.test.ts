/** Agon as a GTP engine: what controllers say and what they hear. */
import type { Agent } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { diskAgents } from '../../players.node.js';
import { Go, makeGame } from '@agon/envs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { GtpEngine } from './engine.js';
import { serveGtp } from './serve.node.js';

const makeAgent = diskAgents({ runsDir: 'runs' });

function open(
  agent = 'random',
  game = 'go9',
  files: Record<string, string | Uint8Array> = {},
): Promise<GtpEngine> {
  const readFile = (path: string): Uint8Array => {
    const content = files[path];
    if (typeof content === 'string') return new TextEncoder().encode(content);
    if (content !== undefined) return content;
    throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  };
  return GtpEngine.open({
    agent,
    game: makeGame(game) as Go,
    seed: '1',
    makeAgent,
    readFile,
    version: '1.2.3',
  });
}

/** The answers to some lines, without the empty line at their ends. */
async function ask(engine: GtpEngine, ...lines: string[]): Promise<string[]> {
  const answers: string[] = [];
  for (const line of lines) {
    const reply = await engine.handle(line);
    expect(reply?.text).toMatch(/\n\n$/);
    answers.push(reply?.text.slice(0, -2) ?? '');
  }
  return answers;
}

describe('the engine', () => {
  it('repeats the number of a command, and knows all commands of GTP 2', async () => {
    const engine = await open();
    expect(await ask(engine, '1 protocol_version', 'name', '007 version')).toEqual([
      '=1 2',
      '= Agon',
      '=007 1.2.3 (random)',
    ]);
    const [list] = await ask(engine, 'list_commands');
    const standard =
      'boardsize clear_board final_score final_status_list fixed_handicap genmove known_command komi list_commands loadsgf name place_free_handicap play protocol_version quit reg_genmove set_free_handicap showboard time_left time_settings undo version';
    expect(list.slice(2).split('\n')).toEqual(expect.arrayContaining(standard.split(' ')));
    expect(await ask(engine, 'known_command genmove', 'known_command dance', 'dance')).toEqual([
      '= true',
      '= false',
      '? unknown command',
    ]);
    expect((await engine.handle('quit'))?.quit).toBe(true);
  });

  it('forgives comments, blanks, control characters, and leaves empty lines unanswered', async () => {
    const engine = await open();
    expect(await engine.handle('')).toBeUndefined();
    expect(await engine.handle('  # nothing')).toBeUndefined();
    expect(await ask(engine, '\t3   boardsize\t7 # small\r')).toEqual(['=3']);
    expect(await ask(engine, '12')).toEqual(['?12 syntax error']);
  });

  it.each([
    ['boardsize 1', '? unacceptable size'],
    ['boardsize 20', '? unacceptable size'],
    ['boardsize nine', '? syntax error'],
    ['boardsize', '? syntax error'],
    ['komi', '? syntax error'],
    ['komi much', '? syntax error'],
    ['play black', '? syntax error'],
    ['play green D4', '? syntax error'],
    ['play black I5', '? syntax error'],
    ['play black K10', '? illegal move'],
    ['genmove', '? syntax error'],
    ['undo', '? cannot undo'],
    ['fixed_handicap 1', '? invalid number of stones'],
    ['fixed_handicap 10', '? invalid number of stones'],
    ['set_free_handicap A1 A1', '? bad vertex list'],
    ['set_free_handicap A1 Z9', '? bad vertex list'],
    ['time_settings 1 2', '? syntax error'],
    ['time_settings -1 0 0', '? syntax error'],
    ['time_settings NaN 0 0', '? syntax error'],
    ['time_left b', '? syntax error'],
    ['time_left b -1 0', '? syntax error'],
    ['time_left b NaN 0', '? syntax error'],
    ['time_left b 60', '? syntax error'],
    ['kgs-time_settings', '? syntax error'],
    ['kgs-time_settings byoyomi 60', '? syntax error'],
    ['kata-time_settings sandglass 60', '? unknown time settings'],
    ['final_status_list happy', '? syntax error'],
    ['loadsgf', '? syntax error'],
    ['lz-analyze black interval', '? syntax error'],
  ])('refuses "%s" with "%s"', async (line, answer) => {
    expect(await ask(await open(), line)).toEqual([answer]);
  });

  it('tells why a file cannot be loaded, with line and column', async () => {
    const engine = await open('random', 'go9', {
      'bad.sgf': '(;SZ[9]\n;B[aa];W[aa])',
      'none.sgf': 'nothing here',
    });
    const [missing, bad, none] = await ask(engine, 'loadsgf x.sgf', 'loadsgf bad.sgf', 'loadsgf none.sgf');
    expect(missing).toMatch(/^\? cannot load file: no such file: x\.sgf/);
    expect(bad).toBe('? cannot load file: SGF 2:7: go: A9 (action 0) is illegal: that point is not free.');
    expect(none).toMatch(/^\? cannot load file: SGF/);
  });

  it('plays, takes back, forbids the ko, and scores as the board stands', async () => {
    const engine = await open('random', 'go:size=5,komi=0.5');
    const moves = 'b B2,w C2,b A1,w D1,b C1,w B1'.split(',').map((move) => `play ${move}`); // white takes nothing yet
    for (const answer of await ask(engine, ...moves.slice(0, 5))) expect(answer).toBe('=');
    // White's B1 takes C1? C1 has liberties B1 alone: neighbours B1, D1 (white), C2 (white).
    expect(await ask(engine, moves[5], 'play b C1')).toEqual(['=', '? illegal move']);
    expect(await ask(engine, 'undo', 'play w E5', 'final_score', 'final_status_list alive')).toEqual([
      '=',
      '=',
      expect.stringMatching(/^= [BW]\+\d+(\.5)?$/),
      expect.stringContaining('B2'),
    ]);
    expect(await ask(engine, 'final_status_list dead', 'final_status_list seki')).toEqual(['=', '=']);
  });

  it('answers genmove with a move that it has then played, for either colour and twice in a row', async () => {
    const engine = await open();
    for (const colour of ['b', 'white', 'WHITE', 'B']) {
      const [answer] = await ask(engine, `genmove ${colour}`);
      expect(answer).toMatch(/^= ([A-HJ][1-9]|PASS|pass)$/);
      if (/pass/i.test(answer)) continue;
      const vertex = answer.slice(2);
      expect(await ask(engine, `play ${/^b/i.test(colour) ? 'w' : 'b'} ${vertex}`)).toEqual([
        '? illegal move',
      ]);
    }
    const [before] = await ask(engine, 'showboard');
    await ask(engine, 'reg_genmove b');
    expect(await ask(engine, 'showboard')).toEqual([before]);
  });

  it('places handicap stones and lets white begin; a handicap needs an empty board', async () => {
    const engine = await open('random', 'go19');
    expect(await ask(engine, 'fixed_handicap 4')).toEqual(['= D4 Q16 D16 Q4']);
    expect(await ask(engine, 'place_free_handicap 2')).toEqual(['? board not empty']);
    expect(await ask(engine, 'clear_board', 'set_free_handicap C3 K10 R5')).toEqual(['=', '=']);
    const [board] = await ask(engine, 'showboard');
    expect(board).toContain('white to move');
    expect([...board.matchAll(/X/g)].length).toBe(4); // three stones, and the legend
    const [stones] = await ask(engine, 'clear_board', 'place_free_handicap 12').then((all) => all.slice(1));
    expect(stones.slice(2).split(' ')).toHaveLength(12);
  });

  it('loads a game up to a move', async () => {
    const engine = await open('random', 'go9', { 'my game.sgf': '(;SZ[7]KM[3];B[aa];W[bb];B[cc])' });
    expect(await ask(engine, 'loadsgf my game.sgf 3')).toEqual(['=']);
    const [board] = await ask(engine, 'showboard');
    expect(board).toContain('komi 3; black to move');
    expect(await ask(engine, 'play b C5')).toEqual(['=']);
  });

  it('loads the files of the field as every reader of SGF does', async () => {
    const folder = join(import.meta.dirname, '../../../../envs/src/board/sgf/testdata/field');
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
    );
    const engine = await open('random', 'go9', files);
    /** The stones that are on the board after a file was loaded. */
    const load = async (name: string): Promise<string> => {
      const [loaded, board] = await ask(engine, `loadsgf ${name}.sgf`, 'showboard');
      if (loaded !== '=') return loaded;
      const stones =
        board
          .split('\n')
          .filter((line) => /^ *\d+ /.test(line))
          .join('')
          .match(/[XO]/g)
          ?.join('') ?? '';
      const [, komi, turn] = /komi (\S+); (\w+) to move/.exec(board) ?? [];
      return `${[...stones].sort().join('')} komi ${komi} ${turn}`;
    };
    expect(await load('latin1_movelost')).toBe('OXX komi 5.5 white');
    expect(await load('cp936')).toBe('OX komi 6.5 black');
    expect(await load('komi50')).toBe('OXXX komi 0.5 white');
    expect(await load('komi575')).toBe('OX komi 5.75 black');
    expect(await load('midsetup')).toBe('OXXX komi 0.5 white');
    expect(await load('mid_ae')).toBe('OOX komi 7 black');
    expect(await load('whitefirst_opening')).toBe('OX komi 7 white'); // the komi before
    expect(await load('collection_gbk_onebad')).toBe('OXX komi 5 white');
    expect(await load('mid_aw')).toMatch(/^\? cannot load file: SGF 1:49: .*G3/);
    expect(await load('ha_noab')).toMatch(/^\? cannot load file: SGF 1:36: .*HA\[3\] names no points/);
    expect(await load('empty')).toMatch(/^\? cannot load file: SGF 1:1: there is no game/);
    for (const rules of ['Japanese', 'Korean', 'koSIMPLE'])
      expect(await load(`tripleko_${rules}`)).toMatch(/black$/);
    // The board's own rules come back with a file that has none, and with an empty board.
    expect(await load('tripleko_none')).toMatch(/^\? cannot load file: SGF 1:156: .*superko/);
    const cycle = 'b C8,w B2,b H8,w B8,b C2,w G8'.split(',').map((move) => `play ${move}`);
    expect(await ask(engine, 'loadsgf tripleko_Japanese.sgf 1', ...cycle)).toEqual(Array(7).fill('='));
    expect((await ask(engine, 'loadsgf tripleko_none.sgf 1', ...cycle)).at(-1)).toBe('? illegal move');
  });

  it('refuses a file whose first game is broken, and takes back no further than to stones that were set up', async () => {
    const engine = await open('random', 'go9', {
      'first.sgf': '(;SZ[9];B[zz])(;SZ[9];B[aa])',
      'set.sgf': '(;SZ[9];B[aa];W[bb];AB[cc];W[dd];B[ee])',
      'pl.sgf': '(;SZ[9];B[aa];PL[B])',
    });
    expect(await ask(engine, 'loadsgf first.sgf')).toEqual([
      '? cannot load file: SGF 1:8: "zz" is no point of a 9×9 board.',
    ]);
    expect(await ask(engine, 'loadsgf set.sgf', 'undo', 'undo', 'undo')).toEqual([
      '=',
      '=',
      '=',
      '? cannot undo',
    ]);
    expect((await ask(engine, 'loadsgf set.sgf 4', 'showboard'))[1]).toContain('black to move');
    expect((await ask(engine, 'loadsgf pl.sgf', 'showboard'))[1]).toContain('black to move');
  });

  it('plays on boards of every size from 2 to 19', async () => {
    const engine = await open();
    for (const size of [2, 3, 7, 13, 19]) {
      expect(await ask(engine, `boardsize ${size}`, 'clear_board')).toEqual(['=', '=']);
      expect((await ask(engine, 'genmove b'))[0]).toMatch(/^= /);
    }
  });

  it('keeps to the time that it is granted', async () => {
    const engine = await open('mcts:visits=100000000,rollouts=0,prove=false');
    await ask(engine, 'time_settings 0 1 5'); // a fifth of a second a move
    const began = performance.now();
    await ask(engine, 'genmove b', 'genmove w');
    expect(performance.now() - began).toBeLessThan(5000);
    await ask(engine, 'time_left b 0 1');
    expect((await ask(engine, 'genmove b'))[0]).toMatch(/^= /);
  });
});

describe('the clock', () => {
  /** The milliseconds that the player hears for its next move. */
  async function granted(...lines: string[]): Promise<number | undefined> {
    let heard: number | undefined;
    const makeAgent = (): Promise<Agent> =>
      Promise.resolve({
        name: 'listener',
        reset: () => undefined,
        act: (situation) => {
          if (situation.kind === 'game') heard = situation.milliseconds;
          return situation.kind === 'game' ? situation.state.legalActions()[0] : 0;
        },
        analysis: () => undefined,
        dispose: () => Promise.resolve(),
      });
    const game = makeGame('go9') as Go;
    const engine = await GtpEngine.open({ agent: 'listener', game, seed: '1', makeAgent, version: '1' });
    for (const answer of await ask(engine, ...lines)) expect(answer).toMatch(/^=/);
    return heard;
  }

  it('of every kind of controller reaches the player', async () => {
    expect(await granted('genmove b')).toBeUndefined();
    // 9 s with 1 s more for each move, 30 moves to go.
    const surplus = ['time_settings 60 1 1', 'time_left b 9 1', 'genmove b'];
    expect(await granted(...surplus)).toBeCloseTo(1246, 0);
    expect(
      await granted(...surplus.map((line) => line.replace('genmove', 'lz-genmove_analyze'))),
    ).toBeCloseTo(1246, 0);
    expect(await granted('kgs-time_settings byoyomi 0 10 3', 'time_left w 8 1', 'genmove w')).toBe(7550);
    expect(await granted('kata-time_settings fischer 60 1', 'genmove b')).toBeCloseTo(2925, 0);
    expect(await granted('time_settings 300 0 0', 'time_left w 3 0', 'genmove b')).toBeCloseTo(9827, 0);
    expect(await granted('time_settings 300 0 0', 'time_left b 0 0', 'genmove b')).toBe(10);
    expect(await granted('time_settings 300 0 0', 'kgs-time_settings none', 'genmove b')).toBeUndefined();
  });

  it('knows what KataGo’s controllers ask for', async () => {
    const engine = await open();
    expect(await ask(engine, 'kata-list_time_settings', 'known_command kgs-time_settings')).toEqual([
      '= none absolute canadian byoyomi fischer',
      '= true',
    ]);
  });
});

describe('analysis', () => {
  // White has passed on a board that is black's: a pass ends the game and wins it.
  const WINNING_PASS = ['boardsize 9', 'komi 7', 'play b e5', 'play w pass'];

  it.each([
    'mcts:visits=400',
    'mcts:visits=400,selection=uct',
    'mcts:visits=64,selection=gumbel,maxConsidered=82',
    'mcts:visits=400,temperature=1',
    'mcts:visits=1',
    'mcts:visits=40,temperature=3,prove=false',
    'random',
  ])('of %s lists first the move that it then plays', async (agent) => {
    const engine = await open(agent);
    await ask(engine, ...WINNING_PASS);
    for (const command of [
      'kata-genmove_analyze b 50',
      'lz-genmove_analyze w 50',
      'kata-genmove_analyze b',
    ]) {
      const [answer] = await ask(engine, command);
      const [, report, play] = answer.split('\n');
      const orders = [...report.matchAll(/ order (\d+) /g)].map(([, order]) => Number(order));
      expect(orders).toEqual(orders.map((_, i) => i));
      expect(`play ${/info move (\S+)/.exec(report)?.[1]}`).toBe(play);
    }
  });

  it('tells a proof as such: the pass that wins is first, and its win is certain', async () => {
    const engine = await open('mcts:visits=400');
    await ask(engine, ...WINNING_PASS);
    const [answer] = await ask(engine, 'kata-genmove_analyze b 50');
    expect(answer).toMatch(/^=\ninfo move pass visits \d+ utility 1\.0+ winrate 1\.0+ .* order 0 pv pass/);
    expect(answer).toMatch(/\nplay pass$/);
  });

  it('puts the move that would be played first while it goes on, also where only one is asked for', async () => {
    const engine = await open('mcts:visits=400');
    await ask(engine, ...WINNING_PASS);
    const reply = await engine.handle('lz-analyze b interval 1 maxmoves 1');
    for await (const line of reply!.stream!) {
      expect(line.match(/info move/g)?.length ?? 0).toBeLessThanOrEqual(1);
      if (/info move pass visits \d+ winrate 10000 .* order 0/.test(line)) break;
    }
  });

  it.each([
    ['lz-genmove_analyze', /^info move \S+ visits \d+ winrate \d+ prior \d+ lcb \d+ order 0 pv \S+/],
    [
      'kata-genmove_analyze',
      /^info move \S+ visits \d+ utility \S+ winrate 0?\.?\d+ scoreMean .* order 0 pv \S+/,
    ],
  ])('before a move: %s', async (command, form) => {
    const engine = await open('mcts:visits=40');
    const [answer] = await ask(engine, `5 ${command} b 10`);
    const [head, report, play] = answer.split('\n');
    expect(head).toBe('=5');
    expect(report).toMatch(form);
    expect(play).toMatch(/^play [A-HJ][1-9]$/);
  });

  it('goes on until the next line comes, which is then answered', async () => {
    const engine = await open('mcts:visits=40');
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = serveGtp(engine, input, output);
    let heard = '';
    output.setEncoding('utf8').on('data', (text: string) => (heard += text));
    const until = async (what: RegExp): Promise<void> => {
      while (!what.test(heard)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    input.write('1 lz-analyze b 5\n');
    await until(/^=1\n(info move .*\n){3}/);
    input.write('2 name\n');
    await until(/\n\n=2 Agon\n\n/);
    input.write('3 kata-analyze interval 5 maxmoves 2\n');
    await until(/=3\n(info move .*\n){2}/);
    const [report] = /info move .*$/m.exec(heard.slice(heard.indexOf('=3'))) ?? [''];
    expect(report.match(/info move/g)?.length).toBeLessThanOrEqual(2);
    input.end('4 quit\n');
    await served;
    expect(heard).toMatch(/=4\n\n$/);
  });

  it('ends with the input', async () => {
    const engine = await open('mcts:visits=40');
    const [input, output] = [new PassThrough(), new PassThrough()];
    output.resume();
    input.end('lz-analyze b 5\n');
    await serveGtp(engine, input, output);
  });
});

/** Lines that are sent. */
const FUZZED = process.env.AGON_SLOW === '1' ? 100_000 : 3000;

it('answers whatever it is sent with one response each, and never breaks', async () => {
  const rng = new RandomStream('fuzzed GTP');
  const pick = <T>(values: readonly T[]): T => values[rng.int(values.length)];
  const engine = await open('random', 'go:size=4');
  const names = (await ask(engine, 'list_commands'))[0].slice(2).split('\n');
  const commands = names.filter((name) => !/^(quit|lz-analyze|kata-analyze)$/.test(name));
  const words =
    'b w black white pass resign A1 C3 d4 I1 Z99 0 1 2 3 5 9 -1 19 1e9 6.5 NaN interval dead alive x.sgf ( \\ \u0000 é 🙂 #'.split(
      ' ',
    );
  for (let n = 0; n < FUZZED; n++) {
    const parts = Array.from({ length: rng.int(5) }, () => pick(words));
    const id = rng.int(2) ? `${rng.int(1e6)} ` : '';
    let line = `${id}${rng.int(20) ? pick(commands) : pick(words)} ${parts.join(' ')}`;
    if (rng.int(8) === 0) line = line.slice(rng.int(line.length));
    if (n % 50 === 0) line = pick(['boardsize 4', 'clear_board', 'boardsize 3']);
    const reply = await engine.handle(line);
    if (reply === undefined) continue;
    expect(reply.text, line).toMatch(/^[=?]\d*( .*)?\n(.+\n)*\n$/);
  }
  expect(await ask(engine, 'boardsize 5', 'clear_board', 'play b C3')).toEqual(['=', '=', '=']);
}, 3_600_000);
