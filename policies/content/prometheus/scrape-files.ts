// A file of jobs that prometheus.yml names in scrape_config_files → its jobs, read and judged with what the configuration gives them.
import { type Content, NOTHING, type Place } from "../content";
import { exemptionsInComments } from "../exemption";
import { exempted } from "../place";
import { unreadable, valuesOf } from "../read";
import { Refusals } from "../refusals";
import { type Fields, fieldsOf, isFields } from "../values";
import { scrapeJobsOf } from "./prometheus";
import { jobRefusals } from "./prometheus-structure";

/**
 * What is in such a file.
 *
 * @param config The configuration that names it.
 * @param names Of the jobs before, which it may not repeat; those of the file are added.
 */
export function scrapeFileOf(text: string, at: Place, config: Fields, names: Set<string>): Content {
  const place = exempted(at, exemptionsInComments(text));
  const refusals = new Refusals("prometheus", place);
  const global = fieldsOf(config.global);
  let value: unknown;
  try {
    [value] = valuesOf(text);
  } catch (error) {
    return unreadable(error, place);
  }
  if (value === null || value === undefined) return NOTHING;
  if (!isFields(value)) {
    refusals.add(value, undefined, "a file of jobs is a mapping", "Write the jobs under scrape_configs:");
    return { ...NOTHING, refusals: refusals.found };
  }
  refusals.unknown(value, ["scrape_configs"], "a file of jobs");
  jobRefusals(value, global, names, refusals);
  return {
    ...NOTHING,
    scrapeJobs: scrapeJobsOf(value.scrape_configs, global, place),
    documents: [{ place, fields: value }],
    refusals: refusals.found,
    serverFiles: [{ place, kind: "prometheus", value: { global, scrape_configs: value.scrape_configs } }],
  };
}
