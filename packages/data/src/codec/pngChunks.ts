/** Whether the parts of a PNG are whole, by the checksum of each. */
import { checkSize, refusePicture } from './picture.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A chunk is its length, its type, its data, and the CRC-32 of type and data. */
const LENGTH_BYTES = 4;
const TYPE_BYTES = 4;
const CRC_BYTES = 4;
const HEADER_BYTES = 13;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffffffff;
  for (let i = start; i < end; i++) crc = CRC_TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** @param what the file, as it reads in an error @throws bad-file where it is cut short, damaged, or has more pixels than there may be */
export function checkPng(bytes: Uint8Array, what: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const types: string[] = [];
  for (let at = SIGNATURE.length; types.at(-1) !== 'IEND';) {
    const data = at + LENGTH_BYTES + TYPE_BYTES;
    if (data > bytes.length) refusePicture(what, 'it is cut short');
    const end = data + view.getUint32(at);
    if (end + CRC_BYTES > bytes.length) refusePicture(what, 'it is cut short');
    const type = String.fromCharCode(...bytes.subarray(at + LENGTH_BYTES, data));
    if (crc32(bytes, at + LENGTH_BYTES, end) !== view.getUint32(end)) {
      refusePicture(what, `it is damaged (the checksum of its part ${JSON.stringify(type)} is another one)`);
    }
    if (types.length === 0) {
      if (type !== 'IHDR' || end - data !== HEADER_BYTES) refusePicture(what, 'it has no header');
      checkSize(view.getUint32(data), view.getUint32(data + 4), what);
    }
    types.push(type);
    at = end + CRC_BYTES;
  }
  if (!types.includes('IDAT')) refusePicture(what, 'it has no pixels');
}
