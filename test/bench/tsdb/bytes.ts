// A buffer that grows, with the encodings of Prometheus' files: big-endian numbers, varints, checksums.
import { crc32c } from "./crc32c";

export class Bytes {
  private buffer: Buffer;
  length = 0;

  constructor(capacity = 1 << 16) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  /** What was written, from a place on; valid until more is written. */
  view(from = 0): Buffer {
    return this.buffer.subarray(from, this.length);
  }

  u8(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }

  u32(value: number): void {
    this.room(4);
    this.length = this.buffer.writeUInt32BE(value >>> 0, this.length);
  }

  u64(value: number): void {
    this.u32(Math.floor(value / 2 ** 32));
    this.u32(value % 2 ** 32);
  }

  f64(value: number): void {
    this.room(8);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  /** Whole numbers up to 2^53. */
  uvarint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.u8(rest);
  }

  varint(value: number): void {
    this.uvarint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(value: string): void {
    const bytes = Buffer.from(value);
    this.uvarint(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Zeros until the length is a multiple. */
  align(to: number): void {
    while (this.length % to !== 0) this.u8(0);
  }

  /** The checksum of what was written from a place on. */
  checksum(from: number): void {
    this.u32(crc32c(this.view(from)));
  }

  /** Writes a section that begins with its own length and ends with the checksum of its content. */
  section(content: (bytes: Bytes) => void): void {
    const at = this.length;
    this.u32(0);
    content(this);
    this.buffer.writeUInt32BE(this.length - at - 4, at);
    this.checksum(at + 4);
  }

  private room(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.length + count));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}
