/** In milliseconds. */
export const MINUTES = 60_000;
