// What policies judge, wherever it was found: one list for each kind of element.
import type { Expression } from "../../components/promql";
import type {
  AlertmanagerConfig,
  Dashboard,
  Document,
  GrafanaRule,
  Manifest,
  Place,
  Query,
  Receiver,
  Refusal,
  Rule,
  ScrapeJob,
  Server,
  ServerFile,
  Unread,
  Unreadable,
} from "./elements";

export type * from "./elements";

export interface Content {
  rules: readonly Rule[];
  grafanaRules: readonly GrafanaRule[];
  scrapeJobs: readonly ScrapeJob[];
  servers: readonly Server[];
  alertmanagers: readonly AlertmanagerConfig[];
  receivers: readonly Receiver[];
  dashboards: readonly Dashboard[];
  documents: readonly Document[];
  manifests: readonly Manifest[];
  unreadable: readonly Unreadable[];
  unread: readonly Unread[];
  refusals: readonly Refusal[];
  serverFiles: readonly ServerFile[];
}

export const NOTHING: Content = {
  rules: [],
  grafanaRules: [],
  scrapeJobs: [],
  servers: [],
  alertmanagers: [],
  receivers: [],
  dashboards: [],
  documents: [],
  manifests: [],
  unreadable: [],
  unread: [],
  refusals: [],
  serverFiles: [],
};

export function together(parts: readonly Content[]): Content {
  const found = parts.filter((part) => part !== NOTHING);
  if (found.length === 0) return NOTHING;
  return {
    rules: found.flatMap(({ rules }) => rules),
    grafanaRules: found.flatMap(({ grafanaRules }) => grafanaRules),
    scrapeJobs: found.flatMap(({ scrapeJobs }) => scrapeJobs),
    servers: found.flatMap(({ servers }) => servers),
    alertmanagers: found.flatMap(({ alertmanagers }) => alertmanagers),
    receivers: found.flatMap(({ receivers }) => receivers),
    dashboards: found.flatMap(({ dashboards }) => dashboards),
    documents: found.flatMap(({ documents }) => documents),
    manifests: found.flatMap(({ manifests }) => manifests),
    unreadable: found.flatMap(({ unreadable }) => unreadable),
    unread: found.flatMap(({ unread }) => unread),
    refusals: found.flatMap(({ refusals }) => refusals),
    serverFiles: found.flatMap(({ serverFiles }) => serverFiles),
  };
}

const queries = new WeakMap<Content, readonly Query[]>();

/** Every PromQL expression in the content; each policy asks for them. */
export function queriesOf(content: Content): readonly Query[] {
  const before = queries.get(content);
  if (before) return before;
  const found = queriesIn(content);
  queries.set(content, found);
  return found;
}

function queriesIn({ rules, grafanaRules, dashboards }: Content): readonly Query[] {
  return [
    ...rules,
    ...grafanaRules.flatMap(({ queries }) => queries),
    ...dashboards.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries)),
  ];
}

/** The expressions that can be read, of whatever uses them. */
export const expressionsOf = (content: Content): readonly Expression[] =>
  queriesOf(content).flatMap(({ parsed }) => ("error" in parsed ? [] : [parsed.expression]));

/** Every place in the content. */
export function placesOf(content: Content): readonly Place[] {
  return Object.values(content).flatMap((list: readonly { place: Place }[]) => list.map(({ place }) => place));
}
