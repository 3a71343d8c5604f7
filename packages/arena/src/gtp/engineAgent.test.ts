/** Engines as players: real ones, and one that misbehaves in every way that came to mind. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find } from '../../../../test/requirements.js';
import { readTournament } from '../tournamentFiles.node.js';
import { tournamentToDisk, type TournamentToDiskOptions } from '../tournamentToDisk.node.js';

const ENGINE = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'engines', 'engine.mjs');

let runsDir: string;
beforeAll(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'agon-engines-'));
});
afterAll(() => rmSync(runsDir, { recursive: true, force: true }));

/** The spec of the engine with a fault. */
const engine = (fault: string, more = '', settings = 'timeout=20'): string =>
  `gtp:${settings} ${process.execPath} ${ENGINE} "${fault}" ${more}`.trim();

/** Two games of an engine against a random player; the records and what became of them. */
async function play(agent: string, more: Partial<TournamentToDiskOptions> = {}) {
  const options = { runsDir, env: 'go:size=7', agents: [agent, 'random'], games: 2, seed: 1, limit: 12 };
  const result = await tournamentToDisk({ ...options, ...more });
  const { records } = readTournament(runsDir, result.name);
  return { result, records, ends: records.map(({ replay }) => replay.ended) };
}

describe('an engine that', () => {
  it.each<[fault: string, reason: RegExp, settings?: string]>([
    ['hangs', /gave no answer to "\d+ genmove (black|white)" within 2 s/, 'timeout=2'],
    ['answers too late', /gave no answer to .* within 2 s/, 'timeout=2'],
    ['never ends its answer', /gave no answer to .* within 2 s/, 'timeout=2'],
    [
      'crashes',
      /exited with code 3 while it was asked .*; its last words: "assertion failed: liberties > 0"/,
    ],
    ['leaves', /exited with code 0 while it was asked/],
    ['is killed', /was ended by SIGSEGV while it was asked/],
    ['leaves a child behind', /exited with code 1/],
    ['closes its output', /closed its output/],
    ['talks nonsense', /wrote "I like this position", which is no response/],
    ['has no prefix', /wrote "D4", which is no response/],
    ['writes binary', /which is no response/],
    ['writes without end', /wrote more than 1048576 characters/],
    ['answers without end', /wrote more than 1048576 characters/],
    ['numbers wrongly', /the number is wrong/],
    ['numbers not at all', /the number is wrong/],
    ['answers twice', /answered ".*" to no question|the number is wrong/],
    ['answers what nobody asked', /the number is wrong/],
    ['plays on a stone', /answered ".*" as (black|white)'s move \d+; .* not free/],
    ['plays off the board', /answered "T19" as/],
    ['plays no vertex', /answered "the centre" as/],
    ['says nothing', /answered "" as/],
    ['says two moves', /answered "A1 B2" as/],
    ['refuses', /refused "genmove (black|white)": "not in the mood"/],
    ['refuses legal moves', /refused the legal move \d+, .*"illegal move"; its rules may be others/],
    ['will not die', /wrote "no", which is no response/],
  ])(
    '%s forfeits each game with the reason in the record, and the tournament ends',
    async (fault, reason, settings) => {
      const { result, ends, records } = await play(engine(fault, '', settings));
      expect(records).toHaveLength(2);
      ends.forEach((ended, game) => {
        expect(ended).toMatchObject({ reason: 'forfeit', player: game }); // the engine sits on each seat once
        expect(ended?.text).toMatch(reason);
      });
      expect(records.map(({ replay }) => replay.result)).toEqual([
        [-1, 1],
        [1, -1],
      ]);
      expect(result).toMatchObject({ players: [{ losses: 2, forfeits: 2 }, { wins: 2 }] });
    },
  );

  it.each([
    'none',
    'greets',
    'small letters',
    'carriage returns',
    'one byte at a time',
    'much on its error stream',
    'blank lines between',
    'will not leave',
  ])('has its own manners (%s) plays on', async (manner) => {
    const { ends } = await play(engine(manner));
    for (const ended of ends) expect([undefined, 'limit']).toContain(ended?.reason);
  });

  it('fails once loses that game alone: it is started again and shown the whole state', async () => {
    const [starts, log] = [join(runsDir, 'starts'), join(runsDir, 'log')];
    const agent = engine('crashes once', starts, `timeout=20 transcript=${log}`);
    const { ends } = await play(agent, { openings: [[8, 9, 15]], games: 4 });
    expect(ends.map((ended) => ended?.reason === 'forfeit')).toEqual([true, false, false, false]);
    expect(readFileSync(starts, 'utf8')).toBe('..');
    const heard = readFileSync(log, 'utf8').split('! started')[2];
    const commands = [...heard.matchAll(/> \d+ (.*)/g)].map(([, command]) => command);
    const at = commands.indexOf('boardsize 7');
    expect(commands.slice(at, at + 6)).toEqual([
      'boardsize 7',
      'clear_board',
      'komi 7.5',
      'play black B6',
      'play white C6',
      'play black B5',
    ]);
  });

  it('cannot be started again forfeits the games that are left', async () => {
    const agent = engine('dies at every later start', join(runsDir, 'later'));
    const { ends } = await play(agent, { games: 6 });
    expect(ends.map((ended) => ended?.reason)).toEqual(new Array(6).fill('forfeit'));
  });

  it('plays beside another engine in worker threads', async () => {
    const agents = [engine('none'), engine('hangs', '', 'timeout=2'), 'random'];
    const { ends, records } = await play(agents[0], { agents, games: 2, workers: 2 });
    expect(records).toHaveLength(6);
    expect(ends.filter((ended) => ended?.reason === 'forfeit')).toHaveLength(4);
  });
});

describe('what cannot even begin is told at once', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'a program that is not there',
      'gtp:no-such-engine --gtp',
      'not-found',
      /no-such-engine.* was not found/,
    ],
    ['a path that is not there', 'gtp:./none/engine', 'not-found', /there is no such file/],
    ['a program that speaks no GTP', 'gtp:timeout=5 cat', 'engine-protocol', /only repeats what it is told/],
    ['a program that ends', 'gtp:false', 'engine-protocol', /exited with code 1/],
    ['one that says nothing', 'gtp:timeout=0.3 sleep 100', 'engine-protocol', /no answer .* within 0.3 s/],
    ['a quote that is not closed', 'gtp:engine "a', 'bad-spec', /a " that is not closed at column 8/],
    ['no program', 'gtp:timeout=3', 'bad-spec', /names no program/],
    ['no time', 'gtp:timeout=0 engine', 'bad-spec', /timeout=0: the time for each command/],
    ['no time for moves', 'gtp:seconds=x engine', 'bad-spec', /seconds=x: the time for each move/],
    ['a dash of a word processor', 'gtp:engine –gtp', 'bad-spec', /typographic dash/],
  ])('%s', async (_what, agent, code, message) => {
    const error = await play(agent).then(
      () => undefined,
      (reason: unknown) => reason as { code: string; message: string },
    );
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe(code);
  });

  it('a game that is not Go', async () => {
    await expect(play('gtp:cat', { env: 'othello' })).rejects.toThrow(/engines that speak GTP play Go/);
  });

  it('a transcript that cannot be written', async () => {
    const file = join(runsDir, 'a-file');
    writeFileSync(file, '');
    expect(existsSync(file)).toBe(true);
    await expect(play(engine('none', '', `transcript=${file}/x`))).rejects.toThrow(/cannot be written/);
  });
});

