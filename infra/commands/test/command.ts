// `test`: proves the mixins that the project brings itself, as Tocsin's own are proven.
import { messageOf } from "../../../components/error-text";
import { ensureTool } from "../../../components/host/tools";
import { type Mixin, ownMixins } from "../../../components/mixins";
import { didYouMean, type Endpoints, mixinsInUse, parseSettings, type Settings } from "../../../components/monitoring";
import { groupsOf, placed, refuseLate } from "../../../components/monitoring/alerts/place";
import { typed } from "../../folders";
import { MOST_LINES, shownOf } from "../../shown";
import { graphProblems } from "./graph";
import { unproven } from "./proof";
import { failures } from "./scenarios";

/** Somewhere: only the rules matter here. */
const ENDPOINTS: Endpoints = {
  prometheus: "127.0.0.1:9090",
  alertmanager: "127.0.0.1:9093",
  nodeExporter: "127.0.0.1:9100",
  blackbox: "127.0.0.1:9115",
  runbook: "http://127.0.0.1:9900/runbooks/{mixin}#{alert}",
  dashboard: "http://127.0.0.1:9900/dashboards/{uid}",
};

/** Ends with exit code 1 where anything fails. Throws where there is no such mixin, or none at all. */
export async function testMixins(chosen: readonly string[]): Promise<void> {
  const names = (ownMixins()?.brought ?? []).map(({ name }) => name);
  if (names.length === 0) {
    throw new Error(`There are no mixins of your own; write one with: ${typed("new", "mixin", "NAME")}`);
  }
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown)
    throw new Error(
      `found the mixin "${unknown}"; tocsin.config.ts brings: ${names.join(", ")}.${didYouMean(unknown, names)}`,
    );
  const tested = chosen.length > 0 ? chosen : names;
  const settings = parseSettings({
    services: names.map((mixin) => ({ name: mixin, mixin, targets: ["10.0.0.1:9000"] })),
  });
  const mixins = mixinsInUse(settings);
  const promtool = (await ensureTool("promtool", { onProgress: (line) => console.error(line) })).path;
  const lines: string[] = [];
  for (const name of tested) {
    const mixin = mixins.find((one) => one.name === name);
    if (!mixin) continue;
    const problems = await problemsOf(mixin, { mixins, settings, promtool });
    if (problems.length > 0) process.exitCode = 1;
    const proven = `${mixin.catalogue.metrics.length} metrics, ${mixin.alerts.length} alerts, ${mixin.scenarios.length} scenarios`;
    lines.push(
      ...(problems.length > 0 ? problems.map((problem) => `  --  ${name}: ${problem}`) : [`  ok  ${name}: ${proven}`]),
    );
  }
  console.log(await shownOf(lines.join("\n"), MOST_LINES.ofFailure, "test"));
}

interface Proof {
  mixins: readonly Mixin[];
  settings: Settings;
  promtool: string;
}

async function problemsOf(mixin: Mixin, { mixins, settings, promtool }: Proof): Promise<string[]> {
  const everyRecording = mixins.flatMap(({ recordings }) => recordings);
  const found = [...graphProblems(mixin, everyRecording), ...unproven(mixin)];
  try {
    const place = { settings, endpoints: ENDPOINTS };
    const group = placed(mixin, place);
    refuseLate(
      groupsOf([mixin], place).flatMap(({ alerts }) => alerts),
      settings.alerts,
    );
    const failed = await failures(promtool, group, mixin.scenarios);
    return [...found, ...[...failed].map(([name, said]) => `the scenario "${name}" fails: ${said.trim()}`)];
  } catch (error) {
    return [...found, messageOf(error)];
  }
}
