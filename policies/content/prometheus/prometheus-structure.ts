// What Prometheus refuses in prometheus.yml (3.15; config/config.go and model/relabel of its source).
import { regexProblem, secondsOf } from "../../../components/promql";
import type { Place, Refusal } from "../content";
import { isGiven, Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { PROMETHEUS_FIELDS } from "./prometheus";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

const LIMITS = words(`
  scrape_interval scrape_timeout scrape_protocols scrape_failure_log_file body_size_limit sample_limit target_limit
  label_limit label_name_length_limit label_value_length_limit keep_dropped_targets metric_name_validation_scheme
  metric_name_escaping_scheme scrape_native_histograms convert_classic_histograms_to_nhcb
  always_scrape_classic_histograms extra_scrape_metrics`);

const GLOBAL = [...LIMITS, ...words("evaluation_interval rule_query_offset query_log_file external_labels")];

const HTTP = words(`
  basic_auth authorization oauth2 bearer_token bearer_token_file tls_config follow_redirects enable_http2 http_headers
  proxy_url no_proxy proxy_from_environment proxy_connect_header`);

const JOB = [
  ...LIMITS,
  ...HTTP,
  ...words(`
  job_name honor_labels honor_timestamps track_timestamps_staleness params fallback_scrape_protocol metrics_path scheme
  enable_compression native_histogram_bucket_limit native_histogram_min_bucket_factor relabel_configs
  metric_relabel_configs scrape_classic_histograms static_configs`),
];

const DISCOVERY =
  /^(aws|azure|consul|digitalocean|dns|docker|dockerswarm|ec2|ecs|elasticache|eureka|file|gce|hetzner|http|ionos|kubernetes|kuma|lightsail|linode|marathon|msk|nerve|nomad|oci|openstack|outscale|ovhcloud|puppetdb|rds|scaleway|serverset|stackit|triton|uyuni|vultr)_sd_configs$/;

const RELABELING = words("source_labels separator target_label regex modulus replacement action");

/** The only fields of actions that take few. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  labeldrop: ["action", "regex"],
  labelkeep: ["action", "regex"],
  keepequal: ["action", "source_labels", "target_label"],
  dropequal: ["action", "source_labels", "target_label"],
  lowercase: ["action", "source_labels", "target_label", "separator", "regex", "modulus"],
  uppercase: ["action", "source_labels", "target_label", "separator", "regex", "modulus"],
};

/** What each action needs beside its name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  replace: ["target_label"],
  keep: [],
  drop: [],
  keepequal: ["target_label"],
  dropequal: ["target_label"],
  hashmod: ["target_label", "modulus"],
  labelmap: [],
  labeldrop: [],
  labelkeep: [],
  lowercase: ["target_label"],
  uppercase: ["target_label"],
};

export function prometheusRefusals(config: Fields, place: Place): Refusal[] {
  const refusals = new Refusals("prometheus", place);
  refusals.unknown(config, PROMETHEUS_FIELDS, "the configuration");
  const global = fieldsOf(config.global);
  refusals.unknown(global, GLOBAL, "global");
  durations(global, ["scrape_interval", "scrape_timeout", "evaluation_interval"], refusals);
  ofTimeout(global, {}, refusals);
  const names = new Set<string>();
  if (listOf(config.scrape_configs).includes(null))
    refusals.add(config, "scrape_configs", "empty or null scrape config section");
  for (const job of listOf(config.scrape_configs).filter(isFields)) {
    const name = textOf(job.job_name) ?? "";
    if (!isGiven(job, "job_name")) refusals.add(job, undefined, "a scrape job has no job_name");
    else if (name !== "" && names.has(name))
      refusals.add(
        job,
        "job_name",
        `found multiple scrape configs with job name "${name}"`,
        "Give each a name of its own",
      );
    names.add(name);
    ofJob(job, global, refusals);
  }
  for (const list of ["remote_write", "remote_read"])
    for (const one of listOf(config[list]).filter(isFields)) {
      if (!isGiven(one, "url")) refusals.add(one, undefined, `url for ${list} is empty`, "Set url");
      relabelings(one, ["write_relabel_configs"], refusals);
    }
  relabelings(fieldsOf(config.alerting), ["alert_relabel_configs"], refusals);
  return refusals.found;
}

function ofJob(job: Fields, global: Fields, refusals: Refusals): void {
  for (const field of Object.keys(job).filter((one) => !JOB.includes(one) && !DISCOVERY.test(one)))
    refusals.add(job, field, `a scrape job has no field ${field}`, "Correct its name, or leave it out");
  durations(job, ["scrape_interval", "scrape_timeout"], refusals);
  ofTimeout(job, global, refusals);
  for (const one of listOf(job.static_configs).filter(isFields)) {
    refusals.unknown(one, ["targets", "labels"], "one of static_configs");
    // What relabeling makes of it is not known.
    for (const target of listOf(one.targets).flatMap((text) => textOf(text) ?? []))
      if (/[/\s]/.test(target) && listOf(job.relabel_configs).length === 0)
        refusals.add(
          one,
          "targets",
          `"${target}" is not a valid hostname`,
          "Write host:port; scheme and metrics_path are fields of the job",
        );
  }
  relabelings(job, ["relabel_configs", "metric_relabel_configs"], refusals);
}

function durations(owner: Fields, fields: readonly string[], refusals: Refusals): void {
  for (const field of fields) {
    const text = textOf(owner[field]);
    if (text === undefined || text === "0" || secondsOf(text) !== undefined) continue;
    refusals.add(owner, field, `not a valid duration string: "${text}"`, "Write a number with its unit: 30s, 1m");
  }
}

function ofTimeout(owner: Fields, global: Fields, refusals: Refusals): void {
  const seconds = (field: string) => secondsOf(textOf(owner[field]) ?? textOf(global[field]) ?? "");
  // One minute is the default.
  const [interval = 60, timeout] = [seconds("scrape_interval"), seconds("scrape_timeout")];
  // What global gives is cut down to the interval of the job.
  if (timeout === undefined || timeout <= interval || !("scrape_timeout" in owner)) return;
  const problem = `the scrape timeout of ${timeout} s is greater than the scrape interval of ${interval} s`;
  refusals.add(owner, "scrape_timeout", problem, "Make it as long as the interval at most");
}

function relabelings(owner: Fields, lists: readonly string[], refusals: Refusals): void {
  for (const list of lists.filter((name) => listOf(owner[name]).includes(null)))
    refusals.add(owner, list, `empty or null rule in ${list}`);
  for (const one of lists.flatMap((list) => listOf(owner[list])).filter(isFields)) {
    refusals.unknown(one, RELABELING, "a relabeling");
    const action = (textOf(one.action) ?? "replace").toLowerCase();
    const needed = ACTIONS[action];
    if (!needed) {
      refusals.add(
        one,
        "action",
        `unknown relabel action "${action}"`,
        `Write one of ${Object.keys(ACTIONS).join(", ")}`,
      );
      continue;
    }
    for (const field of needed)
      if (!isGiven(one, field))
        refusals.add(one, undefined, `the relabel action ${action} requires "${field}"`, `Set ${field}`);
    const other = ONLY[action] && Object.keys(one).find((field) => !ONLY[action]?.includes(field));
    if (other) refusals.add(one, other, `the relabel action ${action} takes no ${other}`, "Leave it out");
    const regex = textOf(one.regex);
    const problem = regex === undefined ? undefined : regexProblem(regex);
    if (problem) refusals.add(one, "regex", `the regular expression "${regex}" of a relabeling is invalid: ${problem}`);
  }
}
