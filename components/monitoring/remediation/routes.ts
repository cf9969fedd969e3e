// Which alerts go to a hook: routes beside all others, in the groups in which people are notified.
import { NOTIFICATION_TIMING } from "../../rules";
import { FALLBACK_GROUP_BY } from "../maintenance/routing";
import { amongst, is, not } from "../notifications/matchers";
import type { RouteTo } from "../notifications/routes";
import type { Settings } from "../settings/schema";

/** No receiver of the settings has such a name: theirs have no slash. */
export const hookReceiver = (name: string) => `remediation/${name}`;

/** The services that drills make up: what they break repairs nobody. */
const DRILLED = ["drill-.+"];

/**
 * Mute timings hold back messages, for which nobody is there, and no hook. Maintenance and silences hold back both: then what
 * fires is known, and somebody is at work there.
 */
export function remediationRoutes({ notifications }: Pick<Settings, "notifications">): RouteTo[] {
  return notifications.remediation.flatMap(({ name, alerts, services, teams, severities }) =>
    [...new Set(severities)].map((severity) => ({
      matchers: [
        amongst("alertname", alerts),
        services.length > 0 ? amongst("service", services) : not("service", DRILLED),
        ...(teams.length > 0 ? [amongst("team", teams)] : []),
        is("severity", severity),
      ],
      to: { name: hookReceiver(name) },
      timing: NOTIFICATION_TIMING[severity],
      groupBy: FALLBACK_GROUP_BY,
      continue: true,
      muteTimings: [],
    })),
  );
}
