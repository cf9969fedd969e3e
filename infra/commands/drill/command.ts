// `drill` on the command line: its ground is the running local environment, its verdict the exit code.
import { join } from "node:path";
import { urlOf } from "../../../components/local";
import type { Mixin } from "../../../components/mixins";
import { definitionOf, didYouMean, mixinsInUse } from "../../../components/monitoring";
import { prepare } from "../../deployment/prepare";
import { PROJECT_DIR } from "../../program";
import { deploy } from "../up";
import { type Drill, type DrillResult, drill, type Ground } from "./drill";
import { replayOf } from "./replay";
import { SAMPLE_FAULTS } from "./sample-faults";

const ENVIRONMENT = "local";

/** Drills alerts side by side; exits with 1 where one is over its budget or not notified at all. */
export async function drillCommand(names: string[], options: { json?: boolean }): Promise<void> {
  const prepared = await prepare(ENVIRONMENT, { quiet: true });
  const { platform } = prepared.settings;
  const here = definitionOf(platform).onThisMachine(platform);
  if (!here)
    throw new Error(`Drills run where the monitoring runs on this machine; ${ENVIRONMENT} is on ${platform.kind}`);
  const { ports } = here;
  const ground: Ground = {
    prometheus: urlOf(ports.prometheus),
    inbox: urlOf(ports.inbox),
    sample: urlOf(ports.sample),
    generator: urlOf(ports.generator),
    dir: join(PROJECT_DIR, ".tocsin", ENVIRONMENT),
    repair: async () => {
      await deploy(prepared, () => undefined, { refresh: true });
    },
  };
  const drills = drillsOf(names, mixinsInUse(prepared.settings));
  const say = (spec: Drill) => (line: string) => {
    if (!options.json) console.log(`${spec.alert}: ${line}`);
  };
  const results = await Promise.allSettled(drills.map((spec) => drill(spec, ground, say(spec))));
  const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
  if (options.json) console.log(JSON.stringify(done.length === 1 && failures.length === 0 ? done[0] : done));
  else if (done.length > 1) console.log(table(done));
  for (const failure of failures) console.error(failure);
  if (failures.length > 0 || done.some((one) => one.totalSeconds > one.budgetSeconds)) process.exitCode = 1;
}

/** Throws where an alert is not in use, naming the nearest that is. */
function drillsOf(names: readonly string[], mixins: readonly Mixin[]): Drill[] {
  const known = mixins.flatMap((mixin) => mixin.alerts.map((alert) => [alert.name, mixin, alert] as const));
  return names.map((name) => {
    const [, mixin, alert] = known.find(([alertName]) => alertName === name) ?? [];
    if (!mixin || !alert) {
      const near = didYouMean(
        name,
        known.map(([alertName]) => alertName),
      );
      throw new Error(
        `No mixin in use has an alert "${name}".${near} To drill a technology that you do not run, add a service with its mixin and "generated: true" to Pulumi.${ENVIRONMENT}.yaml.`,
      );
    }
    return SAMPLE_FAULTS[name] ?? replayOf(mixin, alert);
  });
}

function table(results: readonly DrillResult[]): string {
  const header = ["alert", "severity", "fires", "notified", "budget", "resolved"];
  const rows = results.map((one) => [
    one.alert,
    one.severity,
    ...[one.detectionSeconds, one.totalSeconds, one.budgetSeconds, one.resolvedSeconds].map((s) => `${s} s`),
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}
