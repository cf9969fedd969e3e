// What EC2 would answer to the look-ups of a Prometheus' configuration, as files that it reads in their place.
import { parse, stringify } from "yaml";
import { z } from "zod";

export interface Instance {
  ip: string;
  tags: Readonly<Record<string, string>>;
}

const search = z.looseObject({
  port: z.number(),
  filters: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
});
const scrapeConfigs = z.looseObject({
  scrape_configs: z.array(z.looseObject({ job_name: z.string(), ec2_sd_configs: z.array(search).optional() })),
});

/** What Prometheus' service discovery makes of the instances that a look-up finds. */
function answer(instances: readonly Instance[], { port, filters }: z.infer<typeof search>) {
  const has = (tags: Readonly<Record<string, string>>) =>
    filters
      .filter(({ name }) => name.startsWith("tag:"))
      .every(({ name, values }) => values.includes(tags[name.slice("tag:".length)] ?? ""));
  return instances
    .filter(({ tags }) => has(tags))
    .map(({ ip, tags }) => ({
      targets: [`${ip}:${port}`],
      labels: {
        __meta_ec2_private_dns_name: `ip-${ip.replaceAll(".", "-")}.eu-central-1.compute.internal`,
        ...Object.fromEntries(
          Object.entries(tags).map(([tag, value]) => [`__meta_ec2_tag_${tag.replace(/\W/g, "_")}`, value]),
        ),
      },
    }));
}

/** The configuration, and beside it by their paths the answers that it reads. */
export function withFiles(config: string, instances: readonly Instance[]) {
  const prometheus = scrapeConfigs.parse(parse(config));
  const answers: Record<string, string> = {};
  const jobs = prometheus.scrape_configs.map(({ ec2_sd_configs: searches, ...job }) => {
    if (!searches) return job;
    const file = `found/${job.job_name}.json`;
    answers[file] = JSON.stringify(searches.flatMap((one) => answer(instances, one)));
    return { ...job, file_sd_configs: [{ files: [file] }] };
  });
  return { answers, config: stringify({ ...prometheus, scrape_configs: jobs }) };
}