/** Games that Agon as an engine plays against GNU Go. */
const MATCH = process.env.AGON_SLOW === '1' ? 100 : 2;
const AGON = join(import.meta.dirname, '..', '..', '..', 'cli', 'bin', 'agon.js');

const gnugo = find('gnugo');
describe.skipIf(!gnugo)('GNU Go', () => {
  it('plays whole games by area rules and is told its time', async () => {
    const flags = '--mode gtp --chinese-rules --positional-superko --capture-all-dead --level 0';
    const log = join(runsDir, 'gnugo.log');
    const agent = `gtp:seconds=1 transcript=${log} ${gnugo} ${flags}`;
    const { ends, result } = await play(agent, { env: 'go:size=5', limit: undefined });
    expect(ends.every((ended) => ended?.reason !== 'forfeit')).toBe(true);
    expect(result).toMatchObject({ players: [{ wins: 2 }, {}] });
    expect(readFileSync(log, 'utf8')).toMatch(/> \d+ time_settings 0 1 1/);
  });

  it(`plays ${MATCH} games against Agon as an engine, and neither breaks the protocol`, async () => {
    const flags = '--mode gtp --chinese-rules --positional-superko --level 0';
    const agents = [`gtp:${gnugo} ${flags}`, `gtp:${process.execPath} ${AGON} gtp --agent mcts:visits=4`];
    const { ends, records } = await play(agents[0], {
      agents,
      env: 'go:size=7',
      games: MATCH,
      limit: undefined,
    });
    expect(records).toHaveLength(MATCH);
    expect(ends.map((ended) => ended?.reason).filter((reason) => reason === 'forfeit')).toEqual([]);
  }, 3_600_000);
});
