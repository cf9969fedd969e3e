// Custom resources of the Prometheus operator → rules, scrape jobs, servers, routes, in the words of Prometheus' own files.
import { alertmanagerOf } from "../alertmanager/alertmanager";
import { receiversOf } from "../alertmanager/receivers";
import { type Content, NOTHING, type Place } from "../content";
import { VMALERT } from "../dialects/rulers";
import { relabelingsOf, scrapeJobsOf } from "../prometheus/prometheus";
import { relabelingRefusals } from "../prometheus/relabeling";
import { hasRuleGroups, ruleFileOf } from "../prometheus/rules";
import { readText } from "../read";
import { Refusals } from "../refusals";
import { type Fields, fieldsOf, listOf, textOf, textsOf } from "../values";

type Reader = (spec: Fields, place: Place, name: string) => Content;

const monitor =
  (endpoints: string): Reader =>
  (spec, place, name) => ({
    ...NOTHING,
    refusals: listOf(spec[endpoints]).flatMap((endpoint) => refused(fieldsOf(endpoint), place)),
    scrapeJobs: listOf(spec[endpoints]).map((value, i) => {
      const endpoint = fieldsOf(value);
      const job = `${name}/${textOf(endpoint.port) ?? textOf(endpoint.targetPort) ?? i}`;
      return {
        place: { ...place, rule: job },
        name: job,
        fields: inWordsOfPrometheus({ ...spec, ...endpoint }),
        global: {},
        relabelings: relabelings(endpoint),
        targets: undefined,
      };
    }),
  });

const single: Reader = (spec, place, name) => ({
  ...NOTHING,
  refusals: refused(spec, place),
  scrapeJobs: [
    {
      place: { ...place, rule: name },
      name,
      fields: inWordsOfPrometheus(spec),
      global: {},
      relabelings: relabelings(spec),
      targets: undefined,
    },
  ],
});

const prometheus: Reader = (spec, place) => ({
  ...NOTHING,
  servers: [
    {
      place,
      // Thirty seconds is the operator's default.
      scrapeInterval: textOf(spec.scrapeInterval) ?? "30s",
      retention: textOf(spec.retention),
      externalLabels: Object.keys(textsOf(spec.externalLabels)),
    },
  ],
});

/** Only the groups: the kinds have fields of their own beside them. */
const groups: Reader = (spec, place) => (hasRuleGroups(spec) ? ruleFileOf({ groups: spec.groups }, place) : NOTHING);

/** What is read in each kind's `spec`. */
export const OPERATOR_KINDS: Readonly<Record<string, Reader>> = {
  PrometheusRule: groups,
  // Of Google's Managed Prometheus.
  Rules: groups,
  ClusterRules: groups,
  GlobalRules: groups,
  // Of Amazon's.
  RuleGroupsNamespace: ({ configuration }, place) => readText(textOf(configuration) ?? "", place),
  VMRule: (spec, place) => (hasRuleGroups(spec) ? ruleFileOf({ groups: spec.groups }, place, VMALERT) : NOTHING),
  // Of OpenTelemetry's operator: text before v1beta1.
  OpenTelemetryCollector: ({ config }, place) =>
    typeof config === "string"
      ? readText(config, place)
      : { ...NOTHING, documents: [{ place, fields: fieldsOf(config) }] },
  ServiceMonitor: monitor("endpoints"),
  PodMonitor: monitor("podMetricsEndpoints"),
  Probe: (spec, place, name) =>
    single({ ...spec, ...fieldsOf(fieldsOf(fieldsOf(spec.targets).staticConfig)) }, place, name),
  ScrapeConfig: (spec, place, name) => {
    const { scrapeJobs, ...rest } = single(spec, place, name);
    const listed = { name: textOf(spec.jobName) ?? name, targets: listedTargets(spec) };
    return { ...rest, scrapeJobs: scrapeJobs.map((job) => ({ ...job, ...listed })) };
  },
  Prometheus: prometheus,
  PrometheusAgent: prometheus,
  AlertmanagerConfig: (spec, place) => ({
    ...NOTHING,
    alertmanagers: [alertmanagerOf(spec, place)],
    receivers: receiversOf(spec.receivers, place),
  }),
};

/** `additionalScrapeConfigs` of the operator's chart, which are Prometheus' own. */
export const additionalJobs = (configs: unknown, place: Place): Content => ({
  ...NOTHING,
  scrapeJobs: scrapeJobsOf(configs, {}, place),
});

/** How many it lists; undefined where it discovers any. */
function listedTargets(spec: Fields): number | undefined {
  if (Object.keys(spec).some((key) => /SDConfigs$/.test(key))) return undefined;
  return listOf(spec.staticConfigs).reduce<number>((sum, one) => sum + listOf(fieldsOf(one).targets).length, 0);
}

const relabelingsIn = (spec: Fields) => ({
  relabel_configs: listOf(spec.relabelings ?? spec.relabelingConfigs).map(inSnakeCase),
  metric_relabel_configs: listOf(spec.metricRelabelings ?? spec.metricRelabelConfigs).map(inSnakeCase),
});

function relabelings(spec: Fields) {
  const { relabel_configs, metric_relabel_configs } = relabelingsIn(spec);
  return [...relabelingsOf(relabel_configs, "target"), ...relabelingsOf(metric_relabel_configs, "sample")];
}

/** What Prometheus would refuse of its relabelings, and the operator leaves out for that. */
function refused(spec: Fields, place: Place): Content["refusals"] {
  const refusals = new Refusals("prometheus", place);
  const lists = relabelingsIn(spec);
  relabelingRefusals(lists, Object.keys(lists), refusals);
  return refusals.found;
}

/** The operator's words for what Prometheus calls otherwise than in snake case. */
const WORDS: Readonly<Record<string, string>> = {
  interval: "scrape_interval",
  labelLimit: "label_limit",
  labelNameLengthLimit: "label_name_length_limit",
  labelValueLengthLimit: "label_value_length_limit",
  sampleLimit: "sample_limit",
  targetLimit: "target_limit",
};

const inWordsOfPrometheus = (spec: Fields): Fields =>
  Object.fromEntries(Object.entries(spec).map(([key, value]) => [WORDS[key] ?? snakeCase(key), value]));

const inSnakeCase = (value: unknown): Fields =>
  Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [snakeCase(key), inner]));

const snakeCase = (word: string) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
