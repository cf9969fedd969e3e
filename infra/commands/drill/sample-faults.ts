// Drills with real faults: what goes wrong with the sample service, for each alert that sees it.
import { join } from "node:path";
import { runningPid } from "../../../components/host/provider/supervise";
import { call } from "./call";
import type { Drill, Ground } from "./drill";

const SERVICES = ["sample"];

const clearFaults = async ({ sample }: Ground) => {
  await call(`${sample}/faults`, "DELETE");
};

export const SAMPLE_FAULTS: Readonly<Record<string, Drill>> = {
  ServiceDown: {
    alert: "ServiceDown",
    severity: "critical",
    services: SERVICES,
    fault: "the sample service is stopped",
    inject: async ({ dir }) => {
      const folder = join(dir, "sample");
      // The id in the file may belong to another process by now.
      const pid = await runningPid(folder);
      if (pid === undefined) throw new Error(`The sample service does not run (${folder}); run: npm run up`);
      process.kill(pid, "SIGKILL");
    },
    clear: ({ repair }) => repair(),
  },
  ServiceErrorRatioHigh: {
    alert: "ServiceErrorRatioHigh",
    severity: "critical",
    services: SERVICES,
    fault: "half of the sample service's requests fail",
    inject: async ({ sample }) => {
      await call(`${sample}/faults`, "PUT", { errorRatio: 0.5 });
    },
    clear: clearFaults,
  },
  ServiceLatencyHigh: {
    alert: "ServiceLatencyHigh",
    severity: "critical",
    services: SERVICES,
    fault: "every request of the sample service takes four seconds",
    inject: async ({ sample }) => {
      await call(`${sample}/faults`, "PUT", { latencySeconds: 4 });
    },
    clear: clearFaults,
  },
};
