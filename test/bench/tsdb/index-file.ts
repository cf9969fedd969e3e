// The index of a block: symbols, series with their chunks, and which series have which label.
import { Bytes } from "./bytes";

/** A series: its labels, with `__name__`, and which of the courses its values are. */
export interface BlockSeries {
  labels: Readonly<Record<string, string>>;
  course: number;
}

/** The index; `lists` says for each course where its chunks are. Throws where two series have the same labels. */
export function indexOf(all: readonly BlockSeries[], lists: readonly Uint8Array[]): Uint8Array {
  const sorted = all
    .map(({ labels, course }) => ({ course, pairs: Object.entries(labels).sort(byText(([name]) => name)) }))
    .map((one) => ({ ...one, key: one.pairs.flat().join("\0") }))
    .sort(byText(({ key }) => key));
  const texts = [...new Set(sorted.flatMap(({ pairs }) => pairs.flat()))].sort(byText((text) => text));
  const symbols = new Map(texts.map((text, index) => [text, index]));
  const index = new Bytes(1 << 24);
  index.u32(0xbaaad700);
  index.u8(2);
  const symbolsAt = index.length;
  index.section((bytes) => {
    bytes.u32(texts.length);
    for (const text of texts) bytes.text(text);
  });
  index.align(16);
  const seriesAt = index.length;
  const postings = new Map<string, { name: string; value: string; ids: number[] }>();
  const post = (name: string, value: string, id: number) => {
    const key = `${name}\0${value}`;
    const posting = postings.get(key);
    if (posting) posting.ids.push(id);
    else postings.set(key, { name, value, ids: [id] });
  };
  sorted.forEach(({ course, pairs, key }, place) => {
    if (key === sorted[place - 1]?.key) throw new Error(`Two series have the labels ${JSON.stringify(pairs)}`);
    index.align(16);
    const id = index.length / 16;
    const labels = new Bytes(128);
    labels.uvarint(pairs.length);
    for (const [name, value] of pairs) {
      labels.uvarint(symbols.get(name) ?? 0);
      labels.uvarint(symbols.get(value) ?? 0);
      post(name, value, id);
    }
    post("", "", id);
    const list = lists[course];
    if (!list) throw new Error(`There is no course ${course}`);
    index.uvarint(labels.length + list.length);
    const content = index.length;
    index.raw(labels.view());
    index.raw(list);
    index.checksum(content);
  });
  const tables = [...postings.values()].sort(byText(({ name, value }) => `${name}\0${value}`));
  index.align(4);
  const postingsAt = index.length;
  const placed = tables.map((table) => {
    index.align(4);
    const at = index.length;
    index.section((bytes) => {
      bytes.u32(table.ids.length);
      for (const id of table.ids) bytes.u32(id);
    });
    return { ...table, at };
  });
  const labelTableAt = index.length;
  index.section((bytes) => bytes.u32(0));
  const postingsTableAt = index.length;
  index.section((bytes) => {
    bytes.u32(placed.length);
    for (const { name, value, at } of placed) {
      bytes.u8(2);
      bytes.text(name);
      bytes.text(value);
      bytes.uvarint(at);
    }
  });
  const tocAt = index.length;
  for (const at of [symbolsAt, seriesAt, postingsAt, labelTableAt, postingsAt, postingsTableAt]) index.u64(at);
  index.checksum(tocAt);
  return index.view();
}

/** In the order of bytes, as Prometheus sorts. */
const byText =
  <T>(of: (one: T) => string) =>
  (a: T, b: T): number => {
    const [x, y] = [of(a), of(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
