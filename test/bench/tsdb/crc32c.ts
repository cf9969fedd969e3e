// CRC-32 with Castagnoli's polynomial, which Prometheus' blocks are checked by.

const POLYNOMIAL = 0x82f63b78;

/** What four bytes, one a step, change: tables of 256 after each other, so that a step takes four bytes. */
const TABLE = (() => {
  const table = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let place = 256; place < table.length; place++) {
    const before = table[place - 256] ?? 0;
    table[place] = (table[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  return table;
})();

const changed = (place: number, byte: number) => TABLE[256 * place + (byte & 0xff)] ?? 0;

export function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  let index = 0;
  for (; index + 4 <= bytes.length; index += 4) {
    crc ^= bytes.readUInt32LE(index);
    crc = changed(3, crc) ^ changed(2, crc >>> 8) ^ changed(1, crc >>> 16) ^ changed(0, crc >>> 24);
  }
  for (; index < bytes.length; index++) crc = changed(0, crc ^ bytes.readUInt8(index)) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
