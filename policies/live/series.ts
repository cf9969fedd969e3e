// What a rule reads that its Prometheus does not have: series, and labels of them.
import { type Aggregation, type Expression, type Selector, selectorText, walk } from "../../components/promql";
import type { Problem } from "../policy";
import type { Prometheus, Span } from "./prometheus";

/** Series that Prometheus makes itself, of alerts that need not have fired. */
const ITS_OWN = new Set(["ALERTS", "ALERTS_FOR_STATE"]);

const ABSENCE = new Set(["absent", "absent_over_time"]);

/** What is asked of each selector once, whoever has it. */
export class Series {
  private readonly known = new Map<string, Promise<readonly string[]>>();

  constructor(
    private readonly prometheus: Prometheus,
    private readonly span: Span,
    /** What the rules beside record: it may not be there yet. */
    private readonly recorded: ReadonlySet<string>,
  ) {}

  private labels(selector: string): Promise<readonly string[]> {
    const before = this.known.get(selector);
    if (before) return before;
    const asked = this.prometheus.labels(selector, this.span);
    this.known.set(selector, asked);
    return asked;
  }

  /** @param window As in "the last 1d". */
  async *missingIn(expression: Expression, window: string): AsyncGenerator<Problem> {
    const said = new Set<string>();
    for (const { part, inside } of walk(expression)) {
      if (part.kind === "aggregation") {
        const lost = await this.lostIn(part);
        if (lost) yield lost;
      }
      // What is absent is looked for.
      if (part.kind !== "selector" || inside.some((one) => one.kind === "call" && ABSENCE.has(one.name))) continue;
      const { name } = part;
      if (name !== undefined && (ITS_OWN.has(name) || this.recorded.has(name))) continue;
      const problem = await this.missing(part, window);
      if (problem && !said.has(problem.found)) {
        said.add(problem.found);
        yield problem;
      }
    }
  }

  /** Labels that an aggregation keeps and none of its series has. */
  private async lostIn({ grouping, of }: Aggregation): Promise<Problem | undefined> {
    const parts = walk(of).map(({ part }) => part);
    if (!grouping?.by || parts.some(addsLabels)) return undefined;
    const selectors = parts.filter((part) => part.kind === "selector");
    if (selectors.some(({ name }) => name === undefined || this.recorded.has(name))) return undefined;
    const labels = await Promise.all(selectors.map((one) => this.labels(selectorText(one.name, one.matchers))));
    // Where a series is missing, that is said.
    if (labels.length === 0 || labels.some(({ length }) => length === 0)) return undefined;
    const there = new Set(labels.flat());
    const lost = grouping.labels.filter((label) => !there.has(label));
    if (lost.length === 0) return undefined;
    return {
      found: `by (${lost.join(", ")}) names ${lost.length === 1 ? "a label" : "labels"} that no series of ${selectors.map(({ name }) => name).join(", ")} has`,
      why: "The result is not divided by it, and texts that name it have a gap",
      fix: `Keep a label that is there: ${[...there].filter((one) => one !== "__name__").join(", ")}`,
    };
  }

  private async missing(selector: Selector, window: string): Promise<Problem | undefined> {
    const text = plain(selector);
    if (text === undefined || (await this.labels(text)).length > 0) return undefined;
    const { name } = selector;
    const of = name === undefined ? [] : await this.labels(name);
    const why = "The rule never has a result, whatever happens";
    if (name !== undefined && of.length === 0)
      return {
        found: `there were no series of ${name} in the last ${window}`,
        why,
        fix: "Correct the name, scrape what exposes it, or remove the rule",
      };
    const label = selector.matchers.find(
      ({ label, operator, value }) => isAskedFor(operator, value) && !of.includes(label),
    );
    if (label && name !== undefined)
      return {
        found: `${name} has no label ${label.label}; it has ${of.filter((one) => one !== "__name__").join(", ")}`,
        why,
        fix: "Ask for a label that it has",
      };
    return {
      found: `there were no series of ${text} in the last ${window}`,
      why,
      fix: "Correct the values of its matchers",
    };
  }
}

/** Whether a part gives labels that are not those of the series that it reads. */
const addsLabels = (part: Expression): boolean =>
  (part.kind === "call" && /^(label_replace|label_join|info|absent|absent_over_time)$/.test(part.name)) ||
  (part.kind === "aggregation" && part.operator === "count_values") ||
  (part.kind === "binary" && part.matching?.group !== undefined);

/** Whether a matcher needs the label to be there. */
const isAskedFor = (operator: string, value: string) =>
  operator === "="
    ? value !== ""
    : operator === "=~"
      ? !/^$|^\.\*$|^\|/.test(value)
      : operator === "!=" && value === "";

/** Without what is around it; undefined where it matches everything. */
const plain = (selector: Selector): string | undefined =>
  selector.name === undefined && selector.matchers.length === 0
    ? undefined
    : selectorText(selector.name, selector.matchers);
