/**
 * The structure of SGF in bytes: game trees, nodes, properties, by brackets and parentheses alone. Bytes, since the structure decides
 * what the encoding may be: in Shift-JIS, Big5 and GBK the second byte of a character may be that of "\" or "]", in Latin-1 never.
 */

/** Which bytes after a byte belong to the same character, where they look like ASCII. */
export type Pairing = 'none' | 'double-byte' | 'shift-jis' | 'iso-2022-jp';

/** A property as written. */
export interface RawProperty {
  /** In capitals: "Black", of FF[3], is "B". */
  name: string;
  /** Where it begins: an offset in bytes. */
  at: number;
  /** Offsets of the values' first bytes, and of those behind their last ones, in turns. */
  values: number[];
}

export interface RawNode {
  at: number;
  properties: RawProperty[];
}

/** What one game looks like. */
export interface GameScan {
  /** The main line: the first variation of each node. */
  nodes: RawNode[];
  /** Nodes and values in all variations: a reading that swallows some has fewer. */
  size: number;
  /** Where to look for the next game. */
  end: number;
  /** The first thing that is no SGF; the game cannot be trusted. */
  fault?: { at: number; what: string };
  /** Where the next game or the end of the file came before the last parenthesis. */
  unclosed?: number;
}

const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const OPEN_VALUE = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_VALUE = 0x5d;
const ESCAPE = 0x1b;
const DOLLAR = 0x24;

/** Properties with which a root begins, and no other node. */
const ROOT_ONLY: ReadonlySet<string> = new Set(['FF', 'GM', 'SZ', 'CA', 'AP', 'ST']);
/** Properties with which a root may begin; nodes in a merged tree may, too. */
const GAME_INFO: ReadonlySet<string> = new Set(
  [...ROOT_ONLY].concat('PB PW EV GN DT KM RU RE HA PC SO US'.split(' ')),
);
/** Properties whose names end a value that was not closed: "[Ann PW[Bob]". */
const TELLING: ReadonlySet<string> = new Set([...GAME_INFO, 'AB', 'AW', 'AE']);
/** A longer name or value is not looked through for a game that it swallowed. */
const MOST_LOOKED_BACK = 256;
/** Nodes, properties and values of one main line: far more than any game has. */
const MOST_KEPT = 500_000;
const MOST_PROPERTIES = 500;

export class Scanner {
  readonly bytes: Uint8Array;
  /** By pairing: where a value began that goes on to the end of the file. */
  private readonly openFrom = new Map<Pairing, number>();
  /** The file has games that are not closed: those that follow are told by their game information, too. */
  private isLoose = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Where the next game begins, "(" and then ";", or −1. */
  findGame(from: number): number {
    const { bytes } = this;
    for (let at = bytes.indexOf(OPEN, from); at >= 0; at = bytes.indexOf(OPEN, at + 1)) {
      if (bytes[this.skipSpace(at + 1)] === SEMICOLON) return at;
    }
    return -1;
  }

  /** Scans the game that begins at `start`. */
  scan(start: number, pairing: Pairing): GameScan {
    const found = this.scanOnce(start, pairing);
    if (found.unclosed !== this.bytes.length || this.isLoose) return found;
    this.isLoose = true;
    return this.scanOnce(start, pairing);
  }

  private scanOnce(start: number, pairing: Pairing): GameScan {
    const { bytes } = this;
    const game: GameScan = { nodes: [], size: 0, end: bytes.length };
    const fault = (at: number, what: string): void => void (game.fault ??= { at, what });
    let depth = 0;
    let isMain = true;
    let isAfterVariation = false;
    let node: RawNode | undefined;
    let property: RawProperty | undefined;
    let kept = 0;
    /** Whether something of the main line is kept. */
    const keeps = (at: number): boolean => {
      if (isMain && kept++ === MOST_KEPT) {
        fault(at, `a game has more than ${MOST_KEPT} nodes and values`);
        isMain = false;
      }
      return isMain;
    };
    const begin = (at: number): RawNode => {
      game.size++;
      const begun: RawNode = { at, properties: [] };
      if (keeps(at)) game.nodes.push(begun);
      return begun;
    };
    for (let i = start; i < bytes.length;) {
      const byte = bytes[i];
      if (isSpace(byte)) i++;
      else if (byte === OPEN) {
        const next = this.skipSpace(i + 1);
        if (depth > 0 && this.beginsGame(i, this.isLoose ? GAME_INFO : ROOT_ONLY)) {
          return { ...game, unclosed: i, end: i };
        }
        if (bytes[next] === CLOSE) {
          i = next + 1; // an empty variation
          continue;
        }
        depth++;
        node = property = undefined;
        isAfterVariation = false;
        i++;
      } else if (byte === CLOSE) {
        if (--depth === 0) return { ...game, end: i + 1 };
        isMain = false;
        isAfterVariation = true;
        node = property = undefined;
        i++;
      } else if (byte === SEMICOLON) {
        if (isAfterVariation) fault(i, 'a node stands behind a variation; only variations may');
        node = begin(i);
        property = undefined;
        i++;
      } else if (byte === OPEN_VALUE) {
        if (!property) fault(i, 'a value has no property before it, such as B[dd]');
        const end = this.valueEnd(i + 1, pairing);
        if (end < 0) {
          fault(i, `the value of ${property?.name ?? 'a property'} is not closed by "]"`);
          return { ...game, unclosed: i, end: this.findRoot(i + 1) };
        }
        game.size++;
        if (property && keeps(i)) property.values.push(i + 1, end);
        const swallowed = this.swallowed(i + 1, end);
        if (swallowed >= 0) {
          fault(i, `the value of ${property?.name ?? 'a property'} is not closed by "]"`);
          if (bytes[swallowed] === OPEN) return { ...game, unclosed: i, end: swallowed };
        }
        i = end + 1;
      } else if (isLetter(byte)) {
        const end = this.nameEnd(i);
        const name = this.name(i, end);
        node ??= begin(i);
        property = node.properties.find((each) => each.name === name);
        if (!property) {
          property = { name, at: i, values: [] };
          if (node.properties.length < MOST_PROPERTIES) node.properties.push(property);
          else fault(i, `a node has more than ${MOST_PROPERTIES} properties`);
        }
        i = end;
      } else {
        fault(i, 'this is not SGF; expected "(", ";", a property such as B[dd], or ")"');
        i++;
      }
    }
    return { ...game, unclosed: bytes.length };
  }

