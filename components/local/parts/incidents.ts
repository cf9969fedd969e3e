// What adds to the threads of incidents, a process of this machine in every runtime.
import { extname, join } from "node:path";
import { PASSWORD_FILE } from "../../host/password-files";
import { incidentsPlanOf } from "../../incidents";
import { SLACK_TOKEN } from "../../monitoring";
import { accessDir, LOOPBACK, type LocalArgs, type Part, secretsFrom, urlOf } from "./part";

const PLAN = "plan.json";
/** Undefined where the settings ask for no threads. */
export function incidents({
  monitoring,
  ports,
  packageDir,
  dir,
  credentials,
  credentialFiles,
}: LocalArgs): Part | undefined {
  const plan = incidentsPlanOf(monitoring);
  if (!plan) return undefined;
  const own = join(dir, "incidents");
  const { [SLACK_TOKEN]: token } = credentials;
  const { [SLACK_TOKEN]: file } = credentialFiles?.receivers ?? {};
  return {
    runs: { script: join(packageDir, "components", "incidents", `main${extname(__filename)}`) },
    args: [
      `--port=${ports.incidents}`,
      `--host=${LOOPBACK}`,
      `--plan=${join(own, "config", "current", PLAN)}`,
      `--token-file=${join(own, "config", "current", "secrets", SLACK_TOKEN)}`,
      `--password-file=${join(accessDir(dir), PASSWORD_FILE)}`,
      `--data=${join(own, "data", "incidents.json")}`,
      `--prometheus=${urlOf(ports.prometheus)}`,
      `--alertmanager=${urlOf(ports.alertmanager)}`,
    ],
    files: { [PLAN]: JSON.stringify(plan) },
    ...(token !== undefined && { secretFiles: { [`secrets/${SLACK_TOKEN}`]: token } }),
    ...secretsFrom(file !== undefined ? { [SLACK_TOKEN]: file } : {}),
    port: ports.incidents,
    ready: "/health",
  };
}
