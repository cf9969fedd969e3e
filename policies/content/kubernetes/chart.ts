// Values of Helm charts, in the keys of kube-prometheus-stack, prometheus, alertmanager and grafana.
import { isAlertmanagerConfig } from "../alertmanager/alertmanager";
import { type Content, NOTHING, type Place, together } from "../content";
import { readText } from "../read";
import { ofFiles, ofManifest, recognise } from "../recognise";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { additionalJobs, OPERATOR_KINDS } from "./operator";

/** What policies judge in a release's values, wherever in them these keys stand: charts are bundled into others. */
export function ofChartValues(values: Fields, place: Place, depth = 0): Content {
  if (depth > 4) return NOTHING;
  const inner = Object.entries(values).flatMap(([key, value]) =>
    isFields(value) ? [ofChartValues(value, { ...place, file: joined(place, key) }, depth + 1)] : [],
  );
  return together([
    ...Object.keys(values).flatMap((key) => READERS[key]?.(values[key], { ...place, file: joined(place, key) }) ?? []),
    ...inner,
  ]);
}

type Reader = (value: unknown, place: Place) => Content;

const ofMap: Reader = (value, place) => together(Object.values(fieldsOf(value)).map((one) => recognise(one, place)));

const ofList =
  (kind: string): Reader =>
  (value, place) =>
    together(listOf(value).map((one) => ofManifest({ kind, metadata: one, spec: one }, place)));

/** What is read under each key. */
const READERS: Readonly<Record<string, Reader>> = {
  additionalPrometheusRulesMap: ofMap,
  additionalPrometheusRules: (value, place) => together(listOf(value).map((one) => recognise(one, place))),
  additionalScrapeConfigs: (value, place) => (Array.isArray(value) ? additionalJobs(value, place) : NOTHING),
  extraScrapeConfigs: (value, place) =>
    typeof value === "string" ? readText(`scrape_configs:\n${value}`, place) : NOTHING,
  additionalServiceMonitors: ofList("ServiceMonitor"),
  additionalPodMonitors: ofList("PodMonitor"),
  prometheusSpec: (value, place) => OPERATOR_KINDS.Prometheus?.(fieldsOf(value), place, "") ?? NOTHING,
  serverFiles: ofMap,
  alertmanagerFiles: ofMap,
  config: (value, place) => {
    const config = typeof value === "string" ? undefined : value;
    // The chart puts it into a Secret.
    return isAlertmanagerConfig(config) ? recognise(config, { ...place, sealed: true }) : NOTHING;
  },
  stringConfig: (value, place) => readText(textOf(value) ?? "", { ...place, sealed: true }),
  dashboards: (value, place) =>
    together(
      Object.values(fieldsOf(value)).flatMap((folder) =>
        Object.entries(fieldsOf(folder)).map(([name, one]) =>
          ofFiles({ [name]: textOf(fieldsOf(one).json) ?? "" }, place),
        ),
      ),
    ),
  extraManifests: (value, place) =>
    together((isFields(value) ? Object.values(value) : listOf(value)).map((one) => recognise(one, place))),
  extraObjects: (value, place) => together(listOf(value).map((one) => recognise(one, place))),
};

const joined = ({ file }: Place, key: string) => (file === undefined ? key : `${file}.${key}`);
