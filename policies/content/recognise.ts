// Parsed values → content, by their shape; Kubernetes manifests are opened.
import { alertmanagerOf, isAlertmanagerConfig } from "./alertmanager";
import { type Content, NOTHING, type Place, together } from "./content";
import { readText } from "./read";
import { hasRuleGroups, rulesOf } from "./rules";
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from "./values";

/** Everything that policies judge in a value; nothing where it is something else. */
export function recognise(value: unknown, place: Place): Content {
  if (!isFields(value)) return NOTHING;
  if (typeof value.kind === "string" && typeof value.apiVersion === "string") return ofManifest(value, place);
  const dashboard = isFields(value.dashboard) ? value.dashboard : value;
  return {
    rules: hasRuleGroups(value) ? rulesOf(value, place) : [],
    scrapeJobs: listOf(value.scrape_configs).flatMap((job) => scrapeJob(job, fieldsOf(value.global), place)),
    alertmanagers: isAlertmanagerConfig(value) ? [alertmanagerOf(value, place)] : [],
    dashboards: isDashboard(dashboard) ? [{ place, title: textOf(dashboard.title) ?? "", fields: dashboard }] : [],
    unreadable: [],
  };
}

/** A Kubernetes manifest, or a resource that is one. */
export function ofManifest(manifest: Fields, place: Place): Content {
  switch (manifest.kind) {
    case "List":
      return together(listOf(manifest.items).map((item) => recognise(item, place)));
    case "PrometheusRule":
      return recognise(fieldsOf(manifest.spec), place);
    case "ConfigMap":
      return ofFiles(textsOf(manifest.data), place);
    case "Secret":
      return together([ofFiles(textsOf(manifest.stringData), place), ofFiles(decoded(textsOf(manifest.data)), place)]);
    default:
      return NOTHING;
  }
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

function scrapeJob(value: unknown, global: Fields, place: Place): Content["scrapeJobs"] {
  const fields = fieldsOf(value);
  const name = textOf(fields.job_name);
  return name === undefined ? [] : [{ place: { ...place, rule: name }, name, fields, global }];
}

const isDashboard = (value: Fields) =>
  typeof value.title === "string" && Array.isArray(value.panels) && value.schemaVersion !== undefined;
