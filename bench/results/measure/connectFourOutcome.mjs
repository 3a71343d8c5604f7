/**
 * Connect Four exactly: proof search on bit boards with a table of positions; moves that make more threats first (Allis 1988; Pons,
 * "Solving Connect 4"). A board is 49 bits, seven for each column from the bottom, the seventh always empty; columns 0..3 lie in one
 * 28-bit word, columns 4..6 in another.
 */
const WIDTH = 7;
const HEIGHT = 6;
const STRIDE = 7;
const LOW_COLUMNS = 4;
const LOW_BITS = LOW_COLUMNS * STRIDE;
const LOW_MASK = (1 << LOW_BITS) - 1;
const MIDDLE_FIRST = [3, 2, 4, 1, 5, 0, 6];
/** Cell to cell: right, and the two diagonals. */
const SLOPES = [STRIDE, STRIDE - 1, STRIDE + 1];

/** The same bits in every column of the two words. */
const inColumns = (bits, columns) =>
  Array.from({ length: columns }, (_, i) => bits << (STRIDE * i)).reduce((a, b) => a | b);
const BOARD_LOW = inColumns((1 << HEIGHT) - 1, LOW_COLUMNS);
const BOARD_HIGH = inColumns((1 << HEIGHT) - 1, WIDTH - LOW_COLUMNS);
const BOTTOM_LOW = inColumns(1, LOW_COLUMNS);
const BOTTOM_HIGH = inColumns(1, WIDTH - LOW_COLUMNS);
const COLUMN = (1 << HEIGHT) - 1;

const upLow = (low, by) => (low << by) & LOW_MASK;
const upHigh = (low, high, by) => (high << by) | (low >>> (LOW_BITS - by));
const downLow = (low, high, by) => (low >>> by) | ((high << (LOW_BITS - by)) & LOW_MASK);
const downHigh = (high, by) => high >>> by;

/** The last cells found, whose two words one call cannot return. */
let foundLow = 0;
let foundHigh = 0;

/** Finds the cells with which a player's stones would have four in a row, taken ones included. */
function findWins(low, high) {
  let wonLow = upLow(low, 1) & upLow(low, 2) & upLow(low, 3);
  let wonHigh = (high << 1) & (high << 2) & (high << 3);
  for (const by of SLOPES) {
    const twice = 2 * by;
    const above = upLow(low, by);
    const aboveHigh = upHigh(low, high, by);
    const below = downLow(low, high, by);
    const belowHigh = downHigh(high, by);
    const pairLow = above & upLow(low, twice);
    const pairHigh = aboveHigh & upHigh(low, high, twice);
    wonLow |= pairLow & (upLow(low, twice + by) | below);
    wonHigh |= pairHigh & (upHigh(low, high, twice + by) | belowHigh);
    const underLow = below & downLow(low, high, twice);
    const underHigh = belowHigh & downHigh(high, twice);
    wonLow |= underLow & (downLow(low, high, twice + by) | above);
    wonHigh |= underHigh & (downHigh(high, twice + by) | aboveHigh);
  }
  foundLow = wonLow & BOARD_LOW;
  foundHigh = wonHigh & BOARD_HIGH;
}

function countBits(word) {
  let count = 0;
  for (; word !== 0; word &= word - 1) count++;
  return count;
}

const TABLE_SIZE = 1 << 22;
const tableLow = new Int32Array(TABLE_SIZE);
const tableHigh = new Int32Array(TABLE_SIZE);
/** 2 · bound + answer + 1; 0: nothing. */
const tableAnswer = new Uint8Array(TABLE_SIZE);

/** [42, 7] Scratch for each number of stones: columns in the order to try, and how many threats each makes. */
const order = new Int8Array(WIDTH * HEIGHT * WIDTH);
const threats = new Int8Array(WIDTH * HEIGHT * WIDTH);

/**
 * Whether the player to move, with stones `low`, `high` of all the stones `allLow`, `allHigh`, can get at least `bound`: 0 a draw, 1 a win.
 * Nobody has won yet.
 */
