// CRC-32 with Castagnoli's polynomial, which Prometheus' blocks are checked by.

/** Four tables: four bytes a step. */
const TABLES = (() => {
  const tables = [0, 1, 2, 3].map(() => new Uint32Array(256));
  const [first = new Uint32Array(256)] = tables;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    first[byte] = crc >>> 0;
  }
  for (let byte = 0; byte < 256; byte++) {
    for (let table = 1; table < 4; table++) {
      const before = tables[table - 1]?.[byte] ?? 0;
      const next = tables[table];
      if (next) next[byte] = (first[before & 0xff] ?? 0) ^ (before >>> 8);
    }
  }
  return tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
})();

export function crc32c(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = TABLES;
  const at = (table: Uint32Array, index: number) => table[index & 0xff] as number;
  let crc = 0xffffffff;
  let index = 0;
  for (; index + 4 <= bytes.length; index += 4) {
    crc ^=
      (bytes[index] as number) |
      ((bytes[index + 1] as number) << 8) |
      ((bytes[index + 2] as number) << 16) |
      ((bytes[index + 3] as number) << 24);
    crc = at(t3, crc) ^ at(t2, crc >>> 8) ^ at(t1, crc >>> 16) ^ at(t0, crc >>> 24);
  }
  for (; index < bytes.length; index++) crc = at(t0, crc ^ (bytes[index] as number)) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
