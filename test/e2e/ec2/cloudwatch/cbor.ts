// CBOR (RFC 8949) as CloudWatch speaks it with the SDK for Go: what both send, and no more.

/** The moment of a tag 1. */
export class Timestamp {
  constructor(readonly seconds: number) {}
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  const bytes = Buffer.alloc(5);
  bytes[0] = (major << 5) | 26;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

export function encoded(value: unknown): Buffer {
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0xfb;
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (value instanceof Timestamp) return Buffer.concat([head(6, 1), encoded(value.seconds)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encoded)]);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return Buffer.concat([head(5, entries.length), ...entries.flatMap(([name, one]) => [encoded(name), encoded(one)])]);
  }
  throw new Error(`No CBOR here for ${typeof value}`);
}

/** Throws where there is something that the SDK does not send. */
export function decoded(bytes: Buffer): unknown {
  let at = 0;
  const length = (info: number): number => {
    if (info < 24) return info;
    const size = 2 ** (info - 24);
    if (info > 27) throw new Error(`Length of ${info}`);
    const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size);
    at += size;
    return value;
  };
  /** As many as are announced, or all until the end's mark. */
  const items = (info: number, read: () => void) => {
    if (info !== 31) {
      for (let left = length(info); left > 0; left--) read();
      return;
    }
    while (bytes[at] !== 0xff) read();
    at++;
  };
  const next = (): unknown => {
    const [major, info] = [(bytes[at] ?? 0) >> 5, (bytes[at] ?? 0) & 31];
    at++;
    switch (major) {
      case 0:
        return length(info);
      case 1:
        return -1 - length(info);
      case 3: {
        const size = length(info);
        at += size;
        return bytes.toString("utf8", at - size, at);
      }
      case 4: {
        const list: unknown[] = [];
        items(info, () => list.push(next()));
        return list;
      }
      case 5: {
        const entries: [string, unknown][] = [];
        items(info, () => entries.push([String(next()), next()]));
        return Object.fromEntries(entries);
      }
      case 6:
        length(info);
        return next();
      case 7:
        return simple(info);
      default:
        throw new Error(`CBOR of major type ${major}`);
    }
  };
  const simple = (info: number): unknown => {
    if (info === 20 || info === 21) return info === 21;
    if (info === 27) {
      at += 8;
      return bytes.readDoubleBE(at - 8);
    }
    if (info === 26) {
      at += 4;
      return bytes.readFloatBE(at - 4);
    }
    return undefined;
  };
  return next();
}
