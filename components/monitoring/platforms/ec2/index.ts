// The platform `ec2`: hosts in an AWS account, and the servers that watch them.

import { receiverOf, waysOf } from "../../receivers";
import { addressText } from "../../settings/fields";
import type { Problems } from "../../settings/problems";
import type { Settings } from "../../settings/schema";
import { logsKeptHere } from "../../stores/existing";
import { definePlatform, type PlatformWith, type SettingsOn } from "../definition";
import { checkDiscovery } from "./discovery";
import { ec2Platform, hasManagedRules } from "./settings";

export const ec2: PlatformWith<typeof ec2Platform> = definePlatform({
  kind: "ec2",
  settings: ec2Platform,
  check,
  credentials: () => ({}),
  providers: ["aws", "random"],
  onThisMachine: () => undefined,
  versions: ({ downloads: { versions } }) => ({
    alertmanager: [["platform.downloads.versions.alertmanager", versions.alertmanager]],
    prometheus: [["platform.downloads.versions.prometheus", versions.prometheus]],
    blackbox: [["platform.downloads.versions.blackbox_exporter", versions.blackbox_exporter]],
  }),
  cannotUpdate: (platform) => (hasManagedRules(platform) ? "a managed Alertmanager sends through SNS" : undefined),
  cannotDrill: (platform) =>
    hasManagedRules(platform) ? "the rules and Alertmanager of a managed workspace are no servers'" : undefined,
  cannotRecord: (platform) => (hasManagedRules(platform) ? "a managed Alertmanager has no log of them" : undefined),
  aws: ({ region, aws }) => ({ region, ...aws }),
  onCluster: () => undefined,
  hasGenerator: () => false,
  // Where the workspace evaluates, SNS sends e-mail.
  hasMailServer: hasManagedRules,
  // Its Alertmanager listens inside the network only.
  hasSilences: () => false,
  grafanaThatSends: () => undefined,
  existingGrafana: () => undefined,
  exporters: ({ exporters }) =>
    exporters.map(({ kind, on, port, address }) => ({
      mixin: kind,
      on: on === "servers" ? "loopback" : on,
      port,
      address,
    })),
  remains: {
    kept: (platform) =>
      `The servers' data volumes, their snapshots and the configuration bucket stay${
        platform.remoteWrite?.to === "managed" ? ", and so does the workspace of Amazon Managed Prometheus" : ""
      }; --purge removes all but the snapshots.`,
    purged: (_, { environment }) =>
      `Data volumes and bucket are gone. Their snapshots stay; they have the tag tocsin:environment=${environment}.`,
  },
  isHere: false,
  hasCluster: false,
  hasLogs: true,
  readsJournals: true,
  hasTraces: true,
  addsToThreads: true,
  callsHooks: true,
  // Tags of machines name further teams.
  hasTeamTags: true,
});

function check(settings: SettingsOn<"ec2">, problems: Problems): void {
  const { platform, hosts } = settings;
  checkManagedRules(settings, problems);
  checkLogKeeping(settings, problems);
  checkVolume(settings, problems);
  const { instances, groups, existing } = platform.hosts;
  const machines = [...instances, ...groups, ...existing];
  problems.unique("platform.hosts.instances", instances);
  problems.unique("platform.hosts.groups", groups);
  problems.unique("platform.hosts.existing", existing);
  checkTags(platform, problems);
  checkDiscovery(platform, problems);
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  instances.forEach(({ name }, index) => {
    problems.refer(`platform.hosts.instances[${index}].name`, name, names(hosts), "hosts");
  });
  platform.exporters.forEach(({ kind, on, port }, index) => {
    const path = `platform.exporters[${index}]`;
    if (on !== "servers") problems.refer(`${path}.on`, on, names(machines), "platform.hosts");
    const { from, port: found } = platform.discovery.services[kind] ?? {};
    const byTag = from === "instances" && found === port;
    const isGroup = groups.some(({ name }) => name === on);
    if (byTag || (!isGroup && portsOf(kind, settings).includes(port))) return;
    const asked = isGroup ? "" : `a service with the mixin ${kind} whose targets end in :${port}, or `;
    problems.tell(
      `${path}.port`,
      `found ${port}, which nothing scrapes; give ${asked}platform.discovery.services: { ${kind}: { port: ${port} } }`,
    );
  });
  for (const mixin of Object.keys(platform.discovery.services)) {
    const found = names(hosts.filter(({ address }) => !address));
    settings.services.forEach(({ mixin: own, targets }, index) => {
      const at = targets.findIndex((target) => found.includes(target.host));
      if (own !== mixin || at < 0) return;
      problems.tell(
        `services[${index}].targets[${at}]`,
        `found "${targets.slice(at, at + 1).map(addressText)}", a host that is found, but all of ${mixin} is found by tags: platform.discovery.services.${mixin}; keep one of the two`,
      );
    });
  }
}

