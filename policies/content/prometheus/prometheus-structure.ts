// What Prometheus refuses in prometheus.yml (3.15; config/config.go and model/relabel of its source).
import { secondsOf } from "../../../components/promql";
import type { Place, Refusal } from "../content";
import { durationProblem } from "../durations";
import { connectionRefusals, HTTP_FIELDS } from "../http-client";
import { isGiven, Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../values";
import { discoveryRefusals } from "./discovery";
import { unknownFields } from "./part-fields";
import { PROMETHEUS_FIELDS } from "./prometheus";
import { relabelingRefusals } from "./relabeling";
import { scrapingRefusals } from "./scraping";
import { partRefusals } from "./server-parts";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

const LIMITS = words(`
  scrape_interval scrape_timeout scrape_protocols scrape_failure_log_file body_size_limit sample_limit target_limit
  label_limit label_name_length_limit label_value_length_limit keep_dropped_targets metric_name_validation_scheme
  metric_name_escaping_scheme scrape_native_histograms convert_classic_histograms_to_nhcb
  always_scrape_classic_histograms extra_scrape_metrics`);

const GLOBAL = [...LIMITS, ...words("evaluation_interval rule_query_offset query_log_file external_labels")];

const JOB = [
  ...LIMITS,
  ...HTTP_FIELDS,
  ...words(`
  job_name honor_labels honor_timestamps track_timestamps_staleness params fallback_scrape_protocol metrics_path scheme
  enable_compression native_histogram_bucket_limit native_histogram_min_bucket_factor relabel_configs
  metric_relabel_configs scrape_classic_histograms static_configs`),
];

const DISCOVERY =
  /^(aws|azure|consul|digitalocean|dns|docker|dockerswarm|ec2|ecs|elasticache|eureka|file|gce|hetzner|http|ionos|kubernetes|kuma|lightsail|linode|marathon|msk|nerve|nomad|oci|openstack|outscale|ovhcloud|puppetdb|rds|scaleway|serverset|stackit|triton|uyuni|vultr)_sd_configs$/;

export function prometheusRefusals(config: Fields, place: Place): Refusal[] {
  const refusals = new Refusals("prometheus", place);
  refusals.unknown(config, PROMETHEUS_FIELDS, "the configuration");
  const global = fieldsOf(config.global);
  refusals.unknown(global, GLOBAL, "global");
  durations(global, ["scrape_interval", "scrape_timeout", "evaluation_interval"], refusals);
  ofTimeout(global, {}, refusals);
  scrapingRefusals(global, {}, refusals);
  jobRefusals(config, global, new Set(), refusals);
  for (const section of ["remote_write", "remote_read"])
    for (const one of listOf(config[section]).filter(isFields))
      for (const field of Object.keys(one).filter((key) => DISCOVERY.test(key)))
        refusals.add(one, field, `${section} has no field ${field}`, "Discovery is a job's");
  for (const one of listOf(config.remote_write).filter(isFields))
    relabelingRefusals(one, ["write_relabel_configs"], refusals);
  const alerting = fieldsOf(config.alerting);
  for (const field of Object.keys(alerting).filter((key) => DISCOVERY.test(key)))
    refusals.add(
      alerting,
      field,
      `alerting has no field ${field}`,
      "Discovery is an Alertmanager's, under alertmanagers",
    );
  relabelingRefusals(alerting, ["alert_relabel_configs"], refusals);
  for (const one of listOf(alerting.alertmanagers).filter(isFields)) {
    ofTargets(one, refusals);
    relabelingRefusals(one, ["relabel_configs", "alert_relabel_configs"], refusals);
  }
  unknownFields(config, refusals);
  partRefusals(config, refusals);
  return refusals.found;
}

/** @param names Of jobs that stand before these. */
export function jobRefusals(owner: Fields, global: Fields, names: Set<string>, refusals: Refusals): void {
  if (listOf(owner.scrape_configs).includes(null))
    refusals.add(owner, "scrape_configs", "empty or null scrape config section");
  for (const job of listOf(owner.scrape_configs).filter(isFields)) {
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
}

function ofJob(job: Fields, global: Fields, refusals: Refusals): void {
  for (const field of Object.keys(job).filter((one) => !JOB.includes(one) && !DISCOVERY.test(one)))
    refusals.add(job, field, `a scrape job has no field ${field}`, "Correct its name, or leave it out");
  durations(job, ["scrape_interval", "scrape_timeout"], refusals);
  ofTimeout(job, global, refusals);
  scrapingRefusals(job, global, refusals);
  ofTargets(job, refusals);
  relabelingRefusals(job, ["relabel_configs", "metric_relabel_configs"], refusals);
}

/** How targets are found and asked; `owner` is a job, or one of alertmanagers. */
function ofTargets(owner: Fields, refusals: Refusals): void {
  connectionRefusals(owner, refusals);
  discoveryRefusals(owner, refusals);
  if (listOf(owner.static_configs).includes(null))
    refusals.add(owner, "static_configs", "empty or null section in static_configs");
  for (const one of listOf(owner.static_configs).filter(isFields)) {
    refusals.unknown(one, ["targets", "labels"], "one of static_configs");
    // What relabeling makes of it is not known.
    for (const target of listOf(one.targets).flatMap((text) => textOf(text) ?? []))
      if (target.includes("/") && listOf(owner.relabel_configs).length === 0)
        refusals.add(
          one,
          "targets",
          `"${target}" is not a valid hostname`,
          "Write host:port; scheme and metrics_path are fields of the job",
        );
  }
}

function durations(owner: Fields, fields: readonly string[], refusals: Refusals): void {
  for (const field of fields) {
    const problem = durationProblem(owner[field]);
    if (problem) refusals.add(owner, field, problem, "Write a number with its unit: 30s, 1m");
  }
}

function ofTimeout(owner: Fields, global: Fields, refusals: Refusals): void {
  // One minute is the default, also of what is 0.
  const seconds = (field: string) =>
    secondsOf(textOf(owner[field]) ?? "") || secondsOf(textOf(global[field]) ?? "") || undefined;
  const [interval = 60, timeout] = [seconds("scrape_interval"), seconds("scrape_timeout")];
  // What global gives is cut down to the interval of the job.
  if (timeout === undefined || timeout <= interval || !("scrape_timeout" in owner)) return;
  const problem = `the scrape timeout of ${timeout} s is greater than the scrape interval of ${interval} s`;
  refusals.add(owner, "scrape_timeout", problem, "Make it as long as the interval at most");
}
