// Drills with real faults: what goes wrong with the sample service, for each alert that sees it.
import { z } from "zod";
import { type Alert, severitiesOf } from "../../../components/rules";
import type { FaultSettings } from "../../../components/sample/service/faults";
import { call } from "./call";
import type { Drill } from "./drill";
import { type Fault, FaultEnded, LEASE_SECONDS } from "./fault";

interface SampleFault {
  /** What happens, in words. */
  words: string;
  settings: Partial<FaultSettings>;
}

/** The fault that is over a threshold; undefined where the sample service can have none. */
const FAULTS: Readonly<Record<string, (threshold: number) => SampleFault | undefined>> = {
  ServiceDown: () => ({ words: "the sample service does not answer", settings: { down: true } }),
  ServiceErrorRatioHigh: (threshold) => {
    if (threshold < 0.4) return { words: "half of the sample service's requests fail", settings: { errorRatio: 0.5 } };
    if (threshold < 1) return { words: "all of the sample service's requests fail", settings: { errorRatio: 1 } };
    return undefined;
  },
  ServiceLatencyHigh: (threshold) => {
    // The longest that the sample service can be slowed by is ten seconds.
    const latencySeconds = threshold <= 2.5 ? 4 : 10;
    if (threshold > 9) return undefined;
    return {
      words: `every request of the sample service takes ${latencySeconds} s longer`,
      settings: { latencySeconds },
    };
  },
};

/**
 * The drill of an alert on the sample service; undefined where there is no such fault. Throws where its threshold, which the
 * settings may have overridden, is beyond any fault.
 */
export function sampleDrill(alert: Alert, services: readonly string[]): Drill | undefined {
  const [severity] = severitiesOf(alert);
  const fault = FAULTS[alert.name];
  if (!fault || !severity || services.length === 0) return undefined;
  const threshold = alert.above?.[severity] ?? 0;
  const found = fault(threshold);
  if (!found) {
    throw new Error(
      `${alert.name} cannot be drilled: no fault of the sample service is over its threshold ${threshold}`,
    );
  }
  return { alert: alert.name, severity, services, words: found.words, fault: ordered(found.settings) };
}

const answer = z.object({ renewed: z.boolean() });

function ordered(settings: Partial<FaultSettings>): Fault {
  const order = async (sample: string) =>
    answer.parse(await call(`${sample}/faults`, "PUT", { ...settings, leaseSeconds: LEASE_SECONDS })).renewed;
  const remove: Fault["remove"] = async ({ sample }) => {
    await call(`${sample}/faults`, "DELETE");
  };
  return {
    begin: async ({ sample }) => {
      await order(sample);
    },
    renew: async ({ sample }) => {
      if (!(await order(sample))) throw new FaultEnded("the sample service had none any more");
    },
    end: remove,
    goesOn: false,
    remove,
  };
}
