// Who is notified of what, what is inhibited because something else explains it, and when nobody is.
import type { Mixin } from "../../mixins";
import { maintenanceWindows } from "../maintenance/windows";
import type { Endpoints, MuteTiming, Notifications } from "../model/monitoring";
import { mainReceiver, type Receiver } from "../receivers";
import { hookReceiver } from "../remediation/routes";
import type { Settings } from "../settings/schema";
import { byDrill } from "./drill";
import { inhibitions } from "./inhibitions";
import { heartbeatAlerts, type RouteTo, routesOf } from "./routes";

export { besideMain } from "./routes";

/** Routes by severity and team, the dead-man's switch, and inhibitions from the topology. */
export function notifications(settings: Settings, endpoints: Endpoints, mixins: readonly Mixin[]): Notifications {
  const routes = routesOf(settings, endpoints, mixins);
  return {
    receivers: receiversOf(routes),
    routes: routes.map(({ to, ...route }) => ({ ...route, receiver: to.name })),
    fallback: mainReceiver(settings.notifications).to.name,
    inhibitions: [...inhibitions(settings, endpoints, mixins), ...byDrill(settings, mixins)],
    muteTimings: settings.notifications.muteTimings.map(muteTiming),
    maintenance: maintenanceWindows(settings, heartbeatAlerts(mixins)),
    ...(settings.notifications.remediation.length > 0 && { remediation: remediation(settings) }),
    ...(settings.notifications.drill && { drill: { ...settings.notifications.drill, team: settings.team } }),
    ...(settings.notifications.events && { events: true }),
  };
}

function receiversOf(routes: readonly RouteTo[]): Receiver[] {
  return [...new Map(routes.map(({ to }) => [to.name, to])).values()];
}

const remediation = ({ notifications }: Settings) =>
  notifications.remediation.map(({ name, reason, limit }) => ({ name, receiver: hookReceiver(name), reason, limit }));

function muteTiming({ name, weekdays, times, timezone }: Settings["notifications"]["muteTimings"][number]): MuteTiming {
  return { name, weekdays, times, timezone };
}
