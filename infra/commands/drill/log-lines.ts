// Drills of alerts on logs: the lines of the scenario that proves them, sent to the running collector as OTLP.

import { logAlertsIn } from "../../../components/monitoring";
import { LOG_SCENARIOS, type LogScenario } from "../../../components/monitoring/logs/scenarios";
import { type LogAlert, logRulesOf } from "../../../components/rules";
import { call } from "./call";
import type { Drill } from "./drill";
import type { Ground } from "./ground";

/** What an environment has whose alerts on logs can be drilled. */
export const NEEDS_LOGS = "tocsin:logs: { store: victorialogs }";

/** An alert on logs as it is by default; undefined where none has the name. */
export const provenLogAlert = (name: string): LogAlert | undefined =>
  logAlertsIn({ alerts: {} }).find((one) => one.name === name);

const MINUTE = 60_000;

/** No alert looks further back, in minutes. */
const LONGEST = 1500;

/** Lines of one request. */
const AT_ONCE = 500;

interface Line {
  /** Milliseconds since 1970. */
  at: number;
  fields: Readonly<Record<string, string>>;
}

/**
 * The drill of an alert on logs, as the settings have it. Throws where no scenario shows it firing.
 * @param proven The alert as it is by default: more lines are sent where the settings' threshold is higher.
 */
export function logDrill(alert: LogAlert, proven: LogAlert, id: string): Drill {
  const [rule] = logRulesOf(alert);
  const scenario = LOG_SCENARIOS.find((one) => one.alert === alert.name && firstFiring(one) !== undefined);
  const minute = scenario && firstFiring(scenario);
  if (!rule || !scenario || minute === undefined) throw new Error(`${alert.name} has no scenario in which it fires`);
  const service = `drill-${id}-${scenario.name}`;
  const times = Math.max(1, Math.ceil((rule.threshold + 1) / ((proven.above[rule.severity] ?? rule.threshold) + 1)));
  return {
    alert: alert.name,
    severity: rule.severity,
    services: [service],
    words: `sends the lines of "${scenario.name}" to the collector`,
    onLogs: true,
    leadSeconds: 0,
    fault: {
      goesOn: false,
      begin: (ground) => send(ground, service, linesOf(scenario, minute, times)),
      renew: async () => {},
      // What fires on silence ends with a line; what fires on lines ends once they are past.
      end: (ground) => send(ground, service, [{ at: Date.now(), fields: { level: "info", _msg: "end of the drill" } }]),
      remove: async () => {},
    },
  };
}

const firstFiring = ({ fires }: LogScenario): number | undefined =>
  Object.keys(fires)
    .map(Number)
    .sort((a, b) => a - b)
    .find((minute) => fires[minute]);

/** The lines up to a minute of the scenario, which is now. */
function linesOf({ lines, fields }: LogScenario, minute: number, times: number): Line[] {
  const now = Date.now();
  return Array.from({ length: LONGEST }, (_, ago) => ago + 1).flatMap((ago) =>
    Array.from({ length: lines(minute - ago) * times }, (_, nth) => ({ at: now - ago * MINUTE + nth * 10, fields })),
  );
}

async function send({ logs }: Ground, service: string, lines: readonly Line[]): Promise<void> {
  if (!logs) throw new Error("the settings have no tocsin:logs");
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const logRecords = lines.slice(from, from + AT_ONCE).map(recordOf);
    const resource = { attributes: [attribute("service.name", service)] };
    await call(`${logs.otlp}/v1/logs`, "POST", { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
  }
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const recordOf = ({ at, fields: { _msg = "", ...fields } }: Line) => ({
  timeUnixNano: `${at}000000`,
  body: { stringValue: _msg },
  attributes: Object.entries(fields).map(([key, value]) => attribute(key, value)),
});
