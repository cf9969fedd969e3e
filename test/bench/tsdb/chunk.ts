// Samples → Prometheus' compressed chunks ("Gorilla", XOR). The samples are a fixed time apart, so that times cost a bit each.
import type { Bytes } from "./bytes";

/** As Prometheus cuts them. */
export const SAMPLES_PER_CHUNK = 120;

const words = new DataView(new ArrayBuffer(16));

/** Writes bits into bytes, the highest first. */
class Bits {
  private pending = 0;
  private count = 0;

  constructor(private readonly bytes: Bytes) {}

  /** At most 24 bits at a time. */
  write(value: number, width: number): void {
    this.pending = ((this.pending << width) | (value & ((1 << width) - 1))) >>> 0;
    this.count += width;
    while (this.count >= 8) {
      this.count -= 8;
      this.bytes.u8((this.pending >>> this.count) & 0xff);
    }
    this.pending &= (1 << this.count) - 1;
  }

  wide(value: number, width: number): void {
    if (width > 16) this.write(value >>> 16, width - 16);
    this.write(value & 0xffff, Math.min(width, 16));
  }

  end(): void {
    if (this.count > 0) this.write(0, 8 - this.count);
  }
}

/** Writes the data of one chunk: times in milliseconds. */
export function writeChunk(bytes: Bytes, startMs: number, stepMs: number, values: Float64Array): void {
  bytes.u8(values.length >> 8);
  bytes.u8(values.length & 0xff);
  bytes.varint(startMs);
  bytes.f64(values[0] ?? 0);
  if (values.length < 2) return;
  bytes.uvarint(stepMs);
  const bits = new Bits(bytes);
  words.setFloat64(0, values[0] ?? 0);
  for (let index = 1; index < values.length; index++) {
    // The distance is the same as before.
    if (index > 1) bits.write(0, 1);
    words.setFloat64(8, values[index] ?? 0);
    writeDifference(bits, words.getUint32(0) ^ words.getUint32(8), words.getUint32(4) ^ words.getUint32(12));
    words.setFloat64(0, values[index] ?? 0);
  }
  bits.end();
}

/** What differs between two values: how many bits are equal before it, how many there are, and they themselves. */
function writeDifference(bits: Bits, high: number, low: number): void {
  if (high === 0 && low === 0) {
    bits.write(0, 1);
    return;
  }
  const leading = Math.min(31, high === 0 ? 32 + Math.clz32(low) : Math.clz32(high));
  const trailing = low === 0 ? 32 + trailingZeros(high) : trailingZeros(low);
  bits.write(0b11, 2);
  bits.write(leading, 5);
  bits.write((64 - leading - trailing) & 63, 6);
  const inHigh = 32 - leading - Math.max(0, trailing - 32);
  bits.wide(high >>> Math.max(0, trailing - 32), inHigh);
  if (trailing < 32) bits.wide(low >>> trailing, 32 - trailing);
}

const trailingZeros = (word: number) => 31 - Math.clz32(word & -word);
