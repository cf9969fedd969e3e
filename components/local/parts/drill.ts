// The continuous drill, which asks the other parts as whoever uses this machine does.
import { extname, join } from "node:path";
import { drillPlanOf } from "../../drill";
import { seconds } from "../../rules";
import { LOOPBACK, type LocalArgs, type Part, secretsFrom, urlOf } from "./part";

const PLAN = "plan.json";

/** A process of this machine in every runtime, like the inbox and the sample. Undefined where the settings ask for none. */
export function drill({
  monitoring,
  ports,
  packageDir,
  dir,
  credentials,
  credentialFiles,
}: LocalArgs): Part | undefined {
  const { drill } = monitoring.notifications;
  if (!drill) return undefined;
  const own = join(dir, "drill");
  return {
    runs: { script: join(packageDir, "components", "drill", `main${extname(__filename)}`) },
    args: [
      `--port=${ports.drill}`,
      `--host=${LOOPBACK}`,
      `--plan=${join(own, "config", "current", PLAN)}`,
      `--credentials=${join(own, "config", "current", "secrets")}`,
      `--proofs=${join(own, "data", "proofs.json")}`,
      `--prometheus=${urlOf(ports.prometheus)}`,
      `--alertmanager=${urlOf(ports.alertmanager)}`,
      `--every=${seconds(drill.every)}`,
    ],
    files: { [PLAN]: JSON.stringify(drillPlanOf(monitoring, drill.team)) },
    secretFiles: Object.fromEntries(Object.entries(credentials).map(([name, content]) => [`secrets/${name}`, content])),
    ...secretsFrom(credentialFiles?.receivers),
    port: ports.drill,
    ready: "/health",
  };
}
