// How long steps may take, and which of them stand on others.

/** In milliseconds. */
export const MINUTES = 60_000;

/** The name of a group of steps on which no other step stands. */
export const LOOKED_AT = "looked at";
