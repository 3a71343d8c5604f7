/** CRC-32C (Castagnoli), the checksum of weights, of state files and of TensorBoard's records (RFC 3720, B.4). */

/** Bytes that are read at a time (Kounavis & Berry 2008, A systematic approach to building high performance software-based CRC generators). */
const SLICE = 8;

/** [SLICE, 256] Entry [s, b]: what a byte b is to the checksum when s more bytes have been read behind it. */
const TABLES = new Uint32Array(SLICE * 256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  TABLES[byte] = crc;
}
for (let entry = 256; entry < TABLES.length; entry++) {
  const before = TABLES[entry - 256];
  TABLES[entry] = TABLES[before & 255] ^ (before >>> 8);
}

/**
 * The CRC-32C of `bytes`, unsigned. `crc32c("123456789")` is 0xe3069283.
 * @param before the checksum of what comes before them, where they are a part
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  let i = 0;
  for (; i <= bytes.length - SLICE; i += SLICE) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc =
      TABLES[1792 | (crc & 255)] ^
      TABLES[1536 | ((crc >>> 8) & 255)] ^
      TABLES[1280 | ((crc >>> 16) & 255)] ^
      TABLES[1024 | (crc >>> 24)] ^
      TABLES[768 | bytes[i + 4]] ^
      TABLES[512 | bytes[i + 5]] ^
      TABLES[256 | bytes[i + 6]] ^
      TABLES[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) crc = TABLES[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
