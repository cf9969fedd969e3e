import type { Content } from "../../content";
import type { Policy } from "../../policy";
import { comparisonsIn, type Selector, selectorsIn, unwrapped, walk } from "../../promql";

export const downAlertVanishing: Policy = {
  name: "down-alert-vanishing",
  level: "advisory",
  description: "An alert on a target that is down has a companion for a target that is gone.",
  judges: "everything",
  *check(everything) {
    const absent = absentIn(everything);
    // Targets that are listed in the configuration stay whatever happens.
    const listed = new Set(everything.scrapeJobs.flatMap(({ name, targets }) => (targets ? [name] : [])));
    for (const { kind, parsed, place } of everything.rules) {
      if (kind !== "alert" || "error" in parsed) continue;
      for (const { of, threshold } of comparisonsIn(parsed.expression)) {
        const selector = unwrapped(of.left);
        if (of.operator !== "==" || threshold !== 0 || selector.kind !== "selector" || selector.name !== "up") continue;
        // All targets of all jobs are listed by discovery; what is asked for by name can be missed.
        const job = jobOf(selector);
        if (job === undefined || listed.has(job) || absent.some((one) => jobOf(one) === job)) continue;
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

/** Selectors whose absence some alert asks for. */
const absentIn = ({ rules }: Content): Selector[] =>
  rules.flatMap(({ kind, parsed }) =>
    kind === "alert" && !("error" in parsed)
      ? walk(parsed.expression).flatMap(({ part }) =>
          part.kind === "call" && /^absent/.test(part.name) ? selectorsIn(part) : [],
        )
      : [],
  );

const jobOf = ({ matchers }: Selector) =>
  matchers.find(({ label, operator }) => label === "job" && operator === "=")?.value;
