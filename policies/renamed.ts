// Names that policies had: exemptions and configurations with them hold for another version, with a warning.

/** The name of today, by the former one. */
export const RENAMED: Readonly<Record<string, string>> = { "resolved-is-told": "send-resolved" };
