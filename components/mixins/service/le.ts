// Buckets' bounds in milliseconds as bounds in seconds. A label is text: its digits are moved, and zeros at the end left out, so
// that a bound reads as others have it (2500 is 2.5).

/** What a bound looks like, and what it becomes; the results of one row are nothing that a later row takes for a bound. */
const ROWS: readonly (readonly [from: string, to: string])[] = [
  ["0[.](\\\\d)", "0.000$1"],
  ["(\\\\d)", "0.00$1"],
  ["(\\\\d)0", "0.0$1"],
  ["(\\\\d\\\\d)", "0.0$1"],
  ["(\\\\d)00", "0.$1"],
  ["(\\\\d\\\\d)0", "0.$1"],
  ["(\\\\d{3})", "0.$1"],
  ["(\\\\d+)([1-9])00", "$1.$2"],
  ["(\\\\d+)(\\\\d[1-9])0", "$1.$2"],
  ["(\\\\d+)(\\\\d\\\\d[1-9])", "$1.$2"],
  ["(\\\\d+)000", "$1"],
];

/** @param by What the buckets are summed by: two notations of a bound, such as 5 and 5.0, become one. */
export function inSeconds(expr: string, by: readonly string[]): string {
  const whole = `label_replace(${expr}, "le", "$1", "le", "(\\\\d+)[.]0")`;
  const moved = ROWS.reduce((inner, [from, to]) => `label_replace(${inner}, "le", "${to}", "le", "${from}")`, whole);
  return `sum by (${by.join(", ")}) (${moved})`;
}
