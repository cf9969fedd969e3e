// Samples in the form that Prometheus' remote write receiver takes: protobuf, framed by Snappy.

/** One sample of a series; `__name__` among its labels. */
export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Of version 1.0: https://prometheus.io/docs/specs/prw/remote_write_spec/. */
export const REMOTE_WRITE_HEADERS = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
} as const;

/** The body of one request. */
export const writeRequest = (samples: readonly Sample[]): Buffer =>
  snappy(Buffer.concat(samples.map((sample) => field(1, timeSeries(sample)))));

function timeSeries({ labels, value, at }: Sample): Buffer {
  // Prometheus refuses labels that are not in order.
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const number = Buffer.alloc(8);
  number.writeDoubleLE(value);
  const sample = Buffer.concat([tag(1, FIXED64), number, tag(2, VARINT), varint(at)]);
  const named = sorted.map(([name, text]) =>
    field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(text))])),
  );
  return Buffer.concat([...named, field(2, sample)]);
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

const tag = (number: number, type: number) => varint(number * 8 + type);

const field = (number: number, content: Buffer) => Buffer.concat([tag(number, BYTES), varint(content.length), content]);

/** Of a whole number that is not negative; a time in milliseconds has more than 32 bits. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** What a literal with a length of two bytes can hold. */
const LITERAL = 65_536;
const LENGTH_IN_TWO_BYTES = 61 << 2;

/** A block of literals: it is some kilobytes, and nothing gains by making it smaller. */
function snappy(content: Buffer): Buffer {
  const parts = [varint(content.length)];
  for (let at = 0; at < content.length; at += LITERAL) {
    const literal = content.subarray(at, at + LITERAL);
    const head = Buffer.from([LENGTH_IN_TWO_BYTES, 0, 0]);
    head.writeUInt16LE(literal.length - 1, 1);
    parts.push(head, literal);
  }
  return Buffer.concat(parts);
}
