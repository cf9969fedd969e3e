// What a platform asks of the rest of the settings, and what others ask of the platform.

import { definitionOf, platformsThat } from "../platforms/table";
import { checkAlertmanager } from "./alertmanager-version";
import type { Problems } from "./problems";
import type { Settings } from "./schema";

export function checkPlatform(settings: Settings, problems: Problems): void {
  const { platform } = settings;
  definitionOf(platform).check(settings, problems);
  checkAlertmanager(settings, problems);
  checkMail(settings, problems);
  checkCluster(settings, problems);
}

/** E-mail goes through a mail server: the platform's own, or one that Alertmanager is given. */
function checkMail({ platform, notifications: { also, smtp } }: Settings, problems: Problems): void {
  if (smtp || definitionOf(platform).hasMailServer(platform)) return;
  also.forEach(({ email }, index) => {
    if (!email) return;
    problems.tell(
      `notifications.also[${index}].email`,
      'found addresses, but no mail server; give notifications.smtp: { host: "mail.example.com:587", from: … }',
    );
  });
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
