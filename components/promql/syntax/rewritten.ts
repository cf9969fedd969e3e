// What Prometheus' parser reads and its editor's grammar does not → text of the same length that the grammar reads.

/** Words with a meaning of their own that Prometheus takes for a metric's name where an operand is due. */
const WORDS = new Set([
  ...["and", "or", "unless", "atan2", "by", "without", "on", "ignoring", "group_left", "group_right", "offset"],
  ...["sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile"],
  ...["limitk", "limit_ratio", "start", "end", "step", "range", "min_of", "max_of", "smoothed", "anchored"],
  ...["fill", "fill_left", "fill_right"],
]);

const AGGREGATIONS =
  /^(sum|avg|count|min|max|group|stddev|stdvar|topk|bottomk|count_values|quantile|limitk|limit_ratio)$/i;

/** Functions that the grammar does not know, and ones that it does of the same length. */
const STAND_INS: Readonly<Record<string, string>> = {
  min_of: "minute",
  max_of: "minute",
  start: "floor",
  end: "abs",
  holt_winters: "day_of_month",
};

const TOKEN =
  /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?:0x[\da-f_]+|\d[\d_]*\.?[\d_]*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)[a-z\d]*|[\p{L}_:][\p{L}\p{M}\d_:.]*|[=!<>]=|=~|!~|./gisu;

/** The text as the grammar reads it; most texts as they are. */
export function rewritten(text: string): string {
  if (!MAY_NEED.test(text)) return text;
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  return new Rewriting(tokens).all();
}

const MAY_NEED = new RegExp(`\\d\\.(?!\\d)|\\b(${[...WORDS, ...Object.keys(STAND_INS)].join("|")})\\b`, "i");

class Rewriting {
  private at = 0;
  /** Whether an operand is due, and not an operator. */
  private isDue = true;
  /** Whether a time or a duration follows `@` or `offset`. */
  private isTime = false;
  private hasMatching = false;

  constructor(private readonly tokens: readonly string[]) {}

  all(): string {
    let text = "";
    while (this.at < this.tokens.length) text += this.next();
    return text;
  }

  private next(): string {
    const token = this.tokens[this.at] ?? "";
    this.at += 1;
    if (/^[\s#]/.test(token)) return token;
    if (token === "{" || token === "[") {
      this.isDue = false;
      return token + this.upTo(token === "{" ? "}" : "]");
    }
    const isTime = this.isTime;
    this.isTime = token === "@" || (isTime && /^[-+(]$/.test(token));
    if (/^[\p{L}_:]/u.test(token)) return this.word(token, isTime);
    if (/^[.\d"'`)]/.test(token)) {
      this.isDue = false;
      const isWhole = /^\d+\.$/.test(token) && !/^[.\p{L}]/u.test(this.tokens[this.at] ?? "");
      return isWhole ? `0${token.slice(0, -1)}` : token;
    }
    this.isDue = true;
    this.hasMatching = false;
    return token;
  }

  private word(token: string, isTime: boolean): string {
    const word = token.toLowerCase();
    const isCalled = this.peek() === "(";
    if (!this.isDue) {
      if (/^(by|without)$/.test(word)) return token + this.list();
      // An operator, or a modifier with its operand.
      this.isDue = !/^(smoothed|anchored)$/.test(word);
      this.isTime = word === "offset";
      this.hasMatching = false;
      return token;
    }
    if (word === "bool") return token;
    if (/^(on|ignoring|fill|fill_left|fill_right)$/.test(word) && isCalled) {
      this.hasMatching = true;
      return token + this.list();
    }
    if (/^group_(left|right)$/.test(word) && this.hasMatching) return isCalled ? token + this.list() : token;
    this.isDue = false;
    if (isTime && isCalled) return token;
    if (AGGREGATIONS.test(word) && (isCalled || /^(by|without)$/i.test(this.peek()))) return token;
    if (isCalled) return STAND_INS[word] ?? token;
    return WORDS.has(word) ? `${token.slice(0, -1)}_` : token;
  }

  private peek(): string {
    return this.tokens.slice(this.at, this.at + 6).find((token) => !/^[\s#]/.test(token)) ?? "";
  }

  /** Names in parentheses that follow. */
  private list(): string {
    return this.peek() === "(" ? this.upTo(")") : "";
  }

  private upTo(end: string): string {
    const from = this.at;
    while (this.at < this.tokens.length && this.tokens[this.at] !== end) this.at += 1;
    this.at += 1;
    return this.tokens.slice(from, this.at).join("");
  }
}
