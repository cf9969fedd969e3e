// What a policy is, and how policies judge content. Knows neither Pulumi nor the command line.
import type { AlertmanagerConfig, Content, Dashboard, Place, Resource, Rule, ScrapeJob, Unreadable } from "./content";
import { isExempt } from "./exemption";

/** `mandatory` refuses the deployment, `advisory` is printed. */
export type Level = "mandatory" | "advisory";

/** What was found, why it bites, and the fix; each a sentence without its full stop. */
export interface Problem {
  found: string;
  why: string;
  fix: string;
  /** Where; needed only from a policy that judges everything. */
  place?: Place;
}

interface Subjects {
  rule: Rule;
  "scrape job": ScrapeJob;
  alertmanager: AlertmanagerConfig;
  dashboard: Dashboard;
  unreadable: Unreadable;
  resource: Resource;
  /** All content of a program or of a run of lint, for what shows only in the whole. */
  everything: Content;
}

interface PolicyOf<Kind extends keyof Subjects> {
  /** Stable, in kebab-case. */
  name: string;
  level: Level;
  /** One sentence: what must be so. */
  description: string;
  judges: Kind;
  check(subject: Subjects[Kind]): Iterable<Problem>;
  /** The smallest text that is found, and its correction. */
  examples: { bad: string; good: string };
}

export type Policy = { [Kind in keyof Subjects]: PolicyOf<Kind> }[keyof Subjects];

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
  group: string;
  rule: string;
  message: string;
}

/** What the policies of a pack find. */
export function judge(pack: Pack, content: Content, resources: readonly Resource[] = []): Finding[] {
  return pack.policies.flatMap((policy) =>
    problemsOf(policy, content, resources).map(({ problem, place }) => ({
      pack: pack.name,
      policy: policy.name,
      level: policy.level,
      file: place.file ?? place.resource ?? "",
      group: place.group ?? "",
      rule: place.rule ?? "",
      message: `${where(place)}${problem.found}. ${problem.why}. ${problem.fix}.`,
    })),
  );
}

interface Located {
  problem: Problem;
  place: Place;
}

function problemsOf(policy: Policy, content: Content, resources: readonly Resource[]): Located[] {
  const located = <Subject>(subject: Subject, place: Place, check: (subject: Subject) => Iterable<Problem>) =>
    [...check(subject)].map((problem) => ({ problem, place: problem.place ?? place }));
  switch (policy.judges) {
    case "rule":
      return content.rules
        .filter((rule) => !isExempt(rule, policy.name))
        .flatMap((rule) => located(rule, rule.place, policy.check));
    case "scrape job":
      return content.scrapeJobs.flatMap((job) => located(job, job.place, policy.check));
    case "alertmanager":
      return content.alertmanagers.flatMap((config) => located(config, config.place, policy.check));
    case "dashboard":
      return content.dashboards.flatMap((dashboard) => located(dashboard, dashboard.place, policy.check));
    case "unreadable":
      return content.unreadable.flatMap((text) => located(text, text.place, policy.check));
    case "resource":
      return resources.flatMap((resource) =>
        located(resource, { resource: `${resource.name} (${resource.type})` }, policy.check),
      );
    case "everything":
      return located(content, {}, policy.check);
  }
}

/** `ShopDown of group "shop" in rules.yml of name (type): `. */
function where({ resource, file, group, rule }: Place): string {
  const parts = [
    rule !== undefined && rule,
    group !== undefined && `of group "${group}"`,
    file !== undefined && `in ${file}`,
    resource !== undefined && `of ${resource}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : `${parts.join(" ")}: `;
}
