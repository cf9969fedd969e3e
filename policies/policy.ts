// What a policy is, and how policies judge content. Knows neither Pulumi nor the command line.
import {
  type AlertmanagerConfig,
  type Content,
  type Dashboard,
  type Document,
  type GrafanaRule,
  type Panel,
  type Place,
  placeOf,
  type Query,
  queriesOf,
  type Receiver,
  type Refusal,
  type Resource,
  type Rule,
  type ScrapeJob,
  type Unreadable,
} from "./content";
import { type Configuration, ENFORCEMENT_LEVEL, type Given, Settings, type SettingTable } from "./settings";

/** `mandatory` refuses the deployment, `advisory` is printed. */
export type Level = "mandatory" | "advisory";

/** What was found, why it bites, and the fix; each a sentence without its full stop. */
export interface Problem {
  found: string;
  why: string;
  fix: string;
  /** A piece of the expression and what to write instead, where there is one right answer. */
  replace?: { from: string; to: string };
  /** Where; needed only from a policy that judges the whole. */
  place?: Place;
}

interface Subjects {
  /** An alert or a recording. */
  rule: Rule;
  /** PromQL of a rule, a panel or a rule of Grafana's. */
  query: Query;
  "Grafana rule": GrafanaRule;
  "scrape job": ScrapeJob;
  alertmanager: AlertmanagerConfig;
  /** A receiver of Alertmanager, or a contact point of Grafana. */
  receiver: Receiver;
  dashboard: Dashboard;
  panel: Panel;
  document: Document;
  unreadable: Unreadable;
  refusal: Refusal;
  resource: Resource;
  /** All resources of a program, for what a sibling supplies. */
  resources: readonly Resource[];
  /** All content of a program or of a run of lint, for what shows only in the whole. */
  everything: Content;
}

export type Kind = keyof Subjects;

interface PolicyOf<K extends Kind> {
  /** Stable, in kebab-case. */
  name: string;
  level: Level;
  /** One sentence: what must be so. */
  description: string;
  judges: K;
  settings?: SettingTable;
  /** Whether it is a convention: lint judges it only where it is asked for. */
  isStyle?: boolean;
  /** What a query's text has wherever the policy finds something: without it, the policy is not asked. */
  mentions?: RegExp;
  /** `around` is the content that is judged at once: a resource's, or all of it. */
  check(subject: Subjects[K], settings: Settings, around: Content): Iterable<Problem>;
  /** The smallest text that is found, and its correction. */
  examples: { bad: string; good: string; settings?: Given };
}

export type Policy = { [K in Kind]: PolicyOf<K> }[Kind];

/** The policies of one pack. */
export interface Pack {
  name: string;
  description: string;
  policies: readonly Policy[];
}

export interface Finding {
  pack: string;
  policy: string;
  level: Level;
  file: string;
  /** From 1; undefined where the place in the text is not known. */
  line?: number | undefined;
  column?: number | undefined;
  group: string;
  rule: string;
  /** The place, and the problem's three sentences. */
  message: string;
  problem: Pick<Problem, "found" | "why" | "fix">;
  /** What can be written instead, where there is one right answer. */
  replace?: { from: string; to: string };
}

/** What is judged. */
export interface Judged {
  content: Content;
  resources?: readonly Resource[];
}

/** What the policies of a pack find. Throws where the configuration gives a setting what it does not take. */
export function judge(pack: Pack, judged: Judged, configuration: Configuration = {}): Finding[] {
  return pack.policies.flatMap((policy) => {
    const level = levelOf(policy, configuration);
    if (level === undefined) return [];
    return problemsOf(policy, judged, new Settings(policy.settings, configuration[policy.name]))
      .filter(({ place }) => !isExempt(place, policy.name))
      .map(({ problem, place }) => findingOf(pack.name, policy.name, level, place, problem));
  });
}

/** A problem, with who found it and where. */
export function findingOf(pack: string, policy: string, level: Level, place: Place, problem: Problem): Finding {
  const { found, why, fix, replace } = problem;
  return {
    pack,
    policy,
    level,
    file: place.file ?? place.resource ?? "",
    line: place.line,
    column: place.column,
    group: place.group ?? "",
    rule: place.rule ?? "",
    message: `${where(place)}${found}. ${why}. ${fix}.`,
    problem: { found, why, fix },
    ...(replace && { replace }),
  };
}

/** The level that the configuration gives, else the policy's own; undefined where it is disabled. */
export function levelOf(
  { name, level }: Pick<Policy, "name" | "level">,
  configuration: Configuration,
): Level | undefined {
  const given = configuration[name]?.[ENFORCEMENT_LEVEL];
  if (given === "disabled") return undefined;
  return given === "mandatory" || given === "advisory" ? given : level;
}

interface Located {
  problem: Problem;
  place: Place;
}

function problemsOf(policy: Policy, { content, resources = [] }: Judged, settings: Settings): Located[] {
  const located = <Subject>(
    subjects: readonly Subject[],
    placed: (subject: Subject) => Place,
    check: (subject: Subject, settings: Settings, around: Content) => Iterable<Problem>,
  ): Located[] => {
    const found: Located[] = [];
    for (const subject of subjects)
      for (const problem of check(subject, settings, content))
        found.push({ problem, place: problem.place ?? placed(subject) });
    return found;
  };
  const ofPlace = ({ place }: { place: Place }) => place;
  const { mentions } = policy;
  const mentioned = <One extends Query>(queries: readonly One[]): readonly One[] =>
    mentions ? queries.filter(({ expr }) => mentions.test(expr)) : queries;
  switch (policy.judges) {
    case "rule":
      return located(mentioned(content.rules), ofPlace, policy.check);
    case "query":
      return located(mentioned(queriesOf(content)), ofPlace, policy.check);
    case "Grafana rule":
      return located(content.grafanaRules, ofPlace, policy.check);
    case "scrape job":
      return located(content.scrapeJobs, ofPlace, policy.check);
    case "alertmanager":
      return located(content.alertmanagers, ofPlace, policy.check);
    case "receiver":
      return located(content.receivers, ofPlace, policy.check);
    case "dashboard":
      return located(content.dashboards, ofPlace, policy.check);
    case "panel":
      return located(
        content.dashboards.flatMap(({ panels }) => panels),
        ofPlace,
        policy.check,
      );
    case "document":
      return located(content.documents, ofPlace, policy.check);
    case "unreadable":
      return located(content.unreadable, ofPlace, policy.check);
    case "refusal":
      return located(content.refusals, ofPlace, policy.check);
    case "resource":
      return located(resources, placeOf, policy.check);
    case "resources":
      return located([resources], () => ({}), policy.check);
    case "everything":
      return located([content], () => ({}), policy.check);
  }
}

/** Whether it is exempted from the policy there, with a reason. */
export const isExempt = ({ exemptions = [] }: Place, policy: string) =>
  exemptions.some((exemption) => exemption.policy === policy && exemption.reason !== "");

/** `ShopDown of group "shop" in rules.yml of name (type): `; a message begins with it. */
export function where({ resource, file, group, rule }: Place): string {
  const parts = [
    rule !== undefined && rule,
    group !== undefined && `of group "${group}"`,
    file !== undefined && `in ${file}`,
    resource !== undefined && `of ${resource}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : `${parts.join(" ")}: `;
}
