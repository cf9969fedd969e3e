// What a platform asks of the rest of the settings.
import { EXPORTED_MIXINS } from "./platforms/kubernetes";
import type { Problems } from "./problems";
import { waysOf } from "./receivers";
import type { Settings } from "./settings";

export function checkPlatform(settings: Settings, problems: Problems): void {
  checkLocal(settings, problems);
  checkMail(settings, problems);
  checkEc2(settings, problems);
  checkManagedRules(settings, problems);
  checkKubernetes(settings, problems);
}

/** Two parts cannot listen on one port. */
function checkLocal({ platform, scrape }: Settings, problems: Problems): void {
  if (platform.kind !== "local") return;
  if (scrape.fallbackProtocol) {
    problems.tell(
      "scrape.fallbackProtocol",
      `found ${scrape.fallbackProtocol}, but the platform local may run Prometheus 2, which refuses it; leave it out: that version reads such targets as text anyway`,
    );
  }
  const ports = Object.entries(platform.ports);
  ports.forEach(([part, port], index) => {
    const [first] = ports.slice(0, index).find(([, other]) => other === port) ?? [];
    if (first) {
      problems.tell(
        `platform.ports.${part}`,
        `found ${port} a second time: ${first} has it; give each part its own port`,
      );
    }
  });
}

/** Grafana has a mail server of its own; Alertmanager is given one. */
function checkMail({ platform, notifications: { also, smtp } }: Settings, problems: Problems): void {
  if (smtp || (platform.kind === "grafana" && platform.alerting === "grafana")) return;
  also.forEach(({ email }, index) => {
    if (!email) return;
    problems.tell(
      `notifications.also[${index}].email`,
      'found addresses, but no mail server; give notifications.smtp: { host: "mail.example.com:587", from: … }',
    );
  });
}

function checkEc2(settings: Settings, problems: Problems): void {
  const { platform, hosts } = settings;
  if (platform.kind !== "ec2") return;
  const { instances, groups, existing } = platform.hosts;
  const machines = [...instances, ...groups, ...existing];
  problems.unique("platform.hosts.instances", instances);
  problems.unique("platform.hosts.groups", groups);
  problems.unique("platform.hosts.existing", existing);
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  instances.forEach(({ name }, index) => {
    problems.refer(`platform.hosts.instances[${index}].name`, name, names(hosts), "hosts");
  });
  platform.exporters.forEach(({ kind, on, port }, index) => {
    const path = `platform.exporters[${index}]`;
    if (on !== "servers") problems.refer(`${path}.on`, on, names(machines), "platform.hosts");
    const byTag = platform.discovery.services[kind]?.port === port;
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
      const at = targets.findIndex((target) => found.includes(target.split(":")[0] ?? ""));
      if (own !== mixin || at < 0) return;
      problems.tell(
        `services[${index}].targets[${at}]`,
        `found "${targets[at]}", a host that is found, but all of ${mixin} is found by tags: platform.discovery.services.${mixin}; keep one of the two`,
      );
    });
  }
}

/** A managed Alertmanager sends to a topic of SNS only. */
function checkManagedRules({ platform, notifications }: Settings, problems: Problems): void {
  if (platform.kind !== "ec2" || platform.remoteWrite?.to !== "managed") return;
  if (platform.remoteWrite.rules !== "managed") return;
  notifications.also.forEach((receiver, index) => {
    for (const { kind, managed } of waysOf(receiver)) {
      if (!("refused" in managed)) continue;
      problems.tell(
        `notifications.also[${index}].${kind}`,
        `found one, ${managed.refused} (platform.remoteWrite.rules: managed); give another kind of receiver, or rules: servers`,
      );
    }
  });
}

/** The ports of all targets that a mixin reads. */
const portsOf = (mixin: string, { services }: Settings) =>
  services
    .filter((service) => [service.mixin, ...service.also].includes(mixin))
    .flatMap(({ targets }) => targets.map((target) => Number(target.split(":").at(-1))));

/** What only a cluster has is asked for in a cluster only; and what is outside it needs an address. */
function checkKubernetes({ platform, hosts, services }: Settings, problems: Problems): void {
  const isCluster = platform.kind === "kubernetes";
  hosts.forEach(({ name, address }, index) => {
    if (!isCluster || address) return;
    problems.tell(
      `hosts[${index}].address`,
      `is missing; on kubernetes "${name}" is outside the cluster: give the address of its node exporter`,
    );
  });
  services.forEach((service, index) => {
    for (const field of ["inCluster", "exporter"] as const) {
      if (isCluster || !service[field]) continue;
      problems.tell(
        `services[${index}].${field}`,
        `found one, but the platform is ${platform.kind}; only on kubernetes there is a cluster: give targets`,
      );
    }
    if (service.exporter && !EXPORTED_MIXINS.includes(service.mixin)) {
      problems.tell(
        `services[${index}].exporter`,
        `found one, but there is none for the mixin "${service.mixin}"; there are for ${EXPORTED_MIXINS.join(", ")}`,
      );
    }
  });
}
