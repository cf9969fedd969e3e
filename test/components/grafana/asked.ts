// What the real promtool answers to queries at every evaluation of a scenario: it prints what it did not expect.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { RuleGroup } from "../../../components/monitoring";
import { ruleFile } from "../../../components/prometheus";
import { type Scenario, seconds } from "../../../components/rules";
import { COLLECT_RARELY } from "../../../infra/commands/test/promtool";
import { onlyFor } from "../../../infra/commands/test/scenarios";
import type { Vector } from "./evaluate";

export interface Asked {
  scenario: Scenario;
  queries: readonly Query[];
}

export interface Query {
  expr: string;
  /** When it is asked, in seconds after the scenario's start. */
  times: readonly number[];
}

/** The answers by scenario and query, in the order in which they were asked, and time. */
type Answers = readonly (readonly ReadonlyMap<number, Vector>[])[];

/** Asks all of a group in one call. Labels are as promtool prints them, without the metric's name. */
export async function ask(promtool: string, group: RuleGroup, asked: readonly Asked[]): Promise<Answers> {
  const folder = await mkdtemp(join(tmpdir(), "grafana-rules-"));
  try {
    const names = [...new Set(asked.map(({ scenario }) => scenario.alert))];
    await Promise.all(
      names.map(async (name) => {
        const tests = asked.flatMap((one, index) => (one.scenario.alert === name ? [testOf(one, index)] : []));
        const own = onlyFor(name, group);
        await writeFile(join(folder, `${name}.rules.yml`), ruleFile(own));
        // JSON is YAML, and quick to write.
        await writeFile(
          join(folder, `${name}.tests.yml`),
          JSON.stringify({ rule_files: [`${name}.rules.yml`], evaluation_interval: own.interval, tests }),
        );
      }),
    );
    const { all = "" } = await execa(promtool, ["test", "rules", ...names.map((name) => `${name}.tests.yml`)], {
      cwd: folder,
      reject: false,
      all: true,
      env: COLLECT_RARELY,
      maxBuffer: 1e9,
    });
    return read(all, asked);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function testOf({ scenario, queries }: Asked, index: number) {
  return {
    interval: scenario.interval ?? "15s",
    input_series: Object.entries(scenario.given).map(([series, values]) => ({ series, values })),
    promql_expr_test: queries.flatMap(({ expr, times }, query) =>
      times.map((time) => ({
        expr: `${expr} # ${index}/${query}/${time} #`,
        eval_time: `${time}s`,
        // Such a label is nowhere: promtool always prints what it got instead.
        exp_samples: [{ labels: '{no="such"}', value: 1 }],
      })),
    ),
  };
}

function read(output: string, asked: readonly Asked[]): Answers {
  const answers = asked.map(({ queries }) => queries.map(() => new Map<number, Vector>()));
  for (const section of output.split(/^\s*expr: /m).slice(1)) {
    const [, scenario, query, time] = /# (\d+)\/(\d+)\/(\d+) #/.exec(section) ?? [];
    const got = section.split(/^\s*got:/m)[1];
    if (got === undefined) throw new Error(section);
    answers[Number(scenario)]?.[Number(query)]?.set(Number(time), vectorOf(got.split("\n")[0] ?? ""));
  }
  const complete = asked.every(({ queries }, scenario) =>
    queries.every(({ times }, query) => answers[scenario]?.[query]?.size === times.length),
  );
  if (!complete) throw new Error(`promtool did not answer everything: ${output.slice(0, 2000)}`);
  return answers;
}

const SAMPLE = /(?:^|, )(?:Labels: )?([a-zA-Z_:][\w:]*)?(\{(?:"(?:[^"\\]|\\.)*"|[^"}])*\})(?: Value:)? ([^\s,]+)/g;

function vectorOf(got: string): Vector {
  return new Map(
    [...got.trim().matchAll(SAMPLE)].map(([, , labels = "", value = ""]) => [sorted(labels), numberOf(value)]),
  );
}

const numberOf = (text: string) => Number(text.replace("Inf", "Infinity"));

const PAIR = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Labels in one order, without the metric's name and without those that are to be left out. */
export function sorted(
  labels: string,
  leftOut: readonly string[] = [],
  added: Readonly<Record<string, string>> = {},
): string {
  const pairs = [...labels.matchAll(PAIR)].map(([, name = "", value = ""]) => [name, value] as const);
  const kept = Object.entries({ ...Object.fromEntries(pairs), ...added });
  return kept
    .filter(([name]) => name !== "__name__" && !leftOut.includes(name))
    .map(([name, value]) => `${name}="${value}"`)
    .sort()
    .join(",");
}

/** The evaluations until a time, from a time on. */
export function evaluations(from: number, to: number, interval: RuleGroup["interval"]): number[] {
  const step = seconds(interval);
  const first = Math.max(0, Math.ceil(from / step));
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}
