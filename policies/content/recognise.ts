// Parsed values → content, by their shape; Kubernetes manifests are opened.
import { alertmanagerOf, isAlertmanagerConfig, notificationPolicyOf } from "./alertmanager/alertmanager";
import { alertmanagerRefusals } from "./alertmanager/alertmanager-structure";
import { provisionedContactPoints, receiversOf } from "./alertmanager/receivers";
import { isCollectorConfig } from "./collector";
import { type Content, NOTHING, type Place, together } from "./content";
import { kindNotJudged, notJudged } from "./dialects/not-judged";
import { EXEMPTION, exemptionsIn } from "./exemption";
import { anyDashboardOf, GRAFANA_KINDS } from "./grafana/custom-resources";
import { grafanaRulesOf, hasGrafanaRules } from "./grafana/grafana-rules";
import { OPERATOR_KINDS } from "./kubernetes/operator";
import { RELEASE_KINDS } from "./kubernetes/releases";
import { isNothing, ofWrapped } from "./kubernetes/wrapped";
import { exempted } from "./place";
import { isPrometheusConfig, scrapeJobsOf, serverOf } from "./prometheus/prometheus";
import { prometheusRefusals } from "./prometheus/prometheus-structure";
import { hasRuleGroups, ruleFileOf } from "./prometheus/rules";
import { looseRuleRefusals } from "./prometheus/structure";
import { readText } from "./read";
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "./values";
import { positionOf } from "./yaml/position";

const REFUSALS = { prometheus: prometheusRefusals, alertmanager: alertmanagerRefusals };

/** Everything that policies judge in a value; nothing where it is something else. */
export function recognise(value: unknown, place: Place): Content {
  const loose = hasRuleGroups(value) ? [] : looseRuleRefusals(value, place);
  if (loose.length > 0)
    return {
      ...NOTHING,
      refusals: loose,
      serverFiles: [{ place: { ...place, ...positionOf(value) }, kind: "rules", value }],
    };
  if (!isFields(value)) return NOTHING;
  if (typeof value.kind === "string" && typeof value.apiVersion === "string")
    return together([ofManifest(value, place), itself(value, place)]);
  const reason = notJudged(value);
  if (reason !== undefined) return { ...NOTHING, unread: [{ place, reason }] };
  // Amazon Managed Prometheus wraps the configuration of its Alertmanager.
  if (typeof value.alertmanager_config === "string") return readText(value.alertmanager_config, place);
  const dashboard = isFields(value.dashboard) ? value.dashboard : value;
  const ofGrafana = hasGrafanaRules(value);
  const isPrometheus = isPrometheusConfig(value);
  const isAlertmanager = isAlertmanagerConfig(value);
  const isRuleFile = !ofGrafana && hasRuleGroups(value);
  const contactPoints = listOf(value.contactPoints);
  const ofRules = isRuleFile ? ruleFileOf(value, place) : NOTHING;
  const kind = isPrometheus ? "prometheus" : isAlertmanager ? "alertmanager" : undefined;
  const found: Content = {
    rules: ofRules.rules,
    grafanaRules: ofGrafana ? grafanaRulesOf(value, place) : [],
    scrapeJobs: scrapeJobsOf(value.scrape_configs, fieldsOf(value.global), place),
    servers: isPrometheus ? [serverOf(value, place)] : [],
    alertmanagers: [
      ...(isAlertmanager ? [alertmanagerOf(value, place)] : []),
      ...(value.apiVersion === 1
        ? listOf(value.policies).map((one) => notificationPolicyOf(fieldsOf(one), place))
        : []),
    ],
    receivers: [
      ...(isAlertmanager ? receiversOf(value.receivers, place) : []),
      ...(value.apiVersion === 1 ? provisionedContactPoints(value.contactPoints, place) : []),
    ],
    dashboards: anyDashboardOf(dashboard, place)?.dashboards ?? [],
    manifests: [],
    documents:
      isPrometheus || isAlertmanager || isCollectorConfig(value) || contactPoints.length > 0
        ? [{ place: { ...place, ...positionOf(value) }, fields: value }]
        : [],
    unreadable: [],
    unread: ofRules.unread,
    refusals: [...ofRules.refusals, ...(kind ? REFUSALS[kind](value, place) : [])],
    serverFiles: [
      ...ofRules.serverFiles,
      ...(kind ? [{ place: { ...place, ...positionOf(value) }, kind, value } as const] : []),
    ],
  };
  return isNothing(found) && !Array.isArray(value.groups) ? ofWrapped(value, place) : found;
}

/** A Kubernetes manifest, or a resource that is one. */
export function ofManifest(manifest: Fields, at: Place): Content {
  const metadata = fieldsOf(manifest.metadata);
  const place = exempted(at, exemptionsIn(textsOf(metadata.annotations)[EXEMPTION]));
  const kind = textOf(manifest.kind) ?? "";
  switch (kind) {
    case "ConfigMap":
      return together([ofFiles(textsOf(manifest.data), place), ofFiles(decoded(textsOf(manifest.binaryData)), place)]);
    case "Secret":
      return together([
        ofFiles(textsOf(manifest.stringData), { ...place, sealed: true }),
        ofFiles(decoded(textsOf(manifest.data)), { ...place, sealed: true }),
      ]);
    default: {
      // The API server lists custom resources so.
      if (kind.endsWith("List") && Array.isArray(manifest.items))
        return together(manifest.items.map((item) => recognise(item, place)));
      const reader = OPERATOR_KINDS[kind] ?? GRAFANA_KINDS[kind] ?? RELEASE_KINDS[kind];
      if (reader) return reader(fieldsOf(manifest.spec), place, textOf(metadata.name) ?? kind);
      const reason = kindNotJudged(manifest);
      return reason === undefined ? NOTHING : { ...NOTHING, unread: [{ place, reason }] };
    }
  }
}

/** The manifest as a resource, named as Pulumi's provider names its kind. */
function itself(manifest: Fields, place: Place): Content {
  const version = textOf(manifest.apiVersion) ?? "";
  const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${textOf(manifest.kind)}`;
  const name = textOf(fieldsOf(manifest.metadata).name) ?? "";
  return {
    ...NOTHING,
    manifests: [{ name, type, props: manifest, place: { ...place, group: `${textOf(manifest.kind)} ${name}` } }],
  };
}

/** Files by path; the place is that of what holds them. */
export function ofFiles(files: Readonly<Record<string, string>>, place: Place): Content {
  return together(
    Object.entries(files).map(([path, text]) =>
      readText(text, { ...place, file: place.file === undefined ? path : `${place.file}/${path}` }),
    ),
  );
}

function decoded(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, Buffer.from(text, "base64").toString("utf8")]),
  );
}
