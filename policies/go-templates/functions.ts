// Functions of Alertmanager's templates (template/template.go, 0.34) and of Go's, with how many arguments they take.

export interface Signature {
  least: number;
  most: number;
  /** What is wrong with arguments that are literals. */
  problem?: (values: readonly (string | number | boolean | undefined)[]) => string | undefined;
}

const takes = (least: number, most = least): Signature => ({ least, most });
const ANY = Number.POSITIVE_INFINITY;

/** Whether this machine knows a time zone, as IANA names it. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name === "Local" ? "UTC" : name }) !== undefined;
  } catch {
    return false;
  }
}

export const FUNCTIONS: Readonly<Record<string, Signature>> = {
  toUpper: takes(1),
  toLower: takes(1),
  title: takes(1),
  trimSpace: takes(1),
  join: takes(2),
  match: takes(2),
  safeHtml: takes(1),
  safeUrl: takes(1),
  urlUnescape: takes(1),
  reReplaceAll: takes(3),
  stringSlice: takes(0, ANY),
  routeLabels: takes(1),
  date: takes(2),
  tz: {
    ...takes(2),
    problem: ([zone]) => (typeof zone === "string" && !isZone(zone) ? `there is no time zone ${zone}` : undefined),
  },
  now: takes(0),
  since: takes(1),
  humanizeDuration: {
    ...takes(1),
    problem: ([value]) =>
      typeof value === "string" && Number.isNaN(Number(value)) ? `"${value}" is no number of seconds` : undefined,
  },
  toDate: takes(2),
  mustToDate: {
    ...takes(2),
    problem: ([layout, date]) =>
      typeof layout === "string" && typeof date === "string" && layout.replace(/\d/g, "0") !== date.replace(/\d/g, "0")
        ? `"${date}" is no date as "${layout}"`
        : undefined,
  },
  toJson: takes(1),
  base64encode: takes(1),
  base64decode: {
    ...takes(1),
    problem: ([text]) =>
      typeof text === "string" && !/^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/.test(text)
        ? `"${text}" is no base64`
        : undefined,
  },
  list: takes(0, ANY),
  append: takes(1, ANY),
  dict: {
    ...takes(0, ANY),
    problem: (values) =>
      values.length % 2 === 1
        ? "dict takes keys and values by turns"
        : values.some((key, i) => i % 2 === 0 && (typeof key === "number" || typeof key === "boolean"))
          ? "keys of a dict are texts"
          : undefined,
  },
  and: takes(1, ANY),
  or: takes(1, ANY),
  not: takes(1),
  len: takes(1),
  index: takes(1, ANY),
  slice: takes(1, 4),
  print: takes(0, ANY),
  printf: takes(1, ANY),
  println: takes(0, ANY),
  html: takes(0, ANY),
  js: takes(0, ANY),
  urlquery: takes(0, ANY),
  call: takes(1, ANY),
  eq: takes(2, ANY),
  ne: takes(2),
  lt: takes(2),
  le: takes(2),
  gt: takes(2),
  ge: takes(2),
};
