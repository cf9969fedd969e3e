// What was thrown, as a message shows it.

/** An error's message; whatever else is thrown, as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