function canGet(low, high, allLow, allHigh, stones, bound) {
  if (stones === WIDTH * HEIGHT) return bound <= 0;
  const openLow = (allLow + BOTTOM_LOW) & BOARD_LOW;
  const openHigh = (allHigh + BOTTOM_HIGH) & BOARD_HIGH;
  findWins(low, high);
  if ((foundLow & openLow) | (foundHigh & openHigh)) return true;
  findWins(allLow ^ low, allHigh ^ high);
  let tryLow = openLow & ~(foundLow >>> 1);
  let tryHigh = openHigh & ~(foundHigh >>> 1);
  const forcedLow = foundLow & openLow;
  const forcedHigh = foundHigh & openHigh;
  if (forcedLow | forcedHigh) {
    if (countBits(forcedLow) + countBits(forcedHigh) > 1) return false;
    tryLow &= forcedLow;
    tryHigh &= forcedHigh;
  }
  if (!(tryLow | tryHigh)) return false;

  // The mover's stones, and one bit above the top of each column: no two positions have the same.
  const keyLow = low + allLow + BOTTOM_LOW;
  const keyHigh = high + allHigh + BOTTOM_HIGH;
  const mixed = Math.imul(keyLow, 0x9e3779b1) ^ Math.imul(keyHigh, 0x85ebca6b);
  const place = (mixed ^ (mixed >>> 15)) & (TABLE_SIZE - 1);
  const known = tableAnswer[place];
  if (known > 0 && tableLow[place] === keyLow && tableHigh[place] === keyHigh) {
    const before = (known - 1) >> 1;
    const answer = (known - 1) & 1;
    if (answer ? before >= bound : before <= bound) return answer === 1;
  }

  const first = stones * WIDTH;
  let count = 0;
  for (const column of MIDDLE_FIRST) {
    const isLow = column < LOW_COLUMNS;
    const cells = COLUMN << (STRIDE * (isLow ? column : column - LOW_COLUMNS));
    const bit = cells & (isLow ? tryLow : tryHigh);
    if (bit === 0) continue;
    findWins(isLow ? low | bit : low, isLow ? high : high | bit);
    const made = countBits(foundLow & ~allLow) + countBits(foundHigh & ~allHigh);
    let at = first + count++;
    for (; at > first && threats[at - 1] < made; at--) {
      threats[at] = threats[at - 1];
      order[at] = order[at - 1];
    }
    threats[at] = made;
    order[at] = column;
  }
  let answer = false;
  for (let i = first; i < first + count && !answer; i++) {
    const column = order[i];
    const isLow = column < LOW_COLUMNS;
    const bit = (COLUMN << (STRIDE * (isLow ? column : column - LOW_COLUMNS))) & (isLow ? tryLow : tryHigh);
    const nextLow = isLow ? allLow | bit : allLow;
    const nextHigh = isLow ? allHigh : allHigh | bit;
    answer = !canGet(allLow ^ low, allHigh ^ high, nextLow, nextHigh, stones + 1, 1 - bound);
  }
  tableLow[place] = keyLow;
  tableHigh[place] = keyHigh;
  tableAnswer[place] = 2 * bound + Number(answer) + 1;
  return answer;
}

/** The outcome for the player to move after `moves` (columns 1..7): 1, 0 or −1; the last move may have ended the game. */
export function outcomeOf(moves) {
  const low = [0, 0];
  const high = [0, 0];
  let player = 0;
  let won = false;
  for (const digit of moves) {
    const column = Number(digit) - 1;
    const isLow = column < LOW_COLUMNS;
    const cells = COLUMN << (STRIDE * (isLow ? column : column - LOW_COLUMNS));
    const open = isLow ? (low[0] | low[1]) + BOTTOM_LOW : (high[0] | high[1]) + BOTTOM_HIGH;
    findWins(low[player], high[player]);
    won = (cells & open & (isLow ? foundLow : foundHigh)) !== 0;
    if (isLow) low[player] |= cells & open;
    else high[player] |= cells & open;
    player = 1 - player;
  }
  if (won) return -1;
  const get = (bound) =>
    canGet(low[player], high[player], low[0] | low[1], high[0] | high[1], moves.length, bound);
  if (get(1)) return 1;
  return get(0) ? 0 : -1;
}
