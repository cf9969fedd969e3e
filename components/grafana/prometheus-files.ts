// The files that an existing Prometheus, and where it alerts its Alertmanager, are to include.
import { alertmanagerConfig, slackTemplate } from "../alertmanager";
import { credentialPaths, credentialsNeeded, type GrafanaPlatform, type Monitoring } from "../monitoring";
import { ruleFile, scrapeConfigs, yaml } from "../prometheus";

/** Where Alertmanager finds its credentials. */
const SECRETS = "/etc/alertmanager/secrets";

/** Where Prometheus finds those of its targets. */
const SCRAPE_SECRETS = "/etc/prometheus/secrets";

/**
 * By path: `scrape.yml` for `scrape_config_files`, rule files for `rule_files`, and `alertmanager/`, where Prometheus alerts.
 * What Grafana evaluates is in no rule file: nothing fires twice. `given` are the names of the credentials in the settings.
 */
export function prometheusFiles(
  monitoring: Monitoring,
  { alerting, recordings }: Pick<GrafanaPlatform, "alerting" | "recordings">,
  given: readonly string[],
): Record<string, string> {
  const inPrometheus = monitoring.groups
    .map((group) => ({
      ...group,
      recordings: recordings === "prometheus" ? group.recordings : [],
      alerts: alerting === "prometheus" ? group.alerts : [],
    }))
    .filter((group) => group.recordings.length + group.alerts.length > 0);
  return {
    "scrape.yml": yaml(scrapeConfigs(monitoring, { credentialFile: (file) => `${SCRAPE_SECRETS}/${file}` })),
    ...Object.fromEntries(inPrometheus.map((group) => [`rules/${group.name}.yml`, ruleFile(group)])),
    ...(alerting === "prometheus" && {
      "alertmanager/alertmanager.yml": alertmanagerConfig(monitoring, {
        credentials: credentialPaths(
          credentialsNeeded(monitoring.notifications.receivers, given),
          (name) => `${SECRETS}/${name}`,
        ),
        templates: ["templates/*.tmpl"],
      }),
      "alertmanager/templates/slack.tmpl": slackTemplate(),
    }),
  };
}
