// What a service's access and discovery ask of the rest of the settings, and whether plain scrape jobs have names of their own.
import { CORE_MIXINS, SERVICE_MIXINS } from "../../mixins";
import { definitionOf } from "../platforms";
import { addressText } from "../settings/fields";
import type { Problems } from "../settings/problems";
import type { Service, Settings } from "../settings/schema";
import { accessOf } from "./access";
import { plainCredentials } from "./plain-jobs";

export function checkScraping(settings: Settings, problems: Problems): void {
  settings.services.forEach((service, index) => {
    checkService(service, `services[${index}]`, settings, problems);
  });
  checkPlainJobs(settings, problems);
}

function checkService(service: Service, path: string, { platform, hosts }: Settings, problems: Problems): void {
  const { generated, exporter, discovery, targets } = service;
  const beyond = [accessOf(service) && "scrape", discovery && "discovery"].filter((one) => one !== undefined);
  for (const field of beyond) {
    if (generated) {
      problems.tell(
        `${path}.${field}`,
        `found one beside generated: true, whose targets are known; leave out one of the two`,
      );
    }
    if (exporter) {
      problems.tell(
        `${path}.${field}`,
        "found one beside exporter, which runs in the cluster and answers to plain HTTP; leave out one of the two (scrape.interval may stay)",
      );
    }
  }
  // Where tags name teams, tags discover hosts.
  const { hasTeamTags, hasCluster } = definitionOf(platform);
  const found = hasTeamTags ? hosts.filter(({ address }) => !address).map(({ name }) => name) : [];
  const onFound = targets.find((target) => found.includes(target.host));
  if (discovery && onFound) {
    problems.tell(
      `${path}.discovery`,
      `found one beside the target "${addressText(onFound)}", which is discovered by its host's tags; make two services of it`,
    );
  }
  if (discovery?.files && hasCluster) {
    problems.tell(
      `${path}.discovery.files`,
      "found files, which no pod of Prometheus has; give inCluster, or discovery: { dns: … }",
    );
  }
}

const isOwnJob = (name: string, services: readonly Service[]) => {
  const mixins = [...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS)];
  return (
    ["probe", "drill", ...mixins.flatMap((mixin) => [mixin, `${mixin}-beside`])].includes(name) ||
    services.some((service) => mixins.some((mixin) => name === `${mixin}:${service.name}`))
  );
};

function checkPlainJobs({ scrapeConfigs, services }: Settings, problems: Problems): void {
  const names = scrapeConfigs.map(({ job_name }) => job_name);
  scrapeConfigs.forEach((job, index) => {
    const path = `scrapeConfigs[${index}]`;
    const { job_name: name } = job;
    if (names.indexOf(name) !== index) {
      problems.tell(`${path}.job_name`, `found "${name}" a second time; names are unique in scrapeConfigs`);
    }
    if (isOwnJob(name, services)) {
      problems.tell(
        `${path}.job_name`,
        `found "${name}", which is the name of a scrape job of a mixin; give another, and the label job by relabel_configs where its rules are to read these targets`,
      );
    }
    for (const { at, instead } of plainCredentials(job)) {
      problems.tell(
        `${path}.${at}`,
        `found a credential, which everyone would read in Prometheus' configuration; give ${instead}: the path of a file that Prometheus reads`,
      );
    }
  });
}
