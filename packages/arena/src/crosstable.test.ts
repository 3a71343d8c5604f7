import { describe, expect, it } from 'vitest';
import { crosstable, crosstableCsv, crosstableHtml, crosstableText } from './crosstable.js';
import type { GameRecord } from './gameRecord.js';
import { gameStandings } from './standings.js';

/** A game between seats[0] and seats[1] that the first one won (1), drew (0) or lost (−1). */
function game(id: string, seats: [number, number], result: number): GameRecord {
  const replay = {
    format: 1 as const,
    env: 'g',
    options: {},
    version: 1,
    players: [],
    seed: id,
    actions: [],
    hashes: [],
    result: [result, -result],
  };
  return { id, seats, opening: [], random: true, replay };
}

const agents = ['weak, "but" <b>', 'strong', 'middle'];
const records = [
  game('0-1-0', [0, 1], -1),
  game('0-1-1', [1, 0], 1),
  game('0-2-0', [0, 2], -1),
  game('0-2-1', [2, 0], 0),
  game('1-2-0', [1, 2], 1),
  game('1-2-1', [2, 1], 0),
];
const standings = gameStandings(agents, records, { seed: 1, resamples: 20 });

describe('a crosstable', () => {
  it('has the strongest first, and every cell from the view of its row', () => {
    const rows = crosstable(standings);
    expect(rows.map(({ agent }) => agent)).toEqual(['strong', 'middle', agents[0]]);
    expect(rows[0].cells).toEqual([null, { wins: 1, draws: 1, losses: 0 }, { wins: 2, draws: 0, losses: 0 }]);
    expect(rows[2].cells).toEqual([{ wins: 0, draws: 0, losses: 2 }, { wins: 0, draws: 1, losses: 1 }, null]);
    for (const [i, row] of rows.entries()) {
      row.cells.forEach((cell, j) => expect(cell?.wins).toBe(rows[j].cells[i]?.losses));
    }
  });

  it('as text is aligned', () => {
    const lines = crosstableText(standings).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^ {3}agent +Elo +95 % +score +games +wins +draws +losses +1 +2 +3$/);
    expect(lines[1]).toMatch(/^1 {2}strong .* 87\.5 % .* · +1-1-0 +2-0-0$/);
    expect(new Set(lines.slice(1).map((line) => line.indexOf('%'))).size).toBe(1);
  });

  it('as CSV quotes what needs it', () => {
    const lines = crosstableCsv(standings).split('\r\n');
    expect(lines[0]).toBe(
      'place,agent,elo,elo_low,elo_high,games,wins,draws,losses,forfeits,against strong,against middle,"against weak, ""but"" <b>"',
    );
    expect(lines[3]).toMatch(/^3,"weak, ""but"" <b>",-[\d.]+,-[\d.]+,-?[\d.]+,4,0,1,3,0,0-0-2,0-1-1,$/);
    expect(lines.at(-1)).toBe('');
  });

  it('says where a rating is not finite, or was given', () => {
    const options = { seed: 1, resamples: 20 };
    // "strong" lost no point to the others, who are even; nobody met "idle".
    const even = [game('0-2-0', [0, 2], 1), game('0-2-1', [2, 0], 1), ...records.slice(0, 2)];
    const anchors = new Map([[2, 1000]]);
    const table = gameStandings([...agents, 'idle'], even, { ratings: { prior: 0, anchors }, ...options });
    const rows = crosstableText(table).split('\n').slice(1, 5);
    expect(rows[0]).toMatch(/^1 {2}strong +above +– +2 of 2 /);
    expect(rows[1]).toMatch(/^2 {2}(weak|middle).* \+1000 /);
    expect(rows.join('\n')).toMatch(/middle +\+1000 +given +50\.0 % /);
    expect(rows[3]).toMatch(/^4 {2}idle +– +– +– +0 /);
    expect(crosstableCsv(table)).toMatch(/^1,strong,,,,2,2,0,0,0,/m);
    expect(table.warnings).toEqual([
      expect.stringMatching(/^strong has no finite rating: it made every point\./),
      expect.stringMatching(/^idle has no finite rating: it has played no game\./),
    ]);
  });

  it('as HTML escapes names', () => {
    const page = crosstableHtml(standings, 'a & b');
    expect(page).toContain('<td>weak, &quot;but&quot; &lt;b&gt;</td>');
    expect(page).not.toContain('<b>');
    expect(page).toContain('<title>a &amp; b</title>');
  });
});
