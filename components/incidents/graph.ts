// A small graph as a PNG: lines over time, and a threshold. Slack shows no SVG.
import { crc32, deflateSync } from "node:zlib";

/** Values at times in Unix seconds, in order. */
export type Line = readonly (readonly [time: number, value: number])[];

export interface Graph {
  lines: readonly Line[];
  /** Drawn across. */
  threshold?: number;
  /** Unix seconds. */
  from: number;
  to: number;
}

const WIDTH = 640;
const HEIGHT = 160;
const MARGIN = 8;

type Colour = readonly [red: number, green: number, blue: number];

const PAPER: Colour = [255, 255, 255];
const FRAME: Colour = [221, 221, 221];
const THRESHOLD: Colour = [163, 2, 0];
/** Apart for those who see few colours, too. */
const COLOURS: readonly [Colour, ...Colour[]] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
];

/** Its size is always the same. */
export function drawn({ lines, threshold, from, to }: Graph): Buffer {
  const values = [...lines.flat().map(([, value]) => value), ...(threshold === undefined ? [] : [threshold])];
  const least = Math.min(0, ...values);
  const most = Math.max(...values, least + Number.EPSILON);
  const x = (time: number) => MARGIN + ((time - from) / (to - from)) * (WIDTH - 1 - 2 * MARGIN);
  const y = (value: number) => HEIGHT - 1 - MARGIN - ((value - least) / (most - least)) * (HEIGHT - 1 - 2 * MARGIN);
  const canvas = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) canvas.set(PAPER, pixel * 3);
  const stroke = (colour: Colour, ...points: readonly (readonly [number, number])[]) =>
    points.slice(1).forEach((end, index) => {
      segment(canvas, colour, points[index] ?? end, end);
    });
  stroke(FRAME, [x(from), y(least)], [x(to), y(least)]);
  stroke(FRAME, [x(from), y(most)], [x(to), y(most)]);
  lines.forEach((line, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? COLOURS[0];
    stroke(colour, ...line.map(([time, value]) => [x(time), y(value)] as const));
  });
  if (threshold !== undefined) stroke(THRESHOLD, [x(from), y(threshold)], [x(to), y(threshold)]);
  return png(canvas);
}

/** Two pixels thick. */
function segment(canvas: Buffer, colour: Colour, [x0, y0]: readonly [number, number], end: readonly [number, number]) {
  const [dx, dy] = [end[0] - x0, end[1] - y0];
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))));
  for (let step = 0; step <= steps; step++) {
    const column = Math.round(x0 + (dx * step) / steps);
    const row = Math.round(y0 + (dy * step) / steps);
    for (const [across, down] of [
      [column, row],
      [column + 1, row],
      [column, row + 1],
    ] as const)
      if (across >= 0 && across < WIDTH && down >= 0 && down < HEIGHT) canvas.set(colour, (down * WIDTH + across) * 3);
  }
}

/** Source: https://www.w3.org/TR/png-3/, eight bits a channel without alpha. */
function png(canvas: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  // Each row begins with its filter: none.
  const rows = Array.from({ length: HEIGHT }, (_, row) =>
    Buffer.concat([Buffer.of(0), canvas.subarray(row * WIDTH * 3, (row + 1) * WIDTH * 3)]),
  );
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
