// What Prometheus refuses in how targets are scraped: protocols, limits, names (config/config.go of its source, 3.14).
import { isGiven, type Refusals } from "../refusals";
import { type Fields, listOf, textOf } from "../values";

const PROTOCOLS = [
  ...["OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusProto", "PrometheusText0.0.4", "PrometheusText1.0.0"],
];

/** Values of fields, and the first version that knows them is 3. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  metric_name_validation_scheme: ["legacy", "utf8"],
  metric_name_escaping_scheme: ["allow-utf-8", "underscores", "dots", "values"],
  fallback_scrape_protocol: PROTOCOLS,
};

const SIZE = /^\d+(\.\d+)?([KMGTPE]i?)?B$|^0$/i;

/** @param owner A job, or `global` itself; @param global What a job takes over. */
export function scrapingRefusals(owner: Fields, global: Fields, refusals: Refusals): void {
  for (const [field, allowed] of Object.entries(ALLOWED)) {
    if (Array.isArray(owner[field])) refusals.add(owner, field, `${field} is a list, and must be one text`);
    const text = textOf(owner[field]);
    if (text !== undefined && text !== "" && !allowed.includes(text))
      refusals.add(owner, field, `unknown ${field} "${text}"`, `Write one of ${allowed.join(", ")}`);
  }
  const protocols = listOf(owner.scrape_protocols).flatMap((one) => textOf(one) ?? []);
  const unknown = protocols.find((one) => !PROTOCOLS.includes(one));
  const again = protocols.find((one, i) => protocols.indexOf(one) !== i);
  if (unknown !== undefined)
    refusals.add(
      owner,
      "scrape_protocols",
      `unknown scrape protocol "${unknown}"`,
      `Write some of ${PROTOCOLS.join(", ")}`,
    );
  else if (again !== undefined)
    refusals.add(owner, "scrape_protocols", `the scrape protocol "${again}" is given twice`, "Write each once");
  const schemes = { ...global, ...owner };
  if (schemes.metric_name_validation_scheme === "legacy" && schemes.metric_name_escaping_scheme === "allow-utf-8")
    refusals.add(
      owner,
      "metric_name_escaping_scheme",
      "names in UTF-8 are asked for, and the validation scheme is legacy",
      "Make both alike",
    );
  const size = textOf(owner.body_size_limit);
  if (isGiven(owner, "body_size_limit") && size !== undefined && !SIZE.test(size))
    refusals.add(owner, "body_size_limit", `not a size: "${size}"`, "Write a number with its unit: 10MB");
}
