// Sizes in steps.

/** The next multiple of `to`, one of it at least. */
export const roundUp = (value: number, to: number) => Math.max(1, Math.ceil(value / to)) * to;
