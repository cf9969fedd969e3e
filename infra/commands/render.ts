// `render`: everything that watches an environment as plain files, for people who deploy without Pulumi.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { alertmanagerConfig, slackTemplate } from "../../components/alertmanager";
import { prometheusRule } from "../../components/kubernetes";
import {
  credentialPaths,
  credentialsGiven,
  credentialsNeeded,
  dashboardFiles,
  type Monitoring,
  runbookTexts,
} from "../../components/monitoring";
import { blackboxConfig, prometheusConfig, ruleFile, yaml } from "../../components/prometheus";
import { PROJECT_DIR } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { readStackFile, settingsInFile } from "../settings";

/** Where Alertmanager finds its credentials: nothing secret is rendered. */
const SECRETS = "/etc/alertmanager/secrets";

const NAMESPACE = "monitoring";

/** Throws a `SettingsError` where the settings are wrong, and where the folder has files of something else. */
export async function render(environment: string, { out }: { out: string }): Promise<void> {
  const folder = resolve(out);
  const monitoring = await monitoringOf(environment);
  const { notifications } = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  await refuseForeign(folder);
  // What is no longer there must not stay: a rule that was taken out would go on firing.
  await Promise.all(OWN.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  const files = renderedFiles(monitoring, credentialsGiven(notifications));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  console.log(`${Object.keys(files).length} files in ${folder}`);
}

/** By path in the folder; `given` are the names of the credentials in the settings. */
export function renderedFiles(monitoring: Monitoring, given: readonly string[]): Record<string, string> {
  const { groups } = monitoring;
  return {
    ...Object.fromEntries(groups.map((group) => [`prometheus/rules/${group.name}.yml`, ruleFile(group)])),
    ...(isFoundByMonitors(monitoring)
      ? {}
      : {
          "prometheus/prometheus.yml": prometheusConfig(monitoring, {
            alertmanagers: ["localhost:9093"],
            ruleFiles: ["rules/*.yml"],
          }),
        }),
    ...Object.fromEntries(
      groups.map((group) => [`kubernetes/${group.name}.yml`, yaml(prometheusRule(group, NAMESPACE))]),
    ),
    ...Object.fromEntries(
      Object.entries(dashboardFiles(monitoring)).map(([name, json]) => [`dashboards/${name}`, json]),
    ),
    "alertmanager/alertmanager.yml": alertmanagerConfig(monitoring, {
      credentials: credentialPaths(
        credentialsNeeded(monitoring.notifications.receivers, given),
        (name) => `${SECRETS}/${name}`,
      ),
      templates: ["templates/*.tmpl"],
    }),
    "alertmanager/templates/slack.tmpl": slackTemplate(),
    "blackbox-exporter/blackbox.yml": blackboxConfig(monitoring.jobs),
    ...Object.fromEntries(
      Object.entries(runbookTexts(monitoring)).map(([mixin, text]) => [`runbooks/${mixin}.md`, text]),
    ),
  };
}

/** What a cluster's operator finds by monitors is in no configuration file. */
const isFoundByMonitors = ({ jobs }: Monitoring) =>
  jobs.some(({ discovery, selected = [] }) => discovery?.kind === "cluster" || selected.length > 0);

/** What this command writes; nothing else is written over. */
const OWN = ["prometheus", "kubernetes", "dashboards", "alertmanager", "blackbox-exporter", "runbooks"];

async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const foreign = names.find((name) => !OWN.includes(name));
  if (foreign === undefined) return;
  throw new Error(`--out: found "${foreign}" in ${folder}; give an empty folder, or one that was rendered before`);
}
