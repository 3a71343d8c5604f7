/** Reads SGF: a file's games one after the other, and what is wrong with it. */
import { decodeValue, Encodings } from './encoding.js';
import { faultOf, type SgfFault } from './faults.js';
import { gameOfNodes, type SgfGame, type TextNode } from './game.js';
import { Places } from './places.js';
import { Scanner, type RawNode } from './scan.js';

/** What a file has next: a game, or something that is wrong. */
export type SgfItem = { game: SgfGame; fault?: undefined } | { game?: undefined; fault: SgfFault };

/** Nodes that stand outside of every game. */
const STRAY = /;\s*[A-Z][A-Za-z]*\s*\[/;
const BACKSLASH = 0x5c;
const NOTHING = 'there is no game; a game begins with "(;"';

/**
 * The games of a file and its faults, in their order; each is read when it is asked for. A broken game never costs the others.
 * What stands before, between and behind games is passed over.
 * @param contents text, or bytes: each game in the encoding that it names (CA), or that its text looks like
 */
export function* readSgf(contents: string | Uint8Array): Generator<SgfItem, void> {
  const { bytes, isUtf8 } = toBytes(contents);
  const scanner = new Scanner(bytes);
  const encodings = new Encodings(scanner, isUtf8);
  const places = new Places(bytes);
  const fault = (offset: number, encoding: string, what: string, lost = true): SgfItem => ({
    fault: { ...places.at(offset, encoding), what, lost },
  });
  const stray = (from: number, end: number): SgfItem[] => {
    const at = decodeValue(bytes.subarray(from, end), 'windows-1252').search(STRAY);
    return at < 0 ? [] : [fault(from + at, 'utf-8', 'these moves or properties belong to no game')];
  };

  let start = scanner.findGame(0);
  if (start < 0) yield fault(0, 'utf-8', NOTHING);
  while (start >= 0) {
    const { scan, encoding, unknown } = encodings.read(start);
    if (scan.fault) yield fault(scan.fault.at, encoding, scan.fault.what);
    else {
      const [root, ...rest] = scan.nodes;
      const first = textNode(root, bytes, encoding, places);
      if (unknown)
        yield fault(unknown.at, encoding, `CA[${unknown.name}] is no encoding that is known`, false);
      const nodes = [first, ...rest.map((node) => textNode(node, bytes, encoding, places))];
      yield itemOf(nodes);
      if (scan.unclosed !== undefined)
        yield fault(
          scan.unclosed,
          encoding,
          `the game that begins at ${first.line}:${first.column} is not closed by ")"`,
          false,
        );
    }
    const next = scanner.findGame(scan.end);
    yield* stray(scan.end, next < 0 ? bytes.length : next);
    start = next;
  }
}

/** All games of a file, and all faults. */
export function parseSgf(contents: string | Uint8Array): { games: SgfGame[]; faults: SgfFault[] } {
  const games: SgfGame[] = [];
  const faults: SgfFault[] = [];
  for (const { game, fault } of readSgf(contents)) {
    if (game) games.push(game);
    else faults.push(fault);
  }
  return { games, faults };
}

function itemOf(nodes: readonly TextNode[]): SgfItem {
  try {
    return { game: gameOfNodes(nodes) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** The bytes of a file, those of UTF-16 turned into UTF-8. `isUtf8`: whether that is known, and not only guessed. */
function toBytes(contents: string | Uint8Array): { bytes: Uint8Array; isUtf8: boolean } {
  if (typeof contents === 'string') return { bytes: new TextEncoder().encode(contents), isUtf8: true };
  const [a, b, c] = contents;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { bytes: contents.subarray(3), isUtf8: true };
  const utf16 =
    (a === 0xff && b === 0xfe) || (a === 0x28 && b === 0)
      ? 'utf-16le'
      : (a === 0xfe && b === 0xff) || (a === 0 && b === 0x28)
        ? 'utf-16be'
        : undefined;
  if (!utf16) return { bytes: contents, isUtf8: false };
  return { bytes: new TextEncoder().encode(new TextDecoder(utf16).decode(contents)), isUtf8: true };
}

function textNode(
  { at, properties }: RawNode,
  bytes: Uint8Array,
  encoding: string,
  places: Places,
): TextNode {
  const texts: Record<string, string[]> = {};
  for (const { name, values } of properties) {
    const list: string[] = (texts[name] ??= []);
    for (let i = 0; i < values.length; i += 2)
      list.push(textOf(bytes.subarray(values[i], values[i + 1]), encoding));
  }
  return { ...places.at(at, encoding), properties: texts };
}

/** A value without its escapes; lines end in "\n". */
function textOf(bytes: Uint8Array, encoding: string): string {
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== BACKSLASH)) return asciiText(bytes);
  return decodeValue(bytes, encoding)
    .replace(/\r\n?|\n\r/g, '\n')
    .replace(/\\(\n|[^])?/gu, (_, next: string | undefined) => (next === '\n' ? '' : (next ?? '')));
}

/** Faster than a decoder for the two letters of a move. */
function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
