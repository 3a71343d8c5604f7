/**
 * The encoding of each game of a file. CA names it; without CA it is ISO-8859-1 by the standard (FF[4], CA), but most files without
 * CA are in UTF-8 or in an encoding of East Asia. A guess counts only where it swallows nothing: of the ways to read a game, those
 * that find the most nodes and values are taken, and among these the one whose text looks most like words.
 */
import { encodingNamed } from './encodingNames.js';
import { looksLikeWords } from './looks.js';
import { Scanner, type GameScan, type Pairing } from './scan.js';

/** A game as it is read. */
export interface Reading {
  scan: GameScan;
  /** The platform's name of the encoding (WHATWG). ISO-8859-1 is windows-1252 there. */
  encoding: string;
  /** CA, where it names no encoding that is known: its value, and its place as an offset in bytes. */
  unknown?: { name: string; at: number };
}

const GUESSES = ['windows-1252', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'iso-2022-jp', 'utf-8'];
const PAIRINGS: Readonly<Record<string, Pairing>> = {
  gbk: 'double-byte',
  gb18030: 'double-byte',
  big5: 'double-byte',
  shift_jis: 'shift-jis',
  'iso-2022-jp': 'iso-2022-jp',
};
/** Of a named encoding, the share of characters that may be broken; with more of them the name is not believed. */
const MOST_BROKEN = 0.25;
/** A text that looks less like words than this looks like none. */
const LEAST_LOOKS = -0.2;
/** Bytes of a game or a file that are looked at to guess its encoding. */
const SAMPLE = 65_536;
/** What the text of the whole file counts, beside that of the game. */
const FILE_WEIGHT = 0.5;

const ASCII = /[\u0000-\u007f]+/g;
/** Words in an alphabet of which UTF-8 has two bytes a letter. */
const ONE_ALPHABET =
  /^(\p{sc=Cyrillic}{2,}|\p{sc=Greek}{2,}|\p{sc=Hebrew}{2,}|\p{sc=Arabic}{2,}|\p{sc=Armenian}{2,})$/u;
const CA = /[^A-Za-z]CA\s*\[([^\]]*)\]/;
const CA_WITHIN = 4096;

export class Encodings {
  private readonly scanner: Scanner;
  private readonly bytes: Uint8Array;
  private readonly isUtf8: boolean;
  /** By encoding: how much the whole file looks like words in it. */
  private readonly fileLooks = new Map<string, number>();

  /** @param isUtf8 whether the bytes are known to be in UTF-8, whatever the games say */
  constructor(scanner: Scanner, isUtf8: boolean) {
    this.scanner = scanner;
    this.bytes = scanner.bytes;
    this.isUtf8 = isUtf8;
  }

  /** Reads the game that begins at `start`. */
  read(start: number): Reading {
    const plain = this.scanner.scan(start, 'none');
    if (this.isUtf8) return { scan: plain, encoding: 'utf-8' };
    const { bytes } = this;
    const named = this.named(start, plain);
    const known = named && encodingNamed(named.name);
    const unknown = named && known === undefined ? named : undefined;
    const region = bytes.subarray(start, plain.end);
    if (!hasMoreThanAscii(region)) return { scan: plain, encoding: known ?? 'utf-8', unknown };
    const believed = known !== undefined && known !== 'utf-8' ? known : undefined;
    if (this.isInUtf8(region, plain, believed)) return { scan: plain, encoding: 'utf-8', unknown };
    if (believed) {
      const reading = this.as(believed, plain, start);
      if (brokenShare(this.textOf(reading)) <= MOST_BROKEN) return reading;
    }
    return { ...this.guess(plain, start), unknown };
  }

  /** Whether all is UTF-8, and hardly by chance: two bytes of it may be a character of another encoding, three hardly are. */
  private isInUtf8(region: Uint8Array, plain: GameScan, believed: string | undefined): boolean {
    const longest = longestUtf8(region);
    if (longest !== 2) return longest > 2;
    if (believed) return !(believed in PAIRINGS) && !believed.startsWith('euc-');
    const text = this.textOf({ scan: plain, encoding: 'utf-8' });
    return looksLikeWords(text, 'windows-1252') > 0 || ONE_ALPHABET.test(text.replace(ASCII, ''));
  }

