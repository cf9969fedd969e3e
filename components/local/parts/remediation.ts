// What calls the hooks of remediation, a process of this machine in every runtime.
import { extname, join } from "node:path";
import { PASSWORD_FILE } from "../../host/password-files";
import { SLACK_TOKEN } from "../../monitoring";
import { remediationPlanOf } from "../../remediation";
import { accessDir, LOOPBACK, type LocalArgs, type Part, secretsFrom, urlOf } from "./part";

const PLAN = "plan.json";
/** Undefined where no alert calls a hook. */
export function remediation({
  monitoring,
  ports,
  packageDir,
  dir,
  credentials,
  hookCredentials = {},
  credentialFiles = {},
}: LocalArgs): Part | undefined {
  const plan = remediationPlanOf(monitoring);
  if (!plan) return undefined;
  const own = join(dir, "remediation");
  const secrets = join(own, "config", "current", "secrets");
  const hasThreads = Object.keys(plan.channels).length > 0;
  const { [SLACK_TOKEN]: token } = hasThreads ? credentials : {};
  const { [SLACK_TOKEN]: tokenFile } = (hasThreads && credentialFiles.receivers) || {};
  const given = { ...hookCredentials, ...(token !== undefined && { [SLACK_TOKEN]: token }) };
  return {
    runs: { script: join(packageDir, "components", "remediation", `main${extname(__filename)}`) },
    args: [
      `--port=${ports.remediation}`,
      `--host=${LOOPBACK}`,
      `--plan=${join(own, "config", "current", PLAN)}`,
      `--credentials=${secrets}`,
      `--password-file=${join(accessDir(dir), PASSWORD_FILE)}`,
      `--data=${join(own, "data", "incidents.json")}`,
      `--alertmanager=${urlOf(ports.alertmanager)}`,
      ...(hasThreads ? [`--token-file=${join(secrets, SLACK_TOKEN)}`] : []),
    ],
    files: { [PLAN]: JSON.stringify(plan) },
    secretFiles: Object.fromEntries(Object.entries(given).map(([name, content]) => [`secrets/${name}`, content])),
    ...secretsFrom({ ...credentialFiles.hooks, ...(tokenFile !== undefined && { [SLACK_TOKEN]: tokenFile }) }),
    port: ports.remediation,
    ready: "/health",
  };
}
