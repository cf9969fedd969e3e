// Keys of settings that have another name now: the former one is read for one more version.

interface Rename {
  /** Where the mapping is that holds the key: a path without indices. */
  within: string;
  from: string;
  to: string;
}

const RENAMES: readonly Rename[] = [
  { within: "services[]", from: "also", to: "extraMixins" },
  { within: "notifications", from: "also", to: "receivers" },
  { within: "scrape", from: "also", to: "extraMetrics" },
];

/** A key as it was found. */
export interface FormerKey {
  /** Its path in the settings: `services[2].also`. */
  path: string;
  to: string;
}

export interface Current {
  value: unknown;
  former: readonly FormerKey[];
}

/** Plain settings with the names of today. Where both names are given, both stay: the schema refuses the former one. */
export function withCurrentKeys(raw: unknown): Current {
  const former: FormerKey[] = [];
  const visit = (value: unknown, within: string, path: string): unknown => {
    if (Array.isArray(value)) return value.map((entry, index) => visit(entry, `${within}[]`, `${path}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => {
      const rename = RENAMES.find((one) => one.within === within && one.from === key && !(one.to in value));
      const below = path === "" ? key : `${path}.${key}`;
      if (rename) former.push({ path: below, to: rename.to });
      const name = rename?.to ?? key;
      return [name, visit(inner, within === "" ? name : `${within}.${name}`, below)];
    });
    return Object.fromEntries(entries);
  };
  return { value: visit(raw, "", ""), former };
}

/** A path in current names as it stands in settings with former ones. */
export const asGiven = (path: string, former: readonly FormerKey[]): string =>
  former.reduce((current, { path: given, to }) => {
    const now = given.replace(/[^.]*$/, to);
    return /^($|[.[])/.test(current.slice(now.length)) && current.startsWith(now)
      ? given + current.slice(now.length)
      : current;
  }, path);

/** A sentence for each former key in use. */
export const formerKeys = (raw: unknown): string[] =>
  withCurrentKeys(raw).former.map(
    ({ path, to }) =>
      `tocsin:${path} is called ${to} now; the former name is read until the next version, so rename it`,
  );
