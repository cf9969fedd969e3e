// How Markdown is read: never as HTML, and nested only so deep that neither the stack nor the time runs out.
import { type Links, Tokenizer } from "marked";

/** Quotes, lists, emphasis and links within one another. Deeper, their signs are text: no runbook has that many. */
export const MOST_LEVELS = 12;

/**
 * marked reads each level within the one around it, and a quote whose lines end at different levels once more for each. Every
 * construct that holds others of its kind is here; what `undefined` is answered for is read as text.
 */
export class ShallowTokenizer extends Tokenizer {
  #level = 0;

  override blockquote = (src: string) => this.#within(() => super.blockquote(src));
  override list = (src: string) => this.#within(() => super.list(src));
  override link = (src: string) => this.#within(() => super.link(src));
  override reflink = (src: string, links: Links) => this.#within(() => super.reflink(src, links));
  override del = (src: string) => this.#within(() => super.del(src));
  override emStrong = (src: string, masked: string, before?: string) =>
    this.#within(() => super.emStrong(src, masked, before));

  // Tags are not even read as tags: after some of them marked takes the text that follows as it is, unescaped.
  override html = () => undefined;
  override tag = () => undefined;

  #within<T>(read: () => T): T | undefined {
    if (this.#level >= MOST_LEVELS) return undefined;
    this.#level += 1;
    try {
      return read();
    } finally {
      this.#level -= 1;
    }
  }
}
