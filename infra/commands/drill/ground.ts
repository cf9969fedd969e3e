// Where drills take place: a running environment of this machine, with its sample service and generator.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PASSWORD_FILE, USERNAME } from "../../../components/host/password-files";
import { urlOf } from "../../../components/local/parts/part";
import { definitionOf, type Settings } from "../../../components/monitoring";
import { PROJECT_DIR, typed, typedFor } from "../../folders";
import type { Address } from "../../running/address";
import { basic } from "../../running/grafana-login";
import { NEEDS_LOGS, provenLogAlert } from "./log-lines";

/** The environment's name, and the URLs of its parts. */
export interface Ground {
  environment: string;
  prometheus: string;
  alertmanager: string;
  inbox: string;
  sample: string;
  generator: string;
  /** Where logs are collected: the base URL of the collector's OTLP, and vmalert. */
  logs?: { otlp: string; evaluator: Address };
}

/** Undefined where the environment does not run on this machine. */
export function groundOf(environment: string, { platform }: Pick<Settings, "platform">): Ground | undefined {
  const ports = definitionOf(platform).onThisMachine(platform)?.ports;
  return (
    ports && {
      environment,
      prometheus: urlOf(ports.prometheus),
      alertmanager: urlOf(ports.alertmanager),
      inbox: urlOf(ports.inbox),
      sample: urlOf(ports.sample),
      generator: urlOf(ports.generator),
    }
  );
}

/** With what drills of alerts on logs ask, which needs the password between parts. Throws where the environment does not run. */
export async function withLogs(ground: Ground, { platform, logs }: Settings): Promise<Ground> {
  const ports = definitionOf(platform).onThisMachine(platform)?.ports;
  if (!logs || !ports) return ground;
  const password = await readFile(join(PROJECT_DIR, ".tocsin", ground.environment, "access", PASSWORD_FILE), "utf8");
  const evaluator = { url: urlOf(ports.logAlerts), headers: basic(`${USERNAME}:${password.trim()}`) };
  return { ...ground, logs: { otlp: urlOf(ports.otlp), evaluator } };
}

/** The lines of a drill go to the collector's OTLP, which is on loopback or inside the cluster, and its message to the inbox. */
const forLogs = (environment: string, names: readonly string[]) =>
  `${names.join(" and ")} ${names.length > 1 ? "read" : "reads"} lines of logs: give Pulumi.NAME.yaml ${NEEDS_LOGS} and the same ` +
  `tocsin:alerts, and drill after ${typed("up", "NAME")}. How often it would have fired over the lines that ${environment} has, where ` +
  `its VictoriaLogs is reached: ${typed("backtest", environment, "--logs", "URL")}. `;

/**
 * The same for whoever drills alerts of these names. Throws where there is nothing to break and nothing to replay, with what is possible
 * instead.
 */
export function drillGround(
  environment: string,
  settings: Pick<Settings, "platform">,
  names: readonly string[] = [],
): Ground {
  const { platform } = settings;
  const ground = groundOf(environment, settings);
  if (!ground) {
    const onLogs = names.filter((name) => provenLogAlert(name));
    throw new Error(
      `${environment} is on the platform ${platform.kind}, where nothing is broken on purpose: drills need the sample service and ` +
        `the generator of the platform local. Drill its alerts on this machine: ${typed("new", "NAME")}, add services with the ` +
        `same mixins and generated: true, then ${typed("drill", "--environment", "NAME", onLogs[0] ?? "ALERT")}. ` +
        (onLogs.length > 0 ? forLogs(environment, onLogs) : "") +
        `To prove its rules, routes and receivers: ${typed("drill", "--chain", "--environment", environment)}. ` +
        `To test that its messages get through: ${typed("notify-test", environment, "--team", "TEAM", "--severity", "critical")}`,
    );
  }
  if (!definitionOf(platform).hasGenerator(platform)) {
    throw new Error(
      `Pulumi.${environment}.yaml has platform.sample: false, so there is no sample service to break and no generator to replay ` +
        `series; remove it, run ${typedFor("up", environment)}, then drill`,
    );
  }
  return ground;
}