  /** Where the "]" of a value is; −1 where there is none. */
  private valueEnd(from: number, pairing: Pairing): number {
    const { bytes } = this;
    if (from > (this.openFrom.get(pairing) ?? Infinity)) return -1;
    for (let i = from; i < bytes.length; i++) {
      if (bytes[i] === CLOSE_VALUE) return i;
      if (bytes[i] === BACKSLASH) i++;
      if (pairing !== 'none') i = lastByteOf(bytes, i, pairing);
    }
    this.openFrom.set(pairing, from);
    return -1;
  }

  /** Whether a game tree at "(" begins with one of these properties. */
  private beginsGame(at: number, properties: ReadonlySet<string>): boolean {
    const semicolon = this.skipSpace(at + 1);
    if (this.bytes[semicolon] !== SEMICOLON) return false;
    const name = this.skipSpace(semicolon + 1);
    const end = this.nameEnd(name);
    return this.bytes[this.skipSpace(end)] === OPEN_VALUE && properties.has(this.name(name, end));
  }

  /** Where the next game begins that says what it is, or the end of the file. */
  private findRoot(from: number): number {
    let at = this.findGame(from);
    while (at >= 0 && !this.beginsGame(at, GAME_INFO)) at = this.findGame(at + 1);
    return at < 0 ? this.bytes.length : at;
  }

  /**
   * Whether a value ends within another one, as where its "]" was forgotten: "[Ann;B[aa]". The place of the game, node or property
   * that it swallowed, or −1.
   */
  private swallowed(from: number, end: number): number {
    const { bytes } = this;
    const least = Math.max(from, end - MOST_LOOKED_BACK);
    let at = end - 1;
    while (at >= least && bytes[at] !== OPEN_VALUE) if (bytes[at--] === CLOSE_VALUE) return -1;
    if (at < least || bytes[at - 1] === BACKSLASH) return -1;
    let name = at;
    while (name > from && isCapital(bytes[name - 1])) name--;
    if (name === at) return -1;
    const before = this.skipSpaceBack(name - 1, from);
    if (before >= from && bytes[before] === SEMICOLON) {
      const outer = this.skipSpaceBack(before - 1, from);
      const isGame = outer >= from && bytes[outer] === OPEN && this.beginsGame(outer, GAME_INFO);
      return isGame ? outer : before;
    }
    return at - name >= 2 && TELLING.has(this.name(at - 2, at)) ? at - 2 : -1;
  }

  private skipSpace(i: number): number {
    while (isSpace(this.bytes[i])) i++;
    return i;
  }

  private skipSpaceBack(i: number, least: number): number {
    while (i >= least && isSpace(this.bytes[i])) i--;
    return i;
  }

  private nameEnd(i: number): number {
    const { bytes } = this;
    if (!isLetter(bytes[i])) return i;
    while (isLetter(bytes[i]) || (bytes[i] >= 0x30 && bytes[i] <= 0x39) || bytes[i] === 0x5f) i++;
    return i;
  }

  /** The name that stands there: of "AddBlack" the capitals, which FF[1] to FF[3] mean; all of "ab". */
  private name(from: number, end: number): string {
    let name = '';
    for (let i = from; i < end; i++) name += String.fromCharCode(this.bytes[i]);
    const capitals = name.replace(/[a-z]/g, '');
    return /[A-Z]/.test(capitals) ? capitals : name.toUpperCase();
  }
}

/** The last byte of the character at `i`: that after it where the two are one character. */
function lastByteOf(bytes: Uint8Array, i: number, pairing: Pairing): number {
  const byte = bytes[i];
  if (pairing === 'iso-2022-jp') {
    if (byte !== ESCAPE || bytes[i + 1] !== DOLLAR) return i;
    // Two bytes a character up to the escape sequence of another set.
    const back = bytes.indexOf(ESCAPE, i + 2);
    return back < 0 ? bytes.length : back + 2;
  }
  const isKana = pairing === 'shift-jis' && byte >= 0xa0 && byte <= 0xdf;
  const isLead = byte >= 0x81 && byte <= 0xfe && !isKana;
  return isLead && bytes[i + 1] >= 0x40 ? i + 1 : i;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isLetter(byte: number): boolean {
  return isCapital(byte) || (byte >= 0x61 && byte <= 0x7a);
}
