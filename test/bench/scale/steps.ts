// All that happens to the settings of an estate before the engine is asked, as a process: its argument is the number of services, and
// of hosts. Prints the processor's time of each step in seconds, and the process' largest memory in megabytes.
import { assemble, mixinsInUse, parseSettings } from "../../../components/monitoring";
import { forecast } from "../../../components/monitoring/forecast";
import { renderedFiles } from "../../../infra/commands/render";
import { asJudged } from "../../../infra/deployment/objections";
import { comparison } from "../../../infra/preview/comparison";
import { comparisonText } from "../../../infra/preview/render";
import { judgeProgram } from "../../../policies/engine/judge-program";
import { stackOf } from "../../../stacks";
import { endpoints } from "../../support/environment";
import { NOW, underMocks } from "../../support/mocks";
import { estateFile } from "../estate/estate";
import { timeOf } from "../preview/work";

const PROJECT = "/project";

async function main(size: number): Promise<void> {
  const seconds: Record<string, number> = {};
  const step = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const { result, took } = await timeOf(work);
    seconds[name] = took;
    return result;
  };
  const settings = await step("settings", () => parseSettings(estateFile(size, size)));
  const before = assemble("bench", parseSettings(estateFile(size - 1, size - 1)), endpoints);
  const monitoring = await step("assemble", () => assemble("bench", settings, endpoints));
  await step("forecast", () => forecast(monitoring, mixinsInUse(settings)));
  await step("render", () => renderedFiles(monitoring, []));
  await step("compare", () =>
    comparisonText(comparison("bench", "one service and one host fewer", { monitoring: before }, { monitoring })),
  );
  const surroundings = {
    environment: "bench",
    projectDir: PROJECT,
    packageDir: PROJECT,
    credentials: {},
    now: NOW,
    runtime: "native" as const,
  };
  const { resources } = await step("program", () =>
    underMocks("bench", async () => (await stackOf(settings)).deploy(settings, surroundings)),
  );
  await step("policies", () => judgeProgram(resources.map(asJudged), PROJECT));
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, megabytes, series: monitoring.forecast.expected }));
}

void main(Number(process.argv[2]));
