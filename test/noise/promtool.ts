// Days through the real promtool: what fired at any time of them, and which queries have no answer at their end.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { COLLECT_RARELY } from "../../infra/commands/test/promtool";
import type { Series, Span } from "./week";

export interface Played {
  /** A rule file. */
  rules: string;
  series: Series;
  span: Span;
  /** Alerts that fire on nothing: all the time, which is more samples than promtool lets a query read. */
  leftOut: readonly string[];
  /** PromQL by name. */
  queries: Readonly<Record<string, string>>;
}

/** `fired` as `service alertname severity`; `empty` names the queries without an answer. */
export async function play(promtool: string, played: Played): Promise<{ fired: string[]; empty: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "noise-"));
  try {
    await writeFile(join(folder, "rules.yml"), played.rules);
    // JSON is YAML, and quick to write.
    await writeFile(join(folder, "days.yml"), JSON.stringify(testFile(played)));
    // A service's tests are not to wait for this one.
    const { all = "" } = await execa("nice", [promtool, "test", "rules", "days.yml"], {
      cwd: folder,
      reject: false,
      all: true,
      env: COLLECT_RARELY,
    });
    const sections = all.split(/^\s*expr: /m);
    const got = sections.find((section) => section.includes(FIRED));
    const fired = got?.split("got:")[1];
    // Such as a query that would load too many samples.
    if (fired === undefined) throw new Error(got ?? all);
    return {
      fired: [...fired.matchAll(/\{([^}]*)\}/g)].map(([, labels = ""]) => firedName(labels)),
      empty: Object.keys(played.queries).filter((_, index) =>
        sections.some((section) => section.includes(mark(index))),
      ),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const FIRED = "group by (service, alertname, severity)";

/** promtool prints the expression of what fails; a comment in it tells which it is. */
const mark = (index: number) => `# query ${index} #`;

function testFile({ series, span, leftOut, queries }: Played) {
  return {
    rule_files: ["rules.yml"],
    evaluation_interval: `${span.evaluation}s`,
    tests: [
      {
        interval: `${span.step}s`,
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          {
            expr: `${FIRED} (last_over_time(ALERTS{alertstate="firing",alertname!~"${leftOut.join("|")}"}[8d]))`,
            eval_time: `${span.lasts}s`,
            // Nothing is called so: promtool then prints what it got instead.
            exp_samples: [{ labels: "nothing", value: 1 }],
          },
          ...Object.values(queries).map((query, index) => ({
            expr: `count(${query}) > bool 0 ${mark(index)}`,
            // The last evaluation before the targets are gone.
            eval_time: `${span.lasts - span.evaluation}s`,
            exp_samples: [{ labels: "{}", value: 1 }],
          })),
        ],
      },
    ],
  };
}

function firedName(labels: string): string {
  const of = (label: string) => new RegExp(`\\b${label}="([^"]*)"`).exec(labels)?.[1] ?? "";
  return `${of("service")} ${of("alertname")} ${of("severity")}`;
}
