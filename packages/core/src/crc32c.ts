/** CRC-32C (Castagnoli), the checksum of weights, of state files and of TensorBoard's records (RFC 3720, B.4). */

const TABLE = new Uint32Array(256).map((_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/**
 * The CRC-32C of `bytes`, unsigned. `crc32c("123456789")` is 0xe3069283.
 * @param before the checksum of what comes before them, where they are a part
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
