// A host that is down explains what runs on it. Alertmanager's inhibition alone would depend on which of the two is known
// first: a host's exporter may be scraped 15 s later than a service on it. So the rules that say that something is down
// leave out what is on a host that does not answer.
import type { Mixin } from "../mixins";
import { type Alert, mapExpressions } from "../rules";
import type { Endpoints } from "./monitoring";
import type { Settings } from "./settings";
import { usesOf } from "./users";

const NODE = "node";
const DOWN_HOST = `up{job="${NODE}",host!=""} == 0`;

/** The alerts that say that a host is down; none where no hosts are watched. */
export function hostDownAlerts(
  settings: Settings,
  { finds }: Pick<Endpoints, "finds">,
  mixins: readonly Mixin[],
): string[] {
  if (settings.hosts.length === 0 && !finds?.node) return [];
  const alerts = mixins.find(({ name }) => name === NODE)?.alerts ?? [];
  return alerts.filter(({ down }) => down === "instance").map(({ name }) => name);
}

/** The mixins, whose down alerts wait for no inhibition: an instance on a host that is down, or a service only there, is left out. */
export function leaveOutDownHosts(
  mixins: readonly Mixin[],
  settings: Settings,
  endpoints: Pick<Endpoints, "finds">,
): Mixin[] {
  if (hostDownAlerts(settings, endpoints, mixins).length === 0) return [...mixins];
  return mixins.map((mixin) =>
    mixin.name === NODE
      ? mixin
      : { ...mixin, alerts: mixin.alerts.map((alert) => withoutThose(alert, mixin, settings)) },
  );
}

function withoutThose(alert: Alert, mixin: Mixin, settings: Settings): Alert {
  const unless = alert.down && LEFT_OUT[alert.down](servicesOnOneHost(mixin, settings));
  return unless ? mapExpressions(alert, (expr) => `(${expr}) unless ${unless}`) : alert;
}

const LEFT_OUT = {
  instance: () => `on (host) (${DOWN_HOST})`,
  service: (services: readonly string[]) =>
    services.length > 0 && `on (service) (up{${matcher(services)}} and on (host) (${DOWN_HOST}))`,
};

const matcher = (services: readonly string[]) => `service${services.length > 1 ? "=~" : "="}"${services.join("|")}"`;

const servicesOnOneHost = ({ name }: Mixin, settings: Settings): string[] =>
  usesOf(name, settings)
    .filter(({ service }) => service.host)
    .map(({ service }) => service.name);