  /** CA of the game's root. */
  private named(start: number, plain: GameScan): { name: string; at: number } | undefined {
    const property = plain.nodes.at(0)?.properties.find(({ name }) => name === 'CA');
    if (property?.values.length) {
      const [from, end] = property.values;
      const name = decodeValue(this.bytes.subarray(from, end), 'windows-1252').trim();
      return name === '' ? undefined : { name, at: property.at };
    }
    // The root may not have been understood, as where a character has the byte of "]".
    const text = decodeValue(
      this.bytes.subarray(start, Math.min(plain.end, start + CA_WITHIN)),
      'windows-1252',
    );
    const match = CA.exec(text);
    const name = match?.[1].trim() ?? '';
    return name === '' || property ? undefined : { name, at: start + (match?.index ?? 0) + 1 };
  }

  /** Reads the game in an encoding; brackets that its characters would swallow stay brackets. */
  private as(encoding: string, plain: GameScan, start: number): Reading {
    const pairing = PAIRINGS[encoding] ?? 'none';
    if (pairing === 'none') return { scan: plain, encoding };
    const paired = this.scanner.scan(start, pairing);
    return { scan: isBetter(paired, plain) ? paired : plain, encoding };
  }

  private guess(plain: GameScan, start: number): Reading {
    let best: Reading | undefined;
    let bestLooks = 0;
    for (const encoding of GUESSES) {
      const reading = this.as(encoding, plain, start);
      const looks = looksLikeWords(this.textOf(reading), encoding) + FILE_WEIGHT * this.looksOfFile(encoding);
      if (best && isBetter(best.scan, reading.scan)) continue;
      if (best && !isBetter(reading.scan, best.scan) && looks <= bestLooks) continue;
      best = reading;
      bestLooks = looks;
    }
    // What looks like no words at all is as the standard says, where that is one of the best.
    const isNone = bestLooks < LEAST_LOOKS && (!best || !isBetter(best.scan, plain));
    return best && !isNone ? best : { scan: plain, encoding: 'windows-1252' };
  }

  private looksOfFile(encoding: string): number {
    let looks = this.fileLooks.get(encoding);
    if (looks === undefined) {
      looks = looksLikeWords(decodeValue(this.bytes.subarray(0, SAMPLE), encoding), encoding);
      this.fileLooks.set(encoding, looks);
    }
    return looks;
  }

  /** The values of a game's main line that are more than ASCII, one a line. */
  private textOf({ scan, encoding }: Reading): string {
    const texts: string[] = [];
    let length = 0;
    for (const { properties } of scan.nodes) {
      for (const { values } of properties) {
        for (let i = 0; i < values.length && length < SAMPLE; i += 2) {
          const value = this.bytes.subarray(values[i], values[i + 1]);
          if (!hasMoreThanAscii(value)) continue;
          texts.push(decodeValue(value, encoding));
          length += value.length;
        }
      }
    }
    return texts.join('\n');
  }
}

const decoders = new Map<string, TextDecoder>();

/** Text of an encoding; what is broken is U+FFFD. */
export function decodeValue(bytes: Uint8Array, encoding: string): string {
  let decoder = decoders.get(encoding);
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { ignoreBOM: true })));
  return decoder.decode(bytes);
}

/** Whether some byte is of no ASCII text: from 128 on, or the escape of ISO-2022. */
export function hasMoreThanAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === 0x1b) return true;
  return false;
}

/** Whether one way to read a game finds more than another: all of it is SGF, or it has more nodes and values. */
function isBetter(one: GameScan, other: GameScan): boolean {
  const [isWhole, otherIsWhole] = [one, other].map(({ fault, unclosed }) => !fault && unclosed === undefined);
  return isWhole === otherIsWhole ? one.size > other.size : isWhole;
}

/** Bytes of the longest character, where all are UTF-8; 0 where they are not. */
function longestUtf8(bytes: Uint8Array): number {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 0;
  }
  let longest = 1;
  for (const byte of bytes)
    if (byte >= 0xc2) longest = Math.max(longest, byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2);
  return longest;
}

function brokenShare(text: string): number {
  let broken = 0;
  let count = 0;
  for (const character of text) {
    if (character < '\u0080') continue;
    count++;
    if (character === '\ufffd') broken++;
  }
  return count === 0 ? 0 : broken / count;
}
