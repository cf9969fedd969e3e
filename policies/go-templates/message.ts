// Texts of Alertmanager's messages: template.Data and the functions of template/template.go, 0.34.
import { regexProblem } from "../../components/promql";
import { templateProblemIn } from "./check";
import { GO_FUNCTIONS } from "./go-functions";
import { ANY_NUMBER, type Signature, takes, type World } from "./world";

/** Why Alertmanager cannot render it; undefined where nothing is found. */
export const messageProblem = (text: string): string | undefined => templateProblemIn(text, MESSAGE)?.found;

/** Whether this machine knows a time zone, as IANA names it. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name === "Local" ? "UTC" : name }) !== undefined;
  } catch {
    return false;
  }
}

const TEXT = { takes: ["text"], gives: "text" } as const;

/** The problem of a regular expression that is written as a literal. */
export const patternProblem: NonNullable<Signature["problem"]> = ([pattern]) =>
  typeof pattern === "string" ? regexProblem(pattern) : undefined;

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  ...GO_FUNCTIONS,
  toUpper: takes(1, 1, TEXT),
  toLower: takes(1, 1, TEXT),
  title: takes(1, 1, TEXT),
  trimSpace: takes(1, 1, TEXT),
  join: takes(2, 2, { takes: ["text"], gives: "text" }),
  match: takes(2, 2, { takes: ["text", "text"], gives: "boolean", problem: patternProblem }),
  safeHtml: takes(1, 1, TEXT),
  safeUrl: takes(1, 1, TEXT),
  urlUnescape: takes(1, 1, TEXT),
  reReplaceAll: takes(3, 3, { takes: ["text", "text", "text"], gives: "text", problem: patternProblem }),
  stringSlice: takes(0, ANY_NUMBER),
  routeLabels: takes(1),
  date: takes(2, 2, { takes: ["text"], gives: "text" }),
  tz: takes(2, 2, {
    takes: ["text"],
    problem: ([zone]) => (typeof zone === "string" && !isZone(zone) ? `there is no time zone ${zone}` : undefined),
  }),
  now: takes(0),
  since: takes(1),
  humanizeDuration: takes(1, 1, {
    gives: "text",
    problem: ([value]) =>
      typeof value === "string" && Number.isNaN(Number(value)) ? `"${value}" is no number of seconds` : undefined,
  }),
  toDate: takes(2, 2, { takes: ["text", "text"] }),
  mustToDate: takes(2, 2, {
    takes: ["text", "text"],
    problem: ([layout, date]) =>
      typeof layout === "string" && typeof date === "string" && layout.replace(/\d/g, "0") !== date.replace(/\d/g, "0")
        ? `"${date}" is no date as "${layout}"`
        : undefined,
  }),
  toJson: takes(1, 1, { gives: "text" }),
  base64encode: takes(1, 1, TEXT),
  base64decode: takes(1, 1, {
    ...TEXT,
    problem: ([text]) =>
      typeof text === "string" && !/^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/.test(text)
        ? `"${text}" is no base64`
        : undefined,
  }),
  list: takes(0, ANY_NUMBER),
  append: takes(1, ANY_NUMBER),
  dict: takes(0, ANY_NUMBER, {
    problem: (values) =>
      values.length % 2 === 1
        ? "dict takes keys and values by turns"
        : values.some((key, i) => i % 2 === 0 && (typeof key === "number" || typeof key === "boolean"))
          ? "keys of a dict are texts"
          : undefined,
  }),
};

const MESSAGE: World = {
  root: "data",
  fields: {
    data: {
      Receiver: "text",
      Status: "text",
      Alerts: "alerts",
      NotificationReason: "text",
      GroupLabels: "labels",
      CommonLabels: "labels",
      CommonAnnotations: "labels",
      RouteLabels: "labels",
      ExternalURL: "text",
      // Of webhooks' payloads.
      GroupKey: "text",
      Vars: "any",
    },
    alerts: { Firing: "alerts", Resolved: "alerts" },
    alert: {
      Status: "text",
      Labels: "labels",
      Annotations: "labels",
      StartsAt: "any",
      EndsAt: "any",
      GeneratorURL: "text",
      Fingerprint: "text",
    },
    labels: { SortedPairs: "pairs", Remove: "labels", Names: "any", Values: "any" },
    pairs: { Names: "any", Values: "any" },
    pair: { Name: "text", Value: "text" },
  },
  open: { labels: "text" },
  elements: { alerts: "alert", labels: "text", pairs: "pair" },
  names: {
    data: "a message",
    alerts: "the list of alerts",
    alert: "an alert",
    pairs: "a list of pairs",
    pair: "a pair",
  },
  functions: FUNCTIONS,
  variables: {},
  methods: new Set(["Remove"]),
  hasOtherFiles: true,
};
