import {
  comparisonsIn,
  type Expression,
  meets,
  numberIn,
  type Selector,
  selectorsIn,
  unwrapped,
  walk,
} from "../../../components/promql";
import { type Content, fieldsOf, listOf, textOf } from "../../content";
import type { Policy } from "../../policy";

export const downAlertVanishing: Policy = {
  name: "down-alert-vanishing",
  level: "advisory",
  description: "An alert on a target that is down has a companion for a target that is gone.",
  judges: "everything",
  *check(everything) {
    const absent = absentIn(everything);
    // Targets that are listed in the configuration stay whatever happens.
    const listed = new Set(everything.scrapeJobs.flatMap((one) => (one.targets ? [one.name, ...labelledIn(one)] : [])));
    // Where all targets are listed, a job that has none is not missed: it is not there, and absent() would fire forever.
    const isComplete =
      everything.scrapeJobs.length > 0 && everything.scrapeJobs.every(({ targets }) => targets !== undefined);
    for (const { kind, parsed, place } of everything.rules) {
      if (kind !== "alert" || "error" in parsed) continue;
      if (!selectorsIn(parsed.expression).some(({ name }) => name === "up")) continue;
      const excluded = new Set(exclusionsIn(parsed.expression));
      for (const { of, threshold } of comparisonsIn(parsed.expression)) {
        const selector = selectorOf(of.left);
        if (excluded.has(of) || selector?.name !== "up") continue;
        if (threshold === undefined || numberIn(of.right) === undefined || !meets(0, of.operator, threshold)) continue;
        // All targets of all jobs are listed by discovery; what is asked for by name can be missed.
        const job = jobOf(selector);
        if (job === undefined || isComplete || listed.has(job) || absent.some((one) => isAbout(one, selector)))
          continue;
        yield {
          place,
          found: `"${of.text}" finds nothing when the target is no longer discovered`,
          why: "up is then not 0 but gone: the alert resolves while the service is away",
          fix: `Add an alert on absent(${selector.text}), or alert on both: ${of.text} or absent(${selector.text})`,
        };
      }
    }
  },
  examples: {
    bad: '- alert: ShopDown\n  expr: up{job="shop"} == 0',
    good: '- alert: ShopDown\n  expr: up{job="shop"} == 0 or absent(up{job="shop"})',
  },
};

/** What is compared, or aggregated and then compared. A count says nothing of values. */
function selectorOf(side: Expression): Selector | undefined {
  const of = unwrapped(side);
  if (of.kind === "aggregation") return /^(sum|avg|min|max)$/.test(of.operator) ? selectorOf(of.of) : undefined;
  return of.kind === "selector" ? of : undefined;
}

/** What listed targets have as their job, whatever the scrape job's name. */
const labelledIn = ({ fields }: Content["scrapeJobs"][number]): string[] =>
  listOf(fields.static_configs).flatMap((one) => {
    const job = textOf(fieldsOf(fieldsOf(one).labels).job);
    return job === undefined ? [] : [job];
  });

/** What an alert leaves out: it does the more where the target is gone. */
const exclusionsIn = (expression: Expression): Expression[] =>
  walk(expression).flatMap(({ part }) =>
    part.kind === "binary" && part.operator === "unless" ? walk(part.right).map((one) => one.part) : [],
  );

/** Selectors whose absence some alert asks for, or a recording that one reads. */
function absentIn({ rules }: Content): Selector[] {
  const parsed = rules.flatMap((rule) =>
    "error" in rule.parsed ? [] : [{ ...rule, expression: rule.parsed.expression }],
  );
  const read = new Set(
    parsed
      .filter(({ kind }) => kind === "alert")
      .flatMap(({ expression }) => selectorsIn(expression).map(({ name }) => name)),
  );
  return parsed
    .filter(({ kind, name }) => kind === "alert" || read.has(name))
    .flatMap(({ expression }) => walk(expression))
    .flatMap(({ part }) => (part.kind === "call" && /^absent/.test(part.name) ? selectorsIn(part) : []));
}

/** Whether the absence of one is asked for among the targets of another: of the same job, and of no other part of it. */
const isAbout = (absent: Selector, { matchers }: Selector) =>
  absent.matchers.every(({ label, operator, value }) => {
    const asked = matchers.find((one) => one.label === label);
    if (label === "job") return asked?.value === value;
    if (!asked || operator !== "=" || label === "__name__") return true;
    return asked.operator === "=~"
      ? new RegExp(`^(?:${asked.value})$`).test(value)
      : asked.operator !== "=" || asked.value === value;
  });

const jobOf = ({ matchers }: Selector) =>
  matchers.find(({ label, operator }) => label === "job" && operator === "=")?.value;
