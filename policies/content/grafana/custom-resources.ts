// Kinds of Grafana's own API and of its operator → dashboards, rules, routes and contact points.
import { gunzipSync } from "node:zlib";
import { messageOf } from "../../../components/error-text";
import { notificationPolicyOf } from "../alertmanager/alertmanager";
import { provisionedContactPoints } from "../alertmanager/receivers";
import { type Content, NOTHING, type Place } from "../content";
import { readText } from "../read";
import { type Fields, fieldsOf, isFields, textOf } from "../values";
import { dashboardOf, isDashboard } from "./dashboards";
import { grafanaGroup } from "./grafana-rules";
import { classicOf, isSchemaV2 } from "./schema-v2";

type Reader = (spec: Fields, place: Place, name: string) => Content;

const unread = (place: Place, reason: string): Content => ({ ...NOTHING, unread: [{ place, reason }] });

/** A dashboard in either schema, as it stands in a file or in a resource; undefined where it is none. */
export function anyDashboardOf(value: Fields, place: Place, uid?: string): Content | undefined {
  const spec = isSchemaV2(value.spec) ? fieldsOf(value.spec) : value;
  if (isSchemaV2(spec)) return { ...NOTHING, dashboards: [dashboardOf(classicOf(spec, uid), place)] };
  const named = uid === undefined || spec.uid !== undefined ? spec : { ...spec, uid };
  return isDashboard(named) ? { ...NOTHING, dashboards: [dashboardOf(named, place)] } : undefined;
}

const grafanaDashboard: Reader = (spec, place) => {
  const { json, gzipJson } = spec;
  if (typeof json === "string") return readText(json, place);
  if (typeof gzipJson === "string") return unzipped(gzipJson, place);
  const elsewhere = ["url", "grafanaCom", "configMapRef", "jsonnet", "jsonnetLib", "envFrom"].find(
    (key) => key in spec,
  );
  return unread(
    place,
    elsewhere === undefined ? "a dashboard without its text" : `the dashboard is not in it, but in its ${elsewhere}`,
  );
};

function unzipped(text: string, place: Place): Content {
  try {
    return readText(gunzipSync(Buffer.from(text, "base64"), { maxOutputLength: 50_000_000 }).toString("utf8"), place);
  } catch (error) {
    return unread(place, `gzipJson cannot be read: ${messageOf(error)}`);
  }
}

/** What is read in each kind's `spec`. */
export const GRAFANA_KINDS: Readonly<Record<string, Reader>> = {
  Dashboard: (spec, place, name) =>
    anyDashboardOf(spec, place, name) ??
    unread(place, isFields(spec.panels) ? "a dashboard of Perses is not judged" : "a dashboard without its panels"),
  GrafanaDashboard: grafanaDashboard,
  GrafanaAlertRuleGroup: (spec, place, name) => ({
    ...NOTHING,
    grafanaRules: grafanaGroup({ ...spec, name: textOf(spec.name) ?? name, ...folderOf(spec) }, place),
  }),
  GrafanaNotificationPolicy: ({ route }, place) => ({
    ...NOTHING,
    alertmanagers: [notificationPolicyOf(fieldsOf(route), place)],
  }),
  GrafanaContactPoint: ({ name, receivers, ...single }, place, of) => ({
    ...NOTHING,
    receivers: provisionedContactPoints([{ name: name ?? of, receivers: receivers ?? [single] }], place),
  }),
};

/** A folder is named, or by its resource. */
const folderOf = ({ folderRef, folderUID }: Fields): Fields => ({ folderUid: folderUID ?? folderRef });
