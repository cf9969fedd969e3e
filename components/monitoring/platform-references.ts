// What a platform asks of the rest of the settings.
import { EXPORTED_MIXINS } from "./platforms/kubernetes";
import type { Problems } from "./problems";
import type { Settings } from "./settings";

export function checkPlatform(settings: Settings, problems: Problems): void {
  checkEc2(settings, problems);
  checkKubernetes(settings, problems);
}

function checkEc2({ platform, hosts }: Settings, problems: Problems): void {
  if (platform.kind !== "ec2") return;
  const { instances } = platform.hosts;
  problems.unique("platform.hosts.instances", instances);
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  instances.forEach(({ name }, index) => {
    problems.refer(`platform.hosts.instances[${index}].name`, name, names(hosts), "hosts");
  });
  platform.exporters.forEach(({ on }, index) => {
    if (on === "servers") return;
    problems.refer(`platform.exporters[${index}].on`, on, names(instances), "platform.hosts.instances");
  });
}

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
