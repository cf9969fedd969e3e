// Text for the commands that error messages offer.

/** A word of a shell command that stands for exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
