/** Finished runs of lessons as files: what `agon learn` writes, and what a lesson keeps to show its end at once. */
import type { Figure } from './figure.js';

/** A finished run of a lesson. */
export interface Recording {
  readonly lesson: string;
  readonly seed: number;
  /** As they were given; the others had their defaults. */
  readonly settings: Readonly<Record<string, string>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly figure: Figure;
}

/** Digits that a figure's numbers keep: more cannot be seen. */
const DIGITS = 5;

const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Numbers are shortened, and arrays of bytes or of 32-bit numbers become text. */
const written = (_key: string, value: unknown): unknown => {
  if (value instanceof Uint8Array) return { base64: toBase64(value) };
  if (value instanceof Float32Array) return { float32: toBase64(new Uint8Array(value.slice().buffer)) };
  return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
};

const read = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if ('base64' in value) return fromBase64(String(value.base64));
  return 'float32' in value
    ? new Float32Array(fromBase64(String(value.float32)).buffer as ArrayBuffer)
    : value;
};

/** A recording as JSON text, on one line. */
export const formatRecording = ({ figure, ...rest }: Recording): string =>
  JSON.stringify({ ...rest, figure: JSON.parse(JSON.stringify(figure, written)) as unknown });

/** The recording of a JSON file of ours, parsed. */
export const recordingOf = (json: unknown): Recording => JSON.parse(JSON.stringify(json), read) as Recording;
