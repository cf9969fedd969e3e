// Text of others as a terminal or a log may show it.

/** Control characters but tabs and line ends, and marks that turn the direction of reading. */
const CONTROLS = /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text with its control characters spelt out, as `\u001b`: names and messages come from files and servers of others, and must not
 * move the cursor, rename the window or hide what stands before them.
 */
export const printable = (text: string): string =>
  text.replace(CONTROLS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
