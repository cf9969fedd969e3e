// A week of normal traffic with every fault injected: what fires without a fault, and which faults nothing sees.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { mixinsInUse } from "../../components/monitoring";
import { placeGroup } from "../../components/monitoring/place";
import { ruleFile } from "../../components/prometheus";
import { endpoints, everyMixin } from "../support/environment";
import { toolsOrSkip } from "../support/tools";
import { EVALUATION, faultsOf, faultWeek, faultyService, HEALTHY, healthyWeek, type Series, STEP, WEEK } from "./week";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");
const mixins = mixinsInUse(environment).filter((mixin) => mixin.normal);

/**
 * What fired at any time of the week, as `service alertname severity`. Alerts that fire on nothing are left out: a
 * dead-man's switch fires all week, which is more samples than promtool lets a query read.
 */
async function fired(promtool: string, rules: string, series: Series, leftOut: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "noise-"));
  try {
    await writeFile(join(folder, "rules.yml"), rules);
    await writeFile(
      join(folder, "week.yml"),
      // JSON is YAML, and quick to write.
      JSON.stringify({
        rule_files: ["rules.yml"],
        evaluation_interval: `${EVALUATION}s`,
        tests: [
          {
            interval: `${STEP}s`,
            input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
            promql_expr_test: [
              {
                expr: `group by (service, alertname, severity)
                  (last_over_time(ALERTS{alertstate="firing",alertname!~"${leftOut.join("|")}"}[8d]))`,
                eval_time: `${WEEK}s`,
                // Nothing is called so: promtool then prints what it got instead.
                exp_samples: [{ labels: "nothing", value: 1 }],
              },
            ],
          },
        ],
      }),
    );
    const { all = "" } = await execa(promtool, ["test", "rules", "week.yml"], {
      cwd: folder,
      reject: false,
      all: true,
    });
    const [, got] = /got:(.*)/s.exec(all) ?? [];
    if (got === undefined) throw new Error(all);
    return [...got.matchAll(/\{([^}]*)\}/g)].map(([, labels = ""]) => {
      const of = (label: string) => new RegExp(`\\b${label}="([^"]*)"`).exec(labels)?.[1] ?? "";
      return `${of("service")} ${of("alertname")} ${of("severity")}`;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!tools)("a week of each mixin", () => {
  const seen = { faults: 0, caught: 0, noise: 0 };

  test.concurrent.each(mixins.map((mixin) => [mixin.name, mixin] as const))(
    "%s tells every fault and nothing else",
    async (_, mixin) => {
      const faults = faultsOf(mixin);
      const group = placeGroup(mixin, { settings: environment, endpoints, evaluationInterval: "10s" });
      const series = Object.assign({}, healthyWeek(mixin), ...faults.map(faultWeek));
      const always = mixin.alerts.filter(({ onMissing }) => onMissing === "fires").map(({ name }) => name);
      const all = await fired(tools?.promtool ?? "", ruleFile(group), series, always);
      const wanted = faults.map((fault) => `${faultyService(fault)} ${fault.alert} ${fault.severity}`);
      const missed = wanted.filter((one) => !all.includes(one));
      const noise = all.filter((one) => one.startsWith(`${HEALTHY} `) && !one.endsWith(" info"));
      seen.faults += wanted.length;
      seen.caught += wanted.length - missed.length;
      seen.noise += noise.length;
      expect({ noise, missed }).toEqual({ noise: [], missed: [] });
    },
    600_000,
  );

  afterAll(() => {
    const { faults, caught, noise } = seen;
    console.log(
      `${faults} faults in a week of normal traffic: precision ${percent(caught, caught + noise)}, recall ${percent(caught, faults)}`,
    );
  });
});

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