/** Agents run anywhere on a host, and alerts on lines are no rules of Prometheus. */
function checkLogKeeping({ platform, logs, services }: SettingsOn<"ec2">, problems: Problems): void {
  services.forEach((service, index) => {
    service.logs?.files?.forEach((file, at) => {
      if (!file.startsWith("/"))
        problems.tell(`services[${index}].logs.files[${at}]`, `found ${file}; on a host, paths begin with /`);
    });
  });
  if (!logsKeptHere({ logs })) return;
  if (hasManagedRules(platform))
    problems.tell(
      "logs",
      "found one beside platform.remoteWrite.rules: managed; alerts on logs are sent by the servers' Alertmanagers: leave out one of the two",
    );
}

/** GiB of the data volume beside logs and what waits for stores, at least. */
const REST_OF_VOLUME = 10;

/** Lines are kept beside Prometheus' data, and so is what waits for the stores of lines and of traces. */
function checkVolume({ platform, logs, traces }: SettingsOn<"ec2">, problems: Problems): void {
  const { volume, count } = platform.servers;
  const own = logsKeptHere({ logs });
  const kept = [
    ...(own ? [["logs.maxDisk", own.maxDisk] as const, ["logs.queue", own.queue] as const] : []),
    ...(traces ? [["traces.queue", traces.queue * count] as const] : []),
  ];
  const least = Math.ceil(kept.reduce((sum, [, gigabytes]) => sum + gigabytes, REST_OF_VOLUME));
  if (volume === undefined || kept.length === 0 || volume >= least) return;
  const settings = kept.map(([path]) => path).join(" and ");
  problems.tell("platform.servers.volume", `found ${volume} GiB; with ${settings} at least ${least}, or leave it out`);
}

/** An instance has 50 tags, of which some are the monitoring's. */
const MOST_TAGS = 40;

function checkTags({ hosts, aws }: SettingsOn<"ec2">["platform"], problems: Problems): void {
  for (const kind of ["instances", "groups"] as const) {
    hosts[kind].forEach(({ tags }, index) => {
      const all = Object.keys({ ...aws.defaultTags, ...tags }).length;
      if (all <= MOST_TAGS) return;
      problems.tell(
        `platform.hosts.${kind}[${index}].tags`,
        `found ${all} tags with those of platform.aws.defaultTags; at most ${MOST_TAGS}, since an instance of EC2 has 50`,
      );
    });
  }
}

/** A managed Alertmanager sends to a topic of SNS only. */
function checkManagedRules({ platform, notifications }: SettingsOn<"ec2">, problems: Problems): void {
  if (!hasManagedRules(platform)) return;
  if (notifications.remediation.length > 0)
    problems.tell(
      "notifications.remediation",
      "found hooks beside platform.remoteWrite.rules: managed; a managed Alertmanager sends to SNS alone: leave out one of the two",
    );
  notifications.receivers.forEach((entry, index) => {
    for (const { kind, managed } of waysOf(receiverOf(entry, notifications))) {
      if (!("refused" in managed)) continue;
      problems.tell(
        `notifications.receivers[${index}].${kind}`,
        `found one, ${managed.refused} (platform.remoteWrite.rules: managed); give another kind of receiver, or rules: servers`,
      );
    }
  });
}

/** The ports of all targets that a mixin reads. */
const portsOf = (mixin: string, { services }: Settings) =>
  services
    .filter((service) => [service.mixin, ...service.extraMixins].includes(mixin))
    .flatMap(({ targets }) => targets.map(({ port }) => port));
