// What a platform asks of the rest of the settings, and what others ask of the platform.

import { definitionOf, platformsThat } from "../platforms";
import { lacking } from "../receivers";
import type { Problems } from "./problems";
import { checkAlertmanager, checkVersions } from "./program-versions";
import type { Settings } from "./schema";

export function checkPlatform(settings: Settings, problems: Problems): void {
  const { platform } = settings;
  definitionOf(platform).check(settings, problems);
  checkAlertmanager(settings, problems);
  checkVersions(settings, problems);
  checkReceivers(settings, problems);
  checkCluster(settings, problems);
}

/** What receivers need of the other settings and of the platform: e-mail, a mail server. */
function checkReceivers({ platform, notifications }: Settings, problems: Problems): void {
  const hasMailServer = definitionOf(platform).hasMailServer(platform);
  for (const { path, message } of lacking(notifications, { hasMailServer })) problems.tell(path, message);
}

/** What only a cluster has is asked for in a cluster only. */
function checkCluster({ platform, services }: Settings, problems: Problems): void {
  if (definitionOf(platform).hasCluster) return;
  services.forEach((service, index) => {
    for (const field of ["inCluster", "exporter"] as const) {
      if (!service[field]) continue;
      problems.tell(
        `services[${index}].${field}`,
        `found one, but the platform is ${platform.kind}; only on ${platformsThat((one) => one.hasCluster)} there is a cluster: give targets`,
      );
    }
  });
}
