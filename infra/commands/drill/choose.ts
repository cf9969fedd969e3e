// Which drill an alert's name stands for, with the alert as the settings have it.
import { randomBytes } from "node:crypto";
import { sampleServices } from "../../../components/local";
import type { Mixin } from "../../../components/mixins";
import {
  applyOverrides,
  didYouMean,
  everywhere,
  existingLogStore,
  type Logs,
  logAlertsIn,
  logsKeptHere,
  type Monitoring,
  mixinsInUse,
  type Settings,
} from "../../../components/monitoring";
import { typedFor } from "../../folders";
import type { Drill } from "./drill";
import { logDrill, NEEDS_LOGS, provenLogAlert } from "./log-lines";
import { firesAt } from "./promtool";
import { replayOf } from "./replay";
import { sampleDrill } from "./sample-faults";

interface Environment {
  name: string;
  settings: Settings;
  monitoring: Pick<Monitoring, "groups">;
  /** The path of promtool, which is asked only about overridden alerts. */
  promtool: () => Promise<string>;
}

/** Throws where an alert is not in use, naming the nearest that is, is disabled, or cannot be drilled. */
export function chooseDrill(alertName: string, environment: Environment): Promise<Drill> {
  const { settings, monitoring } = environment;
  const id = randomBytes(3).toString("hex");
  const onLogs = settings.logs && logDrillOf(alertName, { ...settings, logs: settings.logs }, id);
  if (onLogs) return Promise.resolve(onLogs);
  const mixins = mixinsInUse(settings);
  const proven = alertOf(alertName, mixins);
  if (!proven) throw new Error(unknown(alertName, environment));
  const reason = everywhere(alertName, settings.alerts)?.disabled?.reason;
  const changed = alertOf(alertName, applyOverrides(mixins, settings));
  if (!changed) throw new Error(`${alertName} is disabled in the settings: ${reason}`);
  const onSample = sampleDrill(changed.alert, sampleServices(settings));
  if (onSample) return Promise.resolve(onSample);
  return replayOf({ ...proven, overridden: changed.alert, id }, async (alert, severity, replay) =>
    firesAt(await environment.promtool(), monitoring.groups, { alert, severity, replay }),
  );
}

/** Undefined where no alert on logs has the name. Throws where it is disabled. */
function logDrillOf(
  name: string,
  { logs, alerts }: Pick<Settings, "alerts"> & { logs: Logs },
  id: string,
): Drill | undefined {
  const proven = provenLogAlert(name);
  if (!proven) return undefined;
  const existing = existingLogStore({ logs });
  if (existing) throw new Error(`${name} is not evaluated: lines are in ${existing.kind}, which reads no LogsQL`);
  const changed = logAlertsIn(logs, alerts).find((one) => one.name === name);
  if (!changed) throw new Error(`${name} is disabled in the settings: logs.alerts.${name}.disabled, or alerts`);
  return logDrill(changed, proven, id);
}

function alertOf(name: string, mixins: readonly Mixin[]) {
  for (const mixin of mixins) {
    const alert = mixin.alerts.find((one) => one.name === name);
    if (alert) return { mixin, alert };
  }
  return undefined;
}

function unknown(alertName: string, { name, settings }: Environment): string {
  if (provenLogAlert(alertName))
    return `${alertName} reads lines of logs, and Pulumi.${name}.yaml collects none: add ${NEEDS_LOGS}, run ${typedFor("up", name)}, then drill`;
  const ownLogs = logsKeptHere(settings);
  const known = [
    ...mixinsInUse(settings).flatMap((mixin) => mixin.alerts.map((alert) => alert.name)),
    ...(ownLogs ? logAlertsIn(ownLogs).map((alert) => alert.name) : []),
  ];
  return (
    `No mixin in use has an alert "${alertName}".${didYouMean(alertName, known)} To drill a technology that you do not run, ` +
    `add a service with its mixin and "generated: true" to Pulumi.${name}.yaml.`
  );
}
